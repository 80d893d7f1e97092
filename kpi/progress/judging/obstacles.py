"""What keeps figures and targets apart: 口径变更, a day from which a measure is counted differently, and figures that overlap
a period and yet cannot be used for it, which make a row not comparable instead of empty.
"""

from datetime import date

import numpy as np

from kpi.catalog import Catalog
from kpi.model import Break, Measure
from kpi.progress.figures.figures import parts_of
from kpi.progress.judging.rows import Docket, Evidence
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, IntArray, day_number, day_of


def broken_rows(docket: Docket, evidence: Evidence) -> dict[int, date]:
    """The first break of each row that has one: after its baseline and on or before x, or inside the days summed.

    A break on the first of these days separates nothing: every day is counted the new way. Of a ratio worked out from its
    parts, a break of a part counts too.
    """
    return _first_breaks(docket, evidence, docket.catalog.breaks, evidence.first, evidence.clock)


def rebased_rows(docket: Docket, evidence: Evidence) -> dict[int, date]:
    """Rows whose base was revised between baseline and x, and since when: their levels count, the way between does not."""
    return _first_breaks(docket, evidence, docket.catalog.revised_bases, evidence.first, evidence.clock)


def broken_ahead(docket: Docket, evidence: Evidence) -> BoolArray:
    """Rows with a break after x and by the end of the period: no line is carried across it."""
    return docket.rows.flagged(_first_breaks(docket, evidence, docket.catalog.breaks, evidence.clock, docket.rows.end))


def counted_alike_since(catalog: Catalog, measure: Measure, as_of: date, *, of_parts: bool) -> date | None:
    """The day from which a measure is counted as it is at `as_of`; None if it always was.

    With `of_parts` a break of a ratio's numerator or denominator counts too: where values are worked out from them. A revised
    base counts as well, as far as values are held against each other.
    """
    measures = {measure.measure_id, *(slot[0] for slot in (parts_of(measure) or ()) if of_parts)}
    changes = (*catalog.breaks, *catalog.revised_bases)
    return max((change.date for change in changes if change.measure_id in measures and change.date <= as_of), default=None)


def _first_breaks(
    docket: Docket, evidence: Evidence, breaks: tuple[Break, ...], after: IntArray, until: IntArray
) -> dict[int, date]:
    """By row, the first break later than `after` and not later than `until`, of the measures its figures are of."""
    if not breaks:
        return {}
    days = np.array([day_number(change.date) for change in breaks], dtype=np.int64)
    breaking = {change.measure_id for change in breaks}
    first_breaks: dict[int, date] = {}
    for row in np.flatnonzero(evidence.clock != UNKNOWN).tolist():
        used = {*evidence.figures.get(row, ()), *evidence.baseline_figures.get(row, ())}
        measures = {docket.rows.targets[row].measure_id, *(docket.figures.measure_of(index) for index in used)}
        if measures.isdisjoint(breaking):
            continue
        of_row = np.array([change.measure_id in measures for change in breaks], dtype=np.bool_)
        between = days[of_row & (days > after[row]) & (days <= until[row])]
        if len(between):
            first_breaks[row] = day_of(between.min())
    return first_breaks


def blocked_rows(docket: Docket, evidence: Evidence) -> list[int]:
    """Rows that have begun and have nothing admissible, but something that overlaps their period."""
    empty = ~evidence.admissible & docket.begun
    return [row for row in np.flatnonzero(empty).tolist() if len(overlapping(docket, row))]


def overlapping(docket: Docket, row: int) -> IntArray:
    """Figures of the row's measure, and of a ratio's parts, in any breakdown, that share a day with the row's period.

    A period that starts at `UNKNOWN` (by_date) is everything up to its end; a figure that does, may reach back to any day.
    """
    rows, figures, target = docket.rows, docket.figures, docket.rows.targets[row]
    slots = ((target.measure_id, "", ""), *(parts_of(rows.measures[row]) or ()))
    pairs = dict.fromkeys(figures.layout.series((slot[0], "", ""), rows.regions[row]) for slot in slots)
    known = np.concatenate([figures.of_pair(pair) for pair in pairs])
    sharing: IntArray = known[(figures.start[known] <= rows.end[row]) & (figures.end[known] >= rows.start[row])]
    return sharing
