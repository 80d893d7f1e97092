"""Judged by figures of one day: on the way from a baseline to a deadline, or at the end of a year; or not judged at all."""

from collections.abc import Mapping

import numpy as np

from kpi.model import Comparator, Figure, Target
from kpi.progress.figures.dated import NOWHERE
from kpi.progress.figures.figures import LATEST, Figures
from kpi.progress.judging.numbers import Numbers, aimed_at, divide, holds, overshot, per_year, to_go
from kpi.progress.judging.rows import Docket, Evidence, Rows, no_evidence, take_dated, take_values
from kpi.progress.judging.way import Reads, Way, Weighed
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, decimal_years


class Levels(Way):
    """The state of a day: a stock, a ratio, a place in a table, something done."""

    reads = Reads.DATED

    def gather(self, docket: Docket) -> Evidence:
        """The newest figure up to the deadline, and the baseline: the figure at its key, or else the earliest."""
        evidence, rows, dated, series = no_evidence(len(docket.rows)), docket.rows, docket.dated, docket.series
        cut = np.minimum(rows.end, docket.as_of)
        newest = dated.newest(series, cut)
        judged = np.flatnonzero(newest != NOWHERE)
        cut, series = cut[judged], series[judged]
        take_dated(evidence, judged, newest[judged], dated)
        keyed = np.array(
            [_baseline_day(docket.catalog.figures, rows.targets[row], rows.regions[row]) for row in judged], dtype=np.int64
        )
        at_key = dated.at(series, np.where(keyed <= cut, keyed, UNKNOWN))
        at_key = np.where((at_key != NOWHERE) & dated.stated[at_key], at_key, NOWHERE)
        start = np.where(at_key == NOWHERE, dated.earliest(series), at_key)
        evidence.baseline[judged] = dated.value[start]
        evidence.baseline_day[judged] = evidence.first[judged] = dated.day[start]
        evidence.baseline_qualifier[judged] = dated.qualifier[start]
        evidence.complete[judged] = evidence.clock[judged] == rows.end[judged]
        for row, entry in zip(judged.tolist(), start.tolist(), strict=True):
            evidence.baseline_figures[row] = dated.figures_of(entry)
        return evidence

    def numbers(self, rows: Rows, evidence: Evidence) -> Numbers:
        """Of the way from the baseline to the target, and of the days from the baseline's to the deadline."""
        target, value, baseline, missing = aimed_at(rows, evidence), evidence.value, evidence.baseline, to_go(rows, evidence)
        way, done, share = target - baseline, value - baseline, self._time_share(rows, evidence)
        distance = divide(done, way) * 100
        excess = divide(np.abs(missing), np.abs(way)) * 100
        return Numbers(
            gap=missing,
            completion_pct=np.full_like(value, np.nan),
            distance_pct=distance,
            time_pct=share * 100,
            lead_pp=np.where(overshot(rows, evidence), -excess, distance - share * 100),
            expected_value=baseline + way * share,
            required_per_year=per_year(missing, rows, evidence),
            projected_value=baseline + divide(done, share),
            cagr_ratio=_growth(rows, evidence),
        )

    def start(self, rows: Rows, evidence: Evidence) -> IntArray:
        """The baseline's day."""
        return evidence.baseline_day

    def _time_share(self, rows: Rows, evidence: Evidence) -> FloatArray:
        """Share of the days from the start to the deadline that is gone at each row's own clock."""
        known = evidence.admissible
        clock, start = (np.where(known, days, 0) for days in (evidence.clock, self.start(rows, evidence)))
        return np.where(known, np.maximum(divide(clock - start, rows.end - start), 0), np.nan)

    def holding(self, rows: Rows, evidence: Evidence) -> BoolArray:
        """Rows whose baseline already meets the target."""
        return evidence.admissible & holds(rows, evidence.baseline)

    def only_baseline(self, weighed: Weighed) -> BoolArray:
        """Before the deadline, the newest figure is the baseline."""
        newest_is_baseline: BoolArray = weighed.evidence.clock == weighed.evidence.baseline_day
        return newest_is_baseline & ~weighed.over

    def met(self, weighed: Weighed) -> BoolArray:
        """A target to be kept has no pace to fall back on, so before its deadline the value as printed decides.

        What is to lie inside an interval may still leave it.
        """
        comparison, once = weighed.comparison, ~weighed.rows.compared(Comparator.BETWEEN)
        before_deadline = ~weighed.over & ((comparison.surely & once) | (weighed.holding & comparison.holds))
        return before_deadline | super().met(weighed)


def _baseline_day(figures: Mapping[str, Figure], target: Target, region: str) -> int:
    """The day at the key of a target's baseline figure; `UNKNOWN` where the target names none of its own series."""
    figure = figures.get(target.baseline_figure_id)
    if figure is None or figure.as_of is None or figure.breakdown:
        return UNKNOWN
    same_series = (figure.measure_id, figure.region_code) == (target.measure_id, region)
    return day_number(figure.as_of) if same_series else UNKNOWN


def _growth(rows: Rows, evidence: Evidence) -> FloatArray:
    """Yearly growth from the baseline to the value ÷ yearly growth from the baseline to the target, if all are positive."""
    start, target = evidence.baseline, aimed_at(rows, evidence)
    positive = (start > 0) & (evidence.value > 0) & (target > 0)
    since = decimal_years(evidence.baseline_day)
    with np.errstate(all="ignore"):
        had = np.power(divide(evidence.value, start), divide(np.ones_like(start), decimal_years(evidence.clock) - since)) - 1
        needed = np.power(divide(target, start), divide(np.ones_like(start), decimal_years(rows.end) - since)) - 1
        ratio = np.where(positive, divide(had, needed), np.nan)
    return np.where(np.isfinite(ratio), ratio, np.nan)


class YearEnds(Way):
    """A level of each year; it has no pace, and is open until the year is over."""

    reads = Reads.DATED

    def gather(self, docket: Docket) -> Evidence:
        """The newest figure of the year; only one of its last day decides."""
        evidence, rows, dated = no_evidence(len(docket.rows)), docket.rows, docket.dated
        newest = dated.newest(docket.series, np.minimum(rows.end, docket.as_of))
        judged = np.flatnonzero(newest != NOWHERE)
        judged = judged[dated.day[newest[judged]] >= rows.start[judged]]
        take_dated(evidence, judged, newest[judged], dated)
        evidence.first[judged] = evidence.clock[judged]
        evidence.complete[judged] = evidence.clock[judged] == rows.end[judged]
        return evidence

    def incomplete(self, weighed: Weighed) -> BoolArray:
        """Until the year is over."""
        return ~weighed.rows.none()


class SideBySide(Way):
    """Where the plan does not say over what a target is counted."""

    judged = False
    reads = Reads.NEWEST

    def gather(self, docket: Docket) -> Evidence:
        """The figure with the latest end; of several the longest, one with an unknown start last."""
        evidence, figures, series = no_evidence(len(docket.rows)), docket.figures, docket.series
        newest = docket.dated.newest(series, np.full_like(series, LATEST))
        dated = np.flatnonzero(newest != NOWHERE)
        take_dated(evidence, dated, newest[dated], docket.dated)
        for row in range(len(docket.rows)):
            of_pair = figures.of_pair(int(series[row]))
            own = of_pair[figures.series[of_pair] == series[row]]
            own = own[figures.end[own] > evidence.clock[row]]
            if len(own):
                index = max(own.tolist(), key=lambda index: _latest(figures, index))
                take_values(evidence, np.array([row]), np.array([index]), figures)
                evidence.clock[row], evidence.figures[row] = figures.end[index], (index,)
        return evidence


def _latest(figures: Figures, index: int) -> tuple[int, int, int]:
    """Sorts figures by end, then known before unknown start, then the earliest start."""
    start = int(figures.start[index])
    return int(figures.end[index]), int(start != UNKNOWN), -start if start != UNKNOWN else 0
