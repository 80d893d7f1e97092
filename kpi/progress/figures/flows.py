"""Flows of a year or window: which of them are counted together, and what their sum is.

Only flows with a known start that lie wholly inside the period count. Where none overlap, all are taken at once for many
targets; only the others are tiled one by one.
"""

from dataclasses import dataclass

import numpy as np

from kpi.progress.figures.figures import Figures, keys
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray
from kpi.progress.periods.intervals import DOWN_STRICT, EXACT, UP_STRICT, mark
from kpi.progress.periods.windows import Span, choose_disjoint


@dataclass(frozen=True)
class Candidates:
    """The flows inside each period: of row r, `figure[first[r]:first[r + 1]]`, sorted by start and end."""

    figure: IntArray
    row: IntArray
    first: IntArray

    def of_row(self, row: int) -> IntArray:
        """Figures inside the period of one row."""
        return self.figure[self.first[row] : self.first[row + 1]]

    def only(self, kept: BoolArray) -> "Candidates":
        """The candidates that are `kept`."""
        return _grouped(self.figure[kept], self.row[kept], len(self.first) - 1)


@dataclass(frozen=True)
class Tally:
    """The sum of the chosen flows of each row; NaN and `UNKNOWN` where there are none."""

    chosen: Candidates
    value: FloatArray
    low: FloatArray
    high: FloatArray
    qualifier: IntArray
    start: IntArray
    """First day that is covered."""
    end: IntArray
    """Last day that is covered."""
    days: IntArray
    """Number of days that are covered."""


def candidates(figures: Figures, series: IntArray, start: IntArray, end: IntArray) -> Candidates:
    """The flows of each row's series with a known start, wholly inside its period from `start` to `end`."""
    flows = np.flatnonzero(figures.known & ~figures.dated)
    flow_keys = keys(figures.series[flows], figures.start[flows])
    order = np.argsort(flow_keys, kind="stable")  # figures come by end, so equal starts stay in order of their end
    flows, sorted_keys = flows[order], flow_keys[order]
    low = np.searchsorted(sorted_keys, keys(series, start), side="left")
    high = np.searchsorted(sorted_keys, keys(series, end), side="right")
    counts = np.maximum(high - low, 0)
    row = np.repeat(np.arange(len(series)), counts)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    figure = flows[np.repeat(low, counts) + offset]
    inside = figures.end[figure] <= end[row]
    return _grouped(figure[inside], row[inside], len(series))


def best_disjoint(figures: Figures, inside: Candidates) -> Candidates:
    """Of each row's candidates the best set of disjoint ones."""
    kept = np.ones(len(inside.figure), dtype=np.bool_)
    for row in overlapping_rows(figures, inside):
        spans = spans_of(figures, inside.of_row(row))
        kept[inside.first[row] : inside.first[row + 1]] = False
        kept[inside.first[row] + np.array(choose_disjoint(spans))] = True
    return inside.only(kept)


def overlapping_rows(figures: Figures, inside: Candidates) -> list[int]:
    """Rows that have two candidates with a day in common."""
    start, end = figures.start[inside.figure], figures.end[inside.figure]
    touching = (inside.row[1:] == inside.row[:-1]) & (start[1:] <= end[:-1])
    return [int(row) for row in np.unique(inside.row[1:][touching])]


def spans_of(figures: Figures, chosen: IntArray) -> list[Span]:
    """The windows of figures as day numbers."""
    return list(zip(figures.start[chosen].tolist(), figures.end[chosen].tolist(), strict=True))


def tally(figures: Figures, chosen: Candidates) -> Tally:
    """Sums and dates of disjoint flows by row."""
    rows = len(chosen.first) - 1
    counts = np.diff(chosen.first)
    some = counts > 0
    start, end = np.full(rows, UNKNOWN), np.full(rows, UNKNOWN)
    start[some] = figures.start[chosen.figure[chosen.first[:-1][some]]]
    end[some] = figures.end[chosen.figure[chosen.first[1:][some] - 1]]
    lengths = figures.end[chosen.figure] - figures.start[chosen.figure] + 1
    value, low, high = (_sums(numbers[chosen.figure], chosen, some) for numbers in (figures.value, figures.low, figures.high))
    return Tally(
        chosen=chosen,
        value=value,
        low=low,
        high=high,
        qualifier=_marks(figures, chosen, mark(value, low, high)),
        start=start,
        end=end,
        days=np.bincount(chosen.row, weights=lengths, minlength=rows).astype(np.int64),
    )


def _marks(figures: Figures, chosen: Candidates, of_sum: IntArray) -> IntArray:
    """The mark of each sum: the sources' own where all inexact figures share one, else what the bounds say."""
    marks = of_sum.copy()
    for own in (UP_STRICT, DOWN_STRICT):
        strict = np.bincount(chosen.row, weights=figures.qualifier[chosen.figure] == own, minlength=len(of_sum))
        loose = np.bincount(chosen.row, weights=figures.qualifier[chosen.figure] != EXACT, minlength=len(of_sum))
        marks[(strict > 0) & (strict == loose)] = own
    return marks


def _sums(numbers: FloatArray, chosen: Candidates, some: BoolArray) -> FloatArray:
    sums = np.bincount(chosen.row, weights=numbers, minlength=len(some))
    return np.where(some, sums, np.nan)


def _grouped(figure: IntArray, row: IntArray, rows: int) -> Candidates:
    return Candidates(figure, row, np.searchsorted(row, np.arange(rows + 1)).astype(np.int64))
