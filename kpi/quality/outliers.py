"""Values that a slip of a digit or a unit would explain: ten, a hundred or ten thousand times what came before."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pandas as pd

from kpi.catalog import Catalog, exactly
from kpi.model import Extent, Kind, Measure, Message, Observation, Problem, Target, Window
from kpi.progress import rule_of
from kpi.quality.records import Doubt, KnownFigures, Part, at_new_rows, by_part, from_frame, from_upload, of_measures

FAR_OFF = 5.0
"""A slip of 10 shows against the figure before as this or more, though the true one has halved; honest growth seldom does."""
FAR_OFF_APART = 50.0
"""The same against a target, which may be years ahead, or a flow of a much longer or shorter time, whose rate by the day
differs honestly with the season: only a slip of 100 tells itself.
"""
DAYS_OF_A_YEAR = 365
WITHOUT_SIZE = (Kind.RANK, Kind.MILESTONE, Kind.CHANGE)
"""Kinds of which a multiple says nothing."""


def outliers(catalog: Catalog, new: Sequence[Observation], history: pd.DataFrame) -> tuple[Problem, ...]:
    """New values five times more or less than the figure of their part nearest in time, flows compared by the day.

    Fifty times, where the two times differ much in length, or where a part has no figures yet and the target stands in.
    """
    known = by_part(from_frame(of_measures(history, new)))
    by_row = (_outlier(catalog, row, known.get(row.part, [])) for row in from_upload(new))
    return at_new_rows(doubt for doubts in by_row for doubt in doubts)


def _outlier(catalog: Catalog, row: KnownFigures, history: Sequence[KnownFigures]) -> list[Doubt]:
    measure = catalog.measures[row.part[0]]
    rate = _rate(row, measure.kind)
    if measure.kind in WITHOUT_SIZE or rate <= 0:
        return []
    comparable = [figure for figure in history if _rate(figure, measure.kind) > 0]
    if comparable:
        nearest = min(comparable, key=lambda figure: abs((figure.end - row.end).days))
        before = {"value": exactly(nearest.value, measure, nearest.qualifier), "period": nearest.span}
        return _if_far_off(row, measure, *_times(row, nearest, measure.kind), Message("reference.before", before))
    target = next((aim for aim in catalog.primary_targets if _is_dated(aim) and _part_of(aim) == row.part), None)
    aimed = _aimed_rate(target, measure.kind) if target else 0.0
    if target is None or aimed <= 0:
        return []
    goal = {"value": exactly(target.goal, measure)}
    return _if_far_off(row, measure, rate / aimed, FAR_OFF_APART, Message("reference.target", goal))


def _if_far_off(row: KnownFigures, measure: Measure, ratio: float, most: float, reference: Message) -> list[Doubt]:
    """A warning if `ratio`, to what `reference` names, is `most` times too high or too low."""
    if 1 / most < ratio < most:
        return []
    value = exactly(row.value, measure, row.qualifier)
    said = {"value": value, "times": round(max(ratio, 1 / ratio)), "reference": reference}
    return [Doubt("outlier_high" if ratio > 1 else "outlier_low", (row,), said)]


def slips(measure: Measure, figures: Iterable[KnownFigures]) -> Iterator[Doubt]:
    """Figures of one part that stand as far off both of their neighbours in time; the first and the last off the one they have.

    An end stands alone off a neighbour that fits the one beyond it; of two figures the later is doubted.
    """
    if measure.kind in WITHOUT_SIZE:
        return
    sized = sorted(
        (figure for figure in figures if _rate(figure, measure.kind) > 0), key=lambda figure: (figure.end, figure.key[4:])
    )
    if _all_near([_rate(figure, measure.kind) for figure in sized]):
        return
    for place, figure in enumerate(sized):
        near = _neighbours(sized, place, measure.kind)
        if {_side(figure, other, measure.kind) for other in near} in ({1}, {-1}):
            beside = {"value": exactly(near[0].value, measure, near[0].qualifier), "period": near[0].span}
            reference = Message("reference.beside", beside)
            yield from _if_far_off(figure, measure, *_times(figure, near[0], measure.kind), reference)


def _all_near(rates: Sequence[float]) -> bool:
    """Whether none is far off the one before it, by the strictest of the limits: so it is of almost every series."""
    ratios = (ratio for before, after in pairwise(rates) for ratio in (before / after, after / before))
    return all(1 / FAR_OFF < ratio < FAR_OFF for ratio in ratios)


def _neighbours(sized: Sequence[KnownFigures], place: int, kind: Kind) -> list[KnownFigures]:
    """The figures before and after; none for an end whose one neighbour is itself in doubt, or for the first of two."""
    near = [sized[other] for other in (place - 1, place + 1) if 0 <= other < len(sized)]
    if len(near) > 1 or not near:
        return near
    beyond = place + 2 if place == 0 else place - 2
    if not 0 <= beyond < len(sized):
        return near if place else []
    return [] if _side(near[0], sized[beyond], kind) else near


def _side(figure: KnownFigures, other: KnownFigures, kind: Kind) -> int:
    """1 for far above the other, −1 for far below it, else 0."""
    ratio, most = _times(figure, other, kind)
    return 1 if ratio >= most else -1 if ratio <= 1 / most else 0


def _times(figure: KnownFigures, other: KnownFigures, kind: Kind) -> tuple[float, float]:
    """How many times the other it is, and from how many on that is far off."""
    return _rate(figure, kind) / _rate(other, kind), FAR_OFF if _alike(figure, other, kind) else FAR_OFF_APART


def _alike(row: KnownFigures, other: KnownFigures, kind: Kind) -> bool:
    """Whether two figures are of times of a like length, or of no time at all."""
    if kind is not Kind.FLOW:
        return True
    days = [Window(start, end).days for start, end, _ in (row.period, other.period) if start and end]
    return len(days) == 2 and max(days) <= 3 * min(days)


def _rate(figure: KnownFigures, kind: Kind) -> float:
    """A flow by the day, anything else as it is; 0 for a flow of which nobody knows since when it is counted."""
    start, end, _ = figure.period
    if kind is not Kind.FLOW:
        return figure.value
    return figure.value / Window(start, end).days if start and end else 0.0


def aims(catalog: Catalog) -> dict[Part, float]:
    """What a part that has no figures yet is held against: its target, of a flow by the day."""
    found: dict[Part, float] = {}
    for target in filter(_is_dated, catalog.primary_targets):
        found.setdefault(_part_of(target), _aimed_rate(target, catalog.measures[target.measure_id].kind))
    return {part: rate for part, rate in found.items() if rate > 0}


def _is_dated(target: Target) -> bool:
    """Whether a target says by when something is to be so, which is not a change."""
    return target.period_type.extent is not Extent.NOTHING and not target.period_type.of_change


def _part_of(target: Target) -> Part:
    return target.measure_id, target.region_code, "", ""


def _aimed_rate(target: Target, kind: Kind) -> float:
    if kind is not Kind.FLOW:
        return target.goal
    over_window = rule_of(target.period_type).asked_over(target)
    return target.goal / (over_window.days if over_window else DAYS_OF_A_YEAR)
