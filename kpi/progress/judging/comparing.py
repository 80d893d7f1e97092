"""Comparisons that floating point cannot tip: `model.same` for arrays, and values against their targets."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kpi.model import TOLERANCE, Comparator, slack
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.rows import Rows
from kpi.progress.periods.clocks import BoolArray, FloatArray


def at_least(left: FloatArray, right: FloatArray) -> BoolArray:
    """Whether left ≥ right, or equal within the tolerance. NaN is at least nothing."""
    larger = np.fmax(np.abs(left), np.abs(right))
    room = TOLERANCE * np.where(np.isfinite(larger), larger, 0)
    return np.asarray(left >= right - room, dtype=np.bool_)


def same_each(left: FloatArray, right: FloatArray) -> BoolArray:
    """`model.same`, pair by pair. NaN is the same as nothing."""
    return at_least(left, right) & at_least(right, left)


def above(left: FloatArray, right: FloatArray) -> BoolArray:
    """Whether left > right by more than the tolerance. NaN is above nothing."""
    return ~at_least(right, left) & ~np.isnan(left) & ~np.isnan(right)


class Past(StrEnum):
    """On which side a value has gone past its target: an excess, and never something that is still lacking."""

    ABOVE = "above"
    BELOW = "below"
    """Of a target to be met exactly on the way down."""


def past(comparator: Comparator, value: float, target: float, baseline: float | None, high: float | None = None) -> Past | None:
    """Whether a value has gone past a target it was not to go past; None while it is on its way there, or within bounds.

    A limit that the value comes down to from a baseline above it has not been passed yet. `baseline` is None for sums;
    `high` is the upper edge of an interval, which is passed at the edge that is further from the baseline.
    """
    limit = target if high is None else high
    room = slack(value, target, limit)
    falling = baseline is not None and baseline > limit + slack(baseline, limit)
    if falling and comparator in (Comparator.EQUAL, Comparator.BETWEEN) and value < target - room:
        return Past.BELOW
    return Past.ABOVE if comparator is not Comparator.AT_LEAST and not falling and value > limit + room else None


@dataclass(frozen=True)
class PastComparison:
    """How each row's current value stands to its target."""

    holds: BoolArray
    """The value as printed satisfies the comparator."""
    surely: BoolArray
    """So does every number its qualifier allows."""
    surely_not: BoolArray
    """No number its qualifier allows does."""

    @property
    def open(self) -> BoolArray:
        """The qualifier leaves it open."""
        return ~self.surely & ~self.surely_not


def compare(rows: Rows, evidence: Evidence) -> PastComparison:
    """The current values against their targets, as printed and as intervals."""
    low, high = evidence.low, evidence.high
    least, most = rows.compared(Comparator.AT_LEAST), rows.compared(Comparator.AT_MOST)
    reaches, stays = at_least(low, rows.value), at_least(rows.high, high)
    falls_short, exceeds = above(rows.value, high), above(low, rows.high)
    return PastComparison(
        holds=holds(rows, evidence.value),
        surely=np.select([least, most], [reaches, stays], reaches & stays),
        surely_not=np.select([least, most], [falls_short, exceeds], falls_short | exceeds),
    )


def holds(rows: Rows, value: FloatArray) -> BoolArray:
    """Whether plain values satisfy the rows' comparators."""
    reaches, stays = at_least(value, rows.value), at_least(rows.high, value)
    choices = [rows.compared(Comparator.AT_LEAST), rows.compared(Comparator.AT_MOST)]
    return np.select(choices, [reaches, stays], reaches & stays)
