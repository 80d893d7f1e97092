"""Where a target's measure is heading by the end of its period, and how sure that is.

Three ways of going on are weighed against each other (`ways`): a straight line with noise, a random walk with drift, and
growth that lasts. The likeliest gives the value, its 80 % interval and the chance: the predictive probability of the target's
side. Points need not be evenly spaced. Shares strictly between 0 and 1 are fitted on the logit scale, which keeps them
inside. With fewer than five points there is a straight line only. Of a flow the pace is read from the finest windows that
follow one another without a hole.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, inf, log

import pandas as pd

from kpi.analysis.parts import of_measures
from kpi.analysis.time_left import decimal_year
from kpi.analysis.ways import Method, project
from kpi.catalog import Catalog
from kpi.model import Assessment, Certainty, Comparator, Kind, Measure, Message, Status
from kpi.progress import counted_alike_since, dated_points, parts_of


@dataclass(frozen=True, slots=True)
class Link:
    """One window and what it brought, in base units."""

    start: date
    end: date
    value: float

    @property
    def day_before(self) -> date:
        """The day before its first."""
        return self.start - timedelta(days=1)


def flow_chain(own: pd.DataFrame, until: date, *, since: date | None) -> tuple[Link, ...]:
    """The chain that ends on `until`, oldest first: of the windows that end on a day the shortest, then what ends before it.

    `own` holds the figures of one measure and region; none that begins before `since` is taken. Windows that overlap are
    never taken apart, so 1–3月 and 1–6月 leave only one of the two.
    """
    known = own[
        (own["breakdown"] == "")
        & own["window_start"].notna()
        & own["window_end"].notna()
        & (own["certainty"] != Certainty.UNKNOWN.value)
    ]
    shortest: dict[date, Link] = {}
    for start, end, value in zip(known["window_start"], known["window_end"], known["value"], strict=True):
        link = Link(start.date(), end.date(), float(value))
        earlier = shortest.get(link.end)
        if (since is None or link.start >= since) and (earlier is None or earlier.start < link.start):
            shortest[link.end] = link
    chain: list[Link] = []
    day = until
    while day in shortest:
        chain.append(shortest[day])
        day = shortest[day].day_before
    return tuple(reversed(chain))


FEWEST_POINTS = 5
INTERVAL = 0.8
_WITHOUT = frozenset(
    {Status.NOT_ASSESSED, Status.NOT_STARTED, Status.NOT_COMPARABLE, Status.NO_DATA, Status.INCOMPLETE, Status.PENDING}
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A projected value for the end of a period. Base units; a share is kept within 0 and 1, a count at 0 or more."""

    end: date
    value: float
    method: Method
    points: int
    """Comparable points it rests on."""
    since: date | None
    """The day of the first of them."""
    low: float | None = None
    """Lower end of the 80 % interval."""
    high: float | None = None
    chance: float | None = None
    """Probability of meeting the target, 0 to 1; None for a straight line, and for a target that must be hit exactly."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast, or why there is none."""

    forecast: Forecast | None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class _Path:
    """Levels over time: dated values, or what flows have added up to since the first of them began."""

    days: tuple[date, ...]
    values: tuple[float, ...]
    points: int


def outlook(catalog: Catalog, observations: pd.DataFrame, as_of: date, assessment: Assessment) -> Outlook | None:
    """What the figures point to for one target; None where its period is over or nothing is judged over time."""
    period, now = assessment.period, assessment.current_date
    if assessment.status in _WITHOUT or period is None or now is None or now >= period.end:
        return None
    measure = catalog.measures[assessment.measure_id]
    if (
        measure.kind is Kind.MILESTONE
        or assessment.period_type.of_change
        or (assessment.year is not None and assessment.time_pct is None)
    ):
        return None
    ahead = _break_ahead(catalog, measure, now, period.end)
    if ahead is not None:
        return Outlook(None, Message("analysis.break_ahead", {"day": ahead}))
    follow = _sums if assessment.period_type.of_days else _levels
    path = follow(catalog, observations, as_of, assessment)
    if path.points >= FEWEST_POINTS:
        return Outlook(_projected(path, measure, assessment, period.end))
    if assessment.projected_value is None:
        return Outlook(None, Message("analysis.too_few_points", {"count": path.points, "points": path.points}))
    since = path.days[0] if path.days else None
    return Outlook(Forecast(period.end, _kept(assessment.projected_value, measure), Method.LINE, path.points, since))


def _break_ahead(catalog: Catalog, measure: Measure, now: date, end: date) -> date | None:
    """The first break after the newest figure and by the end: nothing is projected across it."""
    measures = {measure.measure_id, *(slot[0] for slot in parts_of(measure) or ())}
    return min(
        (change.date for change in catalog.breaks if change.measure_id in measures and now < change.date <= end), default=None
    )


def _levels(catalog: Catalog, observations: pd.DataFrame, as_of: date, assessment: Assessment) -> _Path:
    """Dated values counted alike, up to the newest that the verdict rests on."""
    measure = catalog.measures[assessment.measure_id]
    until = min(as_of, assessment.current_date or as_of)
    points = dated_points(catalog, observations, until, measure_id=measure.measure_id, region_code=assessment.region_code)
    worked_out = not all(point.stated for point in points)
    since = counted_alike_since(catalog, measure, until, of_parts=worked_out)
    kept = [point for point in points if since is None or point.day >= since]
    return _Path(tuple(point.day for point in kept), tuple(point.value for point in kept), len(kept))


def _sums(catalog: Catalog, observations: pd.DataFrame, as_of: date, assessment: Assessment) -> _Path:
    """What windows that follow one another up to the row's clock have added up to; the last value is the current one."""
    measure = catalog.measures[assessment.measure_id]
    now, current = assessment.current_date or as_of, assessment.current_value or 0.0
    own = of_measures(observations, [measure.measure_id], assessment.region_code)
    chain = flow_chain(own, now, since=counted_alike_since(catalog, measure, now, of_parts=False))
    if not chain:
        return _Path((), (), 0)
    levels = [current]
    for flow in reversed(chain):
        levels.append(levels[-1] - flow.value)
    days = [chain[0].day_before, *(flow.end for flow in chain)]
    return _Path(tuple(days), tuple(reversed(levels)), len(chain))


def _projected(path: _Path, measure: Measure, assessment: Assessment, end: date) -> Forecast:
    """The projection, back on the measure's own scale."""
    inside = measure.kind is Kind.RATIO and all(0 < value < 1 for value in path.values)
    scaled = [_logit(value) for value in path.values] if inside else list(path.values)
    projection = project([decimal_year(day) for day in path.days], scaled, decimal_year(end))
    low, high = projection.interval(INTERVAL)
    above = projection.chance_of(_on_scale(assessment.target_value, inside=inside))
    floor = (assessment.current_value or 0.0) if assessment.completion_pct is not None else -inf
    value, low, high = (
        max(_kept(_expit(bound) if inside else bound, measure), floor) for bound in (projection.value, low, high)
    )
    return Forecast(
        end=end,
        value=value,
        method=projection.method,
        points=path.points,
        since=path.days[0],
        low=low,
        high=high,
        chance=None if _settled(assessment) else _chance(assessment.comparator, above),
    )


def _settled(assessment: Assessment) -> bool:
    """Whether a sum has already decided its target: it reached what it must, or exceeded what it must not."""
    return assessment.completion_pct is not None and assessment.status in {Status.MET, Status.MISSED}


def _on_scale(target: float, *, inside: bool) -> float:
    """The target on the scale of the fit; a share of everything or nothing is never reached on the logit scale."""
    if not inside:
        return target
    return _logit(target) if 0 < target < 1 else float("inf") * (1 if target >= 1 else -1)


def _chance(comparator: Comparator, above: float) -> float | None:
    if comparator in (Comparator.EQUAL, Comparator.BETWEEN):
        return None
    return above if comparator is Comparator.AT_LEAST else 1 - above


def _kept(value: float, measure: Measure) -> float:
    """A share within 0 and 1, a place in a table from 1, everything else from 0."""
    if measure.kind is Kind.RATIO:
        return min(max(value, 0.0), 1.0) if measure.unit.unit == "fraction" else max(value, 0.0)
    return max(value, 1.0 if measure.kind is Kind.RANK else 0.0)


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value > -700 else 0.0
