"""Figures that overlap a period and yet cannot be used for it: they make a row not comparable instead of empty."""

import numpy as np

from kpi.progress.figures.figures import parts_of
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.rows import Docket
from kpi.progress.periods.clocks import IntArray


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
    pairs = dict.fromkeys(figures.layout.series((slot[0], "", ""), target.region_code) for slot in slots)
    known = np.concatenate([figures.of_pair(pair) for pair in pairs])
    sharing: IntArray = known[(figures.start[known] <= rows.end[row]) & (figures.end[known] >= rows.start[row])]
    return sharing
