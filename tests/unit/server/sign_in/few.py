"""A gate before a stand-in for the application, with a few people in memory: what it lets in is told back by the stand-in."""

import hashlib
import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kpi.errors import NotAllowed
from kpi.model import Actor, Grant
from kpi.server.sign_in.asking import ACTOR
from kpi.server.sign_in.gate import Gate
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.modes import Mode, SignIn, ip_network
from kpi.services import Checked, LiveVisit, SignedIn

HERE, PUBLIC, ISSUER = "127.0.0.1:8501", "kpi.invalid", "id.invalid"
"""Where the server, and an identity provider, are found."""
PASSWORD = "绿水青山-2026-东"  # noqa: S105
VIEWER = frozenset({Grant("viewer")})
TOKEN = "kpi_0123456789"  # noqa: S105
ZHANG, LI = SignedIn("zhang", "张三", VIEWER), SignedIn("li", "李四", frozenset({Grant("administrator")}))


class FewPeople:
    """What the gate asks, answered from memory by a clock that is moved by hand."""

    def __init__(self):
        self.persons = {person.user_id: person for person in (ZHANG, LI)}
        self.passwords = {"zhang": PASSWORD, "li": PASSWORD}
        self.visits, self.log, self.looked_at, self.wrong = {}, [], [], []
        self.moment = datetime(2026, 11, 27, 8, tzinfo=UTC)

    def now(self):
        return self.moment

    def answers(self):
        return True

    def later(self, **of):
        self.moment += timedelta(**of)

    def change(self, user_id, **fields):
        self.persons[user_id] = replace(self.persons[user_id], **fields)

    @staticmethod
    def key_of(token):
        return hashlib.sha256(token.encode()).hexdigest()

    def live(self):
        return {
            key: LiveVisit(self.person(user_id), started, seen)
            for key, (user_id, started, seen) in self.visits.items()
            if not self.person(user_id).disabled
        }

    def person(self, user_id):
        return self.persons.get(user_id) or SignedIn(user_id, user_id, frozenset())

    def known(self, name):
        return name if name in self.persons else ""

    def check(self, name, password):
        self.looked_at.append(name)
        if not secrets.compare_digest(self.passwords.get(name, "").encode(), password.encode()) or name not in self.passwords:
            return Checked.WRONG, self.known(name)
        return (Checked.DISABLED if self.persons[name].disabled else Checked.RIGHT), name

    def begin(self, user_id, address):
        token = secrets.token_urlsafe(32)
        self.visits[self.key_of(token)] = (user_id, self.moment, self.moment)
        self.note("sign_in", address, user_id)
        return token

    def wrong_tries(self, kinds, seconds):
        wrong = [(kind, mark, (self.moment - at).total_seconds()) for kind, mark, at in self.wrong if kind in kinds]
        return [each for each in wrong if each[2] < seconds]

    def note_wrong(self, marks):
        self.wrong += [(kind, mark, self.moment) for kind, mark in marks.items()]

    def forgive(self, kind, mark):
        self.wrong = [each for each in self.wrong if each[:2] != (kind, mark)]

    def seen(self, key):
        user_id, started, _ = self.visits[key]
        self.visits[key] = (user_id, started, self.moment)

    def end(self, key):
        self.visits.pop(key, None)

    def change_password(self, user_id, old, new, address):
        if len(new) < 10:
            raise NotAllowed("not_allowed", actor=user_id, action="password")
        self.passwords[user_id] = new
        self.change(user_id, must_change=False)
        self.visits = {key: visit for key, visit in self.visits.items() if visit[0] != user_id}

    def actor_of_token(self, token, address):
        if token != TOKEN:
            raise NotAllowed("token_refused")
        return Actor("张三", VIEWER, "zhang", "api", address)

    def roles(self, user_id, lang):
        return sorted(grant.role for grant in self.person(user_id).grants)

    def account_of(self, named):
        return named.lower()

    def administrators(self):
        return ["李四"]

    def note(self, action, address, user_id="", detail="", *, refused=False):
        self.log.append((action, "refused" if refused else "done", user_id, detail, address))


async def _told(request: Request):
    """What pages are told of who asks."""
    told = {name: value for name, value in request.headers.items() if name.replace("_", "-").startswith("x-kpi-")}
    acting = request.scope.get(ACTOR)
    return JSONResponse(told | ({"acting": f"{acting.user_id} {acting.door}"} if acting else {}))


async def _stream(socket):
    """A session of Streamlit's, which says its id first and then repeats what it hears."""
    asked = [each.strip() for each in socket.headers.get("sec-websocket-protocol", "").split(",")]
    await socket.accept(subprotocol=asked[0] or None)
    taken_up = asked[2] if len(asked) > 2 else ""
    await socket.send_bytes(_new_session(taken_up or secrets.token_hex(8)))
    async for heard in socket.iter_bytes():
        await socket.send_bytes(heard)


def _new_session(session_id):
    said = ForwardMsg()
    said.new_session.initialize.session_id = session_id
    return said.SerializeToString()


def session_of(said):
    """The id that a session says first."""
    return ForwardMsg.FromString(said).new_session.initialize.session_id


def closed_with(page, seconds=10.0):
    """The code that the server closes a connection with; TimeoutError where it goes on instead."""
    said = page.portal.start_task_soon(page._send_rx.receive).result(seconds)
    return said["code"] if said["type"] == "websocket.close" else None


METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]


class Door:
    """A gate with its people, and browsers that come to it."""

    def __init__(self, loop, mode=Mode.ACCOUNTS, **settings):
        self.loop = loop
        self.people = FewPeople()
        self.closed = []
        self.keeper = Keeper(SignIn(mode, **settings), self.people, b"k" * 32, self.closed.append)
        routes = [WebSocketRoute("/_stcore/stream", _stream), Route("/{path:path}", _told, methods=METHODS)]
        self.app = Starlette(routes=routes, middleware=[Middleware(Gate, keeper=self.keeper)])
        self.address = self.keeper.sign_in.public or f"http://{HERE}"

    def browser(self, peer="127.0.0.1", **headers):
        """A browser with cookies of its own, which follows no redirect."""
        told = {"origin": self.address, **headers}
        opened = TestClient(self.app, base_url=self.address, client=(peer, 40000), follow_redirects=False, headers=told)
        opened.portal = self.loop
        return opened

    def form(self, browser, path="/sign-in", **parameters):
        """The hidden fields of the first form of a page."""
        shown = browser.get(path, params=parameters or None).text
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))

    def enter(self, browser, name="zhang", password=PASSWORD, **parameters):
        """Fills in the form as somebody does."""
        return browser.post("/sign-in", data={**self.form(browser, **parameters), "name": name, "password": password})

    def inside(self, name="zhang", **given):
        """A browser of somebody who is signed in."""
        browser = self.browser(**given)
        assert self.enter(browser, name).status_code == 303
        return browser

    def socket(self, browser, taken_up="", **headers):
        """A connection of a page, which may want to take up a session of Streamlit's again."""
        protocols = ["streamlit", "token", *filter(None, [taken_up])]
        address = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        return browser.websocket_connect(address, subprotocols=protocols, headers=headers)

    def later(self, **of):
        """Time goes by, and what is known is looked at anew."""
        self.people.later(**of)
        self.keeper.visits._looked = float("-inf")


PROXIES = (ip_network("fd00::7/128"),)
