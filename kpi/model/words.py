"""What a sentence may name: numbers and members that are put into words only where somebody reads them."""

from dataclasses import dataclass
from enum import StrEnum

from kpi.model.base import UNSAID, Bilingual, Qualifier
from kpi.model.plan import Measure


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units that a message shows in its measure's display unit."""

    value: float
    measure: Measure
    qualifier: Qualifier = Qualifier.EQ


@dataclass(frozen=True, slots=True)
class Part:
    """A measure, or the member of a breakdown of it that is meant: a sentence names the part, never the whole for it."""

    measure: Measure
    label: Bilingual = UNSAID
    """The member's name; empty for the whole."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference in base units that a message shows in the measure's unit, or in 个百分点 or 位."""

    value: float
    measure: Measure


class Rounding(StrEnum):
    """Which way a pace in whole units is rounded. With a fraction shown every pace is rounded to the nearest."""

    NEAREST = "nearest"
    UP = "up"
    """What is needed: 88 in three years are 30 a year, 29 would not do."""
    DOWN = "down"
    """What is allowed: 8 left for three months are 2 a month, 3 would be too many."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A difference per year or per month, in base units; a small one is shown to two digits whatever the measure's decimals."""

    value: float
    measure: Measure
    rounding: Rounding = Rounding.NEAREST


@dataclass(frozen=True, slots=True)
class Multiple:
    """How many times one pace is another. It is worked out from the digits shown, so that a reader can check it."""

    needed: Pace
    recent: Pace
