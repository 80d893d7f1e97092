"""What was worked out for the figures as they are: one view is asked for by several services in a row, and is made once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Kept:
    """The last few results, all of one version of the figures; the next version forgets them. Safe to share between threads.

    What is kept is handed out again, so it must never be changed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._version: Hashable = None
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: Hashable, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result for `key`, which with `version` must say everything that `make` depends on."""
        with self._lock:
            if self._version != version:
                self._version = version
                self._results.clear()
            if key in self._results:
                self._results.move_to_end(key)
                result: Made = self._results[key]
                return result
        made = make()  # outside the lock: two at once may make it twice, but nobody waits for another's view
        with self._lock:
            if self._version == version:
                self._results[key] = made
                while len(self._results) > self._most:
                    self._results.popitem(last=False)
        return made
