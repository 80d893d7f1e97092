"""What the gate and the pages of signing in share: how people are let in, who is in, and what is written down about both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from anyio import to_thread
from starlette.responses import PlainTextResponse, Response

from kpi.server.sign_in.connections import Connections
from kpi.server.sign_in.modes import SignIn
from kpi.server.sign_in.safeguards.cookies import Cookie
from kpi.server.sign_in.safeguards.forms import Forms
from kpi.server.sign_in.safeguards.guesses import Guesses
from kpi.server.sign_in.safeguards.limits import Limit
from kpi.server.sign_in.visits import Visit, Visits
from kpi.services import People

_TOLD_AGAIN_SECONDS = 60.0


def refusal(status: HTTPStatus) -> Response:
    """A refusal that tells nothing but that it is one."""
    return PlainTextResponse(status.phrase, status, {"Cache-Control": "no-store"})


@dataclass
class Keeper:
    """The state of the gate, once for the process."""

    sign_in: SignIn
    people: People
    key: bytes = field(repr=False)
    close_session: Callable[[str], None] = field(default=lambda _session_id: None)

    def __post_init__(self) -> None:
        secure = self.sign_in.secure
        self.visits = Visits(self.people, self.sign_in)
        self.connections = Connections(self.close_session)
        self.forms = Forms(self.key)
        self.session = Cookie("session", self.key, secure=secure)
        self.holder = Cookie("form", self.key, secure=secure, strict=True)
        self.asked = Cookie("provider", self.key, secure=secure)
        self.guesses = Guesses(self.people, self.key)
        self._told = Limit(1, _TOLD_AGAIN_SECONDS, _TOLD_AGAIN_SECONDS)

    async def end(self, visit: Visit, address: str) -> None:
        """Signs somebody out, in all tabs."""
        await self.visits.end(visit)
        self.connections.forget(visit.key)
        await self.note("sign_out", address, user_id=visit.person.user_id)

    async def note(self, action: str, address: str, *, user_id: str = "", detail: str = "") -> None:
        """Writes down what was done."""
        await to_thread.run_sync(lambda: self.people.note(action, address, user_id, detail))

    async def note_refusal(self, why: str, address: str, *, user_id: str = "") -> None:
        """Writes down what was refused, of one kind and address once a minute: a flood of requests must not fill the log."""
        told = f"{why} {address} {user_id}"
        if not self._told.seconds_left(told):
            self._told.count(told)
            await to_thread.run_sync(lambda: self.people.note("sign_in", address, user_id, why, refused=True))
