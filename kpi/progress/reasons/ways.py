"""What each way of judging tells in words of its own."""

from dataclasses import dataclass
from datetime import date

from kpi.model import Message, Window
from kpi.progress.figures.flows import spans_of
from kpi.progress.periods.clocks import IntArray, day_of
from kpi.progress.periods.windows import stretches, window_of
from kpi.progress.reasons.blocked import missing_days, missing_reason, named, with_hints
from kpi.progress.reasons.by_status import Reasons
from kpi.progress.reasons.case import Case


class OfLevels(Reasons):
    """Of the state of a day, by a deadline."""

    of_a_day = True

    def wanted(self, case: Case) -> Message:
        """A figure of the deadline once it is over, or else the latest."""
        dated = {"day": case.end, "measure": case.measure}
        if case.parts:
            return Message("reason.want_ratio_on" if case.over else "reason.want_ratio_latest", dated)
        return Message("reason.want_date", {"day": case.end}) if case.over else Message("reason.want_latest")

    def broken(self, case: Case, day: date) -> Message:
        """A break between the baseline and the newest figure."""
        values = {"day": day, "baseline_day": case.baseline_date, "current_day": case.clock}
        return Message("reason.break_since_baseline", values)

    def other_window(self, case: Case, window: Window, values: dict[str, object]) -> Message:
        """A figure of a window where one of a day is wanted."""
        return Message("reason.window_only", values | {"window": window})

    def parts_apart(self, case: Case, above: IntArray, below: IntArray) -> Message:
        """The latest days of the two parts differ."""
        days = {"above": day_of(case.figures.end[above[-1]]), "below": day_of(case.figures.end[below[-1]])}
        return Message("reason.parts_on_other_days", {**days, "wanted": self.wanted(case)})

    def part_alone(self, values: dict[str, object], window: Window) -> Message:
        """One part on a day without the other."""
        return Message("reason.part_alone_on", values | {"day": window.end})

    def not_decided(self, case: Case) -> Message:
        """There is no figure of the deadline."""
        return Message("reason.deadline_missing", {"figure": case.current, "day": case.clock, "wanted": self.wanted(case)})

    def ended(self, case: Case, how: str, values: dict[str, object]) -> Message:
        """On the deadline."""
        return Message(f"reason.{how}_on", values | {"day": case.end})


class OfYearEnds(OfLevels):
    """Of the state of a year's last day."""

    def wanted(self, case: Case) -> Message:
        """The figure of that day."""
        return Message("reason.want_date", {"day": case.end})

    def incomplete(self, case: Case) -> Message:
        """It is judged when the year is over; so it stands now."""
        return Message("reason.year_open", {"figure": case.current, "day": case.clock, "end": case.end})


class OfSums(Reasons):
    """Of what is added up over a year or window."""

    def incomplete(self, case: Case) -> Message:
        """The holes before t, and what would speak of them."""
        gaps = missing_days(case, before_clock=True)
        return with_hints(case, missing_reason("reason.hole", gaps), gaps)

    def not_decided(self, case: Case) -> Message:
        """All missing days, and what would speak of them."""
        gaps = missing_days(case, before_clock=False)
        return with_hints(case, missing_reason("reason.missing", gaps), gaps)

    def ended(self, case: Case, how: str, values: dict[str, object]) -> Message:
        """What may not be exceeded is so before the period is over."""
        if case.past and not case.over:
            return Message("reason.exceeded", values | {"window": case.period, "day": case.clock})
        return super().ended(case, how, values)


class OfRatios(Reasons):
    """Of a ratio over a year or window."""

    def wanted(self, case: Case) -> Message:
        """The ratio, or both its parts, for the period."""
        if case.parts:
            return Message("reason.want_ratio", {"window": case.period, "measure": case.measure})
        return super().wanted(case)

    def incomplete(self, case: Case) -> Message:
        """It is judged when the period is over; so much of it is covered."""
        counted = case.evidence.counted[case.row][0]
        covered = [window_of(span) for span in stretches(spans_of(case.figures, counted))]
        return Message("reason.ratio_open", {"window": case.period, "covered": named(covered)})

    def ended(self, case: Case, how: str, values: dict[str, object]) -> Message:
        """As a ratio of the period."""
        return Message(f"reason.{how}_ratio", values | {"window": case.period})


@dataclass(frozen=True)
class Unjudged(Reasons):
    """Where the plan leaves open by when, how much, or how near."""

    key: str = "reason.period_unspecified"
    key_in: str = ""
    """The sentence where the plan names a window all the same; empty: then it is not the period that is open."""

    def not_assessed(self, case: Case) -> Message:
        """That nothing is judged, and why."""
        target, window = case.target, case.target.window
        if target.value is None:
            return Message("reason.no_number")
        if not self.key_in and (window or target.deadline or target.years):
            return Message("reason.no_range")
        return Message(self.key_in, {"window": window}) if window and self.key_in else Message(self.key)
