"""Values that a slip of a unit would explain: a hundred or ten thousand times what came before, or what is aimed at."""

from collections.abc import Sequence

import pandas as pd

from kpi.catalog import Catalog, exactly
from kpi.model import Kind, Measure, Message, Observation, PeriodType, Problem, Severity, Target, Window
from kpi.quality.problems import at_new_row
from kpi.quality.records import Known, by_part, from_frame, from_upload, of_measures

FAR_OFF = 50.0
"""A slip of 100 or 10,000 shows as this or more, whatever happened in between; years of honest growth do not."""
DAYS_OF_A_YEAR = 365


def outliers(catalog: Catalog, new: Sequence[Observation], history: pd.DataFrame) -> tuple[Problem, ...]:
    """New values fifty times more or less than the figure of their part nearest in time, flows compared by the day.

    Where a part has no figures yet, its measure's target stands in for them.
    """
    known = by_part(from_frame(of_measures(history, new)))
    found = (_outlier(catalog, row, known.get(row.part, [])) for row in from_upload(new))
    return tuple(problem for problems in found for problem in problems)


def _outlier(catalog: Catalog, row: Known, history: Sequence[Known]) -> list[Problem]:
    measure = catalog.measures[row.part[0]]
    rate = _rate(row, measure.kind)
    if measure.kind in (Kind.RANK, Kind.MILESTONE) or rate <= 0:
        return []
    comparable = [figure for figure in history if _rate(figure, measure.kind) > 0]
    if comparable:
        nearest = min(comparable, key=lambda figure: abs((figure.end - row.end).days))
        before = {"value": exactly(nearest.value, measure, nearest.qualifier), "period": nearest.span}
        return _if_far_off(row, measure, rate / _rate(nearest, measure.kind), Message("reference.before", before))
    target = next((each for each in catalog.primary_targets if _aims_at(each, row)), None)
    aimed = _aimed_rate(target, measure.kind) if target else 0.0
    if target is None or aimed <= 0:
        return []
    goal = {"value": exactly(float(target.value), measure)}
    return _if_far_off(row, measure, rate / aimed, Message("reference.target", goal))


def _if_far_off(row: Known, measure: Measure, ratio: float, reference: Message) -> list[Problem]:
    """A warning if `ratio`, to what `reference` names, is far too high or too low."""
    if 1 / FAR_OFF < ratio < FAR_OFF:
        return []
    value = exactly(row.value, measure, row.qualifier)
    said = {"value": value, "times": round(max(ratio, 1 / ratio)), "reference": reference}
    return at_new_row("outlier_high" if ratio > 1 else "outlier_low", Severity.WARNING, (row,), said)


def _rate(figure: Known, kind: Kind) -> float:
    """A flow by the day, anything else as it is; 0 for a flow of which nobody knows since when it is counted."""
    start, end, _ = figure.period
    if kind is not Kind.FLOW:
        return figure.value
    return figure.value / Window(start, end).days if start and end else 0.0


def _aims_at(target: Target, row: Known) -> bool:
    """Whether a target is of the same measure and region, of the whole, and says by when."""
    dated = target.period_type not in (PeriodType.UNSPECIFIED, PeriodType.AMBIGUOUS)
    return dated and (target.measure_id, target.region_code, "", "") == row.part


def _aimed_rate(target: Target, kind: Kind) -> float:
    if kind is not Kind.FLOW:
        return float(target.value)
    over_window = target.window if target.period_type is PeriodType.CUMULATIVE_WINDOW else None
    return float(target.value) / (over_window.days if over_window else DAYS_OF_A_YEAR)
