"""The two lines a chart draws through a target: the path it asks for, and where the figures are heading."""

from kpi.model import Assessment
from kpi.progress.rules.rule import Points, rule_of


def required_path(assessment: Assessment) -> Points:
    """The way a target asks for; nothing where it has none."""
    return rule_of(assessment.period_type).path(assessment)


def projection(assessment: Assessment) -> Points:
    """From the current value to the one projected for the end; nothing where no value is projected or the end is reached."""
    now, value, projected = assessment.current_date, assessment.current_value, assessment.projected_value
    if assessment.period is None or now is None or value is None or projected is None or now >= assessment.period.end:
        return ()
    return (now, value), (assessment.period.end, projected)
