"""The one gate: nobody gets past it who is not signed in, whatever is asked for and in whatever way.

It stands before everything else: pages, the WebSocket, media, uploads, the endpoints of Streamlit. Outside it are the page to
sign in, its style, and the answer that the server is alive.
"""

from collections.abc import Callable
from http import HTTPStatus

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kpi import services
from kpi.errors import NotAllowed
from kpi.model import Actor
from kpi.server import media
from kpi.server.addresses import HEALTH, is_for_programs, is_for_programs_alone
from kpi.server.document import is_page
from kpi.server.health import Health, held_answers
from kpi.server.refusing import refusal_at
from kpi.server.sign_in import asking
from kpi.server.sign_in.asking import STYLE
from kpi.server.sign_in.desk import Desk
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.modes import Mode, is_loopback
from kpi.server.sign_in.pages import style, to_account, to_sign_in
from kpi.server.sign_in.safeguards.cookies import too_large
from kpi.server.sign_in.visits import Visit
from kpi.server.sign_in.ways.proxies import named_by_proxy
from kpi.settings import setting

_UPLOADS = "/_stcore/upload_file/"
_REQUESTS = frozenset({"http", "websocket"})


class LocalGate:
    """The gate without sign-in: whoever is on this machine is the local user, and nobody is let in for somebody elsewhere."""

    def __init__(self, app: ASGIApp, answers: Callable[[], bool] = held_answers) -> None:
        self._app, self._health = app, Health(answers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """That of the application within, unless the request comes from elsewhere or was sent on."""
        if scope["type"] not in _REQUESTS:
            await self._app(scope, receive, send)
            return
        alien = asking.is_forwarded(Headers(scope=scope)) or not is_loopback(asking.peer_of(scope))
        if alien:
            answer: ASGIApp = _refused(scope, HTTPStatus.FORBIDDEN)
        elif _is_health(scope):
            answer = await self._health.answer()
        else:
            answer = _acting(self._app, Actor(setting("KPI_USER"), services.OWNER, door="api"))
        await answer(asking.without_ours(scope), receive, send)


class Gate:
    """The gate where people sign in."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app, self._keeper = app, keeper
        self._desk = Desk(keeper)
        self._health = Health(keeper.people.answers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application within for whoever is signed in; for anybody else the way to sign in, or a refusal."""
        if scope["type"] not in _REQUESTS:
            await self._app(scope, receive, send)
            return
        answer = await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> ASGIApp:
        """What answers a request."""
        keeper, path = self._keeper, scope["path"]
        address = asking.address_of(scope, keeper.sign_in)
        if refused := await self._unheard(scope, address):
            return refused
        if scope["type"] == "http" and path in {HEALTH, STYLE}:
            return await self._health.answer() if path == HEALTH else style()
        for_programs = scope["type"] == "http" and is_for_programs(path)
        if for_programs and "authorization" in Headers(scope=scope):
            return await self._for_a_program(scope, address)
        if for_programs and is_for_programs_alone(path):
            return _token_wanted(scope)
        visit = await self._visit(scope, address)
        if scope["type"] == "http" and self._desk.has(path):
            return await self._desk.answer(scope, receive, visit, address)
        if visit is None and for_programs:
            return _token_wanted(scope)
        if visit is None:
            return _barred(scope, to_sign_in(asking.asked_path(scope)), HTTPStatus.UNAUTHORIZED)
        if self._must_change(visit) or not visit.person.grants:
            return _barred(scope, to_account(asking.asked_path(scope)), HTTPStatus.FORBIDDEN)
        if scope["type"] == "websocket" and not asking.is_own_origin(Headers(scope=scope), keeper.sign_in):
            await keeper.note_refusal("foreign_origin", address, user_id=visit.person.user_id)
            return _refused(scope, HTTPStatus.FORBIDDEN)
        if _UPLOADS in path and not keeper.connections.owns(visit.key, path.partition(_UPLOADS)[2].partition("/")[0]):
            await keeper.note_refusal("upload_of_another", address, user_id=visit.person.user_id)
            return _refused(scope, HTTPStatus.FORBIDDEN)
        if media.is_of_a_page(path) and not keeper.connections.was_told(visit.key, media.asked_for(path)):
            await keeper.note_refusal("media_of_another", address, user_id=visit.person.user_id)
            return _refused(scope, HTTPStatus.NOT_FOUND)
        return self._inside(visit, address, keeper.session.read(scope))

    def _must_change(self, visit: Visit) -> bool:
        """Whether somebody has to choose a password first: where it is not ours to check, there is none to choose."""
        return visit.person.must_change and self._keeper.sign_in.mode is Mode.ACCOUNTS

    async def _for_a_program(self, scope: Scope, address: str) -> ASGIApp:
        """The application for a program that shows a token, as far as the token goes."""
        keeper = self._keeper
        if keeper.guesses.seconds_left(address):
            return refusal_at(scope, HTTPStatus.TOO_MANY_REQUESTS)
        keeper.guesses.count(address)
        try:
            actor = await to_thread.run_sync(lambda: keeper.people.actor_of_token(asking.shown_token(scope), address))
        except NotAllowed:
            await keeper.guesses.was_wrong(address)
            await keeper.note_refusal("token", address)
            return _token_wanted(scope)
        await keeper.guesses.was_right(address)
        return _acting(self._app, actor)

    async def _unheard(self, scope: Scope, address: str) -> ASGIApp | None:
        """The refusal of what is not even looked at."""
        if not asking.is_reachable_by(scope, self._keeper.sign_in):
            await self._keeper.note_refusal("not_from_proxy", address)
            return _refused(scope, HTTPStatus.FORBIDDEN)
        return _refused(scope, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) if too_large(scope) else None

    async def _visit(self, scope: Scope, address: str) -> Visit | None:
        """The visit that a request belongs to: that of its cookie, and behind a proxy of whom the proxy names, too."""
        keeper = self._keeper
        if keeper.session.is_forged(scope):
            await keeper.note_refusal("forged_cookie", address)
        visit = await keeper.visits.of(keeper.session.read(scope))
        if visit and keeper.sign_in.mode is Mode.PROXY:
            named = named_by_proxy(scope, keeper.sign_in)
            return visit if named and keeper.people.account_of(named) == visit.person.user_id else None
        return visit

    def _inside(self, visit: Visit, address: str, token: str) -> ASGIApp:
        """The application, told who asks."""
        keeper = self._keeper

        async def goes_on(active: bool) -> bool:
            now = await keeper.visits.named(visit.key)
            if now is None:
                keeper.connections.forget(visit.key)
            if now is None or now.person != visit.person:
                return False
            if active:
                keeper.visits.is_at_it(now)
            return True

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            told = asking.without_ours(scope, session=token, address=address)
            if scope["type"] == "websocket":
                keeper.connections.forget_all_but(keeper.visits.going_on)
                await keeper.connections.serve(self._app, told, receive, send, visit.key, goes_on)
            else:
                keeper.visits.is_at_it(visit)
                actor = Actor(visit.person.name, visit.person.grants, visit.person.user_id, "page", address)
                inner = _acting(self._app, actor) if is_for_programs(scope["path"]) else self._app
                await inner(told, receive, _kept_nowhere(send) if media.is_of_a_page(scope["path"]) else send)

        return app


def _token_wanted(scope: Scope) -> ASGIApp:
    """What a program is told that shows no token, or none that is good. A calendar program then asks for a password."""
    ways = 'Basic realm="kpi", charset="UTF-8"'
    ways = f'Bearer realm="kpi", {ways}' if is_for_programs_alone(scope["path"]) else ways
    return refusal_at(scope, HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": ways})


def _acting(app: ASGIApp, actor: Actor) -> ASGIApp:
    """An application that is told in its request who asks."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**asking.without_ours(scope), asking.ACTOR: actor}, receive, send)

    return told


def _is_health(scope: Scope) -> bool:
    return bool(scope["type"] == "http" and scope["path"] == HEALTH)


def _refused(scope: Scope, status: HTTPStatus) -> ASGIApp:
    return WebSocketClose() if scope["type"] == "websocket" else refusal_at(scope, status)


def _barred(scope: Scope, way: Response, status: HTTPStatus) -> ASGIApp:
    """The way on for whoever opens a page; for everything else a refusal."""
    opens = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and is_page(scope["path"])
    return way if opens else _refused(scope, status)


def _kept_nowhere(send: Send) -> Send:
    """What somebody was shown is not to be found in the browser once somebody else sits there."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return sent
