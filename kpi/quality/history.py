"""Figures that their own history does not lead up to, by the modified z-score of Iglewicz and Hoaglin.

What is scored is how a series changes, and not its level: of a series that grows the last level always lies furthest out.
A change must be unusual both as an amount and, where every figure is above nothing, as a rate, so that neither steady steps
nor steady growth stands out. Changes that rounding or a single unit explains never do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log
from statistics import fmean, median

from kpi.catalog import exactly
from kpi.model import Kind, Measure
from kpi.quality.records import Doubt, KnownFigures

LIMIT = 3.5
"""A score beyond this is an outlier."""
LEAST_FIGURES = 7
"""Fewer have no spread to speak of: of five changes two that happen to be alike make every other an outlier."""
_DAYS_OF_A_YEAR = 365.25
_Season = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """From one figure to the next."""

    before: KnownFigures
    after: KnownFigures
    change: float
    """Per year, where more than one lies between them."""
    growth: float | None
    """The same as the logarithm of a rate; None where one of the two is not above nothing."""
    resolution: float
    """What a digit in the two figures makes of the change."""
    growth_resolution: float


def modified_scores(values: Sequence[float], least: float = 0.0) -> list[float]:
    """0.6745 × (x − median) ÷ MAD of each, the spread being `least` at the least.

    Where more than half of them are one, MAD is nothing; then the mean deviation stands in, as they propose.
    """
    middle = median(values)
    off = [abs(value - middle) for value in values]
    spread, mean = max(median(off), least), fmean(off)
    if spread > 0:
        return [0.6745 * (value - middle) / spread for value in values]
    return [(value - middle) / (1.253314 * mean) if mean else 0.0 for value in values]


def unusual(measure: Measure, figures: Iterable[KnownFigures], breaks: Sequence[date] = ()) -> Iterator[Doubt]:
    """Figures of one part that their history does not lead up to. A change across a day of `breaks` is not held against it."""
    if measure.kind is Kind.MILESTONE:
        return
    for series in _series(measure, figures):
        if measure.kind is Kind.CHANGE:
            yield from _unusual_rates(measure, series)
        else:
            yield from _unusual_steps(measure, series, breaks)


def _series(measure: Measure, figures: Iterable[KnownFigures]) -> Iterator[list[KnownFigures]]:
    """Figures that may be held against each other, in the order of time: dated ones, or windows of the same days of a year."""
    by_season: dict[_Season, list[KnownFigures]] = {}
    for figure in figures:
        by_season.setdefault(_season(figure.period), []).append(figure)
    for season, same in by_season.items():
        usable = season or measure.kind is not Kind.FLOW
        if usable and len(same) >= LEAST_FIGURES:
            yield sorted(same, key=lambda figure: figure.end)


def _season(period: tuple[date | None, date | None, date | None]) -> _Season:
    """What windows have in common that only their year tells apart; nothing of a date or of an unknown start."""
    start, end, _ = period
    if start is None or end is None:
        return ()
    return start.month, start.day, end.month, end.day, end.year - start.year


def _unusual_rates(measure: Measure, series: Sequence[KnownFigures]) -> Iterator[Doubt]:
    """Of changes the rates themselves are scored."""
    values = [figure.value for figure in series]
    least = median(2 * _digit(figure, measure) for figure in series)
    for figure, score in zip(series, modified_scores(values, least), strict=True):
        if abs(score) > LIMIT:
            said = {"value": exactly(figure.value, measure, figure.qualifier), "median": exactly(median(values), measure)}
            yield Doubt("unusual_value", (figure,), {"period": figure.span, **said, **_scored(score)})


def _unusual_steps(measure: Measure, series: Sequence[KnownFigures], breaks: Sequence[date]) -> Iterator[Doubt]:
    if not _may_be_unusual(series):
        return
    digits = [_digit(figure, measure) for figure in series]
    steps = [_step(*pair) for pair in pairwise(zip(series, digits, strict=True))]
    scores = _step_scores(steps)
    crossed = {place for place, step in enumerate(steps) if any(step.before.end < day <= step.after.end for day in breaks)}
    flagged = {place: score for place, score in enumerate(scores) if abs(score) > LIMIT and place not in crossed}
    for place, doubted, other in _doubted(flagged, series):
        said = {"value": exactly(doubted.value, measure, doubted.qualifier), "period": doubted.span}
        beside = {"other": exactly(other.value, measure, other.qualifier), "other_period": other.span}
        yield Doubt("unusual_change", (doubted, other), {**said, **beside, **_scored(flagged[place])})


def _may_be_unusual(series: Sequence[KnownFigures]) -> bool:
    """Whether a change lies far out both as an amount and as a rate, if every figure were exact; what is not printed only
    widens the spread. So most series are told from their values alone: reading how each was printed is what takes time.
    """
    values, ends = [figure.value for figure in series], [figure.end for figure in series]
    years = [_years(*pair) for pair in pairwise(ends)]
    far = _far_out([(after - before) / span for (before, after), span in zip(pairwise(values), years, strict=True)])
    if far and min(values) > 0:
        growths = [log(after / before) / span for (before, after), span in zip(pairwise(values), years, strict=True)]
        far &= _far_out(growths)
    return bool(far)


def _far_out(values: Sequence[float]) -> set[int]:
    """Places of those that a spread of MAD or more might make an outlier; all of them where MAD is nothing and says nothing."""
    middle = median(values)
    off = [abs(value - middle) for value in values]
    spread = median(off)
    if spread > 0:
        return {place for place, away in enumerate(off) if 0.6745 * away / spread > LIMIT}
    return set(range(len(values))) if any(off) else set()


def _years(before: date, after: date) -> float:
    """How many lie between two days, one at the least."""
    return max((after - before).days / _DAYS_OF_A_YEAR, 1.0)


def _step(first: tuple[KnownFigures, float], then: tuple[KnownFigures, float]) -> _Step:
    """From one figure to the next, each with its last digit."""
    (before, _), (after, _) = first, then
    years, digits = _years(before.end, after.end), first[1] + then[1]
    sized = min(before.value, after.value)
    return _Step(
        before,
        after,
        (after.value - before.value) / years,
        log(after.value / before.value) / years if sized > 0 else None,
        digits,
        digits / sized if sized > 0 else 0.0,
    )


def _step_scores(steps: Sequence[_Step]) -> list[float]:
    """The score of each change as an amount or as a rate, whichever is less."""
    amounts = modified_scores([step.change for step in steps], median(step.resolution for step in steps))
    rates = [step.growth for step in steps if step.growth is not None]
    if len(rates) < len(steps):
        return amounts
    growths = modified_scores(rates, median(step.growth_resolution for step in steps))
    return [min(pair, key=abs) for pair in zip(amounts, growths, strict=True)]


def _doubted(flagged: dict[int, float], series: Sequence[KnownFigures]) -> Iterator[tuple[int, KnownFigures, KnownFigures]]:
    """Which figure makes an unusual change, and the one it is held against: one that is left again is a figure by itself."""
    place, last = 0, len(series) - 1
    while place < last:
        if place not in flagged:
            place += 1
            continue
        returns = place + 1 in flagged and flagged[place] * flagged[place + 1] < 0
        if place == 0 and not returns:
            yield place, series[0], series[1]
        else:
            yield place, series[place + 1], series[place]
        place += 2 if returns else 1


def _digit(figure: KnownFigures, measure: Measure) -> float:
    """Half a printed digit; of a count given to the last one half a unit, since one more or less is no news."""
    return figure.half_digit(measure) or (0.5 if measure.unit.integer else 0.0)


def _scored(score: float) -> dict[str, object]:
    return {"score": f"{abs(score):.1f}", "limit": f"{LIMIT}"}
