"""The two lines a chart draws through a target: the path it asks for, and where the figures are heading."""

from datetime import date

from kpi.model import Assessment, PeriodType

Points = tuple[tuple[date, float], ...]
"""Dates with values in base units."""


def required_path(assessment: Assessment) -> Points:
    """From the baseline to the target, or from nothing at the period's start to the target at its end.

    A target to be kept is level. Nothing where there is no baseline or no period, and for a ratio of a period, which has no
    path: it is judged when the period is over.
    """
    period, target = assessment.period, assessment.target_value
    if period is None:
        return ()
    if assessment.period_type is PeriodType.BY_DATE:
        start = target if assessment.holding else assessment.baseline_value
        return () if start is None else ((period.start, start), (period.end, target))
    ratio = assessment.current_value is not None and assessment.time_pct is None
    return () if ratio else ((period.start, 0.0), (period.end, target))


def projection(assessment: Assessment) -> Points:
    """From the current value to the one projected for the end; nothing where no value is projected or the end is reached."""
    now, value, projected = assessment.current_date, assessment.current_value, assessment.projected_value
    if assessment.period is None or now is None or value is None or projected is None or now >= assessment.period.end:
        return ()
    return (now, value), (assessment.period.end, projected)
