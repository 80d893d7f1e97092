"""What people type into a form, 29 or 29% or 137.6万, as the text of the plan's tables; and back, as they would type it."""

import re
from decimal import Decimal
from fractions import Fraction

from kpi.errors import KpiError
from kpi.ingest import Refused, base_value, milestone, read_number, read_rank
from kpi.model import ChangeUnit, Comparator, Kind, Measure, PeriodType, Qualifier, Target, told_in

_FRACTION = re.compile(r"[+-]?[0-9]{1,20}/[1-9][0-9]{0,19}")


def in_base_units(text: str, measure: Measure) -> str:
    """A number as its table has it; one without a unit is in the unit that the measure is shown in. KpiError `typed_number`."""
    plain = text.strip()
    if not plain or _FRACTION.fullmatch(plain):
        return plain
    try:
        if measure.kind is Kind.MILESTONE:
            return f"{milestone(plain):f}"
        written = read_rank(plain) if measure.kind is Kind.RANK else read_number(plain)
        if written.qualifier is Qualifier.EQ:
            return f"{base_value(written, '' if written.unit else measure.display_unit, measure):f}"
    except Refused:
        pass
    raise KpiError("typed_number", value=plain, unit=measure.display_unit)


def as_typed(text: str, measure: Measure) -> str:
    """A number of a table in the unit that the measure is shown in."""
    try:
        return f"{(Decimal(text) / measure.display_scale).normalize():f}" if text else ""
    except ArithmeticError:
        return text


def same_number(first: str, second: str) -> bool:
    """Whether two cells say one number, however it is written."""
    try:
        return Fraction(first) == Fraction(second)
    except ValueError:
        return first == second


def counted_in(measure: Measure, period_type: PeriodType | None, change_unit: str) -> Measure:
    """In which measure the number of a target that is not yet there is told: that of a change is in % or points."""
    if period_type is None or change_unit not in ("", *ChangeUnit):
        return measure
    unit = ChangeUnit(change_unit) if change_unit else None
    target = Target("", measure.measure_id, "", Comparator.AT_LEAST, None, period_type, None, (), None, change_unit=unit)
    return told_in(target, measure)
