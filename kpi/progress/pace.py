"""What a measure has gained per year of late, to hold against what a target still asks for per year.

Only comparable figures count: of flows whole calendar years that disjoint figures cover day by day, of stocks and ratios two
figures at least a year apart, and in either case only figures counted the same way (no 口径变更 between them).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Kind, Measure, Window
from kpi.progress.assess import JudgedTable, build_table, figures_for
from kpi.progress.figures.dated import DatedFigures
from kpi.progress.figures.figures import Figures
from kpi.progress.figures.flows import Tally, best_disjoint, candidates, tally
from kpi.progress.judging.obstacles import counted_alike_since
from kpi.progress.judging.rows import series_of
from kpi.progress.periods.clocks import UNKNOWN, IntArray, day_number, day_of, decimal_years
from kpi.progress.periods.windows import span_of
from kpi.progress.rules.rule import year_window

RECENT_YEARS = 3
_SHORTEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """What one year brought, in base units: a calendar year's sum, or the change between two figures, by the year."""

    value: float
    window: Window


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
    rates: tuple[YearlyRate, ...] = ()
    """The years it is an average of, one by one, the oldest first: the best pace so far is one of them."""


def yearly_averages(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, *, region_code: str | None = None
) -> Mapping[str, YearlyAverage]:
    """By target id, the average per year of its measure over the latest years up to `as_of`; absent where nothing compares."""
    table = build_table(catalog, region_code)
    rows = table.rows
    figures, dated = figures_for(catalog, rows, observations, as_of)
    last = as_of.year if as_of == date(as_of.year, 12, 31) else as_of.year - 1
    years = [year_window(year) for year in range(last - RECENT_YEARS + 1, last + 1)]
    series = series_of(rows, figures)
    first = _first_rows(table)
    summed = {target_id for target_id, row in first.items() if rows.targets[row].period_type.of_days}
    of_flows = {key: row for key, row in first.items() if key in summed and rows.measures[row].kind is not Kind.RATIO}
    of_levels = {key: row for key, row in first.items() if key not in summed}
    totals = _totals(figures, series[list(of_flows.values())], years)
    averages = {
        target_id: _of_flows(
            figures, totals, place, years, counted_alike_since(catalog, rows.measures[row], as_of, of_parts=False)
        )
        for place, (target_id, row) in enumerate(of_flows.items())
    } | {
        target_id: _of_levels(figures, dated, comparable_entries(catalog, dated, rows.measures[row], int(series[row]), as_of))
        for target_id, row in of_levels.items()
    }
    return {target_id: average for target_id, average in averages.items() if average is not None}


def _first_rows(table: JudgedTable) -> dict[str, int]:
    """The first row of each target that is judged, by target id."""
    ids = [target.target_id for target in table.rows.targets]
    return {ids[row]: row for row in reversed(range(len(ids))) if _of_an_amount(table, row)}


def _of_an_amount(table: JudgedTable, row: int) -> bool:
    """Whether a row is judged, and by amounts that have an average: a change is a rate already."""
    rows = table.rows
    of_change = rows.targets[row].period_type.of_change or rows.measures[row].kind is Kind.CHANGE
    return table.handlings[row].way.judged and not of_change


def _totals(figures: Figures, series: IntArray, years: Sequence[Window]) -> Tally:
    """The sums of each series in each year, year by year."""
    start, end = (np.array(days, dtype=np.int64) for days in zip(*map(span_of, years), strict=True))
    inside = candidates(figures, np.repeat(series, len(years)), np.tile(start, len(series)), np.tile(end, len(series)))
    return tally(figures, best_disjoint(figures, inside))


def _of_flows(figures: Figures, totals: Tally, place: int, years: Sequence[Window], since: date | None) -> YearlyAverage | None:
    """The mean of those of the years that figures cover day by day, and that are counted alike."""
    at = [place * len(years) + offset for offset in range(len(years))]
    whole = [
        (year, row)
        for year, row in zip(years, at, strict=True)
        if totals.days[row] == year.days and (since is None or year.start >= since)
    ]
    if not whole:
        return None
    rests_on = np.concatenate([totals.chosen.of_row(row) for _, row in whole])
    return YearlyAverage(
        value=float(np.mean([totals.value[row] for _, row in whole])),
        window=Window(whole[0][0].start, whole[-1][0].end),
        years=len(whole),
        figures=figures.positions(rests_on),
        rates=tuple(YearlyRate(float(totals.value[row]), year) for year, row in whole),
    )


def comparable_entries(catalog: Catalog, dated: DatedFigures, measure: Measure, series: int, as_of: date) -> IntArray:
    """The entries of a series that are counted as the measure is at `as_of`, by day."""
    own = dated.of_series(series)
    worked_out = not bool(np.all(dated.stated[own]))
    since = counted_alike_since(catalog, measure, as_of, of_parts=worked_out)
    return own[dated.day[own] >= (UNKNOWN if since is None else day_number(since))]


def _of_levels(figures: Figures, dated: DatedFigures, own: IntArray) -> YearlyAverage | None:
    """The change per year between the newest figure and the oldest of the last few years before it."""
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
        figures=figures.positions(rests_on),
        rates=tuple(_rates(dated, own[dated.day[own] >= dated.day[oldest]])),
    )


def _rates(dated: DatedFigures, own: IntArray) -> Iterator[YearlyRate]:
    """From each figure to the first one at least a year later; those that a rate has passed over begin none."""
    since = 0
    for place, entry in enumerate(own):
        if dated.day[entry] - dated.day[own[since]] >= _SHORTEST_DAYS:
            first, last = (decimal_years(dated.day[[each]])[0] for each in (own[since], entry))
            grown = float((dated.value[entry] - dated.value[own[since]]) / (last - first))
            yield YearlyRate(grown, Window(day_of(dated.day[own[since]]), day_of(dated.day[entry])))
            since = place


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier; 28 February where there is no 29th."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)
