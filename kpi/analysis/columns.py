"""What is said of a column of members: values over one period, their sum beside the whole, what each lacks of a target."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kpi.model import Measure, Window
from kpi.progress import FloatArray


class Sum(StrEnum):
    """How the members' sum stands to the whole."""

    EQUAL = "equal"
    DIFFERS = "differs"
    INCOMPLETE = "incomplete"
    """Some members that must be added up are missing."""
    NO_WHOLE = "no_whole"
    """Nothing is reported for the whole over this period."""
    NO_PARTITION = "no_partition"
    """The catalog does not say that these members add up to the whole."""


@dataclass(frozen=True, slots=True)
class SumCheck:
    """The members added up beside the whole, in base units."""

    state: Sum
    total: float | None
    whole: float | None
    missing: int
    """Members of the partition without a figure."""

    @property
    def difference(self) -> float | None:
        """Total − whole."""
        return None if self.total is None or self.whole is None else self.total - self.whole


class Key(StrEnum):
    """By what a gap is laid on members."""

    SHARE = "share"
    """Of a ratio: target × own denominator − own numerator, in the numerator's unit."""
    LAST_YEAR = "last_year"
    """Of a count: the target in the proportions of the same period a year before, less the own value."""


class Unshared(StrEnum):
    """Why no gap is laid on members."""

    NO_TARGET = "no_target"
    """The whole has no target that speaks of this period."""
    NOT_ADDITIVE = "not_additive"
    """Places, milestones and parameters do not add up: there is no part of them to be short of."""
    EXACT = "exact"
    """The target is to be met exactly, so that one member's surplus does not make up for another's lack."""
    NO_PARTS = "no_parts"
    """No member has both the numerator and the denominator of the ratio over this period."""
    NO_YEAR_BEFORE = "no_year_before"
    """Not every member of the partition has a figure for the same period a year before, or none partition the whole."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What each member lacks of the whole's target; what they lack adds up to the whole's gap."""

    key: Key
    values: FloatArray
    """In base units of `measure`; negative where a member is ahead."""
    measure: Measure
    """What is counted: the measure, or a ratio's numerator."""
    goals: FloatArray
    """Each member's part of the target, in the same units; NaN where nothing says how large it is."""


@dataclass(frozen=True, slots=True)
class MemberValues:
    """One measure for every member over one period. Arrays go by the dimension's members; NaN where nothing is reported."""

    measure: Measure
    period: Window
    dated: bool
    """Whether it is of one day."""
    values: FloatArray
    ranks: FloatArray
    """1 is best; equal values share a rank and the next one is skipped."""
    shares: FloatArray
    """Of the whole, 0–1; NaN for what is not counted."""
    positions: tuple[tuple[int, ...], ...]
    """By member, places in the observation frame."""
    whole: float | None
    """Stated for the whole over this period; of a ratio else Σ ÷ Σ."""
    whole_summed: bool
    """Whether `whole` is Σ ÷ Σ over the members."""

    @property
    def missing(self) -> int:
        """Members without a value."""
        return int(np.isnan(self.values).sum())
