"""Over what targets are counted: an open set of types, each declared once under the key that plans write.

Here is what files may say of each. What a type means for a verdict and how it is told is its rule in `kpi.progress.rules`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kpi.model.kinds import ChangeUnit, Kind


class Extent(StrEnum):
    """What a target must state so that its period is known."""

    DEADLINE = "deadline"
    YEARS = "years"
    ONE_YEAR = "one_year"
    WINDOW = "window"
    YEARS_OR_WINDOW = "years_or_window"
    NOTHING = "nothing"
    """No period: such a target is not judged."""


@dataclass(frozen=True, slots=True)
class PeriodType:
    """One of them. Two with the same key are the same."""

    key: str
    extent: Extent
    kinds: frozenset[Kind] = frozenset(Kind)
    """The kinds of measure that can be counted so."""
    of_days: bool = False
    """Whether every day of the period counts, in a sum or a ratio; else what counts is the state of one day."""
    from_baseline: bool = False
    """Whether a target may name the figure it starts from."""
    change_units: frozenset[ChangeUnit] = frozenset()
    """In what a change may be counted, where it is a change that counts and not the level itself."""
    compares: bool = False
    """Whether it is held against a second measure, which the target names."""

    def __str__(self) -> str:
        return self.key

    @property
    def yearly(self) -> bool:
        """Whether it is judged year by year."""
        return self.extent in (Extent.YEARS, Extent.ONE_YEAR)

    @property
    def of_change(self) -> bool:
        """Whether what counts is how much a measure has changed."""
        return bool(self.change_units)


_DECLARED: dict[str, PeriodType] = {}
PERIOD_TYPES: Mapping[str, PeriodType] = MappingProxyType(_DECLARED)
"""All there are, by key, in the order they were declared."""


def declare(period_type: PeriodType) -> PeriodType:
    """Lets plans write a period type. ValueError if its key already means something else."""
    if _DECLARED.setdefault(period_type.key, period_type) != period_type:
        raise ValueError(f"period type {period_type} is declared twice")
    return period_type


_LEVELS = frozenset({Kind.STOCK, Kind.RATIO, Kind.RANK, Kind.MILESTONE})
_SUMS = frozenset({Kind.FLOW, Kind.RATIO})
_OF_YEARS = _SUMS | {Kind.CHANGE, Kind.STOCK}

BY_DATE = declare(PeriodType("by_date", Extent.DEADLINE, _LEVELS, from_baseline=True))
EACH_YEAR = declare(PeriodType("each_year", Extent.YEARS, _OF_YEARS, of_days=True))
SINGLE_YEAR = declare(PeriodType("single_year", Extent.ONE_YEAR, _OF_YEARS, of_days=True))
CUMULATIVE_WINDOW = declare(PeriodType("cumulative_window", Extent.WINDOW, _SUMS, of_days=True))
UNSPECIFIED = declare(PeriodType("unspecified", Extent.NOTHING))
AMBIGUOUS = declare(PeriodType("ambiguous", Extent.NOTHING))
