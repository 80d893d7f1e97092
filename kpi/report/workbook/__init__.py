"""The report as a living workbook: data in cells, gaps and percentages as formulas over them, charts, sources."""

import io
from collections.abc import Callable

from xlsxwriter import Workbook

from kpi.report.archive import made
from kpi.report.duties import helped_by_unit
from kpi.report.model import GapReport
from kpi.report.printable import TEXT_STAYS_TEXT
from kpi.report.workbook.book import write_book
from kpi.report.workbook.formats import SIZE, Formats
from kpi.report.workbook.sheet import SheetWriter
from kpi.report.workbook.tasks import write_helped, write_tasks


def render_xlsx(report: GapReport) -> bytes:
    """The report as an .xlsx file; equal reports give equal bytes."""
    return _written(report, write_book)


def render_task_sheet(report: GapReport) -> bytes:
    """What each responsible unit has to do as an .xlsx file, and on a second sheet what units help with."""

    def write(workbook: Workbook, report: GapReport) -> None:
        formats = Formats(workbook, report.lang)
        write_tasks(SheetWriter(workbook, formats, report, report.texts("kind.sheet_tasks")), report)
        if helped_by_unit(report):
            write_helped(SheetWriter(workbook, formats, report, report.texts("kind.sheet_helped")), report)

    return _written(report, write)


def _written(report: GapReport, write: Callable[[Workbook, GapReport], None]) -> bytes:
    buffer = io.BytesIO()
    font = {"font_name": report.texts.language.sheet_font, "font_size": SIZE}
    options = {"in_memory": True, "default_format_properties": font, **TEXT_STAYS_TEXT}
    with Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": report.title, "author": "", "created": made(report.moment)})
        write(workbook, report)
    return buffer.getvalue()
