"""What every way of signing in shares: one request to it, and letting somebody in who is known now."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope

from kpi.errors import QuotaSpent
from kpi.i18n import Texts, texts
from kpi.server.sign_in import asking, pages
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.visits import Visit


@dataclass(frozen=True)
class Asked:
    """One request to the desk, and who makes it."""

    scope: Scope
    receive: Receive
    visit: Visit | None
    address: str

    @property
    def query(self) -> str:
        """The query of the address asked for."""
        return str(self.scope["query_string"].decode("latin-1"))

    @property
    def text(self) -> Texts:
        """The texts of the reader's language."""
        return texts(pages.asked_language(self.query))

    def said(self, name: str) -> str:
        """A parameter of the address."""
        return parse_qs(self.query).get(name, [""])[0]


Handler = Callable[[Asked], Awaitable[Response]]
Handlers = Mapping[tuple[str, str], Handler]
"""By method and path."""


def sign_in_page(
    asked: Asked, told: str = "", *, kind: str = pages.REFUSED, status: HTTPStatus = HTTPStatus.OK, **values: object
) -> Response:
    """The page to sign in; without a form and a provider it only offers to try again."""
    shown = {"form": "", "provider": "", "name": "", "next": "", "again": "./", "out": ""} | values
    return pages.page("sign_in", "sign_in.title", asked.query, told=told, kind=kind, status=status, values=shown)


def why_here(asked: Asked, went_out: str) -> tuple[str, str]:
    """What brought somebody to the page, as its address says it: in words, and how they are meant."""
    told = {"out": (went_out, pages.DONE), "ended": ("sign_in.ended", pages.NOTE)}.get(asked.said("why"))
    return (asked.text(told[0]), told[1]) if told else ("", pages.NOTE)


async def let_in(keeper: Keeper, asked: Asked, user_id: str, onward: str) -> Response:
    """A visit of its own for somebody who has shown who it is: whatever visit the browser named before is not taken over."""
    person = await to_thread.run_sync(lambda: keeper.people.person(user_id))
    if person.disabled:
        await keeper.note_refusal("disabled", asked.address, user_id=user_id)
        return sign_in_page(asked, asked.text("sign_in.disabled"), status=HTTPStatus.FORBIDDEN)
    if asked.visit:
        await keeper.end(asked.visit, asked.address)
    try:
        token = await keeper.visits.begin(user_id, asked.address)
    except QuotaSpent as refused:
        return sign_in_page(asked, asked.text.message(refused.message), status=HTTPStatus.TOO_MANY_REQUESTS)
    answer = pages.to(asking.own_path(onward))
    keeper.session.set(answer, token)
    keeper.holder.clear(answer)
    return answer
