"""The report as CSV: one row per target and year, under headings in the report's language, for people and their spreadsheets.

Of a region without targets it lists the values instead, with their share of the whole and their place.
Numbers are plain and unrounded, in the unit of their row; dates are ISO. Programs take the data package, whose columns have
names that stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from kpi.report.columns import LISTED_TARGETS, OF_TARGET_LINES, OF_VALUE_LINES, Line, TargetLine, lines, target_lines
from kpi.report.model import GapReport
from kpi.report.tidy.cells import csv_bytes, disarmed, plain_number
from kpi.views import Amount, Cell, Column, Face, Register, TableColumn, ValueRow, as_listed, heading

Row = TypeVar("Row")
_VALUES: tuple[Column[Line[ValueRow]], ...] = Register[Line[ValueRow]](
    [
        *OF_VALUE_LINES,
        TableColumn("region", lambda line: line.report.scope),
        TableColumn("ranked", lambda line: line.row.ranked or None),
        TableColumn("source", lambda line: "; ".join(figure.source for figure in line.row.figures)),
    ]
).choose(
    *("region", "category", "measure", "period", "value", "unit", "share_of_whole", "rank_of", "ranked", "whole", "source")
)


_TARGETS: tuple[Column[TargetLine], ...] = tuple(
    part
    for column in LISTED_TARGETS
    for part in ((column, OF_TARGET_LINES["current_mark"]) if column.key == "current" else (column,))
)
_STAMP = ("as_of", "data_kind")


def render_csv(report: GapReport) -> bytes:
    """The report's targets, or else its values, as a .csv file; equal reports give equal bytes."""
    if report.values and not report.rows:
        return csv_bytes(_table(report, _VALUES, lines(report, report.values), Face.DATA))
    return csv_bytes(_table(report, _TARGETS, target_lines(report), Face.LIST))


def _table(report: GapReport, columns: Sequence[Column[Row]], rows: Iterable[Row], face: Face) -> Iterator[list[str]]:
    """Headings and lines, each beginning with what the figures are of."""
    words = report.texts
    stamp = [
        report.as_of.isoformat(),
        words.paragraph((words("report.demo") if report.demo else "", report.caution)),
    ]
    yield [*(heading(words, key, Face.LIST) for key in _STAMP), *(heading(words, column.key, face) for column in columns)]
    for row in rows:
        yield [*stamp, *(_written(as_listed(words, column.cell(row))) for column in columns)]


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
