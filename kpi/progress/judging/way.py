"""A way of judging: which figures count for its rows, what numbers they give, and when a row is met, missed or still open.

What is left unsaid here holds for most: no baseline to keep, no pace without numbers. A way works on all of its rows at once.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kpi.model import Status
from kpi.progress.judging.numbers import Numbers, PastComparison, lead_at_least, lead_at_most, no_numbers, same_each, to_go
from kpi.progress.judging.obstacles import blocked_rows
from kpi.progress.judging.rows import Docket, Evidence, Rows
from kpi.progress.periods.clocks import BoolArray, IntArray

FAR_BEHIND_PP = -10
"""A lead of this or less is 严重滞后."""
Choices = list[tuple[BoolArray, Status]]
"""Conditions with what they lead to, of which the first that fits decides."""


class Reads(StrEnum):
    """What of its figures a way needs to see where each is exact and none overlaps another; else it sees them all."""

    SUMS = "sums"
    """The sum of each stretch that is covered."""
    DATED = "dated"
    """The first and the newest of one day."""
    NEWEST = "newest"
    """The one that ends last."""
    WHOLE = "whole"
    """All of them in any case."""


@dataclass(frozen=True)
class Weighed:
    """Rows with what is known of them before their status is."""

    rows: Rows
    evidence: Evidence
    numbers: Numbers
    comparison: PastComparison
    over: BoolArray
    holding: BoolArray


class Way(ABC):
    """How rows are judged."""

    judged = True
    """Whether there is a verdict at all."""
    reads = Reads.WHOLE

    @abstractmethod
    def gather(self, docket: Docket) -> Evidence:
        """What the figures say about each row."""

    def numbers(self, rows: Rows, evidence: Evidence) -> Numbers:
        """Every number that the figures allow, before any status hides one."""
        return no_numbers(to_go(rows, evidence))

    def start(self, rows: Rows, evidence: Evidence) -> IntArray:
        """The first day of what each row is judged over."""
        return rows.start

    def blocked(self, docket: Docket, evidence: Evidence) -> list[int]:
        """Rows with nothing admissible where figures stand that cannot be used."""
        return blocked_rows(docket, evidence)

    def holding(self, rows: Rows, evidence: Evidence) -> BoolArray:
        """维持型: rows whose baseline already meets the target."""
        return rows.none()

    def only_baseline(self, weighed: Weighed) -> BoolArray:
        """Open rows with nothing newer than their baseline."""
        return weighed.rows.none()

    def met(self, weighed: Weighed) -> BoolArray:
        """Rule 6: decided when over."""
        return weighed.comparison.surely & weighed.over & weighed.evidence.complete

    def missed(self, weighed: Weighed) -> BoolArray:
        """Rule 7: decided when over."""
        return weighed.comparison.surely_not & weighed.over & weighed.evidence.complete

    def incomplete(self, weighed: Weighed) -> BoolArray:
        """Rule 8: open rows that more figures may still turn either way."""
        return weighed.evidence.hole

    def pace(self, weighed: Weighed) -> Choices:
        """Rule 9. Against a target of zero there is no percentage: then the value stands to what is expected, which is zero."""
        numbers = weighed.numbers
        nothing_allowed = np.isnan(numbers.lead_pp)
        return [
            (weighed.holding, Status.FAR_BEHIND),
            (nothing_allowed & same_each(numbers.expected_value, weighed.evidence.value), Status.ON_PACE),
            (nothing_allowed, Status.FAR_BEHIND),
            (lead_at_least(numbers, 0), Status.ON_PACE),
            (lead_at_most(numbers, FAR_BEHIND_PP), Status.FAR_BEHIND),
            (~weighed.rows.none(), Status.BEHIND),
        ]
