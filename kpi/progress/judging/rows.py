"""Targets as a table, one row per target or per year of it, with the period it is judged over; and what figures say about
each row: its current value with date and bounds, its baseline, and how far its period is covered.

Nothing is judged here. NaN and `UNKNOWN` stand where there is nothing admissible.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kpi.catalog import Catalog
from kpi.model import Comparator, Measure, Target
from kpi.progress.figures.courses import Course
from kpi.progress.figures.dated import DatedFigures
from kpi.progress.figures.figures import Figures
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray
from kpi.progress.periods.intervals import EXACT

COMPARATORS = tuple(Comparator)


@dataclass(frozen=True)
class Rows:
    """One entry per row everywhere; days as day numbers."""

    targets: tuple[Target, ...]
    regions: tuple[str, ...]
    """The place whose figures count: the target's own, or one that is held against it."""
    measures: tuple[Measure, ...]
    years: tuple[int | None, ...]
    value: FloatArray
    """What is to be reached, in base units; of an interval its lower edge."""
    high: FloatArray
    """The upper edge of an interval, `value` elsewhere."""
    comparator: IntArray
    """Position in `COMPARATORS`."""
    start: IntArray
    """First day of the year or window; `UNKNOWN` where everything up to the end counts, as by a deadline."""
    end: IntArray
    """Last day of the year or window, or the deadline."""

    def __len__(self) -> int:
        return len(self.targets)

    def compared(self, comparator: Comparator) -> BoolArray:
        """Which rows are compared by `comparator`."""
        return np.asarray(self.comparator == COMPARATORS.index(comparator), dtype=np.bool_)

    def only(self, places: IntArray) -> "Rows":
        """The rows in these places."""
        chosen = places.tolist()
        targets, regions, measures, years = (
            tuple([column[place] for place in chosen]) for column in (self.targets, self.regions, self.measures, self.years)
        )
        days = self.start[places], self.end[places]
        return Rows(targets, regions, measures, years, self.value[places], self.high[places], self.comparator[places], *days)

    def none(self) -> BoolArray:
        """No row."""
        return np.zeros(len(self), dtype=np.bool_)

    def flagged(self, places: Iterable[int]) -> BoolArray:
        """The rows in these places, as flags."""
        flags = self.none()
        flags[list(places)] = True
        return flags


@dataclass(frozen=True)
class Docket:
    """Rows that are judged alike, with everything there is to judge them by."""

    catalog: Catalog
    rows: Rows
    figures: Figures
    dated: DatedFigures
    as_of: int

    @property
    def series(self) -> IntArray:
        """The series of each row's own measure and region; also the number of its pair."""
        return series_of(self.rows, self.figures)

    @property
    def reference_series(self) -> IntArray:
        """The series of what each row is held against, in its own region."""
        return np.array(
            [
                self.figures.layout.series((target.reference_measure_id, "", ""), region)
                for target, region in zip(self.rows.targets, self.rows.regions, strict=True)
            ],
            dtype=np.int64,
        )

    @property
    def begun(self) -> BoolArray:
        """Rows whose period has begun; one that starts at `UNKNOWN` always has."""
        return np.asarray(self.rows.start <= self.as_of, dtype=np.bool_)

    @property
    def over(self) -> BoolArray:
        """Rows whose period has come to its last day; where no day is known it never does."""
        return np.asarray((self.rows.end != UNKNOWN) & (self.rows.end <= self.as_of), dtype=np.bool_)


def series_of(rows: Rows, figures: Figures) -> IntArray:
    """The series of each row's own measure and region; also the number of its pair."""
    pairs = zip(rows.targets, rows.regions, strict=True)
    wholes = [figures.layout.series((target.measure_id, "", ""), region) for target, region in pairs]
    return np.array(wholes, dtype=np.int64)


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
    blank = {
        "value": np.nan, "low": np.nan, "high": np.nan, "qualifier": EXACT, "clock": UNKNOWN, "first": UNKNOWN,
        "baseline": np.nan, "baseline_day": UNKNOWN, "baseline_qualifier": EXACT, "complete": False, "hole": False,
    }  # fmt: skip
    columns: dict[str, Any] = {name: np.full(rows, nothing) for name, nothing in blank.items()}
    return Evidence(**columns)


def take_values(evidence: Evidence, judged: IntArray, entries: IntArray, source: DatedFigures | Figures) -> None:
    """Figures as the current values of rows, with their bounds and marks."""
    for name in ("value", "low", "high", "qualifier"):
        getattr(evidence, name)[judged] = getattr(source, name)[entries]


def take_dated(evidence: Evidence, judged: IntArray, entries: IntArray, dated: DatedFigures) -> None:
    """Dated figures as the current values of rows."""
    take_values(evidence, judged, entries, dated)
    evidence.clock[judged] = dated.day[entries]
    for row, entry in zip(judged.tolist(), entries.tolist(), strict=True):
        evidence.figures[row] = dated.figures_of(entry)


def take_cover(evidence: Evidence, rows: Rows, judged: IntArray, first: IntArray, last: IntArray, days: IntArray) -> None:
    """Clock, completeness and holes from the days that are covered."""
    evidence.first[judged], evidence.clock[judged] = first, last
    evidence.hole[judged] = days < last - rows.start[judged] + 1
    evidence.complete[judged] = days == rows.end[judged] - rows.start[judged] + 1
