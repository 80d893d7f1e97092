"""What is missing of a target in numbers: in how much time, what that asks of a year or a month, and of how many people.

Numbers are those of the verdict; only the division by the time left, and the share turned into people, are made here.
"""

from dataclasses import dataclass, replace

import pandas as pd

from kpi.analysis.parts import PartValue, named, part_value
from kpi.analysis.time_left import TimeLeft, cannot_return, missing, pace_ratio, time_left
from kpi.catalog import Catalog
from kpi.model import Assessment, Kind, Measure, Message, Multiple, Pace, Part, Rounding, told_in
from kpi.progress import YearlyAverage, parts_of

LEAST_YEARS = 1.0
"""With less than a year left the pace is said by the month."""


@dataclass(frozen=True, slots=True)
class InPeople:
    """A share's gap as a headcount (or whatever its numerator counts), the denominator held where it is."""

    denominator: PartValue
    name: Part
    """Of the denominator, as a sentence names it: the part where a part is meant."""
    numerator: Measure
    people: float
    """Gap × denominator, in the numerator's base unit."""
    per_year: float | None
    """That, per year that is left."""
    per_month: float | None


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What closing one target takes. Base units; None where it cannot be said."""

    assessment: Assessment
    gap: float | None
    """What is missing, never negative."""
    years_left: float
    months_left: float
    per_year: float | None
    """What each year that is left must bring, without a sign."""
    per_month: float | None
    """What each month that is left must bring, without a sign."""
    ratio: float | None
    """Required pace ÷ recent yearly average."""
    in_people: InPeople | None
    multiple: Multiple | None = None
    """The same as it is told, beside the paces it is made of; None where they go different ways or one is nothing."""
    sentences: tuple[Message, ...] = ()

    @property
    def by_month(self) -> bool:
        """Whether the pace is said by the month: in a year, and in the last one of anything else."""
        return self.assessment.year is not None or self.years_left < LEAST_YEARS

    @property
    def is_one_year(self) -> bool:
        """Whether so much is left that what a year must bring is all that is missing."""
        return round(self.years_left, 1) == LEAST_YEARS

    def needed(self, measure: Measure) -> Pace:
        """What a year, or a month, must bring."""
        return Pace((self.per_month if self.by_month else self.per_year) or 0.0, measure, Rounding.UP)

    def brought(self, measure: Measure, average: YearlyAverage) -> Pace:
        """What recent years brought, by the year or by the month as the need is told."""
        return Pace(abs(average.value / 12 if self.by_month else average.value), measure)


def reckoned(catalog: Catalog, observations: pd.DataFrame, assessment: Assessment, average: YearlyAverage | None) -> CatchUp:
    """What one open target still takes, not yet told."""
    measure = told_in(catalog.targets[assessment.target_id], catalog.measures[assessment.measure_id])
    lacking, left = missing(assessment), time_left(assessment)
    of_change = assessment.period_type.of_change
    pointless = measure.kind is Kind.MILESTONE or cannot_return(assessment) or of_change
    paced = assessment.required_per_year is not None and bool(lacking) and not pointless
    effort = CatchUp(
        assessment=assessment,
        gap=lacking,
        years_left=left.years,
        months_left=left.months,
        per_year=lacking / left.years if paced and lacking and left.years else None,
        per_month=lacking / left.months if paced and lacking and left.months else None,
        ratio=None if of_change else pace_ratio(assessment, average.value if average else None),
        in_people=None if of_change else _in_people(catalog, observations, assessment, lacking, left),
    )
    return replace(effort, multiple=_multiple(effort, measure, average))


def _multiple(effort: CatchUp, measure: Measure, average: YearlyAverage | None) -> Multiple | None:
    if average is None or effort.ratio is None or effort.per_year is None:
        return None
    return Multiple(effort.needed(measure), effort.brought(measure, average))


def _in_people(
    catalog: Catalog, observations: pd.DataFrame, assessment: Assessment, lacking: float | None, left: TimeLeft
) -> InPeople | None:
    """A share's gap times its denominator: of the same day where there is one, else the newest, else the catalog's."""
    slots = parts_of(catalog.measures[assessment.measure_id])
    if slots is None or not lacking or assessment.current_date is None:
        return None
    below = part_value(catalog, observations, assessment.current_date, slots[1], assessment.region_code)
    if below is None or below.value <= 0:
        return None
    people = lacking * below.value
    paced = assessment.required_per_year is not None and left.years > 0
    per_year, per_month = (people / left.years, people / left.months) if paced else (None, None)
    return InPeople(below, named(catalog, slots[1]), catalog.measures[slots[0][0]], people, per_year, per_month)
