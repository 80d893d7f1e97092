"""What the figures say about each row: its current value with date and bounds, its baseline, and how far its period is covered.

Nothing is judged here. NaN and `UNKNOWN` stand where there is nothing admissible.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kpi.catalog import Catalog
from kpi.model import Figure
from kpi.progress.figures.dated import NOWHERE, DatedFigures, dated_figures
from kpi.progress.figures.figures import LATEST, Figures, parts_of
from kpi.progress.figures.flows import Candidates, best_disjoint, candidates, overlapping_rows, spans_of, tally
from kpi.progress.judging.rows import Family, Rows
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number
from kpi.progress.periods.intervals import EXACT, mark, quotient_bounds
from kpi.progress.periods.windows import choose_common


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

    @property
    def admissible(self) -> BoolArray:
        """Rows that have a current value."""
        return ~np.isnan(self.value)


def gather(catalog: Catalog, rows: Rows, figures: Figures, as_of: date) -> Evidence:
    """The evidence of every row as of `as_of`."""
    evidence = _nothing(len(rows))
    series = series_of(rows, figures)
    dated = dated_figures(figures, {measure.measure_id: measure for measure in rows.measures}.values())
    _fill_by_date(evidence, catalog, rows, series, dated, day_number(as_of))
    _fill_sums(evidence, rows, series, figures)
    _fill_ratios(evidence, rows, series, figures)
    _fill_side_by_side(evidence, rows, series, figures, dated)
    return evidence


def series_of(rows: Rows, figures: Figures) -> IntArray:
    """The series of each row's own measure and region; also the number of its pair."""
    wholes = [figures.layout.series((target.measure_id, "", ""), target.region_code) for target in rows.targets]
    return np.array(wholes, dtype=np.int64)


def _nothing(rows: int) -> Evidence:
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


def _fill_by_date(evidence: Evidence, catalog: Catalog, rows: Rows, series: IntArray, dated: DatedFigures, as_of: int) -> None:
    """The newest figure up to the deadline, and the baseline: the figure at its key, or else the earliest."""
    judged = np.flatnonzero(rows.of(Family.BY_DATE))
    cut = np.minimum(rows.end[judged], as_of)
    newest = dated.newest(series[judged], cut)
    judged, newest, cut = judged[newest != NOWHERE], newest[newest != NOWHERE], cut[newest != NOWHERE]
    _take_dated(evidence, judged, newest, dated)
    keyed = np.array([_baseline_day(catalog.figures, rows, row) for row in judged], dtype=np.int64)
    at_key = dated.at(series[judged], np.where(keyed <= cut, keyed, UNKNOWN))
    at_key = np.where((at_key != NOWHERE) & dated.stated[at_key], at_key, NOWHERE)
    start = np.where(at_key == NOWHERE, dated.earliest(series[judged]), at_key)
    evidence.baseline[judged] = dated.value[start]
    evidence.baseline_day[judged] = evidence.first[judged] = dated.day[start]
    evidence.baseline_qualifier[judged] = dated.qualifier[start]
    evidence.complete[judged] = evidence.clock[judged] == rows.end[judged]
    for row, entry in zip(judged.tolist(), start.tolist(), strict=True):
        evidence.baseline_figures[row] = dated.figures_of(entry)


def _baseline_day(figures: Mapping[str, Figure], rows: Rows, row: int) -> int:
    """The day at the key of a target's baseline figure; `UNKNOWN` where the target names none of its own series."""
    target = rows.targets[row]
    figure = figures.get(target.baseline_figure_id)
    if figure is None or figure.as_of is None or figure.breakdown:
        return UNKNOWN
    same_series = (figure.measure_id, figure.region_code) == (target.measure_id, target.region_code)
    return day_number(figure.as_of) if same_series else UNKNOWN


def _take_dated(evidence: Evidence, judged: IntArray, entries: IntArray, dated: DatedFigures) -> None:
    """Dated figures as the current values of rows."""
    evidence.value[judged] = dated.value[entries]
    evidence.low[judged] = dated.low[entries]
    evidence.high[judged] = dated.high[entries]
    evidence.qualifier[judged] = dated.qualifier[entries]
    evidence.clock[judged] = dated.day[entries]
    for row, entry in zip(judged.tolist(), entries.tolist(), strict=True):
        evidence.figures[row] = dated.figures_of(entry)


def _fill_sums(evidence: Evidence, rows: Rows, series: IntArray, figures: Figures) -> None:
    """Σ of the best disjoint flows inside the year or window."""
    judged = np.flatnonzero(rows.of(Family.SUM))
    inside = candidates(figures, series[judged], rows.start[judged], rows.end[judged])
    total = tally(figures, best_disjoint(figures, inside))
    some = total.end != UNKNOWN
    evidence.value[judged], evidence.low[judged], evidence.high[judged] = total.value, total.low, total.high
    evidence.qualifier[judged] = total.qualifier
    _take_cover(evidence, rows, judged[some], total.start[some], total.end[some], total.days[some])
    for place in np.flatnonzero(some).tolist():
        row, chosen = int(judged[place]), total.chosen.of_row(place)
        evidence.figures[row] = tuple(chosen.tolist())
        evidence.counted[row] = (chosen,)
    evidence.inside.update((int(judged[place]), (inside.of_row(place),)) for place in overlapping_rows(figures, inside))


def _take_cover(evidence: Evidence, rows: Rows, judged: IntArray, first: IntArray, last: IntArray, days: IntArray) -> None:
    """Clock, completeness and holes from the days that are covered."""
    evidence.first[judged], evidence.clock[judged] = first, last
    evidence.hole[judged] = days < last - rows.start[judged] + 1
    evidence.complete[judged] = days == rows.end[judged] - rows.start[judged] + 1


def _fill_ratios(evidence: Evidence, rows: Rows, series: IntArray, figures: Figures) -> None:
    """A ratio stated for exactly the period, or else Σ numerator ÷ Σ denominator over the same days."""
    judged = np.flatnonzero(rows.of(Family.RATIO))
    own = candidates(figures, series[judged], rows.start[judged], rows.end[judged])
    exact = (figures.start[own.figure] == rows.start[judged][own.row]) & (figures.end[own.figure] == rows.end[judged][own.row])
    stated, at = own.figure[exact], judged[own.row[exact]]
    evidence.value[at], evidence.low[at], evidence.high[at] = figures.value[stated], figures.low[stated], figures.high[stated]
    evidence.qualifier[at] = figures.qualifier[stated]
    _take_cover(evidence, rows, at, figures.start[stated], figures.end[stated], figures.end[stated] - figures.start[stated] + 1)
    evidence.figures.update((row, (figure,)) for row, figure in zip(at.tolist(), stated.tolist(), strict=True))
    evidence.counted.update((row, (np.array([figure]),)) for row, figure in zip(at.tolist(), stated.tolist(), strict=True))
    open_rows = [row for row in np.setdiff1d(judged, at).tolist() if parts_of(rows.measures[row])]
    _fill_quotients(evidence, rows, figures, np.array(open_rows, dtype=np.int64))


def _fill_quotients(evidence: Evidence, rows: Rows, figures: Figures, judged: IntArray) -> None:
    """Σ numerator ÷ Σ denominator where both parts cover the same days."""
    inside = [
        candidates(figures, _part_series(rows, figures, judged, part), rows.start[judged], rows.end[judged]) for part in (0, 1)
    ]
    above, below = (tally(figures, chosen) for chosen in _common(figures, inside[0], inside[1]))
    value, low, high = quotient_bounds((above.value, above.low, above.high), (below.value, below.low, below.high))
    some = ~np.isnan(value)
    at = judged[some]
    evidence.value[at], evidence.low[at], evidence.high[at] = value[some], low[some], high[some]
    evidence.qualifier[at] = mark(value[some], low[some], high[some])
    _take_cover(evidence, rows, at, above.start[some], above.end[some], above.days[some])
    for place in np.flatnonzero(some).tolist():
        row, parts = int(judged[place]), (above.chosen.of_row(place), below.chosen.of_row(place))
        evidence.counted[row] = parts
        evidence.figures[row] = tuple(np.concatenate(parts).tolist())
    for part in inside:
        for place in overlapping_rows(figures, part):
            row = int(judged[place])
            evidence.inside[row] = (*evidence.inside.get(row, ()), part.of_row(place))


def _part_series(rows: Rows, figures: Figures, judged: IntArray, part: int) -> IntArray:
    """The series of the numerator (0) or denominator (1) of each judged row."""
    series = []
    for row in judged:
        parts = parts_of(rows.measures[row])
        series += [figures.layout.series(parts[part], rows.targets[row].region_code)] if parts else []
    return np.array(series, dtype=np.int64)


def _common(figures: Figures, above: Candidates, below: Candidates) -> tuple[Candidates, Candidates]:
    """Of each row the flows of numerator and denominator that cover the same days."""
    kept = np.zeros(len(above.figure), dtype=np.bool_), np.zeros(len(below.figure), dtype=np.bool_)
    for row in range(len(above.first) - 1):
        chosen = choose_common(spans_of(figures, above.of_row(row)), spans_of(figures, below.of_row(row)))
        for flags, part, positions in zip(kept, (above, below), chosen, strict=True):
            flags[part.first[row] + np.array(positions, dtype=np.int64)] = True
    return above.only(kept[0]), below.only(kept[1])


def _fill_side_by_side(evidence: Evidence, rows: Rows, series: IntArray, figures: Figures, dated: DatedFigures) -> None:
    """The figure with the latest end; of several the longest, one with an unknown start last."""
    judged = np.flatnonzero(rows.of(Family.SIDE_BY_SIDE))
    newest = dated.newest(series[judged], np.full_like(judged, LATEST))
    _take_dated(evidence, judged[newest != NOWHERE], newest[newest != NOWHERE], dated)
    for row in judged.tolist():
        of_pair = figures.of_pair(int(series[row]))
        own = of_pair[figures.series[of_pair] == series[row]]
        own = own[figures.end[own] > evidence.clock[row]]
        if len(own):
            _take_figure(evidence, row, max(own.tolist(), key=lambda index: _latest(figures, index)), figures)


def _latest(figures: Figures, index: int) -> tuple[int, int, int]:
    """Sorts figures by end, then known before unknown start, then the earliest start."""
    start = int(figures.start[index])
    return int(figures.end[index]), int(start != UNKNOWN), -start if start != UNKNOWN else 0


def _take_figure(evidence: Evidence, row: int, index: int, figures: Figures) -> None:
    evidence.value[row], evidence.low[row], evidence.high[row] = figures.value[index], figures.low[index], figures.high[index]
    evidence.qualifier[row] = figures.qualifier[index]
    evidence.clock[row] = figures.end[index]
    evidence.figures[row] = (index,)
