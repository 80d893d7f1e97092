"""Attacks on a server that runs, behind a proxy that says who asks: one server, no browser, as a stranger would send them."""

import http.client
import re
import socket
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from kpi import services
from kpi.access import LOCAL_USER
from kpi.model import Actor, Grant
from kpi.server.sign_in.safeguards.cookies import signer
from kpi.web.address import PAGES
from tests.databases import TINY
from tests.hostile import HOST

SECRET = "0123456789abcdef"  # noqa: S105
FOREIGN = f"http://{HOST}"


class Site:
    """A server, with its address, its database, and li, who is signed in and has a page open."""

    def __init__(self, address, database):
        self.address, self.database = address, database
        self.netloc = urlsplit(address).netloc

    def ask(self, path, *headers, method="GET", body=None):
        """What the server answers to just that: status, headers and text."""
        connection = http.client.HTTPConnection(self.netloc, timeout=30)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Type", "application/x-www-form-urlencoded")
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def enter(self, account):
        """The cookie of somebody whom the proxy names."""
        _, headers, _ = self.ask("/sign-in", *by_proxy(account))
        return headers["set-cookie"].partition(";")[0]

    def connect(self, *headers, **options):
        """A page's connection."""
        address = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        return connect(address, subprotocols=["streamlit", "token"], additional_headers=headers, max_size=None, **options)

    def log(self):
        """What is on record, once the server has gone."""
        opened = services.open_workspace(self.database, TINY)
        try:
            return [(one.action, one.detail, str(one.outcome)) for one in opened.store.audit_entries()]
        finally:
            opened.close()


def by_proxy(account):
    """What the proxy adds to a request of somebody."""
    return ("X-Kpi-Proxy-Secret", SECRET), ("X-Remote-User", account)


def signed_in(site, account="zhang"):
    """The headers of somebody who is in, as they arrive."""
    return ("Cookie", site.cookies[account]), *by_proxy(account)


@pytest.fixture(scope="module")
def site(serve, ready_made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    database = ready_made.place(folder / "kpi.duckdb", TINY)
    opened = services.open_workspace(database, TINY)
    for account, name, role in (("li", "李四", "administrator"), ("zhang", "张三", "viewer")):
        services.add_user(opened, LOCAL_USER, account, name, [Grant(role)])
    owner = Actor("李四", frozenset({Grant("administrator")}), "li")
    token = services.add_token(opened, owner, "日历", Grant("administrator"), 9)
    opened.close()
    (folder / "secret").write_text(SECRET)
    (folder / "secret").chmod(0o600)
    settings = {"KPI_SIGN_IN": "proxy", "KPI_PROXIES": "127.0.0.1", "KPI_PROXY_SECRET_FILE": str(folder / "secret")}
    with serve(KPI_CATALOG=str(TINY), KPI_DATABASE=str(database), **settings) as address:
        made = Site(address, database)
        made.token, made.cookies = token, {account: made.enter(account) for account in ("li", "zhang")}
        with made.connect(*signed_in(made, "li"), origin=address) as page:
            made.session, made.file = file_of(page, address)
            yield made
            for attack in REFUSED.values():
                attack(made)
    assert {("sign_in", why, "refused") for why in REFUSED} <= {*made.log()}


REFUSED = {
    "forged_cookie": lambda s: s.ask("/overview", ("Cookie", forged("li")), *by_proxy("li")),
    "foreign_origin": lambda s: s.ask("/sign-out", ("Origin", FOREIGN), *signed_in(s), method="POST", body=b""),
    "upload_of_another": lambda s: s.ask(f"/_stcore/upload_file/{s.session}/1", *signed_in(s), method="PUT", body=b"x"),
    "media_of_another": lambda s: s.ask(s.file, *signed_in(s)),
    "token": lambda s: s.ask("/calendar.ics", ("Authorization", "Bearer kpi_made_up")),
}
"""What is on record of attacks at the latest when they are tried once more."""


def session_of(page, address):
    """The id of the session of a page that runs for the first time."""
    asked = BackMsg()
    asked.rerun_script.context_info.url = address
    page.send(asked.SerializeToString())
    while True:
        said = ForwardMsg.FromString(page.recv(timeout=60))
        if said.WhichOneof("type") == "new_session":
            return said.new_session.initialize.session_id


def file_of(page, address):
    """The id of the session of a page with a file to download, and the address that the page is told as the file is taken."""
    asked = BackMsg()
    asked.rerun_script.context_info.url = f"{address}/progress"
    asked.rerun_script.page_name = "progress"
    page.send(asked.SerializeToString())
    session, taken = "", ""
    while True:
        said = ForwardMsg.FromString(page.recv(timeout=60))
        if said.WhichOneof("type") == "new_session":
            session = said.new_session.initialize.session_id
        button = said.delta.new_element.download_button
        if button.deferred_file_id and not taken:
            taken = button.deferred_file_id
            wanted = BackMsg()
            wanted.backend_operation_request.request_id = "one"
            wanted.backend_operation_request.session_id = session
            wanted.backend_operation_request.deferred_file.file_id = taken
            page.send(wanted.SerializeToString())
        if said.WhichOneof("type") == "backend_operation_response":
            return session, said.backend_operation_response.deferred_file.url


def forged(value, key=b"k" * 32):
    """A cookie signed with another key than the server's."""
    return f"kpi-session={signer(key, 'cookie.session').sign(value).decode()}"


def changed(cookie):
    """A cookie of ours with one letter of what it says changed."""
    name, _, value = cookie.partition("=")
    return f"{name}={'B' if value[0] == 'A' else 'A'}{value[1:]}"


COOKIES = {
    "none": lambda s: by_proxy("zhang"),
    "one that nobody signed": lambda s: (("Cookie", "kpi-session=li"), *by_proxy("li")),
    "one signed with another key": lambda s: (("Cookie", forged("li")), *by_proxy("li")),
    "one with a letter changed": lambda s: (("Cookie", changed(s.cookies["li"])), *by_proxy("li")),
    "another's": lambda s: (("Cookie", s.cookies["li"]), *by_proxy("zhang")),
    "another's, and one's own": lambda s: (("Cookie", f"{s.cookies['li']}; {s.cookies['zhang']}"), *by_proxy("li")),
    "without the proxy": lambda s: (("Cookie", s.cookies["li"]),),
    "with a wrong secret": lambda s: (("Cookie", s.cookies["li"]), ("X-Kpi-Proxy-Secret", "f" * 16), ("X-Remote-User", "li")),
    "with two names": lambda s: (("Cookie", s.cookies["li"]), *by_proxy("li"), ("X-Remote-User", "zhang")),
    "with two secrets": lambda s: (("Cookie", s.cookies["li"]), *by_proxy("li"), ("X-Kpi-Proxy-Secret", SECRET)),
    "with a name by an underline": lambda s: (
        ("Cookie", s.cookies["li"]),
        ("X-Kpi-Proxy-Secret", SECRET),
        ("X_Remote_User", "li"),
    ),
    "the visit smuggled in": lambda s: (("X-Kpi-Session", s.cookies["li"].partition("=")[2]), *by_proxy("zhang")),
    "the visit smuggled in by an underline": lambda s: (
        ("X_Kpi_Session", s.cookies["li"].partition("=")[2].rpartition(".")[0]),
        *by_proxy("zhang"),
    ),
}
CLOSED = ["/media/0.png", "/_stcore/host-config", "/_stcore/upload_file/SESSION/1", "/component/x", "/static/x"]


@pytest.mark.parametrize("cookie", COOKIES)
def test_no_cookie_but_ones_own_with_the_word_of_the_proxy_lets_anybody_in(site, cookie):
    headers = COOKIES[cookie](site)
    statuses = {path: site.ask(path, *headers)[0] for path in CLOSED}
    assert set(statuses.values()) == {401}, statuses
    with pytest.raises(InvalidStatus) as refused, site.connect(*headers, origin=site.address):
        pass
    assert refused.value.response.status_code in {401, 403}
    status, told, _ = site.ask("/calendar.ics", *headers)
    assert (status, "BEGIN" in told) == (401, False)


def test_a_file_is_for_whoever_took_it(site):
    """Zhang, who is signed in too and was shown the address, gets nothing by it; nor does anybody outside."""
    mine = site.ask(site.file, *signed_in(site, "li"))
    assert (mine[0], mine[1]["cache-control"], mine[2][:2]) == (200, "no-store", "PK")
    assert [site.ask(site.file, *headers)[0] for headers in (signed_in(site), by_proxy("li"), ())] == [404, 401, 401]
    assert site.ask(site.file.replace("/media/", "/media/../media/"), *signed_in(site))[0] == 404


def test_who_is_in_is_in(site):
    """Else all of the above would be refused for another reason."""
    assert site.ask("/_stcore/host-config", *signed_in(site))[0] == 200
    with site.connect(*signed_in(site), origin=site.address) as page:
        assert session_of(page, site.address) != site.session
    assert "BEGIN:VCALENDAR" in site.ask("/calendar.ics", *signed_in(site))[2]


@pytest.mark.parametrize("page", [spec.name for spec in PAGES])
def test_every_page_by_its_address_leads_to_the_door(site, page):
    status, headers, text = site.ask(f"/{page}?region=990101")
    assert (status, headers["location"].partition("?")[0]) == (303, "./sign-in")
    assert "<script" not in text


PATHS = [
    "//overview",
    "/./overview",
    "/%2e%2e/overview",
    "/sign-in/../overview",
    "/healthz/../media/1",
    "/sign-in.css%2f..%2fmedia/1",
]


@pytest.mark.parametrize("path", [*PATHS, "/healthz%00/overview", "/_stcore/../_stcore/host-config", "/SIGN-IN.CSS/../media/1"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_no_way_of_writing_an_address_leads_round_the_door(site, path, method):
    assert site.ask(path, method=method)[0] in {303, 400, 401, 403, 404, 405}


@pytest.mark.parametrize("origin", [None, FOREIGN, "null"])
def test_a_connection_that_no_page_of_ours_opens_is_refused(site, origin):
    options = {"origin": origin} if origin else {}
    with pytest.raises(InvalidStatus) as refused, site.connect(*signed_in(site), **options):
        pass
    assert refused.value.response.status_code == 403


def test_nothing_is_put_into_the_session_of_another(site):
    """Zhang knows the number of li's session; what li puts there under a made-up number is refused as well."""
    place = f"/_stcore/upload_file/{site.session}/made-up"
    origin = ("Origin", site.address)
    answers = [site.ask(place, *signed_in(site, who), origin, method="PUT", body=b"x")[0] for who in ("zhang", "li")]
    assert answers == [403, 403]
    assert site.ask(place, *signed_in(site, "zhang"), origin, method="DELETE")[0] == 403


def test_what_streamlit_offers_to_agents_is_not_there(site):
    """For an administrator who is in, and for a stranger."""
    paths = ("/_stcore/agent/run", "/_stcore/agent/openapi.json", "/_stcore/agent/")
    for headers in (signed_in(site, "li"), ()):
        assert {site.ask(path, *headers, method=method)[0] for path in paths for method in ("GET", "POST")} <= {404, 405}


def sign_out(site, cookie, token, origin):
    told = [("Cookie", cookie), *by_proxy("zhang"), *([("Origin", origin)] if origin else [])]
    return site.ask("/sign-out", *told, method="POST", body=f"token={token}".encode())[0]


def test_a_form_that_another_site_sent_or_that_was_sent_before_counts_for_nothing(site):
    cookie = site.enter("zhang")
    shown = site.ask("/sign-in-account", ("Cookie", cookie), *by_proxy("zhang"))[2]
    token = re.search(r'name="token" value="([^"]+)"', shown)[1]
    for sent, origin in (("", site.address), ("made-up", site.address), (token, FOREIGN), (token, "null"), (token, None)):
        assert sign_out(site, cookie, sent, origin) == 403
        assert site.ask("/_stcore/host-config", ("Cookie", cookie), *by_proxy("zhang"))[0] == 200
    assert sign_out(site, site.cookies["zhang"], token, site.address) == 403, "a form of one visit is no form of another"
    assert sign_out(site, cookie, token, site.address) == 303
    assert site.ask("/_stcore/host-config", ("Cookie", cookie), *by_proxy("zhang"))[0] == 401
    again = site.enter("zhang")
    assert sign_out(site, again, token, site.address) == 403


def test_a_token_opens_the_calendar_and_nothing_else(site):
    bearer = ("Authorization", f"Bearer {site.token}")
    assert "BEGIN:VCALENDAR" in site.ask("/calendar.ics", bearer)[2]
    assert {path: site.ask(path, bearer)[0] for path in CLOSED} == dict.fromkeys(CLOSED, 401)
    assert site.ask("/calendar.ics", ("Authorization", f"Bearer {site.token[:-1]}"))[0] == 401


def test_a_cookie_larger_than_any_of_ours_is_not_even_read(site):
    cookie = ("Cookie", f"{site.cookies['zhang']}; x={'a' * 9000}")
    assert site.ask("/_stcore/host-config", cookie, *by_proxy("zhang"))[0] == 431


SMUGGLED = {
    "two lengths": "Content-Length: 0\r\nContent-Length: {count}\r\n",
    "a length and chunks": "Content-Length: {count}\r\nTransfer-Encoding: chunked\r\n",
    "chunks written oddly": "Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n",
    "a header in a header": "X-A: b\nX-Remote-User: li\r\nContent-Length: 0\r\n",
    "a name with a blank": "X-Remote-User : li\r\nContent-Length: 0\r\n",
}


@pytest.mark.parametrize("how", SMUGGLED)
def test_a_request_within_a_request_is_answered_to_nobody(site, how):
    """Who is at the door sends one request; no answer but a refusal comes back, whatever the server takes it for."""
    within = f"0\r\n\r\nGET /_stcore/host-config HTTP/1.1\r\nHost: {site.netloc}\r\nX-Remote-User: li\r\n\r\n"
    head = f"POST /sign-in HTTP/1.1\r\nHost: {site.netloc}\r\n{SMUGGLED[how].format(count=len(within))}\r\n"
    with socket.create_connection(tuple(site.netloc.split(":")), timeout=5) as sent:
        sent.sendall((head + within).encode())
        sent.shutdown(socket.SHUT_WR)
        answered = b"".join(iter(lambda: sent.recv(65536), b""))
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", answered)]
    assert statuses
    assert not {200, 303} & set(statuses)
