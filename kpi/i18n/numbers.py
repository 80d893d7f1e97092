"""Rounding for display: half up, in Decimal, here and nowhere else. Shown digits are never compared or computed with."""

from decimal import ROUND_HALF_UP, Decimal

from kpi.model import Measure, Qualifier

PERCENT_DECIMALS = 1
_MOST_MORE_DECIMALS = 4
MARKS = {Qualifier.GE: "≥", Qualifier.GT: ">", Qualifier.LE: "≤", Qualifier.LT: "<"}


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """`value` with at most `decimals` digits after the point, halves away from zero.

    A float is read by its shortest decimal form at 12 significant digits, so that 2.675, meant as such, rounds to 2.68.
    """
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def plain(number: Decimal, *, grouped: bool = False) -> str:
    """Digits without exponent or trailing zeros, with thousands separators if `grouped`, and a minus sign that is no hyphen."""
    text = (f"{number:,f}" if grouped else f"{number:f}").replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def displayed(value: float | Decimal, measure: Measure, decimals: int | None = None) -> Decimal:
    """`value` (base units) in the measure's display unit, rounded to its decimals or those given."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
    return round_half_up(exact / measure.display_scale, measure.decimals if decimals is None else decimals)


def two_digits(shown: float | Decimal, decimals: int) -> int:
    """Decimals that show a number to two significant digits, not fewer than `decimals`: 1.6 schools a year, and not 2."""
    size = abs(Decimal(f"{float(shown):.12g}"))
    return decimals if size == 0 else min(max(decimals, 1 - size.adjusted()), decimals + _MOST_MORE_DECIMALS)
