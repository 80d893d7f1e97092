"""A target as a table has it: what is to be reached, and by when or over what."""

from dataclasses import replace

from kpi.i18n import Texts
from kpi.model import Comparator, Kind, Measure, Target, told_in
from kpi.progress import rule_of

_SIGNS = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.EQUAL: "", Comparator.BETWEEN: ""}


def target_text(texts: Texts, target: Target, measure: Measure) -> str:
    """What is to be reached: ≥30%; of a level that is to change, its change."""
    if measure.kind is Kind.MILESTONE:
        return texts("service.to_be_done")
    value = value_text(texts, target, measure)
    return value if target.value_high is not None else _SIGNS[target.comparator] + value


def value_text(texts: Texts, target: Target, measure: Measure) -> str:
    """What is to be reached without saying from which side: 30%, or both edges."""
    measure = told_in(target, measure)
    value = texts.quantity(float(target.value), measure)
    if target.value_high is not None:
        return texts("value.between", low=value, high=texts.quantity(float(target.value_high), measure))
    return value


def revised_text(texts: Texts, target: Target, measure: Measure, year: int | None) -> tuple[str, ...]:
    """What the target said first and which document changed it, where one did."""
    first = target.revised
    if first is None:
        return ()
    before = replace(target, value=first.value, value_high=first.value_high, deadline=first.deadline, years=first.years)
    both = before, target
    old, new = (value_text(texts, each, measure) for each in both)
    if (first.deadline, first.years) != (target.deadline, target.years):
        due = [period_text(texts, each, year) for each in both]
        old, new = (texts("service.goal_by", goal=goal, period=period) for goal, period in zip((old, new), due, strict=True))
    key = "service.revised_by" if first.document_number else "service.revised"
    return (texts(key, old=old, new=new, document=first.document_number),)


def period_text(texts: Texts, target: Target, year: int | None) -> str:
    """By when, or over what."""
    return texts.word(rule_of(target.period_type).period(target, year))
