"""The report as an Excel workbook: summary, targets, gaps, open points and every figure with its source."""

import io
from datetime import UTC

import xlsxwriter

from kpi.report.columns import (
    FIGURE_COLUMNS,
    MISSING_COLUMNS,
    OVERDUE_COLUMNS,
    PENDING_COLUMNS,
    QUESTION_COLUMNS,
    TARGET_COLUMNS,
    figure_lines,
    missing_lines,
    overdue_lines,
    pending_lines,
    target_lines,
)
from kpi.report.model import GapReport
from kpi.report.workbook.formats import FONTS, SIZE, Formats
from kpi.report.workbook.sheets import Sheet

__all__ = ["render_xlsx"]

_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render_xlsx(report: GapReport) -> bytes:
    """The report as an .xlsx file; equal reports give equal bytes."""
    buffer = io.BytesIO()
    font = {"font_name": FONTS[report.lang], "font_size": SIZE}
    options = {"in_memory": True, "default_format_properties": font, **_TEXT_STAYS_TEXT}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        made = report.generated.astimezone(UTC) if report.generated.tzinfo else report.generated
        workbook.set_properties({"title": report.title, "author": "", "created": made.replace(tzinfo=None, microsecond=0)})
        _write_sheets(workbook, report)
    return buffer.getvalue()


def _write_sheets(workbook: xlsxwriter.Workbook, report: GapReport) -> None:
    formats = Formats(workbook, report.lang)

    def sheet(key: str) -> Sheet:
        return Sheet(workbook, formats, report, key)

    sheet("overview").overview()
    sheet("targets").table(TARGET_COLUMNS, target_lines(report), frozen=3, pages_wide=2)
    sheet("missing").table(MISSING_COLUMNS, missing_lines(report), frozen=2)
    sheet("pending").table(PENDING_COLUMNS, pending_lines(report), frozen=2)
    sheet("questions").table(QUESTION_COLUMNS, report.questions, frozen=1)
    if report.overdue:
        sheet("overdue").table(OVERDUE_COLUMNS, overdue_lines(report), frozen=2)
    sheet("figures").table(FIGURE_COLUMNS, figure_lines(report), frozen=2, pages_wide=2)
