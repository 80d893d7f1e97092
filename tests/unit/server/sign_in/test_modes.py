"""How the server may be set, in words where it may not; and the gate without sign-in, which nobody else gets through."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from kpi.errors import NotStarted
from kpi.i18n import LANGUAGES, texts
from kpi.server.sign_in import LocalGate
from kpi.server.sign_in.modes import Mode, Provider, sign_in_of
from kpi.server.sign_in.safeguards.cookies import key_from
from tests.unit.server.sign_in.few import ISSUER, PUBLIC

EVERYWHERE = ".".join("0000")
FOUND_AT = {"KPI_PUBLIC_ADDRESS": f"https://{PUBLIC}"}
OIDC = {"KPI_SIGN_IN": "oidc", "KPI_OIDC_ISSUER": f"https://{ISSUER}/", "KPI_OIDC_CLIENT": "kpi", **FOUND_AT}
PROXY = {"KPI_SIGN_IN": "proxy", "KPI_PROXIES": "127.0.0.1, fd00::/8"}


@pytest.fixture
def secret(tmp_path):
    """A file of the administrator's."""
    path = tmp_path / "secret"
    path.write_text("0123456789abcdef\n")
    path.chmod(0o600)
    return path


def test_without_a_word_it_is_this_machine_alone():
    found = sign_in_of({})
    assert (found.mode, found.address, found.secure, found.host) == (Mode.NONE, "127.0.0.1", False, "")


def test_what_is_set_is_read(secret):
    found = sign_in_of({**OIDC, "KPI_OIDC_SECRET_FILE": str(secret), "KPI_OIDC_CLAIM": "email", "KPI_IDLE_MINUTES": "15"})
    assert found.provider == Provider(f"https://{ISSUER}", "kpi", "0123456789abcdef", "email")
    assert (found.idle_minutes, found.session_minutes, found.secure, found.host) == (15, 600, True, PUBLIC)
    assert "0123456789" not in repr(found)
    found = sign_in_of({**PROXY, "KPI_PROXY_SECRET_FILE": str(secret), "KPI_ADDRESS": "::1"})
    assert [found.trusts(address) for address in ("127.0.0.1", "fd00::9", "fe80::1", "", "x")] == [
        True,
        True,
        False,
        False,
        False,
    ]


UNSAFE = {
    "no_such_sign_in": {"KPI_SIGN_IN": "password"},
    "none_beyond_loopback": {"KPI_ADDRESS": EVERYWHERE},
    "none_beyond_loopback ": FOUND_AT,
    "none_beyond_loopback  ": {"KPI_ADDRESS": PUBLIC},
    "plain_beyond_loopback": {"KPI_SIGN_IN": "accounts", "KPI_ADDRESS": EVERYWHERE},
    "plain_beyond_loopback ": {"KPI_SIGN_IN": "accounts", "KPI_ADDRESS": EVERYWHERE, **FOUND_AT},
    "public_address_plain": {"KPI_SIGN_IN": "accounts", "KPI_PUBLIC_ADDRESS": f"http://{PUBLIC}"},
    "public_address_unreadable": {"KPI_SIGN_IN": "accounts", "KPI_PUBLIC_ADDRESS": PUBLIC},
    "proxies_unreadable": {"KPI_SIGN_IN": "accounts", "KPI_PROXIES": "fd00::/8, proxy"},
    "minutes_unreadable": {"KPI_SIGN_IN": "accounts", "KPI_IDLE_MINUTES": "0"},
    "minutes_unreadable ": {"KPI_SIGN_IN": "accounts", "KPI_SESSION_MINUTES": "１０"},
    "proxy_incomplete": {"KPI_SIGN_IN": "proxy", "KPI_PROXY_SECRET_FILE": "x"},
    "proxy_incomplete ": PROXY,
    "secret_unreadable": {**PROXY, "KPI_PROXY_SECRET_FILE": "/nowhere"},
    "oidc_incomplete": OIDC,
    "oidc_plain": {**OIDC, "KPI_OIDC_ISSUER": f"http://{ISSUER}", "KPI_OIDC_SECRET_FILE": "x"},
}


@pytest.mark.parametrize("why", UNSAFE)
def test_what_is_unsafe_is_refused_in_one_sentence(why):
    with pytest.raises(NotStarted) as refused:
        sign_in_of(UNSAFE[why])
    assert refused.value.message.key == f"error.{why.strip()}"
    assert all(texts(lang).message(refused.value.message).count("{") == 0 for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("content", "mode", "why"), [("0123456789abcdef", 0o644, "open"), ("short", 0o600, "short"), ("密" * 20, 0o600, "short")]
)
def test_a_secret_is_long_and_nobody_elses(secret, content, mode, why):
    secret.write_text(content, encoding="utf-8")
    secret.chmod(mode)
    with pytest.raises(NotStarted) as refused:
        sign_in_of({**PROXY, "KPI_PROXY_SECRET_FILE": str(secret)})
    assert refused.value.message.key == f"error.secret_{why}"


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "kpi.key"
    key = key_from(path)
    assert (len(key), key_from(path), path.stat().st_mode & 0o777) == (32, key, 0o600)
    path.write_bytes(b"short")
    with pytest.raises(OSError, match="no key"):
        key_from(path)


def visitor(peer="127.0.0.1", **headers):
    """Somebody at a server without sign-in."""

    async def told(request):
        return JSONResponse([name for name in request.headers if name.startswith("x-kpi")])

    async def stream(socket):
        await socket.accept()
        await socket.close()

    app = Starlette(
        routes=[WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", told)],
        middleware=[Middleware(LocalGate, answers=lambda: True)],
    )
    return TestClient(app, base_url="http://127.0.0.1:8501", client=(peer, 40000), headers=headers)


def test_on_this_machine_everything_is_answered():
    for peer in ("127.0.0.1", "::1"):
        assert visitor(peer, **{"x-kpi-session": "made up"}).get("/overview").json() == []
    assert visitor().get("/healthz").text == "ok"
    with visitor().websocket_connect("/_stcore/stream"):
        pass


FORWARDED = ["X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto", "Forwarded", "X-Real-IP", "Via", "CF-Connecting-IP"]


@pytest.mark.parametrize(
    ("peer", "name"), [*(("127.0.0.1", name) for name in FORWARDED), ("fd00::7", "accept"), ("", "accept")]
)
def test_nobody_is_the_local_user_from_elsewhere(peer, name):
    browser = visitor(peer, **{name: "2001:db8::5"})
    assert [browser.get(path).status_code for path in ("/overview", "/media/1", "/healthz")] == [403, 403, 403]
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect("/_stcore/stream"):
        pass
