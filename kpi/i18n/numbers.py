"""Rounding for display: half up, in Decimal, here and nowhere else. Shown digits are never compared or computed with."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from kpi.model import Qualifier, Rounding

PERCENT_DECIMALS = 1
MOST_MORE_DECIMALS = 4
_MOST_FOR_A_GAP = 9
"""Further digits after which what is left of a difference is no more than binary fractions add."""
_LARGE = (12, 9, 6)
"""Powers of ten with words of their own where there is none for 万: trillion, billion, million."""
_LARGE_FROM, _LARGE_USUAL = 8, 9
"""Plans that count in 亿 are told with such words; bare numbers beside a unit in billions, or in what is as large as theirs."""
_DIRECTIONS = {Rounding.NEAREST: ROUND_HALF_UP, Rounding.UP: ROUND_CEILING, Rounding.DOWN: ROUND_FLOOR}
MARKS = {Qualifier.GE: "≥", Qualifier.GT: ">", Qualifier.LE: "≤", Qualifier.LT: "<"}


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """`value` with at most `decimals` digits after the point, halves away from zero.

    A float is read by its shortest decimal form at 12 significant digits, so that 2.675, meant as such, rounds to 2.68.
    """
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def round_never_to_zero(value: float | Decimal, decimals: int) -> Decimal:
    """As `round_half_up`, but what would be shown as 0 without being it gets one decimal more, or as many as it takes."""
    for more in range(_MOST_FOR_A_GAP + 1):
        rounded = round_half_up(value, decimals + more)
        if rounded:
            return rounded
    return Decimal(0)


def round_whole(value: float | Decimal, rounding: Rounding) -> Decimal:
    """`value` in whole units, rounded the way asked for; 28.0000000001 is 28 whichever way."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
    return exact.quantize(Decimal(1), rounding=_DIRECTIONS[rounding])


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    stretches: list[tuple[int, int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1] = stretches[-1][0], number
        else:
            stretches.append((number, number))
    return stretches


def ranges(numbers: Iterable[int]) -> tuple[str, ...]:
    """Numbers in few words: 3 and 5–8."""
    return tuple(str(first) if first == last else f"{first}–{last}" for first, last in runs(numbers))


def plain(number: Decimal, *, grouped: bool = False) -> str:
    """Digits without exponent or trailing zeros, with thousands separators if `grouped`, and a minus sign that is no hyphen."""
    text = (f"{number:,f}" if grouped else f"{number:f}").replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def word_of_scale(scale: Decimal) -> int:
    """The power of ten that bare numbers of a plan's scale are given in: 9 for 亿; 0 for 万, which is written out."""
    if scale < Decimal(10) ** _LARGE_FROM:
        return 0
    return next((each for each in _LARGE if each > _LARGE_USUAL and scale >= Decimal(10) ** each), _LARGE_USUAL)


def word_of_value(value: Decimal) -> int:
    """The largest power of ten with a word of its own that a value reaches: 12 of 140 trillion; 0 where it reaches none."""
    return next((power for power in _LARGE if abs(value) >= 10**power), 0)


def roughly(value: float, digits: int, rounding: Rounding = Rounding.NEAREST) -> float:
    """`value` with so many significant digits, as an estimate is told: 5,330,000 for 5,333,333; a need is rounded up."""
    exact = Decimal(f"{value:.12g}")
    if exact == 0:
        return value
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rounding=_DIRECTIONS[rounding]))


def two_digits(shown: float | Decimal, decimals: int) -> int:
    """Decimals that show a number to two significant digits, not fewer than `decimals`: 1.6 schools a year, and not 2."""
    size = abs(Decimal(f"{float(shown):.12g}"))
    return decimals if size == 0 else min(max(decimals, 1 - size.adjusted()), decimals + MOST_MORE_DECIMALS)
