"""Wrong passwords and tokens: how many came for one name, and how many from one address. A restart forgets none of them.

What was typed as a name may be a password in the wrong field, and whether there is such a name is nobody's to know: so names
are kept as keyed hashes, those of nobody too.
"""

import hmac
from collections.abc import Callable
from contextlib import suppress
from unicodedata import normalize

from anyio import to_thread

from kpi.errors import KpiError
from kpi.server.sign_in.safeguards.limits import Limit
from kpi.services import People

WRONG_OF_A_NAME, WRONG_FROM_AN_ADDRESS = 5, 30
"""So many wrong tries within the window, and nothing more is heard: 30, for an office may have one address."""
WINDOW_SECONDS = LOCKED_SECONDS = 900.0
LONGEST_NAME = 64
_OF_A_NAME, _FROM_AN_ADDRESS = "wrong_name", "wrong_address"


class Guesses:
    """Who was wrong how often of late."""

    def __init__(self, people: People, key: bytes) -> None:
        self._people, self._key = people, key
        self.of_a_name = Limit(WRONG_OF_A_NAME, WINDOW_SECONDS, LOCKED_SECONDS)
        self.from_an_address = Limit(WRONG_FROM_AN_ADDRESS, WINDOW_SECONDS, LOCKED_SECONDS)
        limits = {_OF_A_NAME: self.of_a_name, _FROM_AN_ADDRESS: self.from_an_address}
        for kind, mark, seconds in people.wrong_tries(limits, WINDOW_SECONDS + LOCKED_SECONDS):
            limits[kind].count(mark, seconds)

    def seconds_left(self, address: str, name: str | None = None) -> float:
        """How long nothing is heard of a name or from an address; 0 if somebody may try."""
        of_a_name = 0.0 if name is None else self.of_a_name.seconds_left(self._of(name))
        return max(of_a_name, self.from_an_address.seconds_left(self._mark(address)))

    def count(self, address: str, name: str | None = None) -> None:
        """Another try, counted before it is looked at: of many at the same time none gets through uncounted."""
        if name is not None:
            self.of_a_name.count(self._of(name))
        self.from_an_address.count(self._mark(address))

    async def was_right(self, address: str, name: str | None = None) -> None:
        """The last try was right: that makes up for all that was wrong with the name, and for nothing else from the address."""
        self.from_an_address.forgive(self._mark(address))
        if name is not None and self.of_a_name.forgive(self._of(name), all_of_it=True):
            await self._kept(lambda: self._people.forgive(_OF_A_NAME, self._of(name)))

    async def was_wrong(self, address: str, name: str | None = None) -> None:
        """The last try was wrong: it is written down."""
        wrong = {_FROM_AN_ADDRESS: self._mark(address)} | ({} if name is None else {_OF_A_NAME: self._of(name)})
        await self._kept(lambda: self._people.note_wrong(wrong))

    async def _kept(self, change: Callable[[], None]) -> None:
        with suppress(KpiError):  # where nothing can be saved, it counts until the server stops
            await to_thread.run_sync(change)

    def _of(self, name: str) -> str:
        """Names that differ in their case or width alone are counted as one."""
        return self._mark(f"name {normalize('NFKC', name[:LONGEST_NAME]).casefold()}")

    def _mark(self, text: str) -> str:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
