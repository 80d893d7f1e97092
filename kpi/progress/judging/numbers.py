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
from kpi.progress.judging.rows import YEARLY, Family, Rows
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, decimal_years

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


def compute(rows: Rows, evidence: Evidence) -> Numbers:
    """Every number that the figures allow, before any status hides one."""
    dated, summed = rows.of(Family.BY_DATE), rows.of(Family.SUM)
    target, value, start = rows.value, evidence.value, evidence.baseline
    share = time_share(rows, evidence)
    distance = np.where(dated, divide(value - start, target - start), np.nan) * 100
    completion = np.where(summed, divide(value, target), np.nan) * 100
    ahead = np.where(dated, distance, completion) - share * 100
    origin = np.where(dated, start, 0.0)
    return Numbers(
        gap=target - value,
        completion_pct=completion,
        distance_pct=distance,
        time_pct=share * 100,
        lead_pp=_lead(rows, evidence, ahead),
        expected=np.where(dated | summed, origin + (target - origin) * share, np.nan),
        required=_required(rows, evidence, dated | summed),
        projected=np.where(dated | summed, origin + divide(value - origin, share), np.nan),
        cagr_ratio=np.where(dated, _growth(rows, evidence), np.nan),
    )


def _lead(rows: Rows, evidence: Evidence, ahead: FloatArray) -> FloatArray:
    """Progress less time; of a sum that may not exceed its target time less progress; past an exact target minus the excess."""
    summed = rows.of(Family.SUM)
    way = np.where(summed, rows.value, rows.value - evidence.baseline)
    excess = divide(np.abs(rows.value - evidence.value), np.abs(way)) * 100
    spared = summed & rows.compared(Comparator.AT_MOST)
    return np.select([overshot(rows, evidence), spared], [-excess, -ahead], ahead)


def overshot(rows: Rows, evidence: Evidence) -> BoolArray:
    """Rows to be met exactly whose value is past the target by more than half the target's last printed digit.

    Past is away from the baseline; without one, or from a baseline on the target itself, it is above. A target without a
    printed form is exact: how many decimals are displayed never enters a verdict.
    """
    exact = rows.compared(Comparator.EQUAL) & ~rows.of(Family.SIDE_BY_SIDE)
    falling = rows.of(Family.BY_DATE) & above(evidence.baseline, rows.value)
    beyond = np.where(falling, rows.value - evidence.value, evidence.value - rows.value)
    half = np.zeros(len(rows))
    for row in np.flatnonzero(exact).tolist():
        value, target = Decimal(repr(float(rows.value[row]))), rows.targets[row]
        if last_printed_digit(value, target.printed) is not None:
            half[row] = float(half_printed_digit(value, target.printed, rows.measures[row]))
    return exact & above(beyond, half + TOLERANCE * np.abs(rows.value))


def not_carried(numbers: Numbers, across_break: BoolArray) -> Numbers:
    """The numbers without projections for rows whose measure is counted differently before their period ends."""
    return replace(numbers, projected=np.where(across_break, np.nan, numbers.projected))


def time_share(rows: Rows, evidence: Evidence) -> FloatArray:
    """Share of the period gone at each row's own clock: from the baseline's date, or counting the days of the period."""
    known = evidence.clock != UNKNOWN
    clock = np.where(known, evidence.clock, 0)
    baseline_day = np.where(evidence.baseline_day == UNKNOWN, 0, evidence.baseline_day)
    start = np.where(rows.start == UNKNOWN, 0, rows.start)
    by_date = divide(clock - baseline_day, rows.end - baseline_day)
    in_days = divide(clock - start + 1, rows.end - start + 1)
    share = np.select([rows.of(Family.BY_DATE), rows.of(Family.SUM)], [by_date, in_days], np.nan)
    return np.where(known, share, np.nan)


def divide(above_line: FloatArray | IntArray, below_line: FloatArray | IntArray) -> FloatArray:
    """The quotient, NaN where the divisor is zero."""
    quotient = np.full(np.shape(above_line), np.nan)
    return np.divide(above_line, below_line, out=quotient, where=below_line != 0)


def _required(rows: Rows, evidence: Evidence, paced: BoolArray) -> FloatArray:
    """What is missing per year from t on; of a yearly target, what is missing in the year."""
    yearly = np.array([target.period_type in YEARLY for target in rows.targets], dtype=np.bool_)
    missing = rows.value - evidence.value
    years = decimal_years(rows.end) - decimal_years(evidence.clock)
    return np.select([paced & yearly, paced], [missing, divide(missing, years)], np.nan)


def _growth(rows: Rows, evidence: Evidence) -> FloatArray:
    """Yearly growth from the baseline to the value ÷ yearly growth from the baseline to the target, if all are positive."""
    start = evidence.baseline
    positive = (start > 0) & (evidence.value > 0) & (rows.value > 0)
    since = decimal_years(evidence.baseline_day)
    with np.errstate(all="ignore"):
        had = np.power(divide(evidence.value, start), divide(np.ones_like(start), decimal_years(evidence.clock) - since)) - 1
        needed = np.power(divide(rows.value, start), divide(np.ones_like(start), decimal_years(rows.end) - since)) - 1
        ratio = np.where(positive, divide(had, needed), np.nan)
    return np.where(np.isfinite(ratio), ratio, np.nan)


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
