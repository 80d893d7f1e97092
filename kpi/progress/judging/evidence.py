"""What the figures say about each row: its current value with date and bounds, its baseline, and how far its period is covered.

Nothing is judged here. NaN and `UNKNOWN` stand where there is nothing admissible.
"""

from dataclasses import dataclass, field

import numpy as np

from kpi.progress.figures.courses import Course
from kpi.progress.figures.dated import DatedFigures
from kpi.progress.judging.rows import Rows
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray
from kpi.progress.periods.intervals import EXACT


@dataclass(frozen=True)
class Evidence:
    """One entry per row everywhere; values in base units, days as day numbers."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    qualifier: IntArray
    clock: IntArray
    """t: the end of the last admissible figure."""
    first: IntArray
    """The first day the current value is compared or summed from: the baseline's, or the first day counted."""
    baseline: FloatArray
    baseline_day: IntArray
    baseline_qualifier: IntArray
    complete: BoolArray
    """Every day of the period is covered, or a figure is dated on the deadline."""
    hole: BoolArray
    """A day of the period before t is not covered."""
    figures: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By row, the figures the current value rests on, numerators first."""
    baseline_figures: dict[int, tuple[int, ...]] = field(default_factory=dict)
    counted: dict[int, tuple[IntArray, ...]] = field(default_factory=dict)
    """By row of a sum or ratio, the flows that were added up: one array, or numerators and denominators."""
    inside: dict[int, tuple[IntArray, ...]] = field(default_factory=dict)
    """The same for every flow inside the period, counted or not; only of rows where some of them overlap."""

    courses: tuple[Course, ...] = ()
    """Of changes, each row's own. The level it starts from is told as the baseline; the change itself starts from nothing."""

    @property
    def admissible(self) -> BoolArray:
        """Rows that have a current value."""
        return ~np.isnan(self.value)


def baselines(evidence: Evidence) -> tuple[FloatArray, IntArray, IntArray]:
    """Value, day and mark of what each row is said to start from: of a change the level, where there is one."""
    if not evidence.courses:
        return evidence.baseline, evidence.baseline_day, evidence.baseline_qualifier
    told = no_evidence(len(evidence.value))
    for row, course in enumerate(evidence.courses):
        if course.origin is not None:
            told.baseline[row], told.baseline_day[row] = course.origin.value, course.origin.day
            told.baseline_qualifier[row] = course.origin.qualifier
    return told.baseline, told.baseline_day, told.baseline_qualifier


def no_evidence(rows: int) -> Evidence:
    """Nothing yet about any row."""

    def numbers() -> FloatArray:
        return np.full(rows, np.nan)

    def days() -> IntArray:
        return np.full(rows, UNKNOWN)

    def marks() -> IntArray:
        return np.full(rows, EXACT)

    def flags() -> BoolArray:
        return np.zeros(rows, dtype=np.bool_)

    return Evidence(
        value=numbers(), low=numbers(), high=numbers(), qualifier=marks(), clock=days(), first=days(),
        baseline=numbers(), baseline_day=days(), baseline_qualifier=marks(), complete=flags(), hole=flags(),
    )  # fmt: skip


def take_dated(evidence: Evidence, judged: IntArray, entries: IntArray, dated: DatedFigures) -> None:
    """Dated figures as the current values of rows."""
    evidence.value[judged] = dated.value[entries]
    evidence.low[judged] = dated.low[entries]
    evidence.high[judged] = dated.high[entries]
    evidence.qualifier[judged] = dated.qualifier[entries]
    evidence.clock[judged] = dated.day[entries]
    for row, entry in zip(judged.tolist(), entries.tolist(), strict=True):
        evidence.figures[row] = dated.figures_of(entry)


def take_cover(evidence: Evidence, rows: Rows, judged: IntArray, first: IntArray, last: IntArray, days: IntArray) -> None:
    """Clock, completeness and holes from the days that are covered."""
    evidence.first[judged], evidence.clock[judged] = first, last
    evidence.hole[judged] = days < last - rows.start[judged] + 1
    evidence.complete[judged] = days == rows.end[judged] - rows.start[judged] + 1
