"""Values as CSV writes them: plain numbers, ISO dates, and text that no spreadsheet takes for a formula.

UTF-8 with a byte-order mark, lines ending in CRLF: Excel opens such a file without garbling.
"""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def csv_bytes(lines: Iterable[Iterable[str]]) -> bytes:
    """A .csv file of lines of cells."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue().encode("utf-8-sig")


def disarmed(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet would compute it (OWASP, CSV injection)."""
    return f"'{text}" if _STARTS_A_FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def settled(number: float) -> float:
    """A number at 12 significant digits, beyond which there is only the noise of binary fractions; never −0."""
    return float(f"{number:.12g}") + 0.0


def plain_number(number: float) -> str:
    """A number in digits, without exponent, at 12 significant ones: -4.2."""
    digits = format(Decimal(f"{settled(number):.12g}"), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
