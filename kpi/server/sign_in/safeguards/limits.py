"""How often somebody may be wrong: of one name, and from one address, whether there is such a name or not."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_KEYS = 20_000


@dataclass
class _Tries:
    """When somebody was wrong, and until when nothing more is heard."""

    wrong: list[float] = field(default_factory=list)
    locked_until: float = 0.0


class Limit:
    """After `most` wrong tries within `window` seconds, nothing is heard for `locked` seconds."""

    def __init__(self, most: int, window: float, locked: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._window, self._locked, self._clock = most, window, locked, clock
        self._tries: OrderedDict[str, _Tries] = OrderedDict()

    def seconds_left(self, key: str) -> float:
        """How long nothing is heard yet; 0 if somebody may try."""
        tries = self._tries.get(key)
        return max(tries.locked_until - self._clock(), 0.0) if tries else 0.0

    def count(self, key: str, seconds_ago: float = 0.0) -> None:
        """Another try, counted before it is looked at: of many at the same time none gets through uncounted."""
        now = self._clock() - seconds_ago
        tries = self._tries.setdefault(key, _Tries())
        self._tries.move_to_end(key)
        tries.wrong = [*(moment for moment in tries.wrong if now - moment < self._window), now]
        if len(tries.wrong) >= self._most:
            tries.locked_until = now + self._locked
        self._make_room()

    def forgive(self, key: str, *, all_of_it: bool = False) -> bool:
        """The last try was right after all, or makes up for all before it. Whether there were any before."""
        tries = self._tries.get(key, _Tries())
        before = len(tries.wrong) > 1
        tries.wrong = [] if all_of_it else tries.wrong[:-1]
        if len(tries.wrong) < self._most:
            tries.locked_until = 0.0
        return before

    def _make_room(self) -> None:
        """The oldest go first, but for those that are locked: else a flood of names would open them."""
        now = self._clock()
        while len(self._tries) > MOST_KEYS:
            oldest = next((key for key, tries in self._tries.items() if tries.locked_until <= now), None)
            self._tries.pop(oldest or next(iter(self._tries)))
