"""The numbers of a verdict for all rows at once, and comparisons that floating point cannot tip: `model.same` for arrays, and
values against their targets. A zero divisor gives NaN, and so does everything that is not defined.

Which of the numbers a status hides is decided in `status.py`; nothing here depends on a lamp scheme.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import numpy as np

from kpi.catalog import half_printed_digit, last_printed_digit
from kpi.model import TOLERANCE, Comparator, slack
from kpi.progress.judging.rows import Evidence, Rows
from kpi.progress.periods.clocks import BoolArray, FloatArray, IntArray, decimal_years


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


DISAGREEING_GROWTH = 0.95
"""With a lead of zero or more, a growth below this share of the required one is worth a sentence."""


@dataclass(frozen=True)
class Numbers:
    """One entry per row everywhere, NaN where undefined; percentages on the 0–100 scale. Named as in an `Assessment`."""

    gap: FloatArray
    completion_pct: FloatArray
    distance_pct: FloatArray
    time_pct: FloatArray
    lead_pp: FloatArray
    expected_value: FloatArray
    required_per_year: FloatArray
    projected_value: FloatArray
    cagr_ratio: FloatArray

    @property
    def progress_pct(self) -> FloatArray:
        """distance_pct or completion_pct, whichever the row has."""
        return np.where(np.isnan(self.distance_pct), self.completion_pct, self.distance_pct)


def no_numbers(gap: FloatArray) -> Numbers:
    """The gap alone."""
    unknown = np.full_like(gap, np.nan)
    return Numbers(gap, *[unknown] * 8)


def aimed_at(rows: Rows, evidence: Evidence) -> FloatArray:
    """The targets; of an interval the edge that is nearer to the baseline, or to nothing where there is none."""
    inside = rows.compared(Comparator.BETWEEN)
    return np.where(above(evidence.baseline, rows.high), rows.high, rows.value) if inside.any() else rows.value


def to_go(rows: Rows, evidence: Evidence) -> FloatArray:
    """Target − value; of an interval its nearer edge − value, and nothing inside."""
    inside = rows.compared(Comparator.BETWEEN)
    edge = np.where(inside, np.clip(evidence.value, rows.value, rows.high), rows.value) if inside.any() else rows.value
    return edge - evidence.value


def overshot(rows: Rows, evidence: Evidence) -> BoolArray:
    """Rows to be met exactly whose value is past the target by more than half the target's last printed digit.

    Past is away from the baseline; without one, or from a baseline on the target itself, it is above. A target without a
    printed form is exact: how many decimals are displayed never enters a verdict. An interval is passed at its further edge.
    """
    exact, falling = rows.compared(Comparator.EQUAL), above(evidence.baseline, rows.high)
    beyond = np.where(falling, rows.value - evidence.value, evidence.value - rows.high)
    half = np.zeros(len(rows))
    for row in np.flatnonzero(exact).tolist():
        value, target = Decimal(repr(float(rows.value[row]))), rows.targets[row]
        if last_printed_digit(value, target.printed) is not None:
            half[row] = float(half_printed_digit(value, target.printed, rows.measures[row]))
    passable = exact | rows.compared(Comparator.BETWEEN)
    return passable & above(beyond, half + TOLERANCE * np.fmax(np.abs(rows.value), np.abs(rows.high)))


def not_carried(numbers: Numbers, across_break: BoolArray, rebased: BoolArray) -> Numbers:
    """The numbers without projections for rows whose measure is counted differently before their period ends, and without
    projections and growth for those whose base was revised since their baseline.
    """
    return replace(
        numbers,
        projected_value=np.where(across_break | rebased, np.nan, numbers.projected_value),
        cagr_ratio=np.where(rebased, np.nan, numbers.cagr_ratio),
    )


def divide(above_line: FloatArray | IntArray, below_line: FloatArray | IntArray) -> FloatArray:
    """The quotient, NaN where the divisor is zero."""
    quotient = np.full(np.shape(above_line), np.nan)
    return np.divide(above_line, below_line, out=quotient, where=below_line != 0)


def per_year(missing: FloatArray, rows: Rows, evidence: Evidence) -> FloatArray:
    """What is missing by the decimal years from t to the end."""
    return divide(missing, decimal_years(rows.end) - decimal_years(evidence.clock))


def lead_at_least(numbers: Numbers, limit: float) -> BoolArray:
    """Whether lead_pp ≥ limit, within the tolerance of the two percentages it is the difference of."""
    return np.asarray(numbers.lead_pp >= limit - _room(numbers), dtype=np.bool_)


def lead_at_most(numbers: Numbers, limit: float) -> BoolArray:
    """Whether lead_pp ≤ limit, within the same tolerance."""
    return np.asarray(numbers.lead_pp <= limit + _room(numbers), dtype=np.bool_)


def _room(numbers: Numbers) -> FloatArray:
    return TOLERANCE * np.fmax(np.abs(numbers.progress_pct), np.abs(numbers.time_pct))


def disagreement(numbers: Numbers, past_target: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Rows where growth is called too slow though they lead, and rows where it is called enough though they lag.

    What is past an exact target lags for having grown too much, so there is nothing to weigh against it.
    """
    leads, ratio = lead_at_least(numbers, 0), numbers.cagr_ratio
    lags = ~leads & ~np.isnan(numbers.lead_pp) & ~past_target
    return leads & above(np.full_like(ratio, DISAGREEING_GROWTH), ratio), lags & at_least(ratio, np.ones_like(ratio))
