"""The report as a living workbook: data in cells, gaps and percentages as formulas over them, charts, sources."""

import io
from datetime import UTC

import xlsxwriter

from kpi.report.model import GapReport
from kpi.report.printable import TEXT_STAYS_TEXT
from kpi.report.workbook.book import write_book
from kpi.report.workbook.formats import SIZE


def render_xlsx(report: GapReport) -> bytes:
    """The report as an .xlsx file; equal reports give equal bytes."""
    buffer = io.BytesIO()
    font = {"font_name": report.texts.language.sheet_font, "font_size": SIZE}
    options = {"in_memory": True, "default_format_properties": font, **TEXT_STAYS_TEXT}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        made = report.moment.astimezone(UTC) if report.moment.tzinfo else report.moment
        workbook.set_properties({"title": report.title, "author": "", "created": made.replace(tzinfo=None, microsecond=0)})
        write_book(workbook, report)
    return buffer.getvalue()
