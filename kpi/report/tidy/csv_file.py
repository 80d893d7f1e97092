"""The report as CSV: one row per target and year, under headings in the report's language, for people and their spreadsheets.

Numbers are plain and unrounded, in the unit of their row; dates are ISO. Programs take the data package, whose columns have
names that stay.
"""

from collections.abc import Iterator
from datetime import date

from kpi.report.columns import TARGET_COLUMNS, Cell, TargetLine, target_lines
from kpi.report.model import GapReport
from kpi.report.rows import Amount
from kpi.report.tidy.cells import csv_bytes, disarmed, plain_number


def render_csv(report: GapReport) -> bytes:
    """The report's targets as a .csv file; equal reports give equal bytes."""
    return csv_bytes([_headings(report), *(_cells(report, line) for line in target_lines(report))])


def _headings(report: GapReport) -> list[str]:
    words = report.texts
    first = [words("report.column_as_of"), words("report.column_data_kind")]
    return [*first, *(heading for column in TARGET_COLUMNS for heading in _heading(report, column.key))]


def _heading(report: GapReport, key: str) -> Iterator[str]:
    yield report.texts(f"report.column_{key}")
    if key == "current":
        yield report.texts("report.column_current_mark")


def _cells(report: GapReport, line: TargetLine) -> Iterator[str]:
    yield report.as_of.isoformat()
    yield report.texts("report.demo") if report.demo else ""
    for column in TARGET_COLUMNS:
        cell = column.cell(line)
        yield _written(cell)
        if column.key == "current":
            yield disarmed(line.row.current.mark)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Amount(number=None):
            return disarmed(cell.text)
        case Amount(number=float() | int() as number):
            return plain_number(number)
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
    return disarmed(str(cell))
