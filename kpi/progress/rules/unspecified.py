"""The plan does not say by when, or says what can be read in several ways: value and target stand side by side until its
owner says which.
"""

from datetime import date

from kpi.model import AMBIGUOUS, UNSPECIFIED, Measure, Message, PeriodType, Target
from kpi.progress.judging.levels import SideBySide
from kpi.progress.reasons.ways import Unjudged
from kpi.progress.rules.rule import Handling, PeriodRule, Told, register, told_day


class Open(PeriodRule):
    """Not judged, whatever window the target names."""

    def __init__(self, period_type: PeriodType, reasons: Unjudged) -> None:
        super().__init__(period_type)
        self._handling = Handling(SideBySide(), reasons)

    def handling(self, measure: Measure) -> Handling:
        """Side by side."""
        return self._handling

    def period(self, target: Target, year: int | None) -> Told:
        """Over what or by when the target is, where the plan says so and leaves open only how much."""
        if self.period_type is AMBIGUOUS:
            return super().period(target, year)
        if target.years:
            return Message("value.year", {"year": target.years[-1]})
        by = Message("service.by", {"day": told_day(target.deadline)}) if target.deadline else None
        return target.window or by or super().period(target, year)

    def end(self, target: Target, year: int | None) -> date | None:
        """None: nothing settles it."""
        return None


register(Open(UNSPECIFIED, Unjudged()))
register(Open(AMBIGUOUS, Unjudged("reason.period_ambiguous", "reason.period_ambiguous_in")))
