"""The verdict on every row: the rules of a verdict in their order, of which the first that fits decides."""

from dataclasses import dataclass

import numpy as np

from kpi.model import Status
from kpi.progress.judging.comparing import PastComparison
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.numbers import Numbers
from kpi.progress.judging.rows import Docket
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
