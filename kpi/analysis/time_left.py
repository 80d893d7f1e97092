"""How much time is left to reach a target, and what it must bring: one place for the arithmetic of catching up."""

from dataclasses import dataclass
from datetime import date

from kpi.model import Assessment, Comparator, PeriodType, slack
from kpi.progress import Past, month_position, past


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """From the row's own clock to the end of its period."""

    years: float
    """Decimal years; 0 when the period is over."""
    months: float
    """Months, a part of one by its days."""


def time_left(assessment: Assessment) -> TimeLeft:
    """Nothing where there is no figure, no period, or the period is over."""
    period, now = assessment.period, assessment.current_date
    if period is None or now is None or now >= period.end:
        return TimeLeft(0.0, 0.0)
    return TimeLeft(decimal_year(period.end) - decimal_year(now), month_position(period.end) - month_position(now))


def left_of_period(end: date, as_of: date) -> TimeLeft:
    """From `as_of` to the end of a period; nothing where it is over."""
    if as_of >= end:
        return TimeLeft(0.0, 0.0)
    return TimeLeft(decimal_year(end) - decimal_year(as_of), month_position(end) - month_position(as_of))


def decimal_year(day: date) -> float:
    """Year + day-of-year ÷ days in that year."""
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + ((day - first).days + 1) / (next_first - first).days


def missing(assessment: Assessment) -> float | None:
    """How much is still missing, 0 where nothing is, None where it cannot be said. Base units, never negative."""
    if assessment.gap is None:
        return None
    signed = {Comparator.AT_LEAST: assessment.gap, Comparator.AT_MOST: -assessment.gap, Comparator.EQUAL: abs(assessment.gap)}
    lacking = signed[assessment.comparator]
    return lacking if lacking > slack(assessment.target_value) else 0.0


def gone_past(assessment: Assessment) -> Past | None:
    """On which side the current value has gone past a target it was not to go past; None where it has not."""
    if assessment.current_value is None or assessment.gap is None:
        return None
    baseline = assessment.baseline_value if assessment.period_type is PeriodType.BY_DATE else None
    return past(assessment.comparator, assessment.current_value, assessment.target_value, baseline)


def cannot_return(assessment: Assessment) -> bool:
    """Whether a sum has gone past its target: what has been added up stays added up, so there is nothing to catch up with."""
    return assessment.completion_pct is not None and gone_past(assessment) is not None


def missing_share(assessment: Assessment) -> float:
    """Share of the way still to go, 0–100: of the way from the baseline if there is one, else of the target.

    Past a target to be met exactly it is the way back.
    """
    if assessment.distance_pct is not None and assessment.comparator is Comparator.EQUAL:
        return abs(100 - assessment.distance_pct)
    if assessment.progress_pct is not None:
        return max(100 - assessment.progress_pct, 0)
    lacking = missing(assessment) or 0.0
    start = assessment.baseline_value
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
