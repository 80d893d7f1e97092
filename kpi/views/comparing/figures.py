"""Figures that differ between two views of a plan. A file may change a million: where they differ is found at once, and each is
worded only when it is asked for, many in one go.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, overload

import numpy as np
import pandas as pd

from kpi.i18n import Texts
from kpi.model import ObservationKey
from kpi.views.comparing.causes import Cause
from kpi.views.figures import FigureView
from kpi.views.status import Known

KEY = ("measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of")
_AT_ONCE = 1000
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
NOWHERE: Places = np.array([], dtype=np.int64)
Rows = TypeVar("Rows", pd.DataFrame, "pd.Series[int]")
Told = TypeVar("Told")


class FigureCauses(Protocol):
    """What is known of how figures came to differ."""

    def of_figure(self, key: ObservationKey, old_batch: int | None, new_batch: int | None) -> tuple[Cause, ...]:
        """By what a figure of one batch gave way to that of another; None where there is none."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that reads otherwise, or is in one of the views alone."""

    key: ObservationKey
    old: FigureView | None
    new: FigureView | None
    causes: tuple[Cause, ...]
    plan_region: str
    """Code of the plan's own region, which goes without saying."""

    @property
    def figure(self) -> FigureView:
        """The figure where there is one."""
        there = self.old if self.new is None else self.new
        if there is None:
            raise ValueError("a change from nothing to nothing")
        return there


class FigureChanges(Sequence[FigureChange]):
    """Every figure that differs between two states of a plan, in the order of the first and then of the second."""

    def __init__(self, words: Texts, start: Known, end: Known, causes: FigureCauses) -> None:
        self._words, self._start, self._end, self._causes = words, start, end, causes
        self._last: tuple[slice, tuple[FigureChange, ...]] | None = None
        self._old, self._new = (NOWHERE, NOWHERE) if start.frame is end.frame else _differing(start.frame, end.frame)

    def __len__(self) -> int:
        return len(self._old)

    @overload
    def __getitem__(self, place: int) -> FigureChange: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[FigureChange, ...]: ...
    def __getitem__(self, place: int | slice) -> FigureChange | tuple[FigureChange, ...]:
        if isinstance(place, slice):
            last = self._last  # a page asks for the same few in every run
            if last is not None and last[0] == place:
                return last[1]
            worded = tuple(self._worded(place))
            self._last = (place, worded) if len(worded) <= _AT_ONCE else None
            return worded
        at = range(len(self))[place]
        return self[at : at + 1][0]

    def __iter__(self) -> Iterator[FigureChange]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self[first : first + _AT_ONCE]

    def causes(self) -> dict[ObservationKey, tuple[Cause, ...]]:
        """By what each came to differ; not kept, for there may be a million."""
        return dict(self._caused(slice(None)))

    def _worded(self, part: slice) -> Iterator[FigureChange]:
        old, new = (
            _views(self._words, known, places[part]) for known, places in ((self._start, self._old), (self._end, self._new))
        )
        region = self._end.catalog.plan_region.region_code
        for (key, causes), before, after in zip(self._caused(part), old, new, strict=True):
            yield FigureChange(key, before, after, causes, region)

    def _caused(self, part: slice) -> Iterator[tuple[ObservationKey, tuple[Cause, ...]]]:
        sides = ((self._start.frame, self._old[part]), (self._end.frame, self._new[part]))
        old, new = (keys_at(frame, places) for frame, places in sides)
        before, after = (_batches_at(frame, places) for frame, places in sides)
        for first, second, *batches in zip(old, new, before, after, strict=True):
            key = first or second
            if key:
                yield key, self._causes.of_figure(key, *batches)


def keys_at(frame: pd.DataFrame, places: Iterable[int]) -> list[ObservationKey | None]:
    """The keys of rows of a frame; None for a place below 0."""
    rows, of = _rows(frame[[*KEY]], places)
    texts = [rows[name].astype(str).tolist() for name in KEY[:4]]
    days = [[None if pd.isna(day) else day.date() for day in rows[name]] for name in KEY[4:]]
    return of(list(zip(*texts, *days, strict=True)))


def _batches_at(frame: pd.DataFrame, places: Iterable[int]) -> list[int | None]:
    rows, of = _rows(frame["batch_id"], places)
    return of([int(batch) for batch in rows])


def _views(words: Texts, known: Known, places: Iterable[int]) -> list[FigureView | None]:
    rows, of = _rows(known.frame, places)
    return of(list(known.figures(words).views(rows, range(len(rows)))))


def _rows(frame: Rows, places: Iterable[int]) -> tuple[Rows, Callable[[list[Told]], list[Told | None]]]:
    """The rows of a frame that there are, and what puts what is told of them back into the order of all places."""
    asked = list(places)

    def in_order(told: list[Told]) -> list[Told | None]:
        left = iter(told)
        return [None if place < 0 else next(left) for place in asked]

    return frame.iloc[[place for place in asked if place >= 0]], in_order


def _differing(old: pd.DataFrame, new: pd.DataFrame) -> tuple[Places, Places]:
    """Places of the rows of either frame that the other does not have with the same value; −1 where it has no such row."""
    sides = []
    for frame in (old, new):
        side = frame[[*KEY, "value", "qualifier"]].reset_index(drop=True)
        sides.append(side.assign(place=side.index))
    both = sides[0].merge(sides[1], on=[*KEY], how="outer", suffixes=("_old", "_new"), sort=False)
    alike = (both["value_old"] == both["value_new"]) & (both["qualifier_old"] == both["qualifier_new"])
    before, after = (both.loc[~alike, name].fillna(-1).to_numpy(dtype=np.int64) for name in ("place_old", "place_new"))
    return before, after
