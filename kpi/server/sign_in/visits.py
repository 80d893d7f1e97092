"""Visits: who is signed in, since when, and until when. The store has the truth; it is asked twice a second.

A visit ends when somebody signs out, is disabled, gets other roles or another password, does nothing for a while, or in any
case after so many hours.
"""

import time
from asyncio import Task, create_task
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from anyio import Lock, to_thread

from kpi.errors import KpiError
from kpi.server.sign_in.modes import SignIn
from kpi.services import LiveVisit, People, SignedIn

FRESH_SECONDS = 0.4
"""How old what is known of the store may be."""
WRITTEN_SECONDS = 60.0
"""How often is written down that somebody is still at it."""

_Got = TypeVar("_Got")


@dataclass(frozen=True, slots=True)
class Visit:
    """One sign-in, good for all tabs of a browser."""

    key: str
    """By which the store knows it; nobody can sign in with that."""
    person: SignedIn


class Visits:
    """All visits that go on."""

    def __init__(self, people: People, sign_in: SignIn, clock: Callable[[], float] = time.monotonic) -> None:
        self._people, self._clock = people, clock
        self._idle = timedelta(minutes=sign_in.idle_minutes)
        self._whole = timedelta(minutes=sign_in.session_minutes)
        self._live: Mapping[str, LiveVisit] = {}
        self._looked = float("-inf")
        self._seen: dict[str, datetime] = {}
        """When somebody was last at it, which the store is told now and then."""
        self._written: dict[str, float] = {}
        self._writing: set[Task[None]] = set()
        self._changes = 0
        self._looking = Lock()

    async def of(self, token: str) -> Visit | None:
        """The visit that a cookie stands for, if it goes on."""
        return await self.named(self._people.key_of(token)) if token else None

    async def named(self, key: str) -> Visit | None:
        """The visit of a key, if it goes on."""
        live = (await self._now_live()).get(key)
        return None if live is None or self._is_over(key, live) else Visit(key, live.person)

    @property
    def going_on(self) -> Collection[str]:
        """The keys of those that went on when last looked at."""
        return self._live.keys()

    async def begin(self, user_id: str, address: str) -> str:
        """A new visit; its token, which is for the cookie alone. QuotaSpent; those that went on for too long do not count."""

        def begun() -> str:
            self._look()
            return self._people.begin(user_id, address)

        return await self._do(begun)

    async def end(self, visit: Visit) -> None:
        """Ends a visit."""
        await self._do(lambda: self._people.end(visit.key))

    def is_at_it(self, visit: Visit) -> None:
        """Somebody just did something. Nobody waits until that is written down: a long upload may be before it."""
        self._seen[visit.key] = self._people.now()
        if self._clock() - self._written.get(visit.key, float("-inf")) >= WRITTEN_SECONDS:
            self._written[visit.key] = self._clock()
            task = create_task(self._write(visit.key))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    async def _write(self, key: str) -> None:
        with suppress(KpiError):  # where nothing can be saved, people go on all the same
            await to_thread.run_sync(lambda: self._people.seen(key))

    async def _do(self, change: Callable[[], _Got]) -> _Got:
        """Changes the store: what was known of it counts no longer."""
        try:
            return await to_thread.run_sync(change)
        finally:
            self._changes += 1
            self._looked = float("-inf")

    async def _now_live(self) -> Mapping[str, LiveVisit]:
        """What goes on as of a moment ago: asked once for all who ask at the same time."""
        if self._clock() - self._looked >= FRESH_SECONDS:
            async with self._looking:
                if self._clock() - self._looked >= FRESH_SECONDS:
                    began, changes = self._clock(), self._changes
                    self._live = await to_thread.run_sync(self._look)
                    self._looked = began if changes == self._changes else float("-inf")
                    for kept in (self._seen, self._written):
                        for key in kept.keys() - self._live.keys():
                            del kept[key]
        return self._live

    def _look(self) -> Mapping[str, LiveVisit]:
        """What the store says goes on; what went on for too long is ended."""
        live = self._people.live()
        over = {key: visit for key, visit in live.items() if self._is_over(key, visit)}
        for key, visit in over.items():
            with suppress(KpiError):
                self._people.end(key)
                self._people.note("sign_out", "", visit.person.user_id, "expired")
        return {key: visit for key, visit in live.items() if key not in over}

    def _is_over(self, key: str, visit: LiveVisit) -> bool:
        """Whether nothing was done for too long, or the visit has lasted as long as any may."""
        now, seen = self._people.now(), max(visit.seen_at, self._seen.get(key, visit.seen_at))
        return now - seen >= self._idle or now - visit.started_at >= self._whole
