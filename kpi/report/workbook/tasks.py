"""责任单位任务清单 as a workbook: one sheet, a line for each duty, to be sorted and filtered at will.

The 措施 that were answered stand in cells that are otherwise left for them.
"""

from kpi.report.columns import Line
from kpi.report.duties import Duty, duties_by_unit
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


_COLUMNS: tuple[SheetColumn[Line[Duty]], ...] = (
    TableColumn("number", lambda line: line.number, width=6),
    TableColumn("owner", lambda line: line.row.unit or line.report.texts("kind.no_owner"), width=18),
    TableColumn("measure", lambda line: line.row.standing.measure_name, width=30),
    TableColumn("period", lambda line: line.row.standing.period, width=15),
    TableColumn("target", lambda line: line.row.standing.goal, width=10),
    TableColumn("current", lambda line: line.row.standing.current, width=10),
    TableColumn("current_date", lambda line: line.row.standing.assessment.current_date, width=12),
    TableColumn("unit", lambda line: line.row.standing.unit, width=11),
    TableColumn("gap", lambda line: line.row.gap, width=17),
    TableColumn("verdict", lambda line: verdict(line.report.texts, line.row.standing), width=14),
    TableColumn("monthly", lambda line: line.row.monthly.text, width=17),
    TableColumn("monthly_from", lambda line: line.row.since, width=19),
    TableColumn("due_day", lambda line: line.row.due, width=12),
    TableColumn("wanted", _late, width=16),
    TableColumn("steps", lambda line: "\n".join(steps_cell(line.report, line.row.standing)), width=34),
)


def write_tasks(sheet: SheetWriter, report: GapReport) -> None:
    """The list; a plan without anything to do says so."""
    duties = [duty for unit in duties_by_unit(report) for duty in unit.open]
    if not duties:
        sheet.empty(report.texts("kind.no_tasks"))
        return
    rows = (Line(report, duty, number) for number, duty in enumerate(duties, start=1))
    moved = (moved_text(report.texts, report.since),) if report.since else ()
    table = sheet.table(_COLUMNS, rows, frozen=3, legend=moved, below=(report.texts("kind.note_tasks"),))
    sheet.lamps(table, "verdict", by="verdict")
