"""Signing in by name and password, and changing the password."""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from secrets import token_urlsafe

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

from kpi.errors import KpiError
from kpi.server.sign_in import asking, pages
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.safeguards.forms import fields
from kpi.server.sign_in.safeguards.guesses import LOCKED_SECONDS, LONGEST_NAME, WRONG_OF_A_NAME
from kpi.server.sign_in.visits import Visit
from kpi.server.sign_in.ways.entering import Asked, Handlers, let_in, sign_in_page, why_here
from kpi.services import Checked

_AT_ONCE = 2
"""So many passwords are looked at at the same time: each takes memory and time on purpose."""

Found = tuple[Checked, str]
"""What came of looking at a password, and whose account it is; empty for nobody's."""


class ByPassword:
    """The form, and what is sent with it."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._at_once = CapacityLimiter(_AT_ONCE)

    @property
    def handlers(self) -> Handlers:
        """What is answered here."""
        return {("GET", asking.SIGN_IN): self._show, ("POST", asking.SIGN_IN): self._enter}

    async def _show(self, asked: Asked) -> Response:
        told, kind = why_here(asked, "sign_in.went_out")
        return self._form(asked, asked.said("next"), told, kind=kind)

    def _form(
        self,
        asked: Asked,
        onward: str,
        told: str,
        *,
        name: str = "",
        kind: str = pages.REFUSED,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        """The form, which only the browser it is shown to can send, and once."""
        keeper = self._keeper
        holder = keeper.holder.read(asked.scope) or token_urlsafe(24)
        back = asking.own_path(onward).removeprefix(".")
        shown = sign_in_page(asked, told, kind=kind, status=status, form=keeper.forms.token(holder), name=name, next=back)
        keeper.holder.set(shown, holder)
        return shown

    async def _enter(self, asked: Asked) -> Response:
        keeper, text = self._keeper, asked.text
        said = await fields(asked.receive) or {}
        onward, name, password = (said.get(field, "") for field in ("next", "name", "password"))
        name = name.strip()
        if not keeper.forms.spend(said.get("token", ""), keeper.holder.read(asked.scope)):
            await keeper.note_refusal("form_expired", asked.address)
            return self._form(asked, onward, text("sign_in.form_expired"), status=HTTPStatus.FORBIDDEN)
        if seconds := keeper.guesses.seconds_left(asked.address, name):
            await keeper.note_refusal("locked", asked.address, user_id=await self._known(name))
            told = text("sign_in.locked", count=ceil(seconds / 60))
            return self._form(asked, onward, told, status=HTTPStatus.TOO_MANY_REQUESTS)
        checked, user_id = await self._check(name, asked.address, lambda: keeper.people.check(name, password))
        if checked is Checked.RIGHT:
            return await let_in(keeper, asked, user_id, onward)
        await keeper.note_refusal(str(checked), asked.address, user_id=user_id)
        told = (
            text("sign_in.disabled")
            if checked is Checked.DISABLED
            else text("sign_in.wrong", most=WRONG_OF_A_NAME, minutes=int(LOCKED_SECONDS / 60))
        )
        return self._form(asked, onward, told, name=name[:LONGEST_NAME], status=HTTPStatus.FORBIDDEN)

    async def change(self, asked: Asked, visit: Visit) -> str | None:
        """Changes the password of whoever is in as a form says; None once it is done, else why not, as a sentence."""
        keeper, text, user_id = self._keeper, asked.text, visit.person.user_id
        said = await fields(asked.receive) or {}
        if not keeper.forms.spend(said.get("token", ""), visit.key):
            return text("sign_in.form_expired")
        old, new = said.get("old", ""), said.get("new", "")
        if new != said.get("again"):
            return text("sign_in.not_the_same")
        if seconds := keeper.guesses.seconds_left(asked.address, user_id):
            return text("sign_in.locked", count=ceil(seconds / 60))
        checked, _ = await self._check(user_id, asked.address, lambda: keeper.people.check(user_id, old))
        if checked is not Checked.RIGHT:
            await keeper.note_refusal(str(checked), asked.address, user_id=user_id)
            return text("sign_in.wrong_old", most=WRONG_OF_A_NAME, minutes=int(LOCKED_SECONDS / 60))
        try:
            await to_thread.run_sync(lambda: keeper.people.change_password(user_id, old, new, asked.address))
        except KpiError as error:
            return text.message(error.message)
        return None

    async def enter_anew(self, asked: Asked, visit: Visit) -> Response:
        """A new visit for whoever has just changed the password: no cookie from before it counts any longer."""
        keeper, user_id = self._keeper, visit.person.user_id
        keeper.connections.forget(visit.key)
        token = await keeper.visits.begin(user_id, asked.address)
        forced = visit.person.must_change
        answer = pages.to(
            asking.own_path(asked.said("next")) if forced else f".{asking.ACCOUNT}?lang={asked.text.lang}&why=changed"
        )
        keeper.session.set(answer, token)
        return answer

    async def _known(self, name: str) -> str:
        """The account of a name, for the log: what is nobody's name may be a password that was typed into the wrong field."""
        return await to_thread.run_sync(lambda: self._keeper.people.known(name))

    async def _check(self, name: str, address: str, check: Callable[[], Found]) -> Found:
        """Looks at a password. The try is counted first, so that of many at once none slips through."""
        guesses = self._keeper.guesses
        guesses.count(address, name)
        found = await to_thread.run_sync(check, limiter=self._at_once)
        await (guesses.was_wrong if found[0] is Checked.WRONG else guesses.was_right)(address, name)
        return found
