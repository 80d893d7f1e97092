"""The addresses of signing in and out: which of them there are, and what those answer that every way of signing in has."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope

from kpi.server.sign_in import asking, pages
from kpi.server.sign_in.about import about
from kpi.server.sign_in.keeper import Keeper, refusal
from kpi.server.sign_in.modes import Mode
from kpi.server.sign_in.safeguards.forms import fields
from kpi.server.sign_in.visits import Visit
from kpi.server.sign_in.ways.accounts import ByPassword
from kpi.server.sign_in.ways.entering import Asked, Handlers
from kpi.server.sign_in.ways.outside import ByProvider, ByProxy


class Desk:
    """Answers at those addresses."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._accounts = ByPassword(keeper) if keeper.sign_in.mode is Mode.ACCOUNTS else None
        self._handlers: Handlers = {
            ("GET", asking.STATE): self._state,
            ("GET", asking.ACCOUNT): self._account,
            ("GET", asking.SIGN_OUT): self._account,
            ("POST", asking.ACCOUNT): self._change_password,
            ("POST", asking.SIGN_OUT): self._sign_out,
            **self._way_in(),
        }

    def _way_in(self) -> Handlers:
        if self._accounts:
            return self._accounts.handlers
        provider = self._keeper.sign_in.provider
        return (ByProvider(self._keeper, provider) if provider else ByProxy(self._keeper)).handlers

    def has(self, path: str) -> bool:
        """Whether an address is one of the desk's."""
        return path in asking.NO_PAGES

    async def answer(self, scope: Scope, receive: Receive, visit: Visit | None, address: str) -> Response:
        """The answer to a request; a form counts only if a page of ours sent it."""
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        handler = self._handlers.get((method, scope["path"]))
        if handler is None:
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED)
        if method == "POST" and not asking.is_own_origin(Headers(scope=scope), self._keeper.sign_in):
            await self._keeper.note_refusal("foreign_origin", address)
            return refusal(HTTPStatus.FORBIDDEN)
        asked = Asked(scope, receive, visit, address)
        if visit and (method, scope["path"]) == ("GET", asking.SIGN_IN):
            return pages.to(asking.own_path(asked.said("next")))
        return await handler(asked)

    async def _state(self, asked: Asked) -> Response:
        """Asked by pages that lost their connection: whether whoever reads them is still signed in."""
        return JSONResponse({"signed_in": asked.visit is not None}, headers=pages.KEPT_NOWHERE)

    async def _account(self, asked: Asked, told: str = "", *, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Who somebody is here, and what may be done about it."""
        if asked.visit is None:
            return pages.to_sign_in(asking.ACCOUNT)
        return await about(self._keeper, asked, asked.visit, told, status=status, password=self._accounts is not None)

    async def _change_password(self, asked: Asked) -> Response:
        if asked.visit is None or self._accounts is None:
            return pages.to_sign_in("")
        if told := await self._accounts.change(asked, asked.visit):
            return await self._account(asked, told, status=HTTPStatus.FORBIDDEN)
        return await self._accounts.enter_anew(asked, asked.visit)

    async def _sign_out(self, asked: Asked) -> Response:
        """Ends the visit in all tabs."""
        said = await fields(asked.receive) or {}
        if asked.visit:
            if not self._keeper.forms.spend(said.get("token", ""), asked.visit.key):
                return await self._account(asked, asked.text("sign_in.form_expired"), status=HTTPStatus.FORBIDDEN)
            await self._keeper.end(asked.visit, asked.address)
        answer = pages.to(f".{asking.SIGN_IN}?lang={asked.text.lang}&why=out")
        self._keeper.session.clear(answer)
        return answer
