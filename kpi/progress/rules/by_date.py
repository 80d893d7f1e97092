"""By a deadline: the state of that day, on the way there from a baseline."""

from datetime import date

from kpi.model import BY_DATE, Assessment, Measure, Message, Target, Window
from kpi.progress.judging.levels import Levels
from kpi.progress.reasons.ways import OfLevels
from kpi.progress.rules.rule import Handling, PeriodRule, Points, Told, register, told_day

_HANDLING = Handling(Levels(), OfLevels())


class ByDate(PeriodRule):
    """Counted on one day."""

    def handling(self, measure: Measure) -> Handling:
        """By the newest figure."""
        return _HANDLING

    def end(self, target: Target, year: int | None) -> date | None:
        """The deadline."""
        return target.deadline or super().end(target, year)

    def window(self, target: Target) -> Window | None:
        """None: what counts is one day."""
        return None

    def speaks_of(self, target: Target, day: date) -> bool:
        """Up to the deadline."""
        return target.deadline is not None and day <= target.deadline

    def period(self, target: Target, year: int | None) -> Told:
        """By the deadline."""
        told = self.period_in_sentence(target, year)
        return Message("service.by", {"day": told}) if target.deadline else told

    def period_in_sentence(self, target: Target, year: int | None) -> Told:
        """The deadline alone."""
        return told_day(target.deadline) if target.deadline else super().period_in_sentence(target, year)

    def path(self, assessment: Assessment) -> Points:
        """From the baseline to the target; level where the target is to be kept."""
        low, high, baseline = assessment.target_value, assessment.target_high, assessment.baseline_value
        if assessment.period is None or baseline is None:
            return ()
        end = high if high is not None and baseline > high else low
        return (assessment.period.start, end if assessment.holding else baseline), (assessment.period.end, end)


register(ByDate(BY_DATE))
