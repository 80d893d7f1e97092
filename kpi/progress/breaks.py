"""口径变更: a day from which a measure is counted differently. Figures from before and after it are not held together."""

from datetime import date

import numpy as np

from kpi.catalog import Catalog
from kpi.progress.clocks import UNKNOWN, day_number, day_of
from kpi.progress.evidence import Evidence
from kpi.progress.figures import Figures
from kpi.progress.rows import Family, Rows


def broken_rows(catalog: Catalog, rows: Rows, figures: Figures, evidence: Evidence) -> dict[int, date]:
    """The first break of each row that has one: after its baseline and on or before x, or inside the days summed.

    A break on the first of these days separates nothing: every day is counted the new way. Of a ratio worked out from its
    parts, a break of a part counts too.
    """
    if not catalog.breaks:
        return {}
    days = np.array([day_number(each.date) for each in catalog.breaks], dtype=np.int64)
    breaking = {each.measure_id for each in catalog.breaks}
    judged = ~rows.of(Family.SIDE_BY_SIDE) & (evidence.clock != UNKNOWN)
    broken: dict[int, date] = {}
    for row in np.flatnonzero(judged).tolist():
        used = {*evidence.figures.get(row, ()), *evidence.baseline_figures.get(row, ())}
        measures = {rows.targets[row].measure_id, *(figures.measure_of(index) for index in used)}
        if measures.isdisjoint(breaking):
            continue
        of_row = np.array([each.measure_id in measures for each in catalog.breaks], dtype=np.bool_)
        between = days[of_row & (days > evidence.first[row]) & (days <= evidence.clock[row])]
        if len(between):
            broken[row] = day_of(between.min())
    return broken
