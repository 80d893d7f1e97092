"""Axes: the unit of one, the days that are named on one of time, and what values are divided by."""

from collections.abc import Sequence
from datetime import date, timedelta

from kpi.charts.plots.frame import plain
from kpi.i18n import Texts, day_alone
from kpi.model import Measure, ends_year

LEAST_ROOM = 0.26
"""Of the width of a chart, for the label of a day on a telephone."""
_SHORTEST = timedelta(days=366)


def axis_scale(measure: Measure, words: Texts) -> float:
    """What base values are divided by on an axis."""
    return float(words.scale(measure).divisor)


def unit_note(measure: Measure, words: Texts) -> str:
    """The unit of an axis, in words."""
    return plain(words("chart.unit", unit=words.scale(measure).unit))


def day_told(day: date, words: Texts) -> str:
    """A day as an axis names it: the end of a year, or its month where it is the last of one."""
    if ends_year(day) or (day + timedelta(days=1)).day > 1:
        return day_alone(words, day)
    return words.month(day)


def span_of(days: Sequence[date]) -> tuple[date, date]:
    """The first and the last day of an axis; a year at least."""
    first, last = min(days), max(days)
    spare = max((_SHORTEST - (last - first)) / 2, timedelta(0))
    return first - spare, last + spare


def ticks(days: Sequence[date], always: date | None) -> list[date]:
    """The first and the last day drawn, and of the year ends between them those whose labels have room on a telephone.

    The day that is `always` named is the deadline; it takes the place of whatever is too near.
    """
    if not days:
        return []
    first, last = span_of(days)
    room = (last - first) * LEAST_ROOM
    chosen = [always] if always else [max(days)]
    for day in (max(days), min(days), *(date(year, 12, 31) for year in range(last.year, first.year - 1, -1))):
        if min(days) <= day <= max(days) and all(abs(day - other) >= room for other in chosen):
            chosen.append(day)
    return sorted(chosen)
