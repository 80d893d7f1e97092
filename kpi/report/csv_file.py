"""The report as CSV: one row per target and year, for other programs and for Excel, which opens it without garbling.

UTF-8 with a byte-order mark, lines ending in CRLF. Numbers are plain and unrounded, in the unit of their row; dates are ISO.
A text that a spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection); a number never does.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpi.report.columns import TARGET_COLUMNS, Cell, TargetLine, target_lines
from kpi.report.model import GapReport
from kpi.report.rows import Amount

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def render_csv(report: GapReport) -> bytes:
    """The report's targets as a .csv file; equal reports give equal bytes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_headings(report))
    writer.writerows(_cells(report, line) for line in target_lines(report))
    return buffer.getvalue().encode("utf-8-sig")


def disarmed(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet would compute it."""
    return f"'{text}" if _STARTS_A_FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_number(number: float) -> str:
    """A number in digits, without exponent, at 12 significant ones: -4.2."""
    digits = format(Decimal(f"{number:.12g}"), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


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
