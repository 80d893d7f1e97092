"""Judged by the sum of the flows of a year or window, or by the ratio of two sums when it is over."""

from dataclasses import dataclass

import numpy as np

from kpi.model import Comparator
from kpi.progress.figures.figures import Figures, parts_of
from kpi.progress.figures.flows import Candidates, best_disjoint, candidates, overlapping_rows, spans_of, tally
from kpi.progress.judging.numbers import Numbers, divide, overshot, per_year, to_go
from kpi.progress.judging.rows import Docket, Evidence, Rows, no_evidence, take_cover, take_values
from kpi.progress.judging.way import Reads, Way, Weighed
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray
from kpi.progress.periods.intervals import mark, quotient_bounds
from kpi.progress.periods.windows import choose_common


@dataclass(frozen=True)
class Sums(Way):
    """What has been added up since the period's first day."""

    within_year: bool
    """Whether what is missing is asked of the rest of the year, and not as so much per year."""
    reads = Reads.SUMS

    def gather(self, docket: Docket) -> Evidence:
        """Σ of the best disjoint flows inside the year or window."""
        evidence, rows, figures = no_evidence(len(docket.rows)), docket.rows, docket.figures
        inside = candidates(figures, docket.series, rows.start, rows.end)
        total = tally(figures, best_disjoint(figures, inside))
        evidence.value[:], evidence.low[:], evidence.high[:] = total.value, total.low, total.high
        evidence.qualifier[:] = total.qualifier
        some = np.flatnonzero(total.end != UNKNOWN)
        take_cover(evidence, rows, some, total.start[some], total.end[some], total.days[some])
        for row in some.tolist():
            chosen = total.chosen.of_row(row)
            evidence.figures[row] = tuple(chosen.tolist())
            evidence.counted[row] = (chosen,)
        evidence.inside.update((row, (inside.of_row(row),)) for row in overlapping_rows(figures, inside))
        return evidence

    def numbers(self, rows: Rows, evidence: Evidence) -> Numbers:
        """Of what is to be reached, and of the days of the period."""
        target, value, share = rows.value, evidence.value, _time_share(rows, evidence)
        completion, missing = divide(value, target) * 100, to_go(rows, evidence)
        excess = divide(np.abs(missing), np.abs(target)) * 100
        ahead = completion - share * 100
        spared = rows.compared(Comparator.AT_MOST)
        return Numbers(
            gap=missing,
            completion_pct=completion,
            distance_pct=np.full_like(value, np.nan),
            time_pct=share * 100,
            lead_pp=np.select([overshot(rows, evidence), spared], [-excess, -ahead], ahead),
            expected_value=target * share,
            required_per_year=missing if self.within_year else per_year(missing, rows, evidence),
            projected_value=divide(value, share),
            cagr_ratio=np.full_like(value, np.nan),
        )

    def met(self, weighed: Weighed) -> BoolArray:
        """As soon as it holds, where it cannot be lost again; else when over and complete."""
        as_soon = weighed.rows.compared(Comparator.AT_LEAST)
        return (weighed.comparison.surely & as_soon) | super().met(weighed)

    def missed(self, weighed: Weighed) -> BoolArray:
        """As soon as it exceeds what it may not; else when over and complete."""
        as_soon = weighed.rows.compared(Comparator.AT_MOST)
        return (weighed.comparison.surely_not & as_soon) | super().missed(weighed)


def _time_share(rows: Rows, evidence: Evidence) -> FloatArray:
    """Share of the period's days that is gone at each row's own clock."""
    clock = np.where(evidence.admissible, evidence.clock, 0)
    share = divide(clock - rows.start + 1, rows.end - rows.start + 1)
    return np.where(evidence.admissible, share, np.nan)


class Ratios(Way):
    """A ratio over all days of its period; it has no pace, and is open until the period is over."""

    reads = Reads.SUMS

    def gather(self, docket: Docket) -> Evidence:
        """A ratio stated for exactly the period, or else Σ numerator ÷ Σ denominator over the same days."""
        evidence, rows, figures = no_evidence(len(docket.rows)), docket.rows, docket.figures
        own = candidates(figures, docket.series, rows.start, rows.end)
        exact = (figures.start[own.figure] == rows.start[own.row]) & (figures.end[own.figure] == rows.end[own.row])
        stated, at = own.figure[exact], own.row[exact]
        take_values(evidence, at, stated, figures)
        days = figures.end[stated] - figures.start[stated] + 1
        take_cover(evidence, rows, at, figures.start[stated], figures.end[stated], days)
        for row, figure in zip(at.tolist(), stated.tolist(), strict=True):
            evidence.figures[row] = (figure,)
            evidence.counted[row] = (np.array([figure]),)
        others = [row for row in np.setdiff1d(np.arange(len(rows)), at).tolist() if parts_of(rows.measures[row])]
        _divide_parts(evidence, rows, figures, np.array(others, dtype=np.int64))
        return evidence

    def incomplete(self, weighed: Weighed) -> BoolArray:
        """Until the period is over."""
        return ~weighed.rows.none()


def _divide_parts(evidence: Evidence, rows: Rows, figures: Figures, judged: IntArray) -> None:
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
    take_cover(evidence, rows, at, above.start[some], above.end[some], above.days[some])
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
        series += [figures.layout.series(parts[part], rows.regions[row])] if parts else []
    return np.array(series, dtype=np.int64)


def _common(figures: Figures, above: Candidates, below: Candidates) -> tuple[Candidates, Candidates]:
    """Of each row the flows of numerator and denominator that cover the same days."""
    kept = np.zeros(len(above.figure), dtype=np.bool_), np.zeros(len(below.figure), dtype=np.bool_)
    for row in range(len(above.first) - 1):
        chosen = choose_common(spans_of(figures, above.of_row(row)), spans_of(figures, below.of_row(row)))
        for flags, part, positions in zip(kept, (above, below), chosen, strict=True):
            flags[part.first[row] + np.array(positions, dtype=np.int64)] = True
    return above.only(kept[0]), below.only(kept[1])
