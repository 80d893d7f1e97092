"""Values that a slip of a digit or a unit would explain: ten, a hundred or ten thousand times what came before."""

from collections.abc import Sequence

import pandas as pd

from kpi.catalog import Catalog, exactly
from kpi.model import Extent, Kind, Measure, Message, Observation, Problem, Severity, Target, Window
from kpi.progress import rule_of
from kpi.quality.records import KnownFigures, at_new_row, by_part, from_frame, from_upload, of_measures

FAR_OFF = 5.0
"""A slip of 10 shows against the figure before as this or more, though the true one has halved; honest growth seldom does."""
FAR_OFF_APART = 50.0
"""The same against a target, which may be years ahead, or a flow of a much longer or shorter time, whose rate by the day
differs honestly with the season: only a slip of 100 tells itself.
"""
DAYS_OF_A_YEAR = 365


def outliers(catalog: Catalog, new: Sequence[Observation], history: pd.DataFrame) -> tuple[Problem, ...]:
    """New values five times more or less than the figure of their part nearest in time, flows compared by the day.

    Fifty times, where the two times differ much in length, or where a part has no figures yet and the target stands in.
    """
    known = by_part(from_frame(of_measures(history, new)))
    by_row = (_outlier(catalog, row, known.get(row.part, [])) for row in from_upload(new))
    return tuple(problem for problems in by_row for problem in problems)


def _outlier(catalog: Catalog, row: KnownFigures, history: Sequence[KnownFigures]) -> list[Problem]:
    measure = catalog.measures[row.part[0]]
    rate = _rate(row, measure.kind)
    if measure.kind in (Kind.RANK, Kind.MILESTONE, Kind.CHANGE) or rate <= 0:
        return []
    comparable = [figure for figure in history if _rate(figure, measure.kind) > 0]
    if comparable:
        nearest = min(comparable, key=lambda figure: abs((figure.end - row.end).days))
        before = {"value": exactly(nearest.value, measure, nearest.qualifier), "period": nearest.span}
        ratio = rate / _rate(nearest, measure.kind)
        most = FAR_OFF if _alike(row, nearest, measure.kind) else FAR_OFF_APART
        return _if_far_off(row, measure, ratio, most, Message("reference.before", before))
    target = next((aim for aim in catalog.primary_targets if _aims_at(aim, row)), None)
    aimed = _aimed_rate(target, measure.kind) if target else 0.0
    if target is None or aimed <= 0:
        return []
    goal = {"value": exactly(target.goal, measure)}
    return _if_far_off(row, measure, rate / aimed, FAR_OFF_APART, Message("reference.target", goal))


def _if_far_off(row: KnownFigures, measure: Measure, ratio: float, most: float, reference: Message) -> list[Problem]:
    """A warning if `ratio`, to what `reference` names, is `most` times too high or too low."""
    if 1 / most < ratio < most:
        return []
    value = exactly(row.value, measure, row.qualifier)
    said = {"value": value, "times": round(max(ratio, 1 / ratio)), "reference": reference}
    return at_new_row("outlier_high" if ratio > 1 else "outlier_low", Severity.WARNING, (row,), said)


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


def _aims_at(target: Target, row: KnownFigures) -> bool:
    """Whether a target is of the same measure and region, of the whole, and says by when."""
    dated = target.period_type.extent is not Extent.NOTHING and not target.period_type.of_change
    return dated and (target.measure_id, target.region_code, "", "") == row.part


def _aimed_rate(target: Target, kind: Kind) -> float:
    if kind is not Kind.FLOW:
        return target.goal
    over_window = rule_of(target.period_type).asked_over(target)
    return target.goal / (over_window.days if over_window else DAYS_OF_A_YEAR)
