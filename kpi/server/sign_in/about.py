"""The page about oneself: who somebody is here, with which roles, a new password, and the way out."""

from http import HTTPStatus

from anyio import to_thread
from starlette.responses import Response

from kpi.server.sign_in import asking, pages
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.visits import Visit
from kpi.server.sign_in.ways.entering import Asked
from kpi.services import LEAST_PASSWORD


async def about(
    keeper: Keeper, asked: Asked, visit: Visit, told: str = "", *, status: HTTPStatus = HTTPStatus.OK, password: bool = False
) -> Response:
    """The page; with a form for a new password where passwords are ours to check."""
    text, person = asked.text, visit.person
    kind = pages.REFUSED
    forced = person.must_change and password
    if not told and forced:
        told, kind = text("sign_in.must_change"), pages.NOTE
    elif not told and asked.said("why") == "changed":
        told, kind = text("sign_in.changed"), pages.DONE
    values = {
        "person": person,
        "roles": await to_thread.run_sync(lambda: keeper.people.roles(person.user_id, text.lang)),
        "whom": await to_thread.run_sync(lambda: _whom_to_ask(keeper, asked)),
        "password_form": keeper.forms.token(visit.key) if password else "",
        "out_form": keeper.forms.token(visit.key),
        "least": LEAST_PASSWORD,
        "next": asking.own_path(asked.said("next")).removeprefix("."),
        "forced": forced,
    }
    return pages.page("account", "sign_in.account", asked.query, told=told, kind=kind, status=status, values=values)


def _whom_to_ask(keeper: Keeper, asked: Asked) -> str:
    """Who can give somebody a role."""
    names = keeper.people.administrators()
    if not names:
        return asked.text("sign_in.nobody_to_ask")
    return asked.text("sign_in.whom_to_ask", names=asked.text.language.listing(names, long=False))
