"""What is told in the measure's unit: what is needed a year, and percentages that say little: behind the baseline, far past the
target, far from the schedule.

Near its baseline a target makes any move hundreds of per cent. Numbers stay what they are; only their words change.
"""

from kpi.analysis import bounded, cannot_return, gap_mark, missing, verb
from kpi.i18n import Texts
from kpi.model import Assessment, Comparator, Gap, Kind, Measure, Message, Pace, Qualifier, Quantity, Rounding, without_course
from kpi.progress import rule_of

FURTHEST_PCT = 200.0
"""Progress beyond this is told as what the value is past its target."""
FURTHEST_PP = 100.0
"""A lead or lag beyond this, in points, is told in units."""


def progress_in_units(assessment: Assessment, measure: Measure) -> Message | None:
    """How far a value is behind its baseline or past its target; None where a percentage tells it well."""
    value, progress = assessment.current_value, assessment.progress_pct
    if value is None or progress is None:
        return None
    start = assessment.start_value
    if assessment.distance_pct is not None and progress < 0 and start is not None:
        return _wrong_way(value, measure) if assessment.period_type.of_change else _told("baseline", value - start, measure)
    limit = assessment.completion_pct is not None and assessment.comparator is Comparator.AT_MOST
    if progress <= FURTHEST_PCT or (assessment.completion_pct is not None and not limit):
        return None
    return _told("limit" if limit else "target", value - assessment.edge, measure)


def lead_in_units(assessment: Assessment, measure: Measure, lead: float) -> Message | None:
    """How far a value is from where the schedule would have it; None where points tell it well."""
    if abs(lead) <= FURTHEST_PP or assessment.current_value is None or not rule_of(assessment.period_type).linear:
        return None
    start = assessment.start_value or 0.0 if assessment.completion_pct is None else 0.0
    way = assessment.target_value - start
    of_limit = assessment.completion_pct is not None and assessment.comparator is Comparator.AT_MOST
    return _told("schedule", lead / 100 * (-way if of_limit else way), measure)


def _wrong_way(value: float, measure: Measure) -> Message:
    """That something fell which was to grow, or grew which was to fall."""
    return Message(
        f"service.{'fell' if value < 0 else 'grew'}_instead", {"amount": Quantity(abs(value), without_course(measure))}
    )


def _told(yardstick: str, difference: float, measure: Measure) -> Message:
    """By how much a value is above or below a yardstick; of places in a table, behind or ahead of it."""
    sides = ("behind", "ahead") if measure.kind is Kind.RANK else ("above", "below")
    return Message(f"service.{sides[difference < 0]}_{yardstick}", {"amount": Gap(abs(difference), measure)})


def told_apart(words: Texts, assessment: Assessment, measure: Measure) -> Texts:
    """Texts in which what one row says of its value, its target and the gap between them adds up as it is shown."""
    value, behind = assessment.current_value, (assessment.distance_pct or 0.0) < 0
    beside = missing(assessment) or assessment.current_qualifier is not Qualifier.EQ
    goal = assessment.edge if beside else None
    start = assessment.start_value if behind else None
    return words.telling_apart(measure, (value, goal), (value, start))


def required_text(texts: Texts, assessment: Assessment, measure: Measure) -> str:
    """What a year, or the rest of one, must bring, with the bound that the value's mark puts on it; else empty."""
    required, rule = assessment.required_per_year, rule_of(assessment.period_type)
    if required is None or missing(assessment) == 0 or cannot_return(assessment):
        return ""
    mark = gap_mark(assessment, measure)
    if not rule.linear:
        return texts(f"service.{rule.pace}", amount=bounded(Quantity(required, measure), mark))
    return texts(
        f"service.{rule.pace}_{verb(assessment, measure)}", amount=bounded(Pace(abs(required), measure, Rounding.UP), mark)
    )
