"""Judged by the sum of the flows of a year or window."""

from dataclasses import dataclass

import numpy as np

from kpi.model import Comparator
from kpi.progress.figures.flows import best_disjoint, candidates, overlapping_rows, tally
from kpi.progress.judging.numbers import Numbers, divide, overshot, per_year, to_go
from kpi.progress.judging.rows import Docket, Evidence, Rows, no_evidence, take_cover
from kpi.progress.judging.way import Way, Weighed
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray


@dataclass(frozen=True)
class Sums(Way):
    """What has been added up since the period's first day."""

    within_year: bool
    """Whether what is missing is asked of the rest of the year, and not as so much per year."""

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
