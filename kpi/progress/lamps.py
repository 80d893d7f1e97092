"""亮灯方案: a scheme maps status and lead to a lamp. No status depends on one.

A scheme may count the time that has gone by months instead of days (the end of June is 50.00 of a year, not 49.59); then
its leads are counted against that. The verdict's own lead stays as it is.
"""

import calendar
from datetime import date, timedelta

from kpi.catalog import Catalog
from kpi.errors import NotFound
from kpi.model import Assessment, Comparator, Lamp, LampClock, LampRule, LampScheme, Status, Verdict

DEFAULT = "default"

DEFAULT_SCHEME = LampScheme(
    DEFAULT,
    tuple(
        LampRule(DEFAULT, status, None, None, lamp)
        for status, lamp in (
            (Status.MET, Lamp.BLUE),
            (Status.ON_PACE, Lamp.GREEN),
            (Status.BEHIND, Lamp.YELLOW),
            (Status.FAR_BEHIND, Lamp.RED),
            (Status.MISSED, Lamp.RED),
            (None, Lamp.GREY),
        )
    ),
)
"""What applies where a plan has no scheme of its own."""


def scheme(catalog: Catalog, name: str) -> LampScheme:
    """A scheme by its name. NotFound if the catalog has none of that name."""
    rules = tuple(rule for rule in catalog.lamp_rules if rule.scheme == name)
    if rules:
        return LampScheme(name, rules)
    if name == DEFAULT:
        return DEFAULT_SCHEME
    raise NotFound("lamp_scheme_unknown", name=name, known=schemes(catalog))


def schemes(catalog: Catalog) -> tuple[str, ...]:
    """The names of all schemes, the default one first."""
    return tuple(dict.fromkeys((DEFAULT, *(rule.scheme for rule in catalog.lamp_rules))))


def deciding_rule(lamps: LampScheme, assessment: Assessment) -> LampRule | None:
    """The first line that fits; None if none does."""
    lead = scheme_lead(lamps, assessment)
    return next((rule for rule in lamps.rules if rule.fits(assessment.status, lead, assessment.nature)), None)


def lamp(lamps: LampScheme, assessment: Assessment) -> Lamp:
    """The lamp of the first line that fits; grey if none does."""
    rule = deciding_rule(lamps, assessment)
    return rule.lamp if rule else Lamp.GREY


def verdict_of(lamps: LampScheme, assessment: Assessment) -> Verdict:
    """What is written down of an assessment."""
    return Verdict(
        target_id=assessment.target_id,
        year=assessment.year,
        status=assessment.status,
        lamp=lamp(lamps, assessment),
        current_value=assessment.current_value,
        current_date=assessment.current_date,
        gap=assessment.gap,
        completion_pct=assessment.completion_pct,
        distance_pct=assessment.distance_pct,
        time_pct=assessment.time_pct,
        lead_pp=assessment.lead_pp,
    )


def scheme_lead(lamps: LampScheme, assessment: Assessment) -> float | None:
    """lead_pp by the scheme's own clock, in percentage points; None where the verdict has none."""
    if lamps.clock is LampClock.DAYS or assessment.lead_pp is None:
        return assessment.lead_pp
    if assessment.overshot:  # what is too much is so by any clock
        return assessment.lead_pp
    gone, progress = month_share(assessment), assessment.progress_pct
    if gone is None or progress is None:
        return None
    ahead = progress - gone * 100
    spared = assessment.period_type.of_days and assessment.comparator is Comparator.AT_MOST
    return -ahead if spared else ahead


def month_share(assessment: Assessment) -> float | None:
    """Share of the period gone at the row's own clock, counted in months: 0.5 at the end of June of a year."""
    period, now = assessment.period, assessment.current_date
    if period is None or now is None:
        return None
    of_days = assessment.period_type.of_days
    start = month_position(period.start - timedelta(days=1) if of_days else period.start)
    whole = month_position(period.end) - start
    return (month_position(now) - start) / whole if whole else None


def month_position(day: date) -> float:
    """Months gone since year 0 at the end of `day`, a part of a month by its days."""
    days_in_month = calendar.monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 + day.day / days_in_month
