"""Targets as a table: one row per target, or per year of it, with the period it is judged over."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kpi.catalog import Catalog
from kpi.model import Comparator, Measure, Target
from kpi.progress.figures.dated import DatedFigures
from kpi.progress.figures.figures import Figures
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray

COMPARATORS = tuple(Comparator)


@dataclass(frozen=True)
class Rows:
    """One entry per row everywhere; days as day numbers."""

    targets: tuple[Target, ...]
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
        return Rows(
            targets=tuple(self.targets[place] for place in places),
            measures=tuple(self.measures[place] for place in places),
            years=tuple(self.years[place] for place in places),
            value=self.value[places],
            high=self.high[places],
            comparator=self.comparator[places],
            start=self.start[places],
            end=self.end[places],
        )

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
                self.figures.layout.series((target.reference_measure_id, "", ""), target.region_code)
                for target in self.rows.targets
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
    wholes = [figures.layout.series((target.measure_id, "", ""), target.region_code) for target in rows.targets]
    return np.array(wholes, dtype=np.int64)
