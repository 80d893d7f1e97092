"""A target as a table has it: what is to be reached, in its source's words where no number is stated, and by when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kpi.i18n import Texts
from kpi.model import Assessment, Bilingual, Comparator, Course, Kind, Measure, Qualifier, Target, Window, told_in
from kpi.progress import rule_of, told_day
from kpi.views.amounts import Amount, Amounts
from kpi.views.figures import FigureView

_WHEN = ("deadline", "years", "period_type", "window")
_PROMISED = ("value", "value_high", *_WHEN)
_SIDES = {Comparator.AT_LEAST: Qualifier.GE, Comparator.AT_MOST: Qualifier.LE}


def target_text(texts: Texts, target: Target, measure: Measure) -> str:
    """What is to be reached: ≥30%; of a level that is to change, its change."""
    if measure.kind is Kind.MILESTONE or target.value is None or target.value_high is not None:
        return value_text(texts, target, measure)
    return texts.quantity(target.goal, told_in(target, measure), _SIDES.get(target.comparator, Qualifier.EQ))


def value_text(texts: Texts, target: Target, measure: Measure) -> str:
    """The same without saying from which side: 30%."""
    measure = told_in(target, measure)
    if measure.kind is Kind.MILESTONE:
        return texts("service.to_be_done")
    if target.value is None:
        return Bilingual(target.printed, target.printed_en).in_(texts.lang) or texts("service.no_number")
    value = texts.quantity(target.goal, measure)
    return value if target.value_high is None else texts("value.between", low=value, high=texts.quantity(target.high, measure))


def revised_text(texts: Texts, target: Target, measure: Measure, year: int | None) -> tuple[str, ...]:
    """What the target said first and which document changed it, where one did."""
    first = target.revised
    if first is None:
        return ()
    before = replace(target, **{name: getattr(first, name) for name in _PROMISED})
    old, new = (value_text(texts, version, measure) for version in (before, target))
    if any(getattr(first, name) != getattr(target, name) for name in _WHEN):
        due = [_period_of(texts, version, year) for version in (before, target)]
        old, new = (texts("service.goal_by", goal=goal, period=period) for goal, period in zip((old, new), due, strict=True))
    key = "service.settled_by" if first.answered else "service.revised_by" if first.document_number else "service.revised"
    return (texts(key, old=old, new=new, document=first.document_number),) if old != new else ()


def _period_of(texts: Texts, version: Target, year: int | None) -> str:
    """The period of what a target says or said, which need not have named the year that is judged now."""
    own = year if year in version.years else version.years[0] if len(version.years) == 1 else None
    return period_text(texts, version, own)


def goal_amount(amounts: Amounts, texts: Texts, target: Target, measure: Measure) -> Amount:
    """The same with its number, where one is stated."""
    text = target_text(texts, target, measure)
    return amounts.plain(None, text) if target.value is None else amounts.value(target.goal, measure, text=text)


def goal_in_a_sentence(texts: Texts, target: Target, measure: Measure) -> str:
    """The same without its sign; a bound from above says so."""
    if measure.kind is Kind.MILESTONE or target.value is None or target.value_high is not None:
        return target_text(texts, target, measure)
    if measure.course and measure.course is not Course.MARGIN and target.value:
        return _goal_of_a_change(texts, target, measure)
    at_most = target.comparator is Comparator.AT_MOST and target.value >= 0  # −13.5% reads as a cut, not a bound
    return texts("service.at_most" if at_most else "service.at_least", value=texts.quantity(target.goal, measure))


def _goal_of_a_change(texts: Texts, target: Target, measure: Measure) -> str:
    """A rise or a fall, of which at most −2 % asks for 2 % and at least −2 % allows no more: 年均下降2%以内."""
    falls = target.goal < 0
    bound = Comparator.AT_LEAST if falls else Comparator.AT_MOST
    size = texts.quantity(abs(target.goal), replace(measure, course=None))
    value = texts("service.at_most" if target.comparator is bound else "service.at_least", value=size)
    goal = texts(f"value.{measure.course}_goal_{'down' if falls else 'up'}", value=value)
    key = f"service.goal_{target.period_type}"
    return texts(key, goal=goal) if key in texts else goal


def said(texts: Texts, measure: Measure, value: float, size: str) -> str:
    """A change as a sentence says it: 提高1.95岁, up 1.95 years, where a table has its sign."""
    return texts(f"value.{measure.course}_said_{'down' if value < 0 else 'up'}", value=size)


def some_of(texts: Texts, names: list[str], most: int) -> str:
    """Names in a list; of more than `most`, the first and how many more there are."""
    named = texts.listing(names[:most])
    return texts("analysis.names_and_more", names=named, number=len(names) - most) if len(names) > most else named


def period_text(texts: Texts, target: Target, year: int | None) -> str:
    """By when, or over what."""
    return texts.word(rule_of(target.period_type).period(target, year))


def counted_over(texts: Texts, target: Target, assessment: Assessment, figures: Sequence[FigureView]) -> str:
    """Over which days a value was counted: 2021—2022年年均, 2025年1—9月; empty of one that stands at a date.

    2022年底 would call an average, or a year's sum, the state of a day.
    """
    end, year = assessment.current_date, assessment.year
    if end is None:
        return ""
    if target.period_type.of_change:
        start = target.window.start if target.window else None
        start = date(year, 1, 1) if year is not None else start
        key = f"service.period_{target.period_type}"
        return texts(key, window=Window(start, end)) if start and start <= end else ""
    windows = [Window(figure.start, figure.end) for figure in figures if figure.start and figure.end and not figure.dated]
    if not windows or len(windows) < len(figures):
        return ""
    whole = Window(min(each.start for each in windows), max(each.end for each in windows))
    days = {each: (each.end - each.start).days + 1 for each in windows}
    if sum(days.values()) != days.get(whole, (whole.end - whole.start).days + 1):
        return texts("service.sum_up_to", day=told_day(whole.end))
    return texts.window(whole)


def averaged_over(texts: Texts, target: Target, day: date) -> str:
    """2021—2022年年均, of an average up to a day: 2022年底 would call it the state of that day. Empty of all else."""
    window, period_type = target.window, target.period_type
    if window is None or window.start > day or not period_type.of_change or rule_of(period_type).linear:
        return ""
    return texts("report.averaged_over", window=Window(window.start, day))


def may_be_lost(assessment: Assessment) -> bool:
    """Whether a value that holds before the end does not yet meet the target: an interval may be left, an average may fall."""
    unpaced = assessment.period_type.of_change and assessment.lead_pp is None
    return assessment.comparator is Comparator.BETWEEN or unpaced or not rule_of(assessment.period_type).linear
