"""What many places' figures come to, worked out where they lie: sums of the stretches that targets add up, the first and the
newest figure of a day, the one that ends last.

That says all there is to say of a series only where each of its figures is exact, of known days and of whole months, and where
no two overlap. Whatever is otherwise is *doubtful*, and its figures are judged one by one as ever.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from kpi.model import Certainty, Qualifier
from kpi.progress.figures.figures import Slot
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, day_of

Stretch = tuple[int, date, date]
"""A slot by its number, and the first and last day of what is added up; never of more than one calendar year."""
_BELOW = 2
"""Where the denominator stands among the slots of a share: after its own and the numerator's."""
Cut = tuple[int, date]
"""A slot by its number, and the last day that counts."""


@dataclass(frozen=True)
class Needs:
    """What targets need to know of the figures of every place."""

    slots: tuple[Slot, ...]
    stretches: tuple[Stretch, ...] = ()
    stated: tuple[Stretch, ...] = ()
    """Windows of which a figure is used as it is stated."""
    cuts: tuple[Cut, ...] = ()
    newest: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stretches:
    """One entry per slot, place and stretch that has figures; `plain` where all of them can be taken together."""

    slot: IntArray
    place: IntArray
    stretch: IntArray
    """The day it begins with."""
    start: IntArray
    end: IntArray
    value: FloatArray
    months: IntArray
    """A bit for each month of the year that is covered."""
    plain: BoolArray


@dataclass(frozen=True)
class Days:
    """One entry per slot, place and cut that has figures of a day."""

    slot: IntArray
    place: IntArray
    cut: IntArray
    newest: IntArray
    newest_value: FloatArray
    earliest: IntArray
    earliest_value: FloatArray
    plain: BoolArray


@dataclass(frozen=True)
class Ends:
    """One entry per slot and place that has figures: the one that ends last."""

    slot: IntArray
    place: IntArray
    start: IntArray
    end: IntArray
    dated: BoolArray
    value: FloatArray
    plain: BoolArray


@dataclass(frozen=True)
class Reduced:
    """The answer to `Needs`, for places by their number."""

    needs: Needs
    places: tuple[str, ...]
    stretches: Stretches
    stated: Stretches
    days: Days
    ends: Ends
    _shape: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shape", (len(self.needs.slots), len(self.places)))

    def added(self) -> tuple[pd.DataFrame, BoolArray]:
        """A figure for each stretch without a hole, with the stated ones; and which slots are doubtful in which places."""
        of, stated = self.stretches, self.stated
        low = of.months & -of.months
        run = of.months // np.maximum(low, 1)
        plain = of.plain & ((run & (run + 1)) == 0)
        doubtful = self._flagged((of.slot, of.place, ~plain), (stated.slot, stated.place, ~stated.plain))
        slot, place, start, end = (
            np.concatenate([own[plain], exact[stated.plain]])
            for own, exact in ((of.slot, stated.slot), (of.place, stated.place), (of.start, stated.start), (of.end, stated.end))
        )
        value = np.concatenate([of.value[plain], stated.value[stated.plain]])
        return self._frame(slot, place, start, end, value, np.zeros(len(slot), dtype=np.bool_)), doubtful

    def covered(self, slot: int, first: int, last: int) -> IntArray:
        """By stretch of a period and place, the months that a slot's figures cover."""
        of = self.stretches
        begins = np.unique(of.stretch[(of.stretch >= first) & (of.stretch <= last)])
        own = (of.slot == slot) & np.isin(of.stretch, begins)
        months = np.zeros((len(begins), len(self.places)), dtype=np.int64)
        months[np.searchsorted(begins, of.stretch[own]), of.place[own]] = of.months[own]
        return months

    def of_other_days(self, slots: Sequence[int], cut: date) -> BoolArray:
        """Places where a share's first or newest value up to a day may be of another than the days looked at.

        `slots` are its own and those of its parts. Where both parts are first, or newest, of one day, that is the day; where
        the share is stated at least as early, or late, as the parts can meet, that day is.
        """
        days = self.days
        newest, earliest = np.full((3, len(self.places)), UNKNOWN), np.full((3, len(self.places)), UNKNOWN)
        zero = np.zeros(len(self.places), dtype=np.bool_)
        for place, slot in enumerate(slots):
            own = (days.slot == slot) & (days.cut == day_number(cut))
            newest[place, days.place[own]], earliest[place, days.place[own]] = days.newest[own], days.earliest[own]
            if place == _BELOW:
                zero[days.place[own]] = (days.newest_value[own] == 0) | (days.earliest_value[own] == 0)
        both = (newest[1:] != UNKNOWN).all(axis=0)
        late = (newest[1] == newest[2]) | (newest[0] >= newest[1:].min(axis=0))
        early = (earliest[1] == earliest[2]) | ((earliest[0] != UNKNOWN) & (earliest[0] <= earliest[1:].max(axis=0)))
        return np.asarray(both & (~late | ~early | zero), dtype=np.bool_)

    def dated(self) -> tuple[pd.DataFrame, BoolArray]:
        """The first and the newest figures of a day; and which slots are doubtful in which places."""
        days = self.days
        slot, place = np.concatenate([days.slot, days.slot]), np.concatenate([days.place, days.place])
        day, value = np.concatenate([days.newest, days.earliest]), np.concatenate([days.newest_value, days.earliest_value])
        _, first = np.unique(np.stack([slot, place, day]), axis=1, return_index=True)
        frame = self._frame(
            slot[first], place[first], day[first], day[first], value[first], np.ones(len(first), dtype=np.bool_)
        )
        return frame, self._flagged((days.slot, days.place, ~days.plain))

    def last(self) -> tuple[pd.DataFrame, BoolArray]:
        """The figures that end last; and which slots are doubtful in which places."""
        ends = self.ends
        frame = self._frame(ends.slot, ends.place, ends.start, ends.end, ends.value, ends.dated)
        return frame, self._flagged((ends.slot, ends.place, ~ends.plain))

    def _flagged(self, *flags: tuple[IntArray, IntArray, BoolArray]) -> BoolArray:
        doubtful = np.zeros(self._shape, dtype=np.bool_)
        for slot, place, flag in flags:
            doubtful[slot[flag], place[flag]] = True
        return doubtful

    def _frame(
        self, slot: IntArray, place: IntArray, start: IntArray, end: IntArray, value: FloatArray, dated: BoolArray
    ) -> pd.DataFrame:
        """Figures that are exact and of known days, as an observation frame."""
        days = [numbers.astype("datetime64[D]").astype("datetime64[s]") for numbers in (start, end)]
        never = np.datetime64("NaT")
        columns = {
            name: _texts(slot, [each[place] for each in self.needs.slots])
            for place, name in enumerate(("measure_id", "breakdown", "member"))
        }
        one = np.zeros(len(slot), dtype=np.int64)
        return pd.DataFrame({
            **columns,
            "region_code": _texts(place, self.places),
            "window_start": np.where(dated, never, days[0]),
            "window_end": np.where(dated, never, days[1]),
            "as_of": np.where(dated, days[1], never),
            "value": value,
            "qualifier": _texts(one, [Qualifier.EQ.value]),
            "certainty": _texts(one, [Certainty.STATED.value]),
            "printed": _texts(one, [""]),
        })  # fmt: skip


def _texts(numbers: IntArray, texts: Sequence[str]) -> "pd.Categorical[str]":
    """Texts by their numbers; the same text may have several."""
    known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    at = np.array([known[text] for text in texts], dtype=np.int64)
    return pd.Categorical.from_codes(at[numbers], pd.Index(list(known)))


def by_years(slot: int, first: date, last: date) -> Iterator[Stretch]:
    """A period by calendar years."""
    for year in range(first.year, last.year + 1):
        yield slot, max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def cut_up(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches of each slot that no other overlaps, of which all those given are made."""
    asked = list(dict.fromkeys(stretches))
    found: list[Stretch] = []
    for slot in dict.fromkeys(each[0] for each in asked):
        own = [(day_number(first), day_number(last) + 1) for number, first, last in asked if number == slot]
        edges = sorted({edge for span in own for edge in span})
        for low, high in pairwise(edges):
            if any(first <= low and high <= last for first, last in own):
                found.append((slot, day_of(low), day_of(high - 1)))
    return tuple(found)
