"""Period types that count a change: on average a year (年均增长), over a whole window (累计增减), or against what another
measure changes (与另一指标比).
"""

from collections.abc import Iterator
from datetime import date

from kpi.model import Assessment, ChangeUnit, Extent, Kind, Measure, Message, PeriodType, Target
from kpi.progress.judging.changes import AverageGrowth, CumulativeChange, Relative
from kpi.progress.judging.way import Way
from kpi.progress.reasons.ways import OfChanges, OfRelative
from kpi.progress.rules.rule import Handling, Judged, PeriodRule, Points, Told, register, year_window


class OfChange(PeriodRule):
    """Counted from the day before a window to its last day."""

    def __init__(self, period_type: PeriodType, way: Way, reasons: OfChanges) -> None:
        super().__init__(period_type)
        self._handling = Handling(way, reasons)

    def handling(self, measure: Measure) -> Handling:
        """By the change."""
        return self._handling

    def line(self, measure: Measure) -> str:
        """Of a change."""
        return "_change"

    def rows(self, target: Target) -> Iterator[Judged]:
        """The window."""
        yield Judged(None, target.window.start if target.window else None, self.end(target, None))

    def period(self, target: Target, year: int | None) -> Told:
        """The window, and how it is counted over."""
        if target.window is None:
            return Message("service.unspecified")
        return Message(f"service.period_{self.period_type}", {"window": target.window})

    def period_in_sentence(self, target: Target, year: int | None) -> Told:
        """The window alone: what it is counted as, the target says."""
        return target.window or self.period(target, year)

    def path(self, assessment: Assessment) -> Points:
        """From nothing to the whole change."""
        period = assessment.period
        return () if period is None else ((period.start, 0.0), (period.end, assessment.target_value))


AVERAGE_GROWTH = PeriodType(
    "average_growth",
    Extent.WINDOW,
    frozenset({Kind.STOCK, Kind.FLOW, Kind.CHANGE}),
    from_baseline=True,
    change_units=frozenset({ChangeUnit.PERCENT}),
)


class OnAverage(OfChange):
    """A rate a year, which every year should have."""

    pace = "rate_per_year"
    linear = False
    counted_key = "service.counted_average_growth"

    def path(self, assessment: Assessment) -> Points:
        """The same rate all along."""
        return tuple((day, assessment.target_value) for day, _ in super().path(assessment))


register(OnAverage(AVERAGE_GROWTH, AverageGrowth(), OfChanges()))


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


register(OverWindow(CUMULATIVE_CHANGE, CumulativeChange(), OfChanges()))


RELATIVE = PeriodType(
    "relative",
    Extent.YEARS_OR_WINDOW,
    frozenset({Kind.STOCK, Kind.FLOW, Kind.CHANGE}),
    change_units=frozenset({ChangeUnit.PERCENT}),
    compares=True,
)


class AgainstAnother(OfChange):
    """A margin that is kept or not."""

    counted_key = "service.counted_relative"

    def line(self, measure: Measure) -> str:
        """Of a change beside another's."""
        return "_relative"

    def rows(self, target: Target) -> Iterator[Judged]:
        """Each of its years, or the window."""
        for year in target.years:
            yield Judged(year, year_window(year).start, year_window(year).end)
        if not target.years:
            yield from super().rows(target)

    def end(self, target: Target, year: int | None) -> date | None:
        """The last day of the year, of the last one, or of the window."""
        last = max(target.years, default=None) if year is None else year
        return super().end(target, last)

    def period(self, target: Target, year: int | None) -> Told:
        """The year or the window."""
        return Message("value.year", {"year": year}) if year is not None else super().period(target, year)

    def period_in_sentence(self, target: Target, year: int | None) -> Told:
        """The same."""
        return self.period(target, year) if year is not None else super().period_in_sentence(target, year)

    def path(self, assessment: Assessment) -> Points:
        """The margin all along."""
        return tuple((day, assessment.target_value) for day, _ in super().path(assessment))


register(AgainstAnother(RELATIVE, Relative(), OfRelative()))
