"""Towns and other dimensions: the same measure for every member of one, side by side over one and the same period.

Members are ranked with ties; a missing one has neither rank nor value. Ratios are numerator ÷ denominator of the member, and of
the whole Σ ÷ Σ, never a mean. Members are added up only where the catalog says that they partition the whole.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import numpy as np
import pandas as pd

from kpi.analysis.columns import Contribution, Key, MemberValues, Sum, SumCheck, Unshared
from kpi.analysis.dimensions import NO_CELLS, REGIONS, Dimension, MemberCells, gather
from kpi.catalog import Catalog, half_printed_digit
from kpi.model import Assessment, Comparator, Direction, Extent, Kind, Measure, Partition, Qualifier, Window, slack
from kpi.progress import FloatArray, IntArray, parts_of, quotient, reach

_ADDITIVE = frozenset({Kind.STOCK, Kind.FLOW})
_MOST_KEPT = 512
"""Columns, of some ten kilobytes each: letters and pages of one place after another ask for the same few hundred."""
_Intervals = tuple[FloatArray, FloatArray, tuple[Qualifier, ...]]
_Kept = tuple[MemberValues, _Intervals]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class MemberFigures:
    """The figures of one dimension as of a day, ready to be looked at measure by measure."""

    def __init__(self, catalog: Catalog, observations: pd.DataFrame, as_of: date, dimension: Dimension) -> None:
        self._catalog = catalog
        self.dimension = dimension
        self._width = len(dimension.members) + 1
        """Cells of a period: one for each member and, last, one for the whole."""
        gathered = gather(observations, as_of, dimension)
        self._periods, self._slots, self._undated = gathered.periods, gathered.slots, gathered.undated
        self._observations = observations
        self._days = np.array([window.days for window, _ in self._periods], dtype=np.int64)
        self._ends = np.array([window.end.toordinal() for window, _ in self._periods], dtype=np.int64)
        self._numbers = {period: number for number, period in enumerate(self._periods)}
        self._known: dict[str, tuple[tuple[Window, bool], ...]] = {}
        self._columns: dict[tuple[str, Window, bool], MemberValues] = {}
        self._intervals: dict[tuple[str, Window, bool], _Kept] = {}

    def measures(self) -> tuple[Measure, ...]:
        """Measures that at least one member has a value of, those with a target of the whole first."""
        aimed_at = {
            target.measure_id for target in self._catalog.primary_targets if target.region_code == self.dimension.region_code
        }
        measures = [measure for measure in self._catalog.measures.values() if self._has_members(measure)]
        return tuple(sorted(measures, key=lambda measure: measure.measure_id not in aimed_at))

    def periods(self, measure: Measure) -> tuple[tuple[Window, bool], ...]:
        """Periods for which members have values, newest first; of those that end together the one most members have."""
        if measure.measure_id not in self._known:
            self._known[measure.measure_id] = self._periods_of(measure)
        return self._known[measure.measure_id]

    def _periods_of(self, measure: Measure) -> tuple[tuple[Window, bool], ...]:
        cells = self._cells(measure)
        of_members = np.unique(cells[cells % self._width != self._width - 1])
        period, count = np.unique(of_members // self._width, return_counts=True)
        ordered = np.lexsort((-self._days[period], -count, -self._ends[period]))
        return tuple(self._periods[number] for number in period[ordered].tolist())

    def column(self, measure: Measure, period: Window | None = None) -> MemberValues | None:
        """A measure over a period, by default the newest; None where no member has a value of it."""
        known = self.periods(measure)
        chosen = next((choice for choice in known if period in (None, choice[0])), None)
        if chosen is None:
            return None
        key = (measure.measure_id, *chosen)
        column = self._columns.get(key)
        if column is None:
            column = _keep(self._columns, key, self._column(measure, chosen[0], dated=chosen[1]))
        return column

    def _column(self, measure: Measure, window: Window, *, dated: bool) -> MemberValues:
        values, positions = self._values(measure, window, dated=dated)
        stated = values[-1]
        members = values[:-1]
        summed = self._ratio_of_sums(measure, window, dated=dated) if measure.kind is Kind.RATIO else None
        whole = float(stated) if not np.isnan(stated) else summed
        counted = measure.kind in _ADDITIVE and whole is not None and whole > 0
        return MemberValues(
            measure=measure,
            period=window,
            dated=dated,
            values=members,
            ranks=ranked(members, measure.direction),
            shares=members / whole if counted and whole else np.full_like(members, np.nan),
            positions=positions[:-1],
            whole=whole,
            whole_summed=bool(np.isnan(stated)) and summed is not None,
        )

    def intervals(self, column: MemberValues) -> _Intervals:
        """What each member's figure may stand for, least and greatest, and the mark that says so."""
        key = (column.measure.measure_id, column.period, column.dated)
        of, told = self._intervals.get(key, (None, None))
        if of is not column or told is None:
            _, told = _keep(self._intervals, key, (column, self._intervals_of(column)))
        return told

    def _intervals_of(self, column: MemberValues) -> _Intervals:
        low, high, marks = column.values.copy(), column.values.copy(), [Qualifier.EQ] * len(column.values)
        places = [place for positions in column.positions for place in positions]
        told = self._observations["qualifier"].iloc[places].tolist()
        marked = {place for place, mark in zip(places, told, strict=True) if mark != Qualifier.EQ.value}
        for member, positions in enumerate(column.positions):
            if marked.intersection(positions):
                low[member], high[member], marks[member] = self._interval(positions)
        return low, high, tuple(marks)

    def _interval(self, positions: tuple[int, ...]) -> tuple[float, float, Qualifier]:
        """Of one figure, or of a numerator and a denominator."""
        rows = self._observations.iloc[list(positions)].to_dict("records")
        reaches = [
            reach(row["value"], Qualifier(row["qualifier"]), row["printed"], self._catalog.measures[row["measure_id"]])
            for row in rows
        ]
        return (*reaches[0][1:], Qualifier(rows[0]["qualifier"])) if len(rows) == 1 else quotient(reaches[0], reaches[1])

    def misfits(self, column: MemberValues) -> Mapping[int, int]:
        """Of members without a value, the newest figure that overlaps the period and is not of it: its place, by member.

        A figure of other days does not; one of which nobody knows the start overlaps what ends on or after its last day.
        """
        names = [column.measure.measure_id, *("|".join(filter(None, slot)) for slot in parts_of(column.measure) or ())]
        found: dict[int, int] = {}
        for number in np.argsort(self._ends, kind="stable").tolist():
            window, dated = self._periods[number]
            overlaps = window.start <= column.period.end and window.end >= column.period.start
            if overlaps and (window, dated) != (column.period, column.dated):
                for name in names:
                    cells = self._slot(name)
                    first, last = np.searchsorted(cells.cell, [number * self._width, (number + 1) * self._width])
                    members = (cells.cell[first:last] - number * self._width).tolist()
                    found |= dict(zip(members, cells.position[first:last].tolist(), strict=True))
        for name, member, place, end in self._undated:
            if name in names and end >= column.period.start:
                found.setdefault(member, place)
        return {
            member: place for member, place in found.items() if member < self._width - 1 and np.isnan(column.values[member])
        }

    def sum_check(self, column: MemberValues, printed: "pd.Series[str]") -> SumCheck | None:
        """Whether the members of the partition add up to the whole, as far as the digits printed say; None for a ratio or rank.

        `printed` is the observation frame's column of that name.
        """
        measure = column.measure
        if measure.kind not in _ADDITIVE:
            return None
        parts = self._partition(measure)
        if not parts:
            return SumCheck(Sum.NO_PARTITION, None, column.whole, 0)
        own = column.values[parts]
        missing = int(np.isnan(own).sum())
        if missing:
            return SumCheck(Sum.INCOMPLETE, float(np.nansum(own)), column.whole, missing)
        total = float(own.sum())
        if column.whole is None:
            return SumCheck(Sum.NO_WHOLE, total, None, 0)
        room = self._slack(column, parts, printed) + slack(column.whole, *own.tolist())
        equal = abs(total - column.whole) <= room
        return SumCheck(Sum.EQUAL if equal else Sum.DIFFERS, total, column.whole, 0)

    def contribution(self, column: MemberValues, assessment: Assessment | None) -> Contribution | Unshared:
        """What each member lacks of the whole's target, or why the gap is not laid on members.

        `assessment` is the whole's, of the year the column ends in if the target has years.
        """
        measure = column.measure
        if assessment is None:
            return Unshared.NO_TARGET
        if measure.kind not in _ADDITIVE and measure.kind is not Kind.RATIO:
            return Unshared.NOT_ADDITIVE
        if assessment.period_type.of_change or not speaks_of(
            assessment, column, self._catalog.targets[assessment.target_id].deadline
        ):
            return Unshared.NO_TARGET
        if assessment.comparator in (Comparator.EQUAL, Comparator.BETWEEN):
            return Unshared.EXACT
        sign = -1.0 if assessment.comparator is Comparator.AT_MOST else 1.0
        if measure.kind is Kind.RATIO:
            parts = self._both_parts(measure, column.period, dated=column.dated)
            slots = parts_of(measure)
            if parts is None or slots is None:
                return Unshared.NO_PARTS
            above, below = parts
            goals = assessment.target_value * below[:-1]
            return Contribution(Key.SHARE, sign * (goals - above[:-1]), self._catalog.measures[slots[0][0]], goals)
        weights = self._weights_a_year_before(column)
        if weights is None:
            return Unshared.NO_YEAR_BEFORE
        goals = assessment.target_value * weights
        return Contribution(Key.LAST_YEAR, sign * (goals - column.values), measure, goals)

    def _has_members(self, measure: Measure) -> bool:
        return bool((self._cells(measure) % self._width != self._width - 1).any())

    def _cells(self, measure: Measure) -> IntArray:
        """Where a measure has figures, and a ratio both its numerator and its denominator."""
        own = self._slot(measure.measure_id).cell
        slots = parts_of(measure)
        if slots is None:
            return own
        above, below = (self._slot("|".join(filter(None, slot))).cell for slot in slots)
        return np.concatenate([own, np.intersect1d(above, below)])

    def _slot(self, name: str) -> MemberCells:
        return self._slots.get(name, NO_CELLS)

    def _values(self, measure: Measure, window: Window, *, dated: bool) -> tuple[FloatArray, tuple[tuple[int, ...], ...]]:
        """By member and, last, for the whole: stated, else of a ratio numerator ÷ denominator; and the figures behind them."""
        values, positions = self._of_slot(measure.measure_id, window, dated=dated)
        parts = self._both_parts_placed(measure, window, dated=dated)
        if parts is not None:
            (above, from_above), (below, from_below) = parts
            fits = np.isnan(values) & ~np.isnan(above) & (below > 0)
            fits[-1] = fits[-1] and not np.isnan(above[-1])
            values = np.where(fits, np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0), values)
            positions = [
                (*from_above[place], *from_below[place]) if fits[place] else positions[place] for place in range(len(values))
            ]
        return values, tuple(positions)

    def _of_slot(self, name: str, window: Window, *, dated: bool) -> tuple[FloatArray, list[tuple[int, ...]]]:
        values = np.full(self._width, np.nan)
        positions: list[tuple[int, ...]] = [()] * self._width
        number = self._numbers.get((window, dated))
        if number is None:
            return values, positions
        cells = self._slot(name)
        first, last = np.searchsorted(cells.cell, [number * self._width, (number + 1) * self._width])
        place = cells.cell[first:last] - number * self._width
        values[place] = cells.value[first:last]
        for member, position in zip(place.tolist(), cells.position[first:last].tolist(), strict=True):
            positions[member] = (position,)
        return values, positions

    def _both_parts_placed(
        self, measure: Measure, window: Window, *, dated: bool
    ) -> list[tuple[FloatArray, list[tuple[int, ...]]]] | None:
        slots = parts_of(measure)
        if slots is None:
            return None
        return [self._of_slot("|".join(filter(None, slot)), window, dated=dated) for slot in slots]

    def _both_parts(self, measure: Measure, window: Window, *, dated: bool) -> tuple[FloatArray, FloatArray] | None:
        """Numerators and denominators, NaN where one of the two is missing; None where no member has both."""
        placed = self._both_parts_placed(measure, window, dated=dated)
        if placed is None:
            return None
        (above, _), (below, _) = placed
        both = ~np.isnan(above) & ~np.isnan(below)
        if not both[:-1].any():
            return None
        return np.where(both, above, np.nan), np.where(both, below, np.nan)

    def _ratio_of_sums(self, measure: Measure, window: Window, *, dated: bool) -> float | None:
        """Σ numerator ÷ Σ denominator over the members that partition the whole; None unless all of them have both."""
        parts, places = self._both_parts(measure, window, dated=dated), self._partition(measure)
        if parts is None or not places:
            return None
        above, below = parts[0][places], parts[1][places]
        if np.isnan(above).any() or not below.sum() > 0:
            return None
        return float(above.sum() / below.sum())

    def _partition(self, measure: Measure) -> list[int]:
        """Places of the members that the catalog says add up to the whole."""
        catalog, dimension = self._catalog, self.dimension
        if dimension.code == REGIONS:
            return [place for place, code in enumerate(dimension.members) if catalog.regions[code].in_partition]
        relations = {
            figure.member: figure.partition
            for figure in catalog.figures.values()
            if (figure.measure_id, figure.breakdown) == (measure.measure_id, dimension.code) and figure.parent_figure_id
        }
        whole = bool(relations) and set(relations.values()) == {Partition.YES}
        return [place for place, member in enumerate(dimension.members) if member in relations] if whole else []

    def _slack(self, column: MemberValues, parts: Sequence[int], printed: "pd.Series[str]") -> float:
        """Half a printed digit of every figure that goes into the comparison."""
        room = Decimal(0)
        for dated in (False, True):
            values, positions = self._of_slot(column.measure.measure_id, column.period, dated=dated)
            for place in (*parts, self._width - 1):
                text = printed.iloc[positions[place][0]] if positions[place] else ""
                room += half_printed_digit(Decimal(repr(float(values[place]))), text, column.measure) if text else 0
        return float(room)

    def _weights_a_year_before(self, column: MemberValues) -> FloatArray | None:
        """Each member's part of what the partition had over the same period a year before; None unless all had something."""
        parts = self._partition(column.measure)
        if not parts:
            return None
        before = a_year_before(column.period)
        values, _ = self._of_slot(column.measure.measure_id, before, dated=column.dated)
        own = values[:-1][parts]
        if np.isnan(own).any() or not own.sum() > 0:
            return None
        weights = np.full(len(values) - 1, np.nan)
        weights[parts] = own / own.sum()
        return weights


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    """Puts it by, the oldest giving way; others may be putting theirs by at the same time."""
    while len(kept) >= _MOST_KEPT:
        kept.pop(next(iter(list(kept)), key), None)
    kept[key] = value
    return value


def ranked(values: FloatArray, direction: Direction) -> FloatArray:
    """1 for the best; equal values (to twelve digits) share a rank. What is neither good nor bad is ranked by size."""
    rounded = pd.Series(told_apart(values), dtype="float64")
    return np.asarray(rounded.rank(method="min", ascending=direction is Direction.LOWER), dtype=np.float64)


def told_apart(values: FloatArray) -> FloatArray:
    """Values to twelve digits: those that differ only beyond them are equal."""
    return np.array([float(f"{value:.12g}") for value in values.tolist()], dtype=np.float64)


def speaks_of(assessment: Assessment, column: MemberValues, deadline: date | None) -> bool:
    """Whether the column counts what the target asks for: a day by its deadline, or its year from the start.

    Of a window of several years only a ratio is asked for: there is no such window a year before to go by.
    """
    if assessment.period_type.extent is Extent.DEADLINE:
        return column.dated and deadline is not None and column.period.end <= deadline
    window = assessment.period if column.measure.kind is Kind.RATIO else None
    if assessment.year is not None:
        window = Window.of_years(assessment.year)
    if window is None or column.dated:
        return False
    return column.period.start == window.start and column.period.end <= window.end


def a_year_before(period: Window) -> Window:
    """The same days a year before; a month's end stays one."""
    return Window(_year_before(period.start), _year_before(period.end))


def _year_before(day: date) -> date:
    """The same day a year before; a month's end stays one."""
    following = date.fromordinal(day.toordinal() + 1)
    if following.day == 1:
        return date.fromordinal(following.replace(year=following.year - 1).toordinal() - 1)
    return day.replace(year=day.year - 1)
