"""So much more or less over a whole window (累计增减)."""

from kpi.model import ChangeUnit, Extent, Kind, PeriodType
from kpi.progress.judging.changes import CumulativeChange
from kpi.progress.reasons.changes import OfChanges
from kpi.progress.rules.of_change import OfChange
from kpi.progress.rules.rule import register

CUMULATIVE_CHANGE = PeriodType(
    "cumulative_change",
    Extent.WINDOW,
    frozenset({Kind.STOCK, Kind.FLOW, Kind.RATIO, Kind.CHANGE}),
    from_baseline=True,
    change_units=frozenset(ChangeUnit),
)


class OverWindow(OfChange):
    """The whole change, up or down."""

    counted_key = "service.counted_cumulative_change"


RULE = register(OverWindow(CUMULATIVE_CHANGE, CumulativeChange(), OfChanges()))
