"""Figures that overlap a period and yet cannot be used for it: they make a row not comparable instead of empty."""

import numpy as np

from kpi.progress.figures.figures import Figures, parts_of
from kpi.progress.judging.rows import Rows
from kpi.progress.periods.clocks import IntArray


def overlapping(rows: Rows, figures: Figures, row: int) -> IntArray:
    """Figures of the row's measure, and of a ratio's parts, in any breakdown, that share a day with the row's period.

    A period that starts at `UNKNOWN` (by_date) is everything up to its end; a figure that does, may reach back to any day.
    """
    target = rows.targets[row]
    slots = ((target.measure_id, "", ""), *(parts_of(rows.measures[row]) or ()))
    pairs = dict.fromkeys(figures.layout.series((slot[0], "", ""), target.region_code) for slot in slots)
    found = np.concatenate([figures.of_pair(pair) for pair in pairs])
    sharing: IntArray = found[(figures.start[found] <= rows.end[row]) & (figures.end[found] >= rows.start[row])]
    return sharing
