"""The verdict on every row: the rules of a verdict in their order, of which the first that fits decides; and which numbers a
row of each status shows. What a status does not vouch for is hidden here, and nowhere else.
"""

from dataclasses import dataclass

import numpy as np

from kpi.model import Comparator, Kind, Status
from kpi.progress.judging.numbers import Numbers, PastComparison
from kpi.progress.judging.rows import Docket, Evidence, Rows
from kpi.progress.judging.way import Way, Weighed
from kpi.progress.periods.clocks import BoolArray, IntArray

STATUSES = tuple(Status)


@dataclass(frozen=True)
class Verdicts:
    """One entry per row everywhere."""

    status: IntArray
    """Position in `STATUSES`."""
    over: BoolArray
    """`as_of` is on or after the last day of the period."""
    holding: BoolArray
    """维持型: a target that its baseline already meets."""

    def having(self, *statuses: Status) -> BoolArray:
        """Rows with one of `statuses`."""
        return np.isin(self.status, [STATUSES.index(status) for status in statuses])


def judge(
    way: Way, docket: Docket, evidence: Evidence, numbers: Numbers, comparison: PastComparison, not_comparable: BoolArray
) -> Verdicts:
    """The status of every row. `not_comparable`: there is a break, or nothing admissible but something overlapping."""
    over = docket.over
    holding = way.holding(docket.rows, evidence)
    weighed = Weighed(docket.rows, evidence, numbers, comparison, over, holding)
    rules = [
        (np.full(len(docket.rows), not way.judged), Status.NOT_ASSESSED),
        (~docket.begun, Status.NOT_STARTED),
        (not_comparable, Status.NOT_COMPARABLE),
        (~evidence.admissible & over, Status.PENDING),
        (~evidence.admissible, Status.NO_DATA),
        (way.only_baseline(weighed), Status.BASELINE_ONLY),
        (way.met(weighed), Status.MET),
        (way.missed(weighed), Status.MISSED),
        (over, Status.PENDING),
        (way.incomplete(weighed), Status.INCOMPLETE),
        *way.pace(weighed),
    ]
    status = np.select([rule for rule, _ in rules], [STATUSES.index(status) for _, status in rules])
    return Verdicts(status.astype(np.int64), over, holding)


_LEVELS = frozenset({Kind.STOCK, Kind.RATIO, Kind.RANK})
"""Kinds whose distance to a target means something without a period."""


def shown(numbers: Numbers, verdicts: Verdicts, rows: Rows, evidence: Evidence) -> Numbers:
    """The numbers that a row of its status may show; the others become NaN."""
    unjudged = verdicts.having(Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED)
    only_baseline = verdicts.having(Status.BASELINE_ONLY)
    lower_bound = verdicts.having(Status.INCOMPLETE) | (verdicts.having(Status.PENDING) & evidence.hole)
    level = np.array([measure.kind in _LEVELS for measure in rows.measures], dtype=np.bool_)
    holding = verdicts.holding & evidence.admissible & ~unjudged
    no_growth = verdicts.having(Status.NOT_ASSESSED, Status.PENDING) | (evidence.clock == evidence.baseline_day)
    hidden = {
        "gap": unjudged | (verdicts.having(Status.NOT_ASSESSED) & ~level),
        "completion_pct": unjudged,
        "distance_pct": unjudged | only_baseline | holding,
        "time_pct": unjudged | only_baseline,
        "lead_pp": unjudged | only_baseline | holding | lower_bound,
        "expected_value": unjudged | only_baseline,
        "required_per_year": unjudged | holding | lower_bound | verdicts.over,
        "projected_value": unjudged | only_baseline | holding | lower_bound,
        "cagr_ratio": unjudged | only_baseline | holding | no_growth | np.isnan(numbers.time_pct),
    }
    kept = {name: np.where(hidden[name], np.nan, getattr(numbers, name)) for name in hidden}
    met = verdicts.having(Status.MET) & ~np.isnan(kept["required_per_year"])
    kept["required_per_year"] = np.where(met, 0.0, kept["required_per_year"])
    one_value = np.where(rows.compared(Comparator.BETWEEN), np.nan, rows.value)
    kept["expected_value"] = np.where(holding, one_value, kept["expected_value"])
    return Numbers(**kept)
