"""A written number and its unit, held against the measure it is for: a value in base units, or a refusal.

One scale is applied once. Two that differ, a unit of another kind, a share without its sign: asked about, never guessed.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from kpi.ingest.amounts.values import PER_HUNDRED, SCALES, UNIT_SEPARATORS, UnitText, Written, read_unit, split_scale
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import folded
from kpi.model import Kind, Measure, Unit, in_percent

STORED_PLACES = Decimal("0.00000001")
MOST = Decimal(10) ** 20
"""The store keeps 28 digits, 8 of them after the point."""

_DONE = frozenset({"是", "已完成", "完成", "√", "✓", "1", "yes", "done", "completed"})
_NOT_DONE = frozenset({"否", "未完成", "尚未完成", "×", "✗", "0", "no", "not done", "not yet done"})


def spellings(measure: Measure) -> frozenset[str]:
    """Every way of writing the measure's unit without scale, folded."""
    return _spellings(measure.unit, measure.display_unit, measure.display_scale)


@lru_cache(maxsize=512)
def _spellings(unit: Unit, display_unit: str, display_scale: Decimal) -> frozenset[str]:
    scale, word = split_scale(display_unit)
    shown = word if scale == display_scale else display_unit
    words = {unit.unit, unit.name_zh, unit.name_en, shown, *unit.spellings} - SCALES.keys() - {""}
    return frozenset(folded(word) for word in words)


def milestone(text: str) -> Decimal:
    """1 for done, 0 for not done. Refused if it says neither."""
    said = folded(text)
    if said in _DONE or said in _NOT_DONE:
        return Decimal(said in _DONE)
    raise Refused("milestone_unreadable", advice("milestone_unreadable"))


def base_value(written: Written, unit_cell: str, measure: Measure) -> Decimal:
    """The value in base units. Refused where the unit does not fit or is missing, with the likely unit as suggestion."""
    known = spellings(measure)
    inside = _unit(written.unit, known, measure)
    beside = _unit(unit_cell, known, measure)
    value = written.number * _scale(inside, beside, measure)
    if abs(value) >= MOST:
        raise Refused("value_too_large", advice("value_unreadable"))
    return value.quantize(STORED_PLACES, rounding=ROUND_HALF_UP).normalize() + 0


def fits(unit: str, measure: Measure) -> bool:
    """Whether a unit text is one that values of the measure can be in."""
    try:
        return _unit(unit, spellings(measure), measure) is not None
    except Refused:
        return False


def named_twice(named: str, unit: str, inside: str, measure: Measure) -> bool | None:
    """Whether a value has one unit by what is `named` around the table and another of its own, beside it or behind its digits.

    `named` may list several; None where none of them is of the measure's kind and they are for other rows: 万人 over a share.
    """
    parts = dict.fromkeys(part.strip() for part in (named, *UNIT_SEPARATORS.split(named)))
    fitting = [part for part in parts if fits(part, measure)]
    return not any(_agrees(part, unit, inside, measure) for part in fitting) if fitting else None


def _agrees(named: str, unit: str, inside: str, measure: Measure) -> bool:
    """Whether two units of one measure have one scale; 137.6万 under 人 is 137.6万人, and 占比 says nothing of a share's."""
    known = spellings(measure)
    around, beside, behind = (read_unit(text, known) for text in (named, unit, inside))
    scale = around.scale if around else None
    if beside and not (in_percent(measure) and beside.scale is None):
        return (beside.scale or 1) == (scale or 1)
    return behind is None or behind.scale == scale or scale is None


def _unit(text: str, known: frozenset[str], measure: Measure) -> UnitText | None:
    """What a unit text says of this measure; None where there is none. Only a share has the scales % and ‰."""
    if not text:
        return None
    unit = read_unit(text, known)
    if unit is None or (unit.scale is not None and (unit.scale in PER_HUNDRED) != in_percent(measure)):
        likely = advice("unit", unit=measure.display_unit)
        raise Refused("unit_mismatch", likely, unit=text, measure=measure, expected=measure.unit)
    return unit


def _scale(inside: UnitText | None, beside: UnitText | None, measure: Measure) -> Decimal:
    """The one scale that the number and the unit beside it state together."""
    stated = {unit.scale for unit in (inside, beside) if unit and unit.scale is not None}
    if len(stated) > 1 or (stated and inside and inside.scale is None):
        raise Refused("scales_differ", advice("scales_differ", unit=measure.display_unit))
    if stated:
        return stated.pop()
    if in_percent(measure) and not _in_base_unit(inside or beside, measure):
        raise Refused("percent_needed", advice("percent_needed"), measure=measure)
    if inside or beside or measure.display_scale == 1:
        return Decimal(1)
    raise Refused("unit_needed", advice("unit_needed", unit=measure.display_unit), measure=measure)


def _in_base_unit(unit: UnitText | None, measure: Measure) -> bool:
    """Whether the base unit is written by its own code; 占比 or 比例 says of a share no more than that it is one."""
    return unit is not None and folded(unit.word) == folded(measure.unit.unit)


def out_of_range(value: Decimal, measure: Measure) -> str | None:
    """The code of what is wrong with a value of this measure; None if it is possible."""
    if measure.kind is Kind.CHANGE:
        return "fall_beyond_all" if in_percent(measure) and value < -1 else None
    if in_percent(measure) and not 0 <= value <= 1:
        return "share_above_one" if value > 1 else "share_negative"
    if measure.kind is Kind.RANK and (value < 1 or value % 1):
        return "rank_impossible"
    if measure.unit.integer and value < 0:
        return "count_negative"
    if measure.unit.integer and value % 1:
        return "count_decimals"
    return None
