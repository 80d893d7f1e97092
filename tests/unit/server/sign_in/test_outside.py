"""Signing in by the word of others: what a proxy says counts only from a proxy, what a provider says only if it is for us."""

import re
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.websockets import WebSocketDisconnect

from kpi.i18n import texts
from kpi.model import Grant
from kpi.server.sign_in.modes import Mode, Provider
from kpi.server.sign_in.ways.provider import IdentityProvider, ProviderRefused
from tests.hostile import HOST
from tests.unit.server.sign_in.few import ISSUER, PROXIES, PUBLIC

SECRET = "0123456789abcdef"  # noqa: S105
ZH = texts("zh")
PROXY, OTHER = "fd00::7", "fd00::8"
SHOWN = {"x-kpi-proxy-secret": SECRET, "x-remote-user": "zhang"}
PROVIDER, CLIENT, NONCE = f"https://{ISSUER}", "kpi", "once"


@pytest.fixture
def behind(make):
    return make(Mode.PROXY, proxies=PROXIES, header="x-remote-user", secret=SECRET)


def test_whom_the_proxy_names_is_in_without_a_form(behind):
    browser = behind.browser(PROXY, **SHOWN)
    led = browser.get("/overview?as_of=2025-12-31")
    entered = browser.get(led.headers["location"].removeprefix("."))
    assert (entered.status_code, entered.headers["location"]) == (303, "./overview?as_of=2025-12-31")
    assert browser.get("/overview").json()["x-kpi-address"] == PROXY
    with behind.socket(browser) as page:
        assert page.receive_bytes()
    browser.headers["x-remote-user"] = "ZHANG"
    assert browser.get("/overview").status_code == 200


def test_nobody_is_asked_for_a_password_that_is_not_ours_to_check(behind):
    behind.people.change("zhang", must_change=True)
    browser = behind.browser(PROXY, **SHOWN)
    browser.get("/sign-in")
    assert browser.get("/overview").status_code == 200
    assert "请先修改口令" not in browser.get("/sign-in-account").text


NOT_FROM_THE_PROXY = {
    "no secret": (PROXY, {"x-remote-user": "li"}),
    "another secret": (PROXY, {"x-remote-user": "li", "x-kpi-proxy-secret": SECRET[:-1]}),
    "nobody named": (PROXY, {"x-kpi-proxy-secret": SECRET, "x-remote-user": ""}),
    "from elsewhere": (OTHER, SHOWN | {"x-remote-user": "li"}),
    "from this machine": ("127.0.0.1", SHOWN | {"x-remote-user": "li"}),
    "said to be forwarded": (OTHER, SHOWN | {"x-remote-user": "li", "x-forwarded-for": PROXY}),
    "unreadable": (PROXY, SHOWN | {"x-remote-user": "li\x07"}),
    "too long": (PROXY, SHOWN | {"x-remote-user": "l" * 129}),
}


@pytest.mark.parametrize("how", NOT_FROM_THE_PROXY)
def test_a_header_without_the_proxy_lets_nobody_in(behind, how):
    peer, headers = NOT_FROM_THE_PROXY[how]
    browser = behind.browser(peer, **headers)
    assert browser.get("/sign-in").status_code == 403
    assert browser.get("/_stcore/host-config").status_code in {401, 403}
    assert behind.people.visits == {}


def test_two_names_or_two_secrets_are_none(behind):
    for twice in SHOWN.items():
        headers = [*SHOWN.items(), twice]
        assert behind.browser(PROXY).get("/sign-in", headers=headers).status_code == 403


def test_a_cookie_alone_is_not_enough_and_another_name_begins_anew(behind):
    browser = behind.browser(PROXY, **SHOWN)
    browser.get("/sign-in")
    bare = behind.browser(PROXY)
    bare.cookies = browser.cookies
    assert [each.get("/_stcore/host-config").status_code for each in (browser, bare)] == [200, 401]
    browser.headers["x-remote-user"] = "li"
    assert browser.get("/_stcore/host-config").status_code == 401
    with pytest.raises(WebSocketDisconnect), behind.socket(browser):
        pass
    browser.get("/sign-in")
    assert browser.get("/overview").status_code == 200


def test_whom_nobody_knows_here_has_no_role_until_given_one(behind):
    browser = behind.browser(PROXY, **SHOWN | {"x-remote-user": "wang"})
    browser.get("/sign-in")
    led = browser.get("/overview")
    assert led.headers["location"].startswith("./sign-in-account?")
    shown = browser.get("/sign-in-account").text
    assert all(told in shown for told in ("wang", "尚未分配", "李四"))
    behind.people.persons["wang"] = behind.people.person("wang")
    behind.people.change("wang", grants=frozenset({Grant("viewer")}))
    behind.later()
    assert browser.get("/overview").status_code == 200


def test_whoever_is_disabled_is_not_let_in(behind):
    behind.people.change("zhang", disabled=True)
    assert behind.browser(PROXY, **SHOWN).get("/sign-in").status_code == 403
    assert behind.people.visits == {}


def test_whoever_went_out_is_not_taken_in_again_at_once(behind):
    browser = behind.browser(PROXY, **SHOWN)
    browser.get("/sign-in")
    left = browser.post("/sign-out", data=behind.form(browser, "/sign-out"))
    browser.get(left.headers["location"].removeprefix("."))
    assert browser.get("/_stcore/host-config").status_code == 401


def test_a_tab_whose_visit_has_ended_comes_back_only_when_somebody_asks_it_to(behind):
    """The proxy would name them again at once, so that no other tab would ever be signed out, nor after half an hour."""
    browser = behind.browser(PROXY, **SHOWN)
    shown = browser.get("/sign-in?why=ended&next=%2Fgaps%3Fas_of%3D2023-12-31")
    assert (shown.status_code, behind.people.visits) == (200, {})
    assert "登录已结束" in shown.text
    (again,) = re.findall(r'class="button" href="([^"]+)"', shown.text)
    entered = browser.get(again.removeprefix("."))
    assert (entered.status_code, entered.headers["location"]) == (303, "./gaps?as_of=2023-12-31")


@pytest.fixture(scope="module")
def keys():
    """The provider's, and another's."""
    return RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})


def said(**changed):
    """What a provider says of somebody."""
    now = int(time.time())
    claims = {"iss": PROVIDER, "aud": CLIENT, "sub": "zhang", "nonce": NONCE, "iat": now, "exp": now + 60, **changed}
    return {name: value for name, value in claims.items() if value is not None}


def heard(keys, claims, *, signed_by=None, alg="RS256"):
    """Whom we take somebody for of whom the provider says this."""
    statement = jwt.encode({"alg": alg, "kid": "one"}, claims, signed_by or keys[0], algorithms=[alg])
    provider = IdentityProvider(Provider(PROVIDER, CLIENT, SECRET), f"https://{PUBLIC}/sign-in-return")
    provider._about = lambda: ({"token_endpoint": f"{PROVIDER}/token"}, KeySet([keys[0]]))
    session = SimpleNamespace(fetch_token=lambda _address, **_asked: {"id_token": statement})
    provider._session = lambda: _Opened(session)
    return provider.name_of("code", NONCE, "verifier")


class _Opened:
    def __init__(self, session):
        self._session = session

    def __enter__(self):
        return self._session

    def __exit__(self, *_):
        return None


def test_who_somebody_is_is_what_the_provider_signed(keys):
    assert heard(keys, said()) == "zhang"
    assert heard(keys, said(aud=[CLIENT, "other"], azp=CLIENT)) == "zhang"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": f"https://{HOST}"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"azp": "other"},
        {"nonce": "twice"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": ""},
        {"sub": None},
        {"sub": ["zhang"]},
        {"sub": "zhang\n"},
        {"sub": "z" * 129},
    ],
)
def test_a_statement_that_is_not_about_this_sign_in_counts_for_nothing(keys, changed):
    with pytest.raises(ProviderRefused):
        heard(keys, said(**changed))


def test_a_statement_of_nobody_or_of_another_counts_for_nothing(keys):
    with pytest.raises(ProviderRefused):
        heard(keys, said(), signed_by=keys[1])
    with pytest.raises(ProviderRefused):
        heard(keys, said(), signed_by=OctKey.import_key(SECRET * 2), alg="HS256")


ENDPOINTS = {"authorization_endpoint": "authorize", "token_endpoint": "token", "end_session_endpoint": "end"}


@pytest.fixture
def sent_away(make, keys, monkeypatch):
    """A door where people are sent to a provider, which says of everybody who comes back that it is `zhang`."""
    door = make(Mode.OIDC, public="http://127.0.0.1:8501", provider=Provider(PROVIDER, CLIENT, SECRET))
    about = {name: f"{PROVIDER}/{path}" for name, path in ENDPOINTS.items()}
    monkeypatch.setattr(IdentityProvider, "_about", lambda _self: (about, KeySet([keys[0]])))
    monkeypatch.setattr(IdentityProvider, "name_of", lambda _self, code, nonce, verifier: code)
    return door


def test_one_is_sent_with_a_challenge_a_nonce_and_a_state_and_comes_back_once(sent_away):
    browser = sent_away.browser()
    shown = browser.get("/sign-in?next=/overview").text
    assert "/sign-in-provider?lang=zh&amp;next=%2Foverview" in shown
    to = urlsplit(browser.get("/sign-in-provider?next=/overview").headers["location"])
    asked = {name: values[0] for name, values in parse_qs(to.query).items()}
    assert (to.netloc, to.path) == (ISSUER, "/authorize")
    assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
    assert asked["redirect_uri"] == "http://127.0.0.1:8501/sign-in-return"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    back = f"/sign-in-return?code=zhang&state={asked['state']}"
    assert sent_away.browser().get(back).status_code == 403
    kept = browser.cookies["kpi-provider"]
    entered = browser.get(back)
    assert (entered.status_code, entered.headers["location"]) == (303, "./overview")
    assert browser.get("/overview").status_code == 200
    again = sent_away.browser().get(back, headers={"cookie": f"kpi-provider={kept}"})
    assert (again.status_code, "过期" in again.text) == (403, True)


@pytest.mark.parametrize("back", ["", "?code=zhang", "?state=x&code=zhang", "?error=access_denied"])
def test_whoever_comes_back_with_nothing_of_ours_is_not_let_in(sent_away, back):
    browser = sent_away.browser()
    browser.get("/sign-in-provider")
    shown = browser.get(f"/sign-in-return{back}")
    assert shown.status_code == 403
    assert ZH("error.provider_refused" if "error" in back else "sign_in.form_expired") in shown.text
    assert sent_away.people.visits == {}


@pytest.mark.parametrize(("method", "path"), [("POST", "/sign-in"), ("GET", "/sign-in-provider"), ("GET", "/sign-in-return")])
def test_a_way_in_that_is_not_set_is_none(behind, method, path):
    assert behind.browser(PROXY, **SHOWN).request(method, path).status_code == 405


ENDS = {
    f"{PROVIDER}/end": f"{PROVIDER}/end?client_id=kpi&post_logout_redirect_uri=https%3A%2F%2Fkpi.invalid%2Fsign-in",
    f"{PROVIDER}/end?p=1": f"{PROVIDER}/end?p=1&client_id=kpi&post_logout_redirect_uri=https%3A%2F%2Fkpi.invalid%2Fsign-in",
    f"http://{ISSUER}/end": "",
    "javascript:alert(1)": "",
    "": "",
    None: "",
}


@pytest.mark.parametrize("said", ENDS)
def test_the_way_out_of_the_provider_is_where_it_says_and_others_cannot_listen(keys, said):
    provider = IdentityProvider(Provider(PROVIDER, CLIENT, SECRET), f"https://{PUBLIC}/sign-in-return")
    provider._about = lambda: ({"end_session_endpoint": said}, KeySet([keys[0]]))
    assert provider.way_out(f"https://{PUBLIC}/sign-in") == ENDS[said]


def test_whoever_went_out_is_offered_to_leave_the_provider_too(sent_away):
    browser = sent_away.browser()
    assert "&amp;post_logout_redirect_uri=" not in browser.get("/sign-in").text
    shown = browser.get("/sign-in?why=out").text
    back = "http%3A%2F%2F127.0.0.1%3A8501%2Fsign-in"
    assert f'href="{PROVIDER}/end?client_id=kpi&amp;post_logout_redirect_uri={back}"' in shown


def test_a_provider_that_is_silent_is_said_to_be_so(make):
    door = make(Mode.OIDC, public="http://127.0.0.1:8501", provider=Provider("http://127.0.0.1:9", CLIENT, SECRET))
    told = door.browser().get("/sign-in-provider")
    assert (told.status_code, "暂时不能使用" in told.text) == (502, True)
