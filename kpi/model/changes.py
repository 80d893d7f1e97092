"""In which measure a target is told: of a level that is to change, a change of it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kpi.model.kinds import ChangeUnit, Course, Kind
from kpi.model.plan import Measure, Target, Unit

SHARE = Unit("fraction", "比率", "share", ("%",), integer=False)
"""Of changes relative to what they start from."""
POINTS = Unit("points", "个百分点", "percentage points", ("个百分点",), integer=False)
"""Of differences between shares."""
_PERCENT = Decimal("0.01")
_MOST_DECIMALS = 4


def in_percent(measure: Measure) -> bool:
    """Whether its values are fractions of one, shown with %."""
    return "%" in {measure.display_unit, *measure.unit.spellings}


def told_in(target: Target, measure: Measure) -> Measure:
    """The measure as target, current value and gap count it: that of the target, or a change of it."""
    if not target.period_type.of_change:
        return measure
    if target.period_type.compares:
        return _change(measure, POINTS, "%", _PERCENT, _decimals(target), Course.MARGIN)
    if target.absolute:
        unit = POINTS if in_percent(measure) else measure.unit
        course = Course.COUNT if unit.integer else Course.RISE
        return _change(measure, unit, measure.display_unit, measure.display_scale, measure.decimals, course)
    if measure.kind is Kind.CHANGE:
        return measure
    # A rate a year says so in its period (年均); of a whole window only the words do.
    whole = ChangeUnit.ABSOLUTE in target.period_type.change_units
    return _change(measure, SHARE, "%", _PERCENT, _decimals(target), Course.GROWTH if whole else None)


def without_course(measure: Measure) -> Measure:
    """The same measure for an amount whose direction its sentence already says: 不降反升1.2%."""
    return replace(measure, course=None)


def _change(measure: Measure, unit: Unit, display_unit: str, scale: Decimal, decimals: int, course: Course | None) -> Measure:
    return replace(
        measure, kind=Kind.CHANGE, unit=unit, display_unit=display_unit, display_scale=scale, decimals=decimals,
        numerator_id="", denominator_id="", course=course,
    )  # fmt: skip


def _decimals(target: Target) -> int:
    """One digit after the point of a percentage, and as many more as the target itself has."""
    digits = (
        places for places in range(1, _MOST_DECIMALS) if (Fraction(target.value or 0) * 10 ** (places + 2)).denominator == 1
    )
    return next(digits, _MOST_DECIMALS)
