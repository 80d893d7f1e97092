"""What the printed form of a figure says about its exactness, and a figure with every digit that it has."""

import re
from dataclasses import replace
from decimal import Decimal

from kpi.model import Measure, Qualifier, Quantity

_NUMBER = re.compile(
    r"[1-9][0-9]{0,2}(?:[ \u00a0\u2002-\u200a\u202f\u3000][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9][0-9,]*(?:\.[0-9]+)?"
)
_SPACES = dict.fromkeys((0x20, 0xA0, *range(0x2002, 0x200B), 0x202F, 0x3000, 0x2C))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def half_printed_digit(value: Decimal, printed: str, measure: Measure) -> Decimal:
    """Half a unit of the last digit of `value` as printed, in base units: 500 for 137.6万人, 0.00005 for 34.14%.

    Without a printed number that fits the value the last digit is that of the measure's `decimals`. A count given to the
    last one (205个) is exact, so 0.
    """
    last_digit = last_printed_digit(value, printed)
    if last_digit is None:
        last_digit = measure.display_scale.scaleb(-measure.decimals)
    return Decimal(0) if measure.unit.integer and last_digit <= 1 else last_digit / 2


def last_printed_digit(value: Decimal, printed: str) -> Decimal | None:
    """The place value of the last printed digit, the scale (万, %) read off the value; None if no printed number fits it."""
    for match in _NUMBER.finditer(printed.translate(_FULL_WIDTH)):
        number = Decimal(match[0].translate(_SPACES))
        if number == 0 or value == 0:
            continue
        scale = abs(value) / number
        if scale == Decimal(1).scaleb(scale.adjusted()):
            return scale.scaleb(-len(match[0].partition(".")[2]))
    return None


def exactly(value: float | Decimal, measure: Measure, qualifier: Qualifier = Qualifier.EQ) -> Quantity:
    """A value to be shown unrounded, 0.031万张 and not 0.03万张: what tells two values apart must be seen."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
    exponent = (exact / measure.display_scale).normalize().as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    most = max(measure.decimals + 4, measure.display_scale.adjusted() + 2)  # a quotient has no last digit
    return Quantity(float(value), replace(measure, decimals=max(min(digits, most), measure.decimals)), qualifier)
