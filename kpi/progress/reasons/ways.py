"""What each way of judging tells in words of its own."""

from dataclasses import dataclass
from datetime import date, timedelta

from kpi.model import Gap, Kind, Measure, Message, Window, same
from kpi.progress.figures.flows import spans_of
from kpi.progress.judging.changes import has_reference
from kpi.progress.judging.obstacles import overlapping
from kpi.progress.periods.clocks import UNKNOWN, IntArray, day_number, day_of
from kpi.progress.periods.windows import stretches, uncovered, window_of
from kpi.progress.reasons.blocked import missing_days, missing_reason, named, shortest, with_hints
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
        if target.settled_by:
            return Message("reason.settled_since", {"document": target.settled_by})
        if target.value is None:
            return Message("reason.no_number")
        if not self.key_in and (window or target.deadline or target.years):
            return Message("reason.no_range")
        return Message(self.key_in, {"window": window}) if window and self.key_in else Message(self.key)


class OfChanges(Reasons):
    """Of a change since the day before a window."""

    def wanted(self, case: Case) -> Message:
        """The level it starts from where that is missing; else the newest level, or the changes of the years."""
        if case.measure.kind is Kind.CHANGE:
            return super().wanted(case)
        if case.origin is None:
            return _level(case.measure, case.period.start - timedelta(days=1))
        if case.over or case.measure.kind is Kind.FLOW:
            return _level(case.measure, case.end if case.over else case.as_of)
        return Message("reason.want_latest")

    def blocked(self, case: Case) -> Message:
        """A break, a level without one to start from, or changes that do not begin with the window."""
        if case.row in case.judgement.broken:
            return self.broken(case, case.judgement.broken[case.row])
        own = overlapping(case.judgement.docket, case.row)
        own = own[case.figures.series[own] == case.series]
        if not len(own) or case.figures.start[own[-1]] == UNKNOWN:
            return super().blocked(case)
        index = int(own[-1])
        values: dict[str, object] = {
            "figure": case.figure(index),
            "window": shortest(case.window(index)),
            "wanted": self.wanted(case),
        }
        if case.measure.kind is not Kind.CHANGE:
            return Message("reason.no_origin" if case.origin is None else "reason.no_whole_year", values)
        missing = _missing(case, case.span[0] - 1, until=int(case.figures.end[own].max()))
        return Message("reason.chain_start", values | {"windows": missing})

    def broken(self, case: Case, day: date) -> Message:
        """What was counted differently is not held together."""
        return Message("reason.break_in_change", {"day": day, "window": case.period})

    def incomplete(self, case: Case) -> Message:
        """The windows that the chain cannot cross."""
        values = {"windows": _missing(case, day_number(case.clock), until=_last(case)), "day": case.clock}
        return Message("reason.chain_hole", values)

    def not_decided(self, case: Case) -> Message:
        """What is missing up to the last day."""
        if case.measure.kind is Kind.CHANGE:
            missing = _missing(case, day_number(case.clock), until=case.span[1])
            return Message("reason.missing", {"windows": missing})
        return Message("reason.change_until", {"day": case.clock, "wanted": self.wanted(case)})

    def ended(self, case: Case, how: str, values: dict[str, object]) -> Message:
        """As a change of the window."""
        return Message(f"reason.{how}_change", values | {"window": case.period})


class OfRelative(OfChanges):
    """Of a change that is held against another."""

    def wanted(self, case: Case) -> Message:
        """The figures of the reference where it has none, or else those of the measure itself."""
        if _has_own(case) and not has_reference(case.judgement.docket, case.row):
            return _of_reference(case)
        return super().wanted(case)

    def blocked(self, case: Case) -> Message:
        """Both have figures, but not of the same days."""
        if case.row in case.judgement.broken or not _has_own(case):
            return super().blocked(case)
        return Message("reason.not_of_same_days", {"reference": _reference(case), "window": case.period})

    def not_decided(self, case: Case) -> Message:
        """Both must cover the whole period."""
        values = {"day": case.clock, "reference": _reference(case), "end": case.end}
        return Message("reason.relative_until", values)

    def ended(self, case: Case, how: str, values: dict[str, object]) -> Message:
        """How far it was from the other's change, on either side of it."""
        value = float(case.evidence.value[case.row])
        side = "level" if same(value, 0.0) else "below" if value < 0 else "above"
        apart = {"window": case.period, "reference": _reference(case), "gap": case.difference}
        return Message(f"reason.relative_{side}", apart | {"amount": Gap(abs(value), case.difference.measure)})


def _level(measure: Measure, day: date) -> Message:
    """The figure of a day, or of a flow that of the year which ends with it."""
    if measure.kind is Kind.FLOW:
        return Message("reason.want_period", {"window": Message("value.year", {"year": day.year})})
    return Message("reason.want_date", {"day": day})


def _missing(case: Case, reached: int, *, until: int) -> object:
    """The days after those that a chain reached which no figure covers; all of them where every day has one that overlaps."""
    figures, flows = case.figures, case.own_flows
    later = flows[(figures.start[flows] > reached) & (figures.end[flows] <= until)]
    gaps = uncovered(stretches(spans_of(figures, later)), (reached + 1, until))
    return named([window_of(gap) for gap in gaps or [(reached + 1, until)]])


def _last(case: Case) -> int:
    """The end of the last window inside the period."""
    figures, flows = case.figures, case.own_flows
    inside = flows[(figures.start[flows] >= case.span[0]) & (figures.end[flows] <= case.span[1])]
    return int(figures.end[inside].max(initial=day_number(case.clock)))


def _has_own(case: Case) -> bool:
    """Whether the measure's own change is known."""
    return case.evidence.courses[case.row].alone != UNKNOWN


def _reference(case: Case) -> Measure:
    return case.judgement.docket.catalog.measures[case.target.reference_measure_id]


def _of_reference(case: Case) -> Message:
    return Message("reason.want_reference", {"window": case.period, "reference": _reference(case)})
