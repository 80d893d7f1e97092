"""What a measure has gained per year of late, to hold against what a target still asks for per year.

Only comparable figures count: of flows whole calendar years that disjoint figures cover day by day, of stocks and ratios two
figures at least a year apart, and in either case only figures counted the same way (no 口径变更 between them).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Window
from kpi.progress.clocks import IntArray, day_number, day_of, decimal_years
from kpi.progress.dated import DatedFigures, dated_figures
from kpi.progress.figures import Figures, build_figures, build_layout
from kpi.progress.flows import best_disjoint, candidates, tally
from kpi.progress.rows import Family, build_rows, year_window
from kpi.progress.windows import span_of

RECENT_YEARS = 3
_SHORTEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class YearlyAverage:
    """An average per year, in base units."""

    value: float
    window: Window
    """The first and last day of what was averaged."""
    years: int
    """How many calendar years were averaged; for a stock, how many years lie between its two figures, rounded down."""
    figures: tuple[int, ...]
    """Positions in the observation frame of the figures it rests on."""


def yearly_averages(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, *, region_code: str | None = None
) -> Mapping[str, YearlyAverage]:
    """By target id, the average per year of its measure over the latest years up to `as_of`; absent where nothing compares."""
    rows = build_rows(catalog, region_code)
    layout = build_layout(rows.measures, (target.region_code for target in rows.targets))
    figures = build_figures(layout, catalog, observations, as_of)
    dated = dated_figures(figures, {measure.measure_id: measure for measure in rows.measures}.values())
    averages: dict[str, YearlyAverage] = {}
    for row, target in enumerate(rows.targets):
        if target.target_id in averages:
            continue
        series = layout.series((target.measure_id, "", ""), target.region_code)
        since = _counted_alike_since(catalog, target.measure_id, as_of)
        average = None
        if rows.family[row] == Family.BY_DATE:
            average = _of_levels(figures, dated, series, since)
        elif rows.family[row] == Family.SUM:
            average = _of_flows(figures, series, since, as_of)
        if average is not None:
            averages[target.target_id] = average
    return averages


def _counted_alike_since(catalog: Catalog, measure_id: str, as_of: date) -> date:
    """The first day from which the measure is counted as it is at `as_of`."""
    return max((each.date for each in catalog.breaks if each.measure_id == measure_id and each.date <= as_of), default=date.min)


def _of_flows(figures: Figures, series: int, since: date, as_of: date) -> YearlyAverage | None:
    """The mean of the latest whole years that figures cover day by day, out of the last few that have ended."""
    last = as_of.year if as_of == date(as_of.year, 12, 31) else as_of.year - 1
    windows = [year_window(year) for year in range(last - RECENT_YEARS + 1, last + 1) if date(year, 1, 1) >= since]
    if not windows:
        return None
    start, end = (np.array(days, dtype=np.int64) for days in zip(*(span_of(window) for window in windows), strict=True))
    inside = candidates(figures, np.full_like(start, series), start, end)
    total = tally(figures, best_disjoint(figures, inside))
    covered = np.flatnonzero(total.days == end - start + 1)
    if not len(covered):
        return None
    rests_on = np.concatenate([total.chosen.of_row(int(place)) for place in covered])
    return YearlyAverage(
        value=float(total.value[covered].mean()),
        window=Window(windows[covered[0]].start, windows[covered[-1]].end),
        years=len(covered),
        figures=_positions(figures, rests_on),
    )


def _of_levels(figures: Figures, dated: DatedFigures, series: int, since: date) -> YearlyAverage | None:
    """The change per year between the newest figure and the oldest of the last few years before it."""
    own = np.flatnonzero((dated.series == series) & (dated.day >= day_number(since)))
    if not len(own):
        return None
    newest = own[-1]
    oldest_day = day_number(_years_before(day_of(dated.day[newest]), RECENT_YEARS))
    oldest = own[dated.day[own] >= oldest_day][0]
    if dated.day[newest] - dated.day[oldest] < _SHORTEST_DAYS:
        return None
    first, last = (decimal_years(dated.day[[entry]])[0] for entry in (oldest, newest))
    rests_on = np.array([*dated.figures_of(oldest), *dated.figures_of(newest)], dtype=np.int64)
    return YearlyAverage(
        value=float((dated.value[newest] - dated.value[oldest]) / (last - first)),
        window=Window(day_of(dated.day[oldest]), day_of(dated.day[newest])),
        years=int(last - first),
        figures=_positions(figures, rests_on),
    )


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier; 28 February where there is no 29th."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _positions(figures: Figures, indices: IntArray) -> tuple[int, ...]:
    return tuple(figures.position[indices].tolist())
