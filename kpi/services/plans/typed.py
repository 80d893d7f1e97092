"""What people type into a form, 29 or 29% or 137.6万, as the text that the plan's tables have; and back, as they would type it."""

import re
from decimal import Decimal
from fractions import Fraction

from kpi.errors import KpiError
from kpi.ingest import Refused, base_value, milestone, read_number, read_rank
from kpi.model import Kind, Measure, Qualifier

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
