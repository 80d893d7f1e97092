"""The report as a living workbook: data in cells, gaps and percentages as formulas over them, charts, sources."""

import io

import xlsxwriter

from kpi.report.archive import made
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
        workbook.set_properties({"title": report.title, "author": "", "created": made(report.moment)})
        write_book(workbook, report)
    return buffer.getvalue()
