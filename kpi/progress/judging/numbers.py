"""The numbers of a verdict for all rows at once. A zero divisor gives NaN, and so does everything that is not defined.

Which of them a status hides is decided in `shown.py`; nothing here depends on a lamp scheme.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from kpi.catalog import half_printed_digit, last_printed_digit
from kpi.model import TOLERANCE, Comparator
from kpi.progress.judging.comparing import above, at_least
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.rows import Rows
from kpi.progress.periods.clocks import BoolArray, FloatArray, IntArray, decimal_years

DISAGREEING_GROWTH = 0.95
"""With a lead of zero or more, a growth below this share of the required one is worth a sentence."""


@dataclass(frozen=True)
class Numbers:
    """One entry per row everywhere, NaN where undefined; percentages on the 0–100 scale."""

    gap: FloatArray
    completion_pct: FloatArray
    distance_pct: FloatArray
    time_pct: FloatArray
    lead_pp: FloatArray
    expected: FloatArray
    required: FloatArray
    projected: FloatArray
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
    return np.where(above(evidence.baseline, rows.high), rows.high, rows.value)


def to_go(rows: Rows, evidence: Evidence) -> FloatArray:
    """Target − value; of an interval its nearer edge − value, and nothing inside."""
    inside = rows.compared(Comparator.BETWEEN)
    return np.where(inside, np.clip(evidence.value, rows.value, rows.high), rows.value) - evidence.value


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


def not_carried(numbers: Numbers, across_break: BoolArray) -> Numbers:
    """The numbers without projections for rows whose measure is counted differently before their period ends."""
    return replace(numbers, projected=np.where(across_break, np.nan, numbers.projected))


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
