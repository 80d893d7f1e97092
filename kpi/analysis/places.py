"""Places held against a line and against one another, as far as their figures allow; nothing is added up here.

A figure with a mark (≥, 约) is an interval: it has the ranks that the interval leaves open, and has reached a line only where
all of it has.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kpi.analysis.columns import Contribution, MemberValues
from kpi.analysis.members import MemberFigures, speaks_of, told_apart
from kpi.catalog import Catalog
from kpi.model import TOLERANCE, Assessment, Comparator, Direction, Kind
from kpi.progress import FloatArray

SHARE_OF_PLACES = 3
"""One in so many places must have reported before a map of them says something."""
MIDDLE, ALL = 70.0, 100.0
"""Per cent of its line at which a place's shade changes."""
_SLACK = TOLERANCE * ALL


class Shade(StrEnum):
    """How much of its line a place has, light to dark."""

    LOW = "low"
    MIDDLE = "middle"
    REACHED = "reached"


def shade_of(share: float, *, limit: bool = False) -> Shade:
    """The shade for a percentage of the line.

    Of an upper limit the last shade is for what lies beyond it: exactly the limit is within.
    """
    if share > ALL + _SLACK if limit else share >= ALL - _SLACK:
        return Shade.REACHED
    return Shade.MIDDLE if share >= MIDDLE - _SLACK else Shade.LOW


def third_of(value: float, largest: float) -> Shade:
    """The shade where there is no line: by thirds of the largest value."""
    return (Shade.LOW, Shade.MIDDLE, Shade.REACHED)[(value * 3 > largest) + (value * 3 > largest * 2)]


def enough_reported(reported: int, places: int) -> bool:
    """Whether at least a third have: of 35 that is 12."""
    return 0 < places <= reported * SHARE_OF_PLACES


def rank_range(low: FloatArray, high: FloatArray, direction: Direction) -> tuple[FloatArray, FloatArray]:
    """The best and the worst rank that each interval leaves open; equal ones share theirs. NaN where nothing is reported.

    What is neither good nor bad is ranked by size.
    """
    low, high = (told_apart(-high), told_apart(-low)) if direction is Direction.LOWER else (told_apart(low), told_apart(high))
    there = ~np.isnan(low)
    lows, highs, count = np.sort(low[there]), np.sort(high[there]), int(there.sum())
    best = 1 + count - np.searchsorted(lows, high, side="right")
    worst = 1 + count - np.searchsorted(highs, low, side="right") - (high > low)
    return np.where(there, best, np.nan), np.where(there, worst, np.nan)


class Basis(StrEnum):
    """Where a place's line is from."""

    OWN = "own"
    """A target of its own."""
    WHOLE = "whole"
    """The whole's target, which holds for every place alike: a share."""
    LAST_YEAR = "last_year"
    """The whole's target in the proportions of the same period a year before."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the whole's plan asks of each member, in base units of the measure; NaN where it says nothing."""

    basis: Basis
    goals: FloatArray
    assessment: Assessment


def line_of(catalog: Catalog, figures: MemberFigures, column: MemberValues, assessment: Assessment) -> Line | None:
    """The line that a target of the whole draws across a column; None where it draws none, as one to be met exactly."""
    if assessment.comparator not in (Comparator.AT_LEAST, Comparator.AT_MOST):
        return None
    if column.measure.kind is Kind.RATIO:
        deadline = catalog.targets[assessment.target_id].deadline
        if assessment.period_type.of_change or not speaks_of(assessment, column, deadline):
            return None
        return Line(Basis.WHOLE, np.full(len(column.values), assessment.target_value), assessment)
    laid = figures.contribution(column, assessment)
    return Line(Basis.LAST_YEAR, laid.goals, assessment) if isinstance(laid, Contribution) else None
