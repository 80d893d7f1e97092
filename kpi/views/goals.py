"""A target as a table has it: what is to be reached, and by when or over what."""

from kpi.i18n import Texts
from kpi.model import Comparator, Kind, Measure, Target, told_in
from kpi.progress import rule_of

_SIGNS = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.EQUAL: "", Comparator.BETWEEN: ""}


def target_text(texts: Texts, target: Target, measure: Measure) -> str:
    """What is to be reached: ≥30%; of a level that is to change, its change."""
    measure = told_in(target, measure)
    if measure.kind is Kind.MILESTONE:
        return texts("service.to_be_done")
    value = texts.quantity(float(target.value), measure)
    if target.value_high is not None:
        return texts("value.between", low=value, high=texts.quantity(float(target.value_high), measure))
    return _SIGNS[target.comparator] + value


def period_text(texts: Texts, target: Target, year: int | None) -> str:
    """By when, or over what."""
    return texts.word(rule_of(target.period_type).period(target, year))
