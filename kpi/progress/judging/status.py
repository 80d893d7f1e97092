"""The verdict on every row: the rules of a verdict in their order, of which the first that fits decides."""

from dataclasses import dataclass

import numpy as np

from kpi.model import Comparator, Status
from kpi.progress.judging.comparing import PastComparison, holds, same_each
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.numbers import Numbers, lead_at_least, lead_at_most
from kpi.progress.judging.rows import Family, Rows
from kpi.progress.periods.clocks import BoolArray, IntArray

STATUSES = tuple(Status)
FAR_BEHIND_PP = -10
"""A lead of this or less is 严重滞后."""


@dataclass(frozen=True)
class Verdicts:
    """One entry per row everywhere."""

    status: IntArray
    """Position in `STATUSES`."""
    over: BoolArray
    """`as_of` is on or after the last day of the period."""
    holding: BoolArray
    """维持型: a by_date target that its baseline already meets."""

    def having(self, *statuses: Status) -> BoolArray:
        """Rows with one of `statuses`."""
        return np.isin(self.status, [STATUSES.index(status) for status in statuses])


def judge(
    rows: Rows,
    evidence: Evidence,
    numbers: Numbers,
    comparison: PastComparison,
    *,
    as_of: int,
    broken: BoolArray,
    blocked: BoolArray,
) -> Verdicts:
    """The status of every row. `broken`: there is a break; `blocked`: nothing admissible, but something overlapping."""
    over = np.asarray(as_of >= rows.end, dtype=np.bool_) & ~rows.of(Family.SIDE_BY_SIDE)
    by_date = rows.of(Family.BY_DATE)
    holding = by_date & evidence.admissible & holds(rows, evidence.baseline)
    newest_is_baseline = evidence.clock == evidence.baseline_day
    rules = [
        (rows.of(Family.SIDE_BY_SIDE), Status.NOT_ASSESSED),
        (as_of < rows.start, Status.NOT_STARTED),
        (broken | blocked, Status.NOT_COMPARABLE),
        (~evidence.admissible & over, Status.PENDING),
        (~evidence.admissible, Status.NO_DATA),
        (by_date & ~over & newest_is_baseline, Status.BASELINE_ONLY),
        (_met(rows, evidence, comparison, over, holding), Status.MET),
        (_missed(rows, evidence, comparison, over), Status.MISSED),
        (over, Status.PENDING),
        (evidence.hole | rows.of(Family.RATIO), Status.INCOMPLETE),
        (holding, Status.FAR_BEHIND),
        *_pace(rows, evidence, numbers),
    ]
    return Verdicts(
        status=np.select([rule for rule, _ in rules], [STATUSES.index(status) for _, status in rules]).astype(np.int64),
        over=over,
        holding=holding,
    )


def _met(rows: Rows, evidence: Evidence, comparison: PastComparison, over: BoolArray, holding: BoolArray) -> BoolArray:
    """Rule 6. A target to be kept has no pace to fall back on, so before its deadline the value as printed decides."""
    by_date, summed = rows.of(Family.BY_DATE), rows.of(Family.SUM)
    before_deadline = by_date & ~over & (comparison.surely | (holding & comparison.holds))
    as_soon = summed & rows.compared(Comparator.AT_LEAST)
    decided = over & evidence.complete
    return before_deadline | (comparison.surely & (as_soon | decided))


def _missed(rows: Rows, evidence: Evidence, comparison: PastComparison, over: BoolArray) -> BoolArray:
    """Rule 7: decided when over, or a sum beyond what it may not exceed."""
    as_soon = rows.of(Family.SUM) & rows.compared(Comparator.AT_MOST)
    return comparison.surely_not & (as_soon | (over & evidence.complete))


def _pace(rows: Rows, evidence: Evidence, numbers: Numbers) -> list[tuple[BoolArray, Status]]:
    """Rule 9. Against a target of zero there is no percentage: then the value stands to what is expected, which is zero."""
    expected = same_each(numbers.expected, evidence.value)
    nothing_allowed = np.isnan(numbers.lead_pp)
    return [
        (nothing_allowed & expected, Status.ON_PACE),
        (nothing_allowed, Status.FAR_BEHIND),
        (lead_at_least(numbers, 0), Status.ON_PACE),
        (lead_at_most(numbers, FAR_BEHIND_PP), Status.FAR_BEHIND),
        (np.ones(len(rows), dtype=np.bool_), Status.BEHIND),
    ]
