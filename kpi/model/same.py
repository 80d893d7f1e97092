"""When two numbers are one: within 1e-9 of their size, in one place, so that no two rooms can disagree.

There is no absolute floor: what floating point loses is a share of the numbers at hand, and next to 0 only 0 is equal. A
number that is itself a sum or a difference has lost a share of its terms: then these are named as `of`, the size to go by.
`progress/judging/numbers.py` has the twins for arrays.
"""

from fractions import Fraction
from typing import Any, overload

TOLERANCE = 1e-9
_EXACT = Fraction(1, 10**9)
POINT = 1.0
"""The size to go by of a lead where the two percentages it is the difference of are not at hand: one percentage point."""


@overload
def slack(*sizes: Fraction) -> Fraction: ...
@overload
def slack(*sizes: float) -> float: ...
def slack(*sizes: Any) -> Any:
    """How far apart numbers of such a size may be and still be one. Exact for fractions."""
    largest = max(abs(size) for size in sizes)
    return _EXACT * largest if isinstance(largest, Fraction) else TOLERANCE * largest


def same(left: float, right: float, *of: float) -> bool:
    """Whether two numbers are equal within the tolerance of the larger, and of the numbers they were made `of`."""
    return abs(left - right) <= slack(left, right, *of)
