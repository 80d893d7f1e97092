"""Observation frames: what of the figures is looked at, what is kept of that, and what would be if others were loaded."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from kpi.catalog import Catalog
from kpi.model import OBSERVATION_COLUMNS, Observation
from kpi.store import Store

Made = TypeVar("Made")

_KEY = ["measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of"]
_DATES = ("window_start", "window_end", "as_of")
NOT_LOADED = 0
"""Batch of rows that are not in the store."""
MOST_WHOLE = 500_000
"""As long as there are no more figures than this, all of them are held; of more, those of the regions looked at."""
MOST_ROWS = 1_500_000
"""So many rows of frames of some regions are held: about half a gigabyte."""


class Kept:
    """The last few results, all of one version of the figures; the next version forgets them. Safe to share between threads.

    What is kept is handed out again, so it must never be changed. Together they weigh no more than `most`, one alone apart.
    """

    def __init__(self, most: int, weight: Callable[[Any], int] = lambda _: 1) -> None:
        self._most, self._weight = most, weight
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
                while len(self._results) > 1 and sum(map(self._weight, self._results.values())) > self._most:
                    self._results.popitem(last=False)
        return made


def in_parts(store: Store) -> bool:
    """Whether there are too many figures to hold all of them."""
    return store.current_count > MOST_WHOLE


def below(catalog: Catalog, code: str) -> frozenset[str]:
    """The regions directly below one."""
    return frozenset(each.region_code for each in catalog.children(code))


def _not_loaded(observations: Sequence[Observation]) -> pd.DataFrame:
    """An observation frame of rows that are not loaded."""
    names = [name for name in OBSERVATION_COLUMNS if name != "batch_id"]
    frame = pd.DataFrame({name: [getattr(observation, name) for observation in observations] for name in names})
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    frame["value"] = frame["value"].astype("float64")
    frame["row"] = frame["row"].astype("int64")
    for name in ("qualifier", "certainty"):
        frame[name] = frame[name].map(str)
    frame["batch_id"] = NOT_LOADED
    return frame[list(OBSERVATION_COLUMNS)]


def replaced(frame: pd.DataFrame, observations: Sequence[Observation]) -> pd.DataFrame:
    """`frame` as it would be with `observations` loaded: a row with the same key gives way."""
    if not observations:
        return frame
    added = _not_loaded(observations)
    kept = frame[~pd.MultiIndex.from_frame(frame[_KEY]).isin(pd.MultiIndex.from_frame(added[_KEY]))]
    return pd.concat([kept[list(OBSERVATION_COLUMNS)], added], ignore_index=True)


def newest_end(so_far: date | None, observations: Iterable[Observation]) -> date | None:
    """数据截至 with `observations` loaded: what gives way to one of them ends on the same day."""
    ends = (each.as_of or each.window_end for each in observations)
    return max(filter(None, (so_far, *ends)), default=None)


def of_catalog(frame: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """The rows about what one plan knows; the library may have more. Numbered anew, for an index is read as a row's place."""
    known: pd.DataFrame = frame[
        frame["measure_id"].isin(catalog.measures.keys()) & frame["region_code"].isin(catalog.regions.keys())
    ]
    return known.reset_index(drop=True)


def with_baseline(frame: pd.DataFrame, figures: Sequence[Observation], uploads: Collection[int]) -> pd.DataFrame:
    """`frame` as it would be with other figures of the plans: an upload, by its batch, stays current over them."""
    uploaded = frame[frame["batch_id"].isin(uploads)]
    stated = _not_loaded(figures)
    kept = stated[~pd.MultiIndex.from_frame(stated[_KEY]).isin(pd.MultiIndex.from_frame(uploaded[_KEY]))]
    return pd.concat([kept, uploaded[list(OBSERVATION_COLUMNS)]], ignore_index=True)
