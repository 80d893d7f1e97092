"""One sheet from its first row to its last: what was understood, what was passed over, and every problem in its place.

Once its rows are read it is said what was passed over, so that nothing is lost without being named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kpi.ingest.amounts.values import is_blank
from kpi.ingest.opening.delimited import swallowed_lines
from kpi.ingest.periods import EARLIEST_YEAR, read_label
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Course
from kpi.ingest.rows.reader import RowReader
from kpi.ingest.sheets.asking import Asking, Telling, contradictions, tellings
from kpi.ingest.sheets.passages import Passage, Passages
from kpi.ingest.sheets.strays import HeadingReader, Strays
from kpi.ingest.sheets.task import Harvest, SheetReading, SheetTask, few, row_ranges, shape_of
from kpi.ingest.sheets.totals import SumReader
from kpi.ingest.spelling import shortened, simplified
from kpi.ingest.tables.grid import Above, Cell, Entry, Mark, Role, SheetColumn, letter
from kpi.ingest.tables.layouts import Entries
from kpi.model import Kind, Observation, ObservationKey, Severity

_DERIVED = re.compile(
    r"序号|编号|No\.?|.*(同比|环比|增长|增速|增幅|增减|目标|计划|任务|完成率|完成度|进度|占比|比重|排名|位次|名次|上年|去年|备注|责任|牵头|科室|审核|填报).*",
    re.IGNORECASE,
)
"""Headers of columns that offices add and nobody takes for what was reported."""
_WITH_UNITS = frozenset({Kind.FLOW, Kind.STOCK, Kind.RATIO, Kind.CHANGE})
_MOST_CELLS = 20
"""Blank cells that one sentence names."""


@dataclass(frozen=True)
class Notes:
    """Says it of one sheet."""

    task: SheetTask
    course: Course
    harvest: Harvest

    def take(self) -> None:
        """All of it."""
        if not self.harvest.filled:
            self._refuse(Refused("no_rows", advice("no_rows")), self.task.layout.header_row, severity=Severity.ERROR)
        self._around()
        if self.task.titles:
            self.say("rows_above", texts=few(self.task.titles))
        self._columns()
        for passage in Passage:
            rows = [passed for passed in self.harvest.passed if passed.passage is passage]
            if rows:
                texts = tuple(dict.fromkeys(shortened(passed.text, 30) for passed in rows))
                self.say(f"rows_{passage}", rows=row_ranges([passed.row for passed in rows]), texts=few(texts))
        if self.task.layout.wide:
            self._blank_cells()
        else:
            self._blank_rows()
        self._early()
        self._hidden()
        self._months()
        if self.harvest.again:
            self.say("window_twice", rows=row_ranges(self.harvest.again))

    def say(self, code: str, **values: object) -> None:
        """A note on the whole sheet."""
        self._refuse(Refused.saying(code, None, values), None, severity=Severity.NOTE)

    def _refuse(
        self, refused: Refused, row: int | None, cell: Cell | None = None, severity: Severity = Severity.WARNING
    ) -> None:
        self.course.problems.refuse(refused, row, cell, severity)

    def _around(self) -> None:
        said = self.task.around.said
        used = self.course.used_around & said.keys()
        if Role.PERIOD in used:
            self._refuse(Refused("period_from_title", period=said[Role.PERIOD].text), None)
        for role, code in ((Role.NAME, "name_from_title"), (Role.UNIT, "unit_from_title")):
            if role in used:
                self.say(code, text=said[role].text)
        self._unmet_unit()

    def _unmet_unit(self) -> None:
        """A unit over the table that no value is in: which of the two is right is not for us to guess."""
        unit, measures = self.task.around.said.get(Role.UNIT), self.task.catalog.measures
        if unit is None or self.course.units_met or Role.UNIT in self.course.used_around:
            return
        counted = (row for row in self.harvest.observations if measures[row.measure_id].kind in _WITH_UNITS)
        if first := next(counted, None):
            values = {"named": unit.text, "printed": first.printed}
            self._refuse(Refused.saying("unit_unmet", advice("unit_contradicts"), values), first.row)

    def _columns(self) -> None:
        """Columns nobody asked for are noted; one with numbers in a table of many columns must be looked at."""
        quiet = []
        for column in self.task.layout.ignored:
            if self.task.layout.wide and not _DERIVED.fullmatch(simplified(column.header)) and self._has_numbers(column):
                offers = self.task.setting.names.offers(column.header)
                values = {"header": column.header, "letter": column.letter, **offers}
                refused = Refused.saying("column_unread", advice("column_unread"), values)
                self._refuse(refused, self.task.layout.header_row, Cell(column.header, None, column))
            else:
                quiet.append(column.header)
        if quiet:
            self.say("columns_ignored", columns=few(tuple(quiet)))

    def _has_numbers(self, column: SheetColumn) -> bool:
        rows = self.task.sheet.rows[self.task.layout.header_row :]
        return any(re.search(r"\d", row[column.index]) for row in rows if column.index < len(row))

    def _blank_rows(self) -> None:
        unfilled = []
        for entry in self.harvest.blank:
            if entry.text(Role.VALUE):
                self._refuse(Refused("value_absent"), entry.row, entry.value, Severity.NOTE)
            else:
                unfilled.append(entry.row)
        unfilled = sorted([*unfilled, *(row for row, _ in self.harvest.further_blank)])
        if unfilled:
            row = unfilled[0] if len(unfilled) == 1 else None
            refused = Refused("values_blank", count=len(unfilled), rows=row_ranges(unfilled))
            self._refuse(refused, row, severity=Severity.NOTE)

    def _blank_cells(self) -> None:
        blank = [(entry.row, entry.value.column) for entry in self.harvest.blank]
        cells = [f"{column.letter}{row}" for row, column in blank]
        if self.harvest.further_blank:
            found = [*((row, column.letter) for row, column in blank), *self.harvest.further_blank]
            cells = [f"{letter}{row}" for row, letter in sorted(found, key=lambda at: (at[0], len(at[1]), at[1]))]
        if cells:
            shown = tuple(cells[:_MOST_CELLS]) + (("…",) if len(cells) > _MOST_CELLS else ())
            self.say("cells_blank", count=len(cells), cells=shown)

    def _early(self) -> None:
        """Figures from before the first year that is kept, together: a slip must be noticed, a long series may pass."""
        early = self.course.early
        if not early:
            return
        rows = sorted({entry.row for entry, _ in early})
        years = row_ranges(sorted({span.end.year for _, span in early}))
        values = {"count": len(early), "rows": row_ranges(rows), "years": years, "earliest": str(EARLIEST_YEAR)}
        refused = Refused.saying("period_too_early", advice("period_too_early"), values)
        self._refuse(refused, rows[0] if len(rows) == 1 else None)

    def _hidden(self) -> None:
        sheet = self.task.sheet
        if sheet.hidden_rows:
            self.say("rows_hidden", rows=row_ranges([row + 1 for row in sheet.hidden_rows]))
        if sheet.hidden_columns:
            self.say("columns_hidden", columns=tuple(letter(column) for column in sheet.hidden_columns))

    def _months(self) -> None:
        """A month over a flow is that month alone; who means the year so far must be able to notice."""
        layout = self.task.layout
        if not (any("月" in value.period for value in layout.values) or Role.PERIOD in layout.stubs):
            return
        later = (row for row in self.harvest.observations if self._is_flow(row) and _is_later_month(row))
        monthly = self.harvest.counted(later)
        if monthly:
            self.say("months_alone", count=monthly)

    def _is_flow(self, observation: Observation) -> bool:
        return self.task.catalog.measures[observation.measure_id].kind is Kind.FLOW


def _is_later_month(observation: Observation) -> bool:
    """Whether a row is of one month, and not of the first, which is the year so far as well."""
    start, end = observation.window_start, observation.window_end
    return start is not None and end is not None and start.month == end.month > 1 and (end - start).days < 31


@dataclass
class SheetReader:
    """Reads the rows of one sheet."""

    task: SheetTask
    course: Course
    harvest: Harvest = field(default_factory=Harvest)
    stopped_at: int = 0
    """The last row that was looked at, if not all were."""
    _by_window: dict[ObservationKey, Observation] = field(default_factory=dict)
    """What rows that say 当季 or 累计 of themselves were read as."""

    def __post_init__(self) -> None:
        """With those who read a part of it."""
        task, course = self.task, self.course
        self._rows, self._sums = RowReader(task.setting, course), SumReader(task, course)
        self._entries = Entries(task.sheet, task.layout)
        self._strays = Strays(task.sheet, task.layout, task.headings, task.setting.names)
        self._asking = Asking(task.catalog, task.headings)
        self._headings = HeadingReader(task, course.problems, self._strays, self._asking)

    def read(self) -> SheetReading:
        """Go through the rows. Of a sheet not read to its end nothing is said but what its rows gave rise to one by one."""
        if not self.task.choices.header_row:
            self._refuse_rows_above()
        self._read_all()
        if not self.stopped_at:
            agreeing = self._sums.check(self.harvest.observations)
            notes = Notes(self.task, self.course, self.harvest)
            if agreeing:
                notes.say("totals_checked", count=len(agreeing), rows=row_ranges(agreeing))
            self._hold_against_names()
            self._ask()
            notes.take()
        return self._reading()

    def _read_all(self) -> None:
        """Every row below the header."""
        self._read_rows(range(self.task.layout.header_row, len(self.task.sheet.rows)))

    def _read_rows(self, indices: Iterable[int]) -> None:
        above, sheet = self._around(), self.task.sheet
        passages = Passages(sheet, self.task.layout)
        for index in indices:
            if not any(text.strip() for text in sheet.rows[index]):
                continue
            if self.course.problems.whole.full:
                self.stopped_at = index
                return
            self.harvest.filled += 1
            passed = passages.at(index)
            if (not passed or passed.unsaid) and (stray := self._strays.below(index)):
                self._refuse(stray, index + 1)
            elif not passed:
                self._read_row(index, above)
            elif passed.passage is not Passage.HEADING:
                self.harvest.passed.append(passed)
            elif self._headings.is_unfilled_row(index, above):
                self._read_row(index, above)
            else:
                self.harvest.passed.append(passed)
                above = self._headings.below(passed, above)

    def _around(self) -> Above:
        """What titles say for the first rows: no year where a column lacks its own beside others that have theirs."""
        layout, around = self.task.layout, self.task.around
        years = [label.year for value in layout.values if (label := read_label(value.period))]
        if any(years) and sum(map(bool, years)) < sum(not value.total for value in layout.values):
            return replace(around, said={role: cell for role, cell in around.said.items() if role is not Role.PERIOD})
        return around

    def _refuse(self, refused: Refused, row: int | None, cell: Cell | None = None, severity: Severity = Severity.ERROR) -> None:
        self.course.problems.refuse(refused, row, cell, severity)

    def _refuse_rows_above(self) -> None:
        """Rows of data above the header or joined to it, which belong to another table or to none."""
        for index in range(self.task.layout.first_row - 1):
            if stray := self._strays.above(index):
                self._refuse(stray, index + 1)
        if stray := self._strays.in_header():
            self._refuse(stray, self.task.layout.header_row)

    def _read_row(self, index: int, above: Above) -> None:
        row, layout, delimiter = self.task.sheet.rows[index], self.task.layout, self.task.delimiter
        if delimiter and swallowed_lines(row, delimiter, layout.width):
            self._refuse(Refused("rows_swallowed", advice("rows_swallowed")), index + 1)
            return
        total = self._sums.is_total_row(index)
        if not total and layout.unnamed(row):
            self._refuse(Refused("row_unnamed", advice("row_unnamed")), index + 1)
            return
        for entry in self._entries.of(index, above):
            if isinstance(entry, Refused):
                self._refuse(entry, entry.row)
            elif _says_nothing(entry):
                self.harvest.blank.append(entry)
            else:
                self._read_entry(entry, total=total)

    def _read_entry(self, entry: Entry, *, total: bool) -> None:
        if entry.total or total:
            self._sums.read(entry)
        elif (observation := self._rows.read(entry)) and not self._said_before(observation, entry):
            self.harvest.observations.append(observation)

    def _said_before(self, observation: Observation, entry: Entry) -> bool:
        """Whether it is the 累计值 of a first quarter or month whose 当季值 says the same, or the other way round."""
        if not self._rows.says_window(entry):
            return False
        self.harvest.windowed.add(observation.row)
        earlier = self._by_window.setdefault(observation.key, observation)
        again = earlier is not observation and (earlier.value, earlier.qualifier) == (observation.value, observation.qualifier)
        self.harvest.again += [observation.row] if again else []
        return again

    def _hold_against_names(self) -> None:
        """Rows against the periods that stand around them; what a person said on the page stands for all of that."""
        task, harvest = self.task, self.harvest
        chosen = task.choices.around.get(Role.PERIOD, "").strip()
        told = tellings(task.titles, task.names, harvest.passed, harvest.observations)
        around = [Telling("title", (chosen,))] if chosen else told
        for refused, observation, severity in contradictions(around, harvest.observations, harvest.counted):
            self._refuse(refused, observation.row, severity=severity)

    def _ask(self) -> None:
        """About titles, names, remarks, notes and unread columns that may change what the figures mean."""
        for row, refused in self._questions():
            self._refuse(refused, row, severity=Severity.WARNING)
        for column in self.task.layout.ignored:
            if asked := self._asking.of_column(column, self._different_texts(column)):
                self._refuse(asked, self.task.layout.header_row, Cell(column.header, None, column), Severity.WARNING)

    def _questions(self) -> Iterator[tuple[int | None, Refused]]:
        observations, (sheet, file) = self.harvest.observations, self.task.names
        yield from ((None, asked) for asked in self._asking.of_titles((*self.task.titles, file, sheet), observations))
        for observation in observations:
            if observation.note:
                yield from ((observation.row, asked) for asked in self._asking.of_remark(observation))
        for passed in self.harvest.passed:
            if passed.passage is Passage.NOTE:
                yield from ((None, asked) for asked in self._asking.of_note(passed.text, observations))

    def _different_texts(self, column: SheetColumn) -> list[str]:
        rows = self.task.sheet.rows[self.task.layout.header_row :]
        texts = (row[column.index].strip() for row in rows if column.index < len(row))
        return list(dict.fromkeys(filter(None, texts)))

    def _reading(self) -> SheetReading:
        layout, used, said, harvest = self.task.layout, self.course.used_around, self.task.around.said, self.harvest
        return SheetReading(
            sheet=self.task.sheet.name,
            first_row=layout.first_row,
            header_row=layout.header_row,
            shape=shape_of(layout),
            columns=tuple(column.header for column in (*layout.stubs.values(), *(value.column for value in layout.values))),
            rows=harvest.filled,
            around={role: said[role].text for role in used if role in said},
            layout=layout,
            profile=self.task.choices.profile,
        )


def _says_nothing(entry: Entry) -> bool:
    return entry.value.mark in (None, Mark.MERGED) and is_blank(entry.value.text)
