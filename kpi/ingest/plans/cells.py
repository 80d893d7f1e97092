"""What people type into a sheet as the text that a plan's file has: words as codes, days and numbers in one way of writing.

Only what means one thing is rewritten. Everything else stays as it was typed, and the plan's own reader says what is wrong.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from kpi.ingest.plans import columns
from kpi.ingest.spelling import halved
from kpi.model import ChangeUnit

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_FRACTION = re.compile(r"[+-]?[0-9]+/[0-9]+")
_PERCENT = re.compile(r"([+-]?[0-9]{1,20}(?:\.[0-9]{1,6})?)%")
_DAY = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
_BETWEEN_YEARS = re.compile(r"\s*[;、,]\s*")
_YEARS = re.compile(r"[0-9]{4}年?(?:[;、,] ?[0-9]{4}年?)*;?")
_OF_GROWTH = frozenset({"average_growth", "relative"})
"""Ways of counting whose number is a share whatever the measure is counted in."""
_HUNDREDTH = Decimal("0.01")


def as_filed(sheet: str, column: str, text: str) -> str:
    """A cell's text as the plan's file has it."""
    if column in columns.NUMBERS:
        return _number(column, text)
    if column in columns.DAYS:
        return _day(text)
    if column in columns.YEARS:
        return _years(text)
    if text in ("TRUE", "FALSE") and columns.choices(sheet, column) == columns.YES_NO:
        return "yes" if text == "TRUE" else "no"
    return columns.code_of(sheet, column, text)


def _number(column: str, text: str) -> str:
    plain = halved(text)
    if column == "display_scale" and _PERCENT.fullmatch(plain):
        return hundredths(plain)
    return plain if _NUMBER.fullmatch(plain) or _FRACTION.fullmatch(plain) else text


def _day(text: str) -> str:
    """A day in the calendar's own order; one that does not exist is left for the plan's reader."""
    match = _DAY.fullmatch(halved(text).replace(" ", ""))
    if not match:
        return text
    year, *rest = (part for part in match.groups() if part)
    return "-".join([year, *(part.zfill(2) for part in rest)])


def _years(text: str) -> str:
    plain = halved(text)
    return _BETWEEN_YEARS.sub(";", plain.replace("年", "")) if _YEARS.fullmatch(plain) else text


def is_percent(text: str) -> bool:
    """Whether a number is written with a percent sign."""
    return bool(_PERCENT.fullmatch(text))


def hundredths(text: str) -> str:
    """`65%` as 0.65, digit for digit."""
    return f"{Decimal(text.removesuffix('%')).scaleb(-2).normalize():f}"


def counts_in_percent(cells: Mapping[str, str], scales: Mapping[str, str]) -> bool:
    """Whether the value of a row may be written with a percent sign; `scales` has the scale of each measure's display unit.

    A row of a measure that is not there is refused for that, and for nothing that follows from it.
    """
    if cells.get("period_type") in _OF_GROWTH or cells.get("change_unit") == ChangeUnit.PERCENT:
        return True
    measure_id = cells.get("measure_id", "")
    return measure_id not in scales or _is_hundredth(scales[measure_id])


def _is_hundredth(scale: str) -> bool:
    return bool(re.fullmatch(r"0*\.010*", scale)) and Decimal(scale) == _HUNDREDTH
