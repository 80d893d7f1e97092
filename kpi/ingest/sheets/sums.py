"""Rows and columns that are sums of others: read like any value, held against their parts, never kept."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from kpi.ingest.problems import FileProblems, SheetProblems
from kpi.ingest.refusals import Refused
from kpi.ingest.rows.course import Course
from kpi.ingest.rows.reader import RowReader
from kpi.ingest.sheets.task import SheetTask
from kpi.ingest.sheets.totals import Total, check, check_wholes
from kpi.ingest.tables.headers import Above, Cell, Entry, Role, SheetColumn
from kpi.ingest.tables.headings import SUBTOTALS
from kpi.ingest.tables.layouts import ValueColumn
from kpi.model import Observation, Severity


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
