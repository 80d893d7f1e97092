"""责任单位任务清单 as a workbook: a line for each duty, to be sorted and filtered at will. What units help others with has a
sheet of its own.

The 措施 that were answered stand in cells that are otherwise left for them.
"""

from typing import Any

from kpi.report.columns import Line
from kpi.report.duties import Duty, Helped, duties_by_unit, helped_by_unit, nothing_to_do
from kpi.report.matters import steps_cell
from kpi.report.model import GapReport
from kpi.report.since import moved_text
from kpi.report.wording import verdict
from kpi.report.workbook.cells import SheetColumn
from kpi.report.workbook.sheet import SheetWriter
from kpi.views import TableColumn


def _late(line: Line[Duty]) -> str:
    words = line.report.texts
    return words("service.clauses").join(line.row.told_late(words))


_STANDING: tuple[SheetColumn[Line[Any]], ...] = (
    TableColumn("measure", lambda line: line.row.standing.measure_name, width=30),
    TableColumn("period", lambda line: line.row.standing.period, width=15),
    TableColumn("target", lambda line: line.row.standing.goal, width=10),
    TableColumn("current", lambda line: line.row.standing.current, width=10),
    TableColumn("current_date", lambda line: line.row.standing.assessment.current_date, width=12),
    TableColumn("unit", lambda line: line.row.standing.unit, width=11),
    TableColumn("gap", lambda line: line.row.standing.gap.text, width=17),
    TableColumn("verdict", lambda line: verdict(line.report.texts, line.row.standing), width=14),
)
"""How a target stands, whoever answers for it."""
_COLUMNS: tuple[SheetColumn[Line[Duty]], ...] = (
    TableColumn("number", lambda line: line.number, width=6),
    TableColumn("owner", lambda line: line.row.unit or line.report.texts("kind.no_owner"), width=18),
    *_STANDING,
    TableColumn("monthly", lambda line: line.row.monthly.text, width=17),
    TableColumn("monthly_from", lambda line: line.row.since, width=19),
    TableColumn("due_day", lambda line: line.row.due, width=12),
    TableColumn("wanted", _late, width=16),
    TableColumn("steps", lambda line: "\n".join(steps_cell(line.report, line.row.standing)), width=34),
)
_PACE = frozenset({"monthly", "monthly_from"})
"""Left out where nothing is required per month any more: once all deadlines are past."""
_OF_HELPED: tuple[SheetColumn[Line[Helped]], ...] = (
    TableColumn("number", lambda line: line.number, width=6),
    TableColumn("co_owner", lambda line: line.row.unit, width=18),
    *_STANDING,
    TableColumn("due_day", lambda line: line.row.due, width=12),
    TableColumn("owner", lambda line: line.report.texts.language.items.join(line.row.owners), width=18),
)


def write_helped(sheet: SheetWriter, report: GapReport) -> None:
    """What units help others with (协办)."""
    rows = (row for _, rows in helped_by_unit(report) for row in rows)
    table = sheet.table(_OF_HELPED, (Line(report, row, number) for number, row in enumerate(rows, start=1)), frozen=3)
    sheet.lamps(table, "verdict", by="verdict")


def write_tasks(sheet: SheetWriter, report: GapReport) -> None:
    """The list; a plan without anything to do says so."""
    duties = [duty for unit in duties_by_unit(report) for duty in unit.open]
    if not duties:
        sheet.empty(nothing_to_do(report))
        return
    rows = (Line(report, duty, number) for number, duty in enumerate(duties, start=1))
    moved = (moved_text(report.texts, report.since),) if report.since else ()
    note = report.texts("kind.note_tasks" if any(duty.monthly.text for duty in duties) else "kind.note_steps")
    table = sheet.table(_COLUMNS, rows, frozen=3, legend=moved, below=(note,), dropped=_PACE)
    sheet.lamps(table, "verdict", by="verdict")
