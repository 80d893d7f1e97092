"""What period types that count a change have in common: the window it is counted over."""

from collections.abc import Iterator

from kpi.model import Assessment, Measure, Message, PeriodType, Target
from kpi.progress.judging.way import Way
from kpi.progress.reasons.changes import OfChanges
from kpi.progress.rules.rule import Handling, Judged, PeriodRule, Points, Told


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
