"""What a qualifier leaves open: every value is an interval, and an exact one has no width.

> and ≥ reach from the value up, < and ≤ from the value down, 约 half a unit of the last printed digit to either side. The
value itself belongs to the interval in every case, so `>100` against a target of 100 is as undecided as `≥100`.
"""

from decimal import Decimal

import numpy as np

from kpi.catalog import half_printed_digit
from kpi.model import Measure, Qualifier
from kpi.progress.periods.clocks import FloatArray, IntArray

QUALIFIERS = tuple(Qualifier)
EXACT, UP, UP_STRICT, DOWN, DOWN_STRICT, ABOUT = (
    QUALIFIERS.index(qualifier)
    for qualifier in (Qualifier.EQ, Qualifier.GE, Qualifier.GT, Qualifier.LE, Qualifier.LT, Qualifier.APPROX)
)


def half_printed_unit(value: float, printed: str, measure: Measure) -> float:
    """Half a unit of the last digit of a 约 value as printed, in base units: 500 for 约137.6万人.

    A count printed to the last one is exact on its own, but not once it is called 约: then half a unit is 0.5.
    """
    return float(half_printed_digit(Decimal(repr(value)), printed, measure)) or 0.5


def bounds(value: FloatArray, qualifier: IntArray, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least and greatest number each value may stand for; `half` is used where it is 约."""
    down, up = np.isin(qualifier, (DOWN, DOWN_STRICT)), np.isin(qualifier, (UP, UP_STRICT))
    low = np.select([down, qualifier == ABOUT], [np.full_like(value, -np.inf), value - half], value)
    high = np.select([up, qualifier == ABOUT], [np.full_like(value, np.inf), value + half], value)
    return low, high


def quotient_bounds(
    numerator: tuple[FloatArray, FloatArray, FloatArray], denominator: tuple[FloatArray, FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Value, least and greatest of numerator ÷ denominator, each given as value, low, high. NaN where it divides by zero.

    Counts cannot be negative, so the parts' bounds stop at zero; the value itself always stays inside.
    """
    above, above_low, above_high = numerator
    below, below_low, below_high = denominator
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(below == 0, np.nan, above / below)
        low = np.maximum(above_low, 0) / below_high
        high = above_high / np.maximum(below_low, 0)
    low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    return value, np.minimum(low, value), np.maximum(high, value)


def mark(value: FloatArray, low: FloatArray, high: FloatArray) -> IntArray:
    """The qualifier that says how an interval lies about its value: ≥, ≤ or 约."""
    return np.select([(low < value) & (high > value), high > value, low < value], [ABOUT, UP, DOWN], EXACT).astype(np.int64)


def reach(value: float, qualifier: Qualifier, printed: str, measure: Measure) -> tuple[float, float, float]:
    """One figure: its value, and the least and the greatest number it may stand for."""
    number, half = np.array([value]), np.array([half_printed_unit(value, printed, measure)])
    low, high = bounds(number, np.array([QUALIFIERS.index(qualifier)]), half)
    return value, float(low[0]), float(high[0])


def quotient(above: tuple[float, float, float], below: tuple[float, float, float]) -> tuple[float, float, Qualifier]:
    """Of two figures with their reach, the least and the greatest quotient and the mark that says so."""
    value, low, high = quotient_bounds(
        (np.array([above[0]]), np.array([above[1]]), np.array([above[2]])),
        (np.array([below[0]]), np.array([below[1]]), np.array([below[2]])),
    )
    return float(low[0]), float(high[0]), QUALIFIERS[int(mark(value, low, high)[0])]
