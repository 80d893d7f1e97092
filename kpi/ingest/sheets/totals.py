"""合计 and 小计: read like any value, checked against the rows or columns they add up, and never loaded as a region of their
own.

A row of a region whose own parts stand in the same table, 全市 above its towns, is loaded and checked like a sum of theirs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from kpi.catalog import Catalog, exactly, half_printed_digit
from kpi.ingest.problems import FileProblems, SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Course
from kpi.ingest.rows.reader import RowReader
from kpi.ingest.sheets.task import SheetTask
from kpi.ingest.tables.grid import Above, Cell, Entry, Role, SheetColumn
from kpi.ingest.tables.headings import SUBTOTALS
from kpi.ingest.tables.layouts import ValueColumn
from kpi.model import Kind, Measure, Observation, Severity

Group = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum as read: its value stands in `observation`, whose region means nothing."""

    observation: Observation
    subtotal: bool
    across: bool
    """Whether it adds up the columns beside it; otherwise the rows around it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one total."""

    total: Total
    refused: Refused | None = None
    """None if it is the sum of its parts."""
    severity: Severity = Severity.WARNING


def check(catalog: Catalog, totals: Sequence[Total], parts: Sequence[Observation]) -> list[Checked]:
    """Every total against what it adds up; `parts` are all observations of the sheet, in the order of their rows."""
    sums = _Parts(catalog, totals, parts)
    return [_checked(catalog.measures[total.observation.measure_id], total, sums) for total in totals]


@dataclass(frozen=True, slots=True)
class _Sum:
    """Some parts added up."""

    count: int
    value: Decimal
    slack: Decimal
    """The most that the rounding of one of them explains."""

    @classmethod
    def of(cls, parts: Sequence[Observation], measure: Measure) -> "_Sum":
        slack = max((half_printed_digit(part.value, part.printed, measure) for part in parts), default=Decimal(0))
        return cls(len(parts), sum((part.value for part in parts), Decimal(0)), slack)


class _Parts:
    """The parts by what they share with their totals, each group added up once: no total has to look at every part.

    Among rows, a region whose own parts are there too is not counted beside them.
    """

    def __init__(self, catalog: Catalog, totals: Sequence[Total], parts: Sequence[Observation]) -> None:
        self._groups: dict[Group, list[Observation]] = {}
        for part in sorted(parts, key=_row):
            self._groups.setdefault(_group(part, across=False), []).append(part)
        for group, same in self._groups.items():
            above = {catalog.regions[part.region_code].parent_code for part in same}
            self._groups[group] = [part for part in same if part.region_code not in above] or same
        for part in sorted(parts, key=_row):
            self._groups.setdefault(_group(part, across=True), []).append(part)
        self.rows = sorted({total.observation.row for total in totals if not total.across})
        """Rows that are totals, in order."""
        self._sums: dict[Group, _Sum] = {}

    def all(self, group: Group, measure: Measure) -> _Sum:
        """All parts of a group."""
        if group not in self._sums:
            self._sums[group] = _Sum.of(self._groups.get(group, ()), measure)
        return self._sums[group]

    def between(self, group: Group, measure: Measure, first: int, last: int) -> _Sum:
        """The parts of a group in the rows after `first` and before `last`."""
        same = self._groups.get(group, [])
        return _Sum.of(same[bisect_right(same, first, key=_row) : bisect_left(same, last, key=_row)], measure)


def _row(part: Observation) -> int:
    return part.row


def _checked(measure: Measure, total: Total, parts: _Parts) -> Checked:
    if measure.kind not in (Kind.FLOW, Kind.STOCK):
        return Checked(total, Refused("total_not_additive", measure=measure), Severity.NOTE)
    candidates = [summed for summed in _candidates(total, measure, parts) if summed.count]
    if not candidates:
        return Checked(total, Refused("total_without_parts", measure=measure), Severity.WARNING)
    if any(_adds_up(measure, total.observation, summed) for summed in candidates):
        return Checked(total)
    return Checked(total, _differing(measure, "total_differs", total.observation, candidates[0]))


def check_wholes(catalog: Catalog, observations: Sequence[Observation], *, by_region: bool) -> list[Checked]:
    """Rows of regions that the rows of their parts in the same table contradict: 全市 against its towns.

    Where parts are missing, a table `by_region`, whose rows are nothing but places, is asked about; in any other one less than
    the whole is no more than some towns that were added.
    """
    groups: dict[Group, list[Observation]] = {}
    additive = [row for row in observations if catalog.measures[row.measure_id].kind in (Kind.FLOW, Kind.STOCK)]
    for row in additive:
        groups.setdefault((catalog.regions[row.region_code].parent_code, *_group(row, across=False)), []).append(row)
    below: dict[Group, _Below] = {}
    unlike = []
    for whole in additive:
        group = (whole.region_code, *_group(whole, across=False))
        if group in groups and group not in below:
            below[group] = _Below.of(catalog, whole, groups[group])
        if group in below and (refused := _unlike_parts(catalog, whole, below[group], by_region=by_region)):
            unlike.append(Checked(Total(whole, subtotal=False, across=False), refused))
    return unlike


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands in a table for the regions below one."""

    sums: tuple[_Sum, ...]
    """Of those that are summed, if there are any, and of all: others may be counted in these, so either sum will do."""
    missing: int
    """How many that would have to be summed have no row."""

    @classmethod
    def of(cls, catalog: Catalog, whole: Observation, parts: Sequence[Observation]) -> "_Below":
        measure = catalog.measures[whole.measure_id]
        partition = [part for part in parts if catalog.regions[part.region_code].in_partition]
        named = {part.region_code for part in partition}
        expected = [region for region in catalog.children(whole.region_code) if region.in_partition and region.active]
        missing = sum(region.region_code not in named for region in expected)
        return cls(tuple(_Sum.of(some, measure) for some in (partition, parts) if some), missing)


def _unlike_parts(catalog: Catalog, whole: Observation, below: _Below, *, by_region: bool) -> Refused | None:
    """How a whole differs from the regions below it; None where it does not, or where it may hold some that have no row."""
    measure = catalog.measures[whole.measure_id]
    if any(_adds_up(measure, whole, parts) for parts in below.sums):
        return None
    if below.missing and not by_region and below.sums[-1].value < whole.value:
        return None
    code = "whole_incomplete" if below.missing else "whole_differs"
    refused = _differing(measure, code, whole, below.sums[0])
    region = catalog.regions[whole.region_code]
    return Refused.saying(code, advice(code), {**refused.values, "region": region, "missing": below.missing})


def _differing(measure: Measure, code: str, total: Observation, parts: _Sum) -> Refused:
    """What a total and the sum of its parts are and by how much they differ, to the last digit."""
    values = {
        "stated": exactly(total.value, measure),
        "sum": exactly(parts.value, measure),
        "difference": exactly(abs(total.value - parts.value), measure),
        "count": parts.count,
    }
    return Refused.saying(code, advice(code), values)


def _candidates(total: Total, measure: Measure, parts: _Parts) -> list[_Sum]:
    """What the total may add up: its row, everything, or the rows since the last subtotal or up to the next."""
    group = _group(total.observation, across=total.across)
    if total.across or not total.subtotal:
        return [parts.all(group, measure)]
    row, place = total.observation.row, bisect_left(parts.rows, total.observation.row)
    before = parts.rows[place - 1] if place else 0
    following = bisect_right(parts.rows, row)
    after = parts.rows[following] if following < len(parts.rows) else row + 10**9
    return [parts.between(group, measure, before, row), parts.between(group, measure, row, after)]


def _group(observation: Observation, *, across: bool) -> Group:
    """What parts share with their total; across a row they share the row and may differ in anything else."""
    if across:
        return (observation.row, observation.measure_id)
    dates = (observation.window_start, observation.window_end, observation.as_of)
    return (observation.measure_id, observation.breakdown, observation.member, *dates)


def _adds_up(measure: Measure, total: Observation, parts: _Sum) -> bool:
    slack = max(parts.slack, half_printed_digit(total.value, total.printed, measure))
    return abs(total.value - parts.value) <= slack


@dataclass
class SumReader:
    """Reads the sums of one sheet."""

    task: SheetTask
    course: Course
    totals: list[Total] = field(default_factory=list)
    _words: tuple[int, frozenset[str]] = (0, frozenset())
    """The row last asked for its words for totals, and these."""

    def is_total_row(self, index: int) -> bool:
        """Whether the word for a total stands anywhere before the values of a row; a group called 合计 is the whole itself."""
        row, told = self.task.sheet.rows[index], self.task.headings.total_word
        return any(told(row[place]) for place in self._before_values if place < len(row))

    def read(self, entry: Entry) -> None:
        """Its problems are not those of a figure: one that cannot be read is named, unless its parts cannot be either."""
        words = self._words_of(entry.row)
        self.course.after_total = "" if entry.total else next(iter(words), "")
        told = self.task.headings.total_word
        cells = {role: cell for role, cell in entry.cells.items() if role is Role.VALUE or not told(cell.text)}
        labels, beside = entry.labels, self._beside
        if entry.total and beside:
            cells |= {role: Cell(text, None, beside.column) for role, text in beside.said.items() if role is not Role.REGION}
            labels = (Cell(beside.period, None, beside.column),) if beside.period else ()
        aside = Course(SheetProblems(FileProblems(""), ""))
        plain = replace(entry, cells=cells, labels=labels, above=Above(entry.above.said))
        observation = RowReader(self.task.setting, aside).read(plain)
        if aside.early or (observation is None and entry.row in self.course.problems.rows_with_errors):
            return  # the parts of a year that is left out are named, and so is what could not be read
        if observation is None:
            self.course.problems.refuse(Refused("total_unread"), entry.row, entry.value, Severity.WARNING)
        else:
            self.totals.append(Total(observation, bool(words & SUBTOTALS), across=entry.total))

    def check(self, observations: list[Observation]) -> list[int]:
        """Hold all sums against their parts; the rows of those that agree.

        A part that could not be read is missing in every sum: once it is mended the totals are checked.
        """
        if self.course.problems.errors:
            return []
        catalog, layout = self.task.catalog, self.task.layout
        checked = check(catalog, self.totals, observations)
        columns = {value.column.letter: value.column for value in reversed(layout.values)}
        by_region = layout.wide or len({observation.measure_id for observation in observations}) == 1
        for total in (*checked, *check_wholes(catalog, observations, by_region=by_region)):
            if total.refused:
                stated = total.total.observation
                cell = Cell(stated.printed, None, columns.get(stated.column, SheetColumn(-1, "")))
                self.course.problems.refuse(total.refused, stated.row, cell, total.severity)
        differing = {total.total.observation.row for total in checked if total.refused}
        return sorted({total.total.observation.row for total in checked} - differing)

    @cached_property
    def _beside(self) -> ValueColumn | None:
        """The first column of values that are no sums."""
        return next((value for value in self.task.layout.values if not value.total), None)

    @cached_property
    def _before_values(self) -> tuple[int, ...]:
        """The columns before the values, without those of groups."""
        stubs = self.task.layout.stubs
        first = min(value.column.index for value in self.task.layout.values)
        groups = {stubs[role].index for role in (Role.BREAKDOWN, Role.MEMBER) if role in stubs}
        return tuple(place for place in range(first) if place not in groups)

    def _words_of(self, row: int) -> frozenset[str]:
        """The words for totals in a row; asked of each of its values, so found once."""
        if self._words[0] != row:
            texts = dict.fromkeys(self.task.sheet.rows[row - 1])
            self._words = row, frozenset(word for text in texts if (word := self.task.headings.total_word(text)))
        return self._words[1]
