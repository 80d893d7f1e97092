"""The one gate, asked in every way there is: who is not signed in gets nothing, and whoever is gets in as themselves."""

import re
from base64 import b64encode

import pytest
from starlette.websockets import WebSocketDisconnect

from kpi.server.sign_in.asking import own_path
from kpi.server.sign_in.connections import ENDED
from kpi.server.sign_in.safeguards.cookies import Cookie
from kpi.server.sign_in.safeguards.guesses import WRONG_FROM_AN_ADDRESS
from tests.hostile import HOST
from tests.unit.server.sign_in.few import HERE, PASSWORD, PROXIES, PUBLIC, TOKEN, closed_with, session_of

PAGES = ["/", "/overview", "/measure?measure=M01", "/calendar"]
OTHERS = [
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/agent/openapi.json"),
    ("POST", "/_stcore/agent/interact"),
    ("PUT", "/_stcore/upload_file/one/two"),
    ("DELETE", "/_stcore/upload_file/one/two"),
    ("GET", "/media/0123.docx"),
    ("HEAD", "/media/0123.docx"),
    ("GET", "/component/any.js"),
    ("GET", "/static/js/index.js"),
    ("GET", "/static/media/MaterialSymbols.woff2"),
    ("GET", "/app/static/a.csv"),
    ("GET", "/style.css"),
    ("GET", "/api/measures"),
    ("POST", "/overview"),
    ("OPTIONS", "/overview"),
    ("GET", "/sign-in/"),
    ("GET", "/sign-in.css/../media/1"),
    ("GET", "/healthz/"),
]


def refused_socket(door, browser, **headers):
    with pytest.raises(WebSocketDisconnect), door.socket(browser, **headers):
        pass
    return True


@pytest.mark.parametrize("asked", PAGES)
def test_whoever_opens_a_page_is_led_to_sign_in_and_back(door, asked):
    browser = door.browser()
    led = browser.get(asked)
    assert (led.status_code, led.content) == (303, b"")
    came = door.form(browser, led.headers["location"].removeprefix("."))
    entered = browser.post("/sign-in", data={**came, "name": "zhang", "password": PASSWORD})
    assert (entered.status_code, entered.headers["location"]) == (303, f".{asked}")
    assert browser.get(asked).json().keys() == {"x-kpi-session", "x-kpi-address"}


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_whatever_else_is_asked_for_is_refused_and_let_through_inside(door, method, path):
    answer = door.browser().request(method, path)
    assert (answer.status_code, "x-kpi" in answer.text) == (401, False)
    inside = door.inside().request(method, path)
    others = {
        "/_stcore/upload_file/one/two": 403,
        "/media/0123.docx": 404,
        "/sign-in.css/../media/1": 404,
        "/api/measures": 401,
    }
    assert inside.status_code == others.get(path, 200)


def test_a_connection_is_refused_and_opened_inside(door):
    assert refused_socket(door, door.browser())
    with door.socket(door.inside()) as page:
        session_of(page.receive_bytes())
        page.send_bytes(b"heard")
        assert page.receive_bytes() == b"heard"


FILE, OTHER_FILE = "0a" * 32, "0b" * 32


def test_a_file_is_for_the_visit_whose_page_was_told_of_it(door):
    """Of two people with the same roles the one has a page with a file; its address is of no use to the other, nor later."""
    zhang, li = door.inside(), door.inside("li")
    taken = f"/media/{FILE}.docx"
    assert [each.get(taken).status_code for each in (zhang, li)] == [404, 404]
    with door.socket(zhang) as page:
        page.receive_bytes()
        page.send_bytes(b"..url.." + taken.encode() + b"..")
        page.receive_bytes()
        assert [each.get(taken).status_code for each in (zhang, li, door.browser())] == [200, 404, 401]
        assert [zhang.request(method, taken).status_code for method in ("HEAD", "GET")] == [200, 200]
        assert zhang.get(taken).headers["cache-control"] == "no-store"
        assert zhang.get(f"/media/{OTHER_FILE}.docx").status_code == 404
        assert zhang.get(f"/media/{FILE[:-1]}.docx").status_code == 404
    refused = [(user, detail) for _, outcome, user, detail, _ in door.people.log if outcome == "refused"]
    assert refused == [("zhang", "media_of_another"), ("li", "media_of_another")]
    assert zhang.get(taken).status_code == 200
    zhang.post("/sign-out", data=door.form(zhang, "/sign-in-account"))
    again = door.inside()
    assert again.get(taken).status_code == 404


def test_of_the_addresses_that_a_visit_was_told_the_oldest_lapse(door):
    connections = door.keeper.connections
    names = [f"{number:064x}" for number in range(10_003)]
    for name in names:
        connections.told("visit", [name])
        connections.told("visit", names[:1])
    known = [name for name in names if connections.was_told("visit", name)]
    assert (len(known), known[0], known[1]) == (10_000, names[0], names[4])
    connections.forget("visit")
    assert not connections.was_told("visit", names[0])


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in.css", "/healthz", "/sign-in-state"])
def test_what_signing_in_needs_is_outside_and_tells_nothing(door, path):
    answer = door.browser().get(path)
    assert (answer.status_code, "x-kpi" in answer.text) == (200, False)


@pytest.mark.parametrize(
    "name", ["x-kpi-session", "X-KPI-Session", "x_kpi_session", "X-Kpi_Session", "x-kpi-user", "x-kpi-address"]
)
def test_what_only_the_gate_may_say_is_never_taken_from_a_client(door, name):
    browser = door.inside()
    told = browser.get("/overview").json()
    assert browser.get("/overview?role=administrator", headers=[(name, "li"), (name, "li")]).json() == told
    assert "li" not in told.values()


FORGED = [
    "nothing",
    "unsigned",
    "signed by another",
    "of another purpose",
    "cut off",
    "changed",
    "the key of a visit",
    "of no visit",
    "no ascii",
    "hostile",
]


def cookies_of_a_forger(door):
    """What somebody could write into the cookie, who may know a visit's key and has a form of ours."""
    token = door.people.begin("li", "")
    key = door.people.key_of(token)
    browser = door.browser()
    door.form(browser)
    own = Cookie("session", door.keeper.key, secure=False)
    signed = own._signer.sign(token).decode()
    return {
        "nothing": "",
        "unsigned": token,
        "signed by another": Cookie("session", b"x" * 32, secure=False)._signer.sign(token).decode(),
        "of another purpose": browser.cookies["kpi-form"],
        "cut off": signed[:-1],
        "changed": ("A" if signed[0] != "A" else "B") + signed[1:],
        "the key of a visit": own._signer.sign(key).decode(),
        "of no visit": own._signer.sign("a" * 43).decode(),
        "no ascii": "张三".encode().decode("latin-1"),
        "hostile": "' or 1=1 --",
    }


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_cookie_opens_nothing(door, kind):
    forged = cookies_of_a_forger(door)[kind].encode("latin-1")
    browser = door.browser()
    assert browser.get("/media/1", headers={"cookie": b"kpi-session=" + forged}).status_code == 401
    assert refused_socket(door, browser, cookie=b"kpi-session=" + forged)


def test_cookies_larger_than_any_of_ours_are_not_read(door):
    browser = door.inside()
    assert browser.get("/overview", headers={"cookie": f"a={'x' * 9000}"}).status_code == 431
    assert refused_socket(door, browser, cookie=f"a={'x' * 9000}")
    assert browser.get("/overview").status_code == 200


def media(door, token):
    return door.browser().get("/_stcore/host-config", headers={"cookie": f"kpi-session={token}"}).status_code


def test_a_form_shown_before_somebody_signed_in_signs_nobody_in_over_them(door):
    """Of two tabs that both show the form, the second is told that its form has lapsed, and whoever is in stays in."""
    browser = door.browser()
    shown = door.form(browser)
    door.enter(browser, "li")
    before = browser.cookies["kpi-session"]
    assert browser.post("/sign-in", data={**shown, "name": "zhang", "password": PASSWORD}).status_code == 403
    assert (browser.cookies["kpi-session"], media(door, before)) == (before, 200)


def test_whoever_signs_in_over_a_visit_ends_it_and_a_planted_one_becomes_nobody_elses(door):
    """Somebody plants their own live visit in another's browser: what the other becomes is known to the other alone."""
    planted = door.inside("li").cookies["kpi-session"]
    browser = door.browser()
    shown = door.form(browser)
    browser.cookies.set("kpi-session", planted, domain="127.0.0.1", path="/")
    browser.post("/sign-in", data={**shown, "name": "zhang", "password": PASSWORD})
    (after,) = {cookie.value for cookie in browser.cookies.jar if cookie.name == "kpi-session"} - {planted}
    assert (media(door, planted), media(door, after)) == (401, 200)
    assert [visit[0] for visit in door.people.visits.values()] == ["zhang"]


ENDS = {
    "disabled": lambda door: door.people.change("zhang", disabled=True),
    "idle": lambda door: door.later(minutes=30),
    "signed out in the store": lambda door: door.people.visits.clear(),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_visit_that_ended_is_over_in_every_tab_at_once(door, how):
    browser = door.inside()
    with door.socket(browser) as one, door.socket(browser) as other:
        begun = {session_of(page.receive_bytes()) for page in (one, other)}
        ENDS[how](door)
        assert [closed_with(page) for page in (one, other)] == [ENDED, ENDED]
    assert set(door.closed) == begun
    assert browser.get("/media/1").status_code == 401
    assert refused_socket(door, browser)
    assert browser.get("/sign-in-state").json() == {"signed_in": False}


def test_a_visit_that_is_used_goes_on_until_its_last_hour(door):
    browser = door.inside()
    for _ in range(20):
        door.later(minutes=29)
        assert browser.get("/_stcore/host-config").status_code == 200
    door.later(minutes=20)
    assert browser.get("/_stcore/host-config").status_code == 401
    assert door.people.log[-1] == ("sign_out", "done", "zhang", "expired", "")


@pytest.mark.parametrize(
    ("fields", "path"),
    [({"must_change": True}, "/sign-in-account"), ({"grants": frozenset()}, "/sign-in-account")],
    ids=["password", "no role"],
)
def test_whoever_may_not_go_on_gets_no_further_than_their_account(door, fields, path):
    browser = door.inside()
    with door.socket(browser) as page:
        page.receive_bytes()
        door.people.change("zhang", **fields)
        assert closed_with(page) == ENDED
    led = browser.get("/overview")
    assert (led.status_code, led.headers["location"]) == (303, f".{path}?next=%2Foverview")
    assert [browser.get(asked).status_code for asked in ("/media/1", "/_stcore/health", path)] == [403, 403, 200]
    assert refused_socket(door, browser)
    assert ("李四" in browser.get(path).text) is ("grants" in fields)


@pytest.mark.parametrize("origin", ["", "null", f"http://{HOST}", f"https://{HERE}", "http://127.0.0.1:9", None])
def test_a_connection_that_no_page_of_ours_opens_is_refused(door, origin):
    browser = door.inside()
    if origin is None:
        del browser.headers["origin"]
    assert refused_socket(door, browser, **({} if origin is None else {"origin": origin}))
    assert ("sign_in", "refused", "zhang", "foreign_origin", "127.0.0.1") in door.people.log


def test_a_session_is_taken_up_again_in_the_same_visit_alone(door):
    """The id of a session is not enough to get at what somebody else's pages remember, nor to put a file in."""
    mine, others = door.inside(), door.inside("li")
    with door.socket(mine) as page:
        begun = session_of(page.receive_bytes())
    with door.socket(mine, begun) as again:
        assert session_of(again.receive_bytes()) == begun
    with door.socket(others, begun) as stolen:
        assert session_of(stolen.receive_bytes()) != begun
    upload = f"/_stcore/upload_file/{begun}/file"
    assert [browser.put(upload).status_code for browser in (mine, others)] == [200, 403]


def test_what_pages_remember_goes_with_a_visit_that_ended_unseen(door):
    """Nobody had a page open when it ended; the next page that anybody opens clears up after it."""
    left, other = door.inside(), door.inside("li")
    with door.socket(left) as page:
        begun = session_of(page.receive_bytes())
    door.people.change("zhang", disabled=True)
    door.later()
    with door.socket(other) as page:
        session_of(page.receive_bytes())
    assert door.closed == [begun]


ELSEWHERE = [
    f"//{HOST}/",
    f"/\\{HOST}",
    "/\\evil",
    f"https://{HOST}",
    "javascript:alert(1)",
    "/overview\r\nSet-Cookie: a=b",
    "/a/b",
    "/../evil",
    HOST,
    "/sign-out",
    "/media/1",
    "/_stcore",
    "/ overview",
    "/overview#x",
    "/总览",
    "/" + "a" * 2001,
    "",
]


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_one_comes_back_to_nothing_but_pages_of_ours(door, asked):
    assert own_path(asked) == "./"
    entered = door.enter(door.browser(), next=asked)
    assert (entered.status_code, entered.headers["location"]) == (303, "./")


def test_what_the_log_has_holds_no_secret(door):
    browser = door.browser()
    door.enter(browser, "zhang", "geheim-geheim")
    door.enter(browser, name=PASSWORD)
    door.enter(browser)
    told = repr(door.people.log)
    assert not any(secret in told for secret in ("geheim", PASSWORD, browser.cookies["kpi-session"].split(".")[0]))
    assert [(outcome, user, why) for _, outcome, user, why, _ in door.people.log] == [
        ("refused", "zhang", "wrong_password"),
        ("refused", "", "wrong_password"),
        ("done", "zhang", ""),
    ]


def test_behind_tls_cookies_are_bound_to_the_host_and_to_tls(make):
    door = make(public=f"https://{PUBLIC}", proxies=PROXIES)
    browser = door.browser("fd00::7")
    sent = door.enter(browser).headers.get_list("set-cookie")
    assert all(
        re.match("__Host-kpi-", cookie) and {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; ")) for cookie in sent
    )
    assert browser.get("/overview").status_code == 200
    assert door.browser("fd00::8").get("/sign-in").status_code == 403
    with door.socket(browser) as page:
        session_of(page.receive_bytes())
    assert refused_socket(door, browser, origin=f"http://{PUBLIC}")


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("2001:db8::5", "2001:db8::5"),
        ("2001:db8::1, 2001:db8::5", "2001:db8::5"),
        ("2001:db8::5, fd00::7", "2001:db8::5"),
        ("x", "fd00::7"),
    ],
)
def test_where_somebody_comes_from_is_what_the_last_proxy_says(make, forwarded, address):
    door = make(proxies=PROXIES)
    for peer in ("fd00::7", "127.0.0.1"):
        door.inside(peer=peer, **{"x-forwarded-for": forwarded})
    assert [came for *_, came in door.people.log] == [address, "127.0.0.1"]


BASIC = f"Basic {b64encode(f'zhang:{TOKEN}'.encode()).decode()}"


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer  {TOKEN}", BASIC])
def test_a_program_comes_in_by_a_token_where_programs_may_and_nowhere_else(door, shown):
    browser = door.browser()
    assert browser.get("/calendar.ics", headers={"authorization": shown}).json() == {"acting": "zhang api"}
    for path in ("/media/1", "/overview.csv", "/_stcore/health", "/calendar.ics/"):
        assert browser.get(path, headers={"authorization": shown}).status_code == 401
    assert refused_socket(door, browser, authorization=shown)
    assert door.inside().get("/calendar.ics").json()["acting"] == "zhang page"


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer kpi_", "Basic x", "Basic eDp5", f"Digest {TOKEN}", f"Bearer {TOKEN}x"])
def test_a_token_that_is_none_is_asked_for_and_guessing_ends(door, shown):
    browser = door.browser()
    for _ in range(WRONG_FROM_AN_ADDRESS):
        answer = browser.get("/calendar.ics", headers={"authorization": shown})
        assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
    assert browser.get("/calendar.ics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 429
    assert browser.get("/calendar.ics").status_code == 401
    assert [why for *_, why, _ in door.people.log] == ["token"]
