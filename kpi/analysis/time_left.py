"""How much time is left to reach a target, and what it must bring: one place for the arithmetic of catching up."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kpi.model import Assessment, Comparator, Gap, Kind, Measure, Message, Pace, Qualifier, Quantity, Status, slack
from kpi.progress import Past, month_position, past

Amount = TypeVar("Amount", Gap, Pace, Quantity, float, str)
_BOUNDS = {
    Qualifier.GE: "at_least", Qualifier.GT: "at_least", Qualifier.LE: "at_most", Qualifier.LT: "at_most",
    Qualifier.APPROX: "about",
}  # fmt: skip
"""How a difference with such a mark is told."""
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """From the row's own clock to the end of its period."""

    years: float
    """Decimal years; 0 when the period is over."""
    months: float
    """Months, a part of one by its days."""
    days: int = 0
    """Days, for what is less than a month."""


def time_left(assessment: Assessment) -> TimeLeft:
    """Nothing where there is no figure, no period, or the period is over."""
    period, now = assessment.period, assessment.current_date
    if period is None or now is None or now >= period.end:
        return TimeLeft(0.0, 0.0)
    return left_of_period(period.end, now)


def left_of_period(end: date, as_of: date) -> TimeLeft:
    """From `as_of` to the end of a period; nothing where it is over."""
    if as_of >= end:
        return TimeLeft(0.0, 0.0)
    months = month_position(end) - month_position(as_of)
    return TimeLeft(decimal_year(end) - decimal_year(as_of), months, (end - as_of).days)


def in_months(left: TimeLeft) -> Message:
    """Time left as a sentence tells it: 6个月, or 12天 where it is less than one."""
    shown = round(left.months, 1)
    return counted("analysis.months", shown) if shown >= 1 else counted("service.days", left.days)


def in_years(left: TimeLeft) -> Message:
    """Time left in years and months: 2年零6个月."""
    years, months = divmod(round(left.months), _MONTHS)
    told = counted("service.years", years)
    return (
        Message("analysis.years_and_months", {"years": told, "months": counted("analysis.months", months)}) if months else told
    )


def counted(key: str, number: float) -> Message:
    """A number of something, in the singular where it is one."""
    return Message(key, {"count": 1 if number == 1 else 2, "number": number})


def decimal_year(day: date) -> float:
    """Year + day-of-year ÷ days in that year."""
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + ((day - first).days + 1) / (next_first - first).days


def missing(assessment: Assessment) -> float | None:
    """How much is still missing, 0 where nothing is, None where it cannot be said. Base units, never negative."""
    if assessment.gap is None:
        return None
    signed = {Comparator.AT_LEAST: assessment.gap, Comparator.AT_MOST: -assessment.gap}
    lacking = signed.get(assessment.comparator, abs(assessment.gap))
    return lacking if lacking > slack(assessment.target_value) else 0.0


def turned(mark: Qualifier) -> Qualifier:
    """The mark of what becomes less as the marked number becomes more: what is taken away, or divided by."""
    return mark.turned


def together(*marks: Qualifier) -> Qualifier:
    """The mark of what is worked out from several numbers; nothing certain can be said where they lean to both sides."""
    found = {mark for mark in marks if mark is not Qualifier.EQ}
    ways = {_BOUNDS[mark] for mark in found}
    if not ways:
        return Qualifier.EQ
    if len(ways) > 1 or "about" in ways:
        return Qualifier.APPROX
    return found.pop() if len(found) == 1 else Qualifier.GE if "at_least" in ways else Qualifier.LE


def bounded(amount: Amount, mark: Qualifier) -> Amount | Message:
    """An amount as a sentence says it, with the bound that a mark puts on it: 不超过4.2个百分点.

    What a year must bring at most is no limit to it: it must rise by up to so much.
    """
    if mark not in _BOUNDS:
        return amount
    needed = isinstance(amount, Pace) and _BOUNDS[mark] == "at_most"
    return Message("analysis.pace_at_most" if needed else f"analysis.gap_{_BOUNDS[mark]}", {"gap": amount})


def lacks_days(assessment: Assessment) -> bool:
    """Whether a sum lacks figures: there is a hole, or its period is over and the last of it has not been reported."""
    over = assessment.status is Status.PENDING and assessment.completion_pct is not None and not assessment.complete
    return over or assessment.status is Status.INCOMPLETE


def difference_mark(assessment: Assessment, measure: Measure) -> Qualifier:
    """What the current value's mark makes of target − value, and of what each year must bring of it.

    A hole leaves a sum too small; what a share, a level or a change comes to with more figures nobody knows.
    """
    of_sum = measure.kind is Kind.FLOW and not assessment.period_type.of_change
    mark = turned(assessment.current_qualifier)
    return together(Qualifier.LE, mark) if of_sum and lacks_days(assessment) else mark


def gap_mark(assessment: Assessment, measure: Measure) -> Qualifier:
    """The same of its size: of what is missing, or of what is too much."""
    mark = difference_mark(assessment, measure)
    above = assessment.current_value is not None and assessment.current_value > assessment.edge
    return turned(mark) if above else mark


def bounded_gap(assessment: Assessment, measure: Measure, lacking: float) -> Gap | Message:
    """What is missing as a sentence says it, with the bound that the current value's mark puts on it: 至多4.2个百分点."""
    return bounded(Gap(lacking, measure), gap_mark(assessment, measure))


def bounded_room(assessment: Assessment, measure: Measure, room: float) -> Gap | Message:
    """What is left below a limit, with the same bound."""
    return bounded(Gap(room, measure), difference_mark(assessment, measure))


def gone_past(assessment: Assessment) -> Past | None:
    """On which side the current value has gone past a target it was not to go past; None where it has not."""
    if assessment.current_value is None or assessment.gap is None:
        return None
    value, start = assessment.current_value, assessment.start_value
    return past(assessment.comparator, value, assessment.target_value, start, assessment.target_high)


def cannot_return(assessment: Assessment) -> bool:
    """Whether a sum has gone past its target: what has been added up stays added up, so there is nothing to catch up with."""
    return assessment.completion_pct is not None and gone_past(assessment) is not None


def verb(assessment: Assessment, measure: Measure) -> str:
    """What the value has to do: be completed, grow, rise, fall, or move up a league table."""
    up = assessment.edge > (assessment.current_value or 0.0)
    if assessment.completion_pct is not None and up:
        return "complete"
    if measure.kind is Kind.RANK:
        return "back" if up else "ahead"
    if measure.kind in (Kind.RATIO, Kind.CHANGE):
        return "rise" if up else "fall"
    return "add" if up else "reduce"


def missing_share(assessment: Assessment) -> float:
    """Share of the way still to go, 0–100: of the way from the baseline if there is one, else of the target.

    Past a target to be met exactly it is the way back.
    """
    exactly = assessment.comparator in (Comparator.EQUAL, Comparator.BETWEEN)
    if assessment.distance_pct is not None and exactly and missing(assessment):
        return abs(100 - assessment.distance_pct)
    if assessment.progress_pct is not None:
        return max(100 - assessment.progress_pct, 0)
    lacking = missing(assessment) or 0.0
    start = assessment.start_value
    way = abs(assessment.target_value - start) if start is not None else abs(assessment.target_value)
    return lacking / way * 100 if way else 100.0


def remaining_years(assessment: Assessment) -> float:
    """Decimal years that are left; 0 where nothing is required any more, or nothing says how much."""
    return time_left(assessment).years if assessment.required_per_year is not None else 0.0


def required_pace(assessment: Assessment) -> float | None:
    """What the time that is left must bring, as so much per year: comparable with what a whole year brought.

    What the rest of a year must bring is `required_per_year` itself, so over half a year the pace is twice that.
    """
    required, years = assessment.required_per_year, remaining_years(assessment)
    if required is None or assessment.year is None:
        return required
    return required / years if years else None


def pace_ratio(assessment: Assessment, average: float | None) -> float | None:
    """Required pace ÷ recent yearly average; None where they go different ways or one of them is nothing."""
    pace = required_pace(assessment)
    return pace / average if pace and average and pace * average > 0 else None
