"""Targets as a table: one row per target, or per year of it, with the period it is judged over.

Rows keep the catalog's order. A target whose own dates are missing cannot be judged, whatever its period type says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from kpi.catalog import Catalog
from kpi.model import Comparator, Kind, Measure, PeriodType, Target, Window
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number

COMPARATORS = tuple(Comparator)
YEARLY = frozenset({PeriodType.EACH_YEAR, PeriodType.SINGLE_YEAR})
_OPEN = frozenset({PeriodType.UNSPECIFIED, PeriodType.AMBIGUOUS})


class Family(IntEnum):
    """How a row is judged."""

    BY_DATE = 0
    """By the newest dated figure."""
    SUM = 1
    """By the sum of the flows of a year or window."""
    RATIO = 2
    """By the ratio of a year or window."""
    SIDE_BY_SIDE = 3
    """Not at all: value and target are only shown."""


@dataclass(frozen=True)
class Rows:
    """One entry per row everywhere; days as day numbers."""

    targets: tuple[Target, ...]
    measures: tuple[Measure, ...]
    years: tuple[int | None, ...]
    value: FloatArray
    """What is to be reached, in base units."""
    family: IntArray
    comparator: IntArray
    """Position in `COMPARATORS`."""
    start: IntArray
    """First day of the year or window; `UNKNOWN` for by_date, which counts everything up to its deadline."""
    end: IntArray
    """Last day of the year or window, or the deadline."""

    def __len__(self) -> int:
        return len(self.targets)

    def of(self, *families: Family) -> BoolArray:
        """Which rows belong to one of `families`."""
        return np.isin(self.family, families)

    def compared(self, comparator: Comparator) -> BoolArray:
        """Which rows are compared by `comparator`."""
        return np.asarray(self.comparator == COMPARATORS.index(comparator), dtype=np.bool_)


def build_rows(catalog: Catalog, region_code: str | None) -> Rows:
    """The rows of every primary target of `region_code`, or of every region."""
    targets = [target for target in catalog.primary_targets if region_code in (None, target.region_code)]
    judged = [(target, catalog.measures[target.measure_id], *each) for target in targets for each in _periods(target)]
    families = [_family(target, measure, end) for target, measure, _, _, end in judged]
    return Rows(
        targets=tuple(target for target, *_ in judged),
        measures=tuple(measure for _, measure, *_ in judged),
        years=tuple(year for _, _, year, _, _ in judged),
        value=np.array([float(target.value) for target, *_ in judged], dtype=np.float64),
        family=np.array(families, dtype=np.int64),
        comparator=np.array([COMPARATORS.index(target.comparator) for target, *_ in judged], dtype=np.int64),
        start=_days(start for *_, start, _ in judged),
        end=_days(end for *_, end in judged),
    )


def target_years(target: Target) -> tuple[int, ...]:
    """The calendar years an each_year or single_year target is for."""
    if target.years or target.window is None:
        return target.years
    return tuple(range(target.window.start.year, target.window.end.year + 1))


def target_end(target: Target, year: int | None) -> date | None:
    """The last day of what is judged: the deadline, or the end of the year or window. None where nothing states it."""
    if year is not None:
        return date(year, 12, 31)
    if target.period_type is PeriodType.BY_DATE and target.deadline is not None:
        return target.deadline
    return target.window.end if target.window is not None and target.period_type not in _OPEN else None


def year_window(year: int) -> Window:
    """The calendar year."""
    return Window(date(year, 1, 1), date(year, 12, 31))


def _periods(target: Target) -> Iterator[tuple[int | None, date | None, date | None]]:
    """Year, first and last day of each row of a target; None where there is none."""
    if target.period_type in YEARLY:
        yield from ((year, date(year, 1, 1), date(year, 12, 31)) for year in target_years(target))
    else:
        end = target_end(target, None)
        window = target.window if target.period_type is PeriodType.CUMULATIVE_WINDOW else None
        yield None, window.start if window else None, end


def _family(target: Target, measure: Measure, end: date | None) -> Family:
    if target.period_type in _OPEN or end is None:
        return Family.SIDE_BY_SIDE
    if target.period_type is PeriodType.BY_DATE:
        return Family.BY_DATE
    return Family.RATIO if measure.kind is Kind.RATIO else Family.SUM


def _days(days: Iterable[date | None]) -> IntArray:
    return np.array([UNKNOWN if day is None else day_number(day) for day in days], dtype=np.int64)
