"""So much a year on average over a window (年均增长)."""

from kpi.model import Assessment, ChangeUnit, Extent, Kind, PeriodType
from kpi.progress.judging.changes import AverageGrowth
from kpi.progress.reasons.changes import OfChanges
from kpi.progress.rules.of_change import OfChange
from kpi.progress.rules.rule import Points, register

AVERAGE_GROWTH = PeriodType(
    "average_growth",
    Extent.WINDOW,
    frozenset({Kind.STOCK, Kind.FLOW, Kind.CHANGE}),
    from_baseline=True,
    change_units=frozenset({ChangeUnit.PERCENT}),
)


class OnAverage(OfChange):
    """A rate a year, which every year should have."""

    pace_key = "service.rate_per_year"
    linear = False
    counted_key = "service.counted_average_growth"

    def path(self, assessment: Assessment) -> Points:
        """The same rate all along."""
        return tuple((day, assessment.target_value) for day, _ in super().path(assessment))


RULE = register(OnAverage(AVERAGE_GROWTH, AverageGrowth(), OfChanges()))
