"""What is said of a whole sheet once its rows are read: what was passed over, so that nothing is lost without being named."""

import re
from dataclasses import dataclass

from kpi.ingest.periods import EARLIEST_YEAR
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Course
from kpi.ingest.sheets.passages import Passage
from kpi.ingest.sheets.task import Harvest, SheetTask, few, row_ranges
from kpi.ingest.spelling import shortened, simplified
from kpi.ingest.tables.grid import Cell, Role, SheetColumn, letter
from kpi.model import Kind, Observation, Severity

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
        if unfilled:
            row = unfilled[0] if len(unfilled) == 1 else None
            refused = Refused("values_blank", count=len(unfilled), rows=row_ranges(unfilled))
            self._refuse(refused, row, severity=Severity.NOTE)

    def _blank_cells(self) -> None:
        cells = [f"{entry.value.column.letter}{entry.row}" for entry in self.harvest.blank]
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
        monthly = sum(_is_later_month(row) for row in self.harvest.observations if self._is_flow(row))
        if monthly:
            self.say("months_alone", count=monthly)

    def _is_flow(self, observation: Observation) -> bool:
        return self.task.catalog.measures[observation.measure_id].kind is Kind.FLOW


def _is_later_month(observation: Observation) -> bool:
    """Whether a row is of one month, and not of the first, which is the year so far as well."""
    start, end = observation.window_start, observation.window_end
    return start is not None and end is not None and start.month == end.month > 1 and (end - start).days < 31
