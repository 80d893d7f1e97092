"""口径变更: a day from which a measure is counted differently. Figures from before and after it are not held together."""

from datetime import date

import numpy as np

from kpi.catalog import Catalog
from kpi.model import Measure
from kpi.progress.figures.figures import Figures, parts_of
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.rows import Family, Rows
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, IntArray, day_number, day_of


def broken_rows(catalog: Catalog, rows: Rows, figures: Figures, evidence: Evidence) -> dict[int, date]:
    """The first break of each row that has one: after its baseline and on or before x, or inside the days summed.

    A break on the first of these days separates nothing: every day is counted the new way. Of a ratio worked out from its
    parts, a break of a part counts too.
    """
    return _first_breaks(catalog, rows, figures, evidence, evidence.first, evidence.clock)


def broken_ahead(catalog: Catalog, rows: Rows, figures: Figures, evidence: Evidence) -> BoolArray:
    """Rows with a break after x and by the end of the period: no line is carried across it."""
    ahead = np.zeros(len(rows), dtype=np.bool_)
    ahead[list(_first_breaks(catalog, rows, figures, evidence, evidence.clock, rows.end))] = True
    return ahead


def counted_alike_since(catalog: Catalog, measure: Measure, as_of: date, *, of_parts: bool) -> date | None:
    """The day from which a measure is counted as it is at `as_of`; None if it always was.

    With `of_parts` a break of a ratio's numerator or denominator counts too: where values are worked out from them.
    """
    measures = {measure.measure_id, *(slot[0] for slot in (parts_of(measure) or ()) if of_parts)}
    return max((each.date for each in catalog.breaks if each.measure_id in measures and each.date <= as_of), default=None)


def _first_breaks(
    catalog: Catalog, rows: Rows, figures: Figures, evidence: Evidence, after: IntArray, until: IntArray
) -> dict[int, date]:
    """By row, the first break later than `after` and not later than `until`, of the measures its figures are of."""
    if not catalog.breaks:
        return {}
    days = np.array([day_number(each.date) for each in catalog.breaks], dtype=np.int64)
    breaking = {each.measure_id for each in catalog.breaks}
    judged = ~rows.of(Family.SIDE_BY_SIDE) & (evidence.clock != UNKNOWN)
    found: dict[int, date] = {}
    for row in np.flatnonzero(judged).tolist():
        used = {*evidence.figures.get(row, ()), *evidence.baseline_figures.get(row, ())}
        measures = {rows.targets[row].measure_id, *(figures.measure_of(index) for index in used)}
        if measures.isdisjoint(breaking):
            continue
        of_row = np.array([each.measure_id in measures for each in catalog.breaks], dtype=np.bool_)
        between = days[of_row & (days > after[row]) & (days <= until[row])]
        if len(between):
            found[row] = day_of(between.min())
    return found
