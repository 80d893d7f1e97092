"""The report as CSV: one row per target and year, under headings in the report's language, for people and their spreadsheets.

Of a region without targets it lists the values instead, with their share of the whole and their place.
Numbers are plain and unrounded, in the unit of their row; dates are ISO. Programs take the data package, whose columns have
names that stay.
"""

from collections.abc import Callable, Iterator
from datetime import date

from kpi.report.columns import TARGET_COLUMNS, Cell, TargetLine, target_lines
from kpi.report.model import GapReport
from kpi.report.tidy.cells import csv_bytes, disarmed, plain_number
from kpi.views import Amount, Face, ValueRow, heading

_VALUE_COLUMNS: tuple[tuple[str, Callable[[ValueRow], Cell]], ...] = (
    ("category", lambda row: row.category),
    ("measure", lambda row: row.measure),
    ("period", lambda row: row.period),
    ("value", lambda row: row.value),
    ("unit", lambda row: row.unit),
    ("share_of_whole", lambda row: row.share),
    ("rank_of", lambda row: row.rank),
    ("ranked", lambda row: row.ranked or None),
    ("whole", lambda row: row.whole),
    ("source", lambda row: "; ".join(each.source for each in row.figures)),
)


def render_csv(report: GapReport) -> bytes:
    """The report's targets, or else its values, as a .csv file; equal reports give equal bytes."""
    if report.values and not report.rows:
        return csv_bytes([_value_headings(report), *(_value_cells(report, row) for row in report.values)])
    return csv_bytes([_headings(report), *(_cells(report, line) for line in target_lines(report))])


def _stamp_headings(report: GapReport) -> list[str]:
    return [heading(report.texts, "as_of", Face.LIST), heading(report.texts, "data_kind", Face.LIST)]


def _stamp(report: GapReport) -> list[str]:
    return [report.as_of.isoformat(), report.texts("report.demo") if report.demo else ""]


def _value_headings(report: GapReport) -> list[str]:
    names = ["region", *(name for name, _ in _VALUE_COLUMNS)]
    return [*_stamp_headings(report), *(heading(report.texts, name, Face.DATA) for name in names)]


def _value_cells(report: GapReport, row: ValueRow) -> list[str]:
    return [*_stamp(report), disarmed(report.scope), *(_written(cell(row)) for _, cell in _VALUE_COLUMNS)]


def _headings(report: GapReport) -> list[str]:
    return [*_stamp_headings(report), *(title for column in TARGET_COLUMNS for title in _heading(report, column.key))]


def _heading(report: GapReport, key: str) -> Iterator[str]:
    yield heading(report.texts, key, Face.LIST)
    if key == "current":
        yield heading(report.texts, "current_mark", Face.LIST)


def _cells(report: GapReport, line: TargetLine) -> Iterator[str]:
    yield from _stamp(report)
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
