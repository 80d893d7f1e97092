"""What is missing of a year or window, and why a row is not comparable: which figure stands in the way, what would unblock
it, and what figures say about the missing days without counting.
"""

from datetime import date

import numpy as np

from kpi.model import Message, Window
from kpi.progress.figures.figures import NO_SERIES
from kpi.progress.figures.flows import spans_of
from kpi.progress.judging.obstacles import overlapping
from kpi.progress.periods.clocks import UNKNOWN, IntArray, day_number, day_of
from kpi.progress.periods.windows import Span, find_difference, stretches, uncovered, window_of
from kpi.progress.reasons.case import Case

MOST_WINDOWS_NAMED = 5


def joined(first: Message, second: Message) -> Message:
    """Two sentences as one reason."""
    return Message("reason.joined", {"first": first, "second": second})


def missing_days(case: Case, *, before_clock: bool) -> list[Span]:
    """The days no counted figure covers: all of them, or only the holes before t."""
    counted = case.evidence.counted[case.row][0]
    last = day_number(case.clock) if before_clock else case.span[1]
    return uncovered([span for span in spans_of(case.figures, counted) if span[1] <= last], (case.span[0], last))


def missing_reason(key: str, gaps: list[Span]) -> Message:
    """The sentence of `key`, which names the days."""
    return Message(key, {"windows": named([window_of(gap) for gap in gaps])})


def with_hints(case: Case, reason: Message, gaps: list[Span]) -> Message:
    """The reason, and which figures would speak of the missing days: a difference of two, or one over the period's edge."""
    return _with_straddler(case, with_difference(case, reason, gaps[0]), gaps)


def named(windows: list[Window]) -> Message | tuple[Window | date, ...]:
    """Windows to be listed, the first few where there are many."""
    if len(windows) <= MOST_WINDOWS_NAMED:
        return tuple(shortest(window) for window in windows)
    values = {
        "windows": tuple(shortest(window) for window in windows[:MOST_WINDOWS_NAMED]),
        "count": len(windows) - MOST_WINDOWS_NAMED,
    }
    return Message("reason.windows_and_more", values)


def with_difference(case: Case, reason: Message, missing: Span) -> Message:
    """The reason, and from which two figures a difference would give what is missing."""
    flows = case.own_flows
    difference = find_difference(spans_of(case.figures, flows), missing, case.span)
    if difference is None:
        return reason
    whole, part = int(flows[difference.whole]), int(flows[difference.part])
    values = {
        "whole": case.figure(whole),
        "whole_window": case.window(whole),
        "part": case.figure(part),
        "part_window": case.window(part),
        "window": window_of(difference.span),
    }
    return joined(reason, Message("reason.difference", values))


def shortest(window: Window) -> Window | date:
    """A single day as one."""
    return window.start if window.days == 1 else window


def _with_straddler(case: Case, reason: Message, gaps: list[Span]) -> Message:
    """The reason, and the latest figure that reaches over the edge of the period and would speak of the missing days."""
    figures, flows = case.figures, case.own_flows
    start, end = figures.start[flows], figures.end[flows]
    over_edge = ((start < case.span[0]) & (end >= case.span[0])) | ((end > case.span[1]) & (start <= case.span[1]))
    speaks = np.any([(start <= gap[1]) & (end >= gap[0]) for gap in gaps], axis=0)
    left_out = flows[over_edge & speaks]
    if not len(left_out):
        return reason
    index = int(left_out[-1])
    values = {"figure": case.figure(index), "window": case.window(index), "period": case.period}
    return joined(reason, Message("reason.straddling", values))


class Blocked:
    """How it is told of a year or window; what is judged otherwise says otherwise."""

    of_a_day = False
    """Whether figures of one day are what counts."""

    def wanted(self, case: Case) -> Message:
        """What has to be reported for the row to be judged."""
        years = Window(case.period.start, min(case.end, date(case.as_of.year, 12, 31)))
        several = years.start.year < years.end.year
        return Message("reason.want_years" if several else "reason.want_period", {"window": years})

    def blocked(self, case: Case) -> Message:
        """The sentence for a row that is not comparable."""
        if case.row in case.judgement.broken:
            return self.broken(case, case.judgement.broken[case.row])
        obstacles = overlapping(case.judgement.docket, case.row)
        of_measure = case.figures.pair[obstacles] == case.series
        if case.parts and not of_measure.any():
            return self._of_parts(case, obstacles)
        return self._of_figure(case, _foremost(case, obstacles[of_measure]))

    def in_the_way(self, case: Case) -> tuple[int, ...]:
        """The figures of a row that is not comparable which keep it from being judged: those its sentence is about."""
        if case.row in case.judgement.broken:
            return tuple(
                dict.fromkeys((*case.evidence.baseline_figures.get(case.row, ()), *case.evidence.figures.get(case.row, ())))
            )
        obstacles = overlapping(case.judgement.docket, case.row)
        of_measure = obstacles[case.figures.pair[obstacles] == case.series]
        usable = [self._usable(case, part) for part in (0, 1)] if case.parts and not len(of_measure) else []
        parts = tuple(int(part[-1]) for part in usable if len(part))
        named = of_measure if len(of_measure) else obstacles
        return parts or ((_foremost(case, named),) if len(named) else ())

    def broken(self, case: Case, day: date) -> Message:
        """A break among the days that are held together."""
        return Message("reason.break_within", {"day": day, "window": case.period, "wanted": self.wanted(case)})

    def other_window(self, case: Case, window: Window, values: dict[str, object]) -> Message:
        """A figure of a window that does not count."""
        if case.period.contains(window):
            return Message("reason.other_window", values | {"window": window})
        return with_difference(case, _cumulative(case, window, values), case.span_so_far)

    def parts_apart(self, case: Case, above: IntArray, below: IntArray) -> Message:
        """Both parts of a ratio are there, but not for the same days."""
        covered = [tuple(window_of(span) for span in stretches(spans_of(case.figures, part))) for part in (above, below)]
        values = {"above": covered[0], "below": covered[1], "wanted": self.wanted(case)}
        return Message("reason.parts_in_other_windows", values)

    def part_alone(self, values: dict[str, object], window: Window) -> Message:
        """One part of a ratio without the other."""
        return Message("reason.part_alone_in", values | {"window": window})

    def _of_figure(self, case: Case, index: int) -> Message:
        """What is the matter with one figure."""
        figures = case.figures
        values: dict[str, object] = {"figure": case.figure(index), "wanted": self.wanted(case)}
        if figures.series[index] not in _own_series(case):
            return Message("reason.breakdown_only", values)
        if figures.start[index] == UNKNOWN:
            return Message("reason.unknown_date" if figures.dated[index] else "reason.unknown_start", values)
        if figures.dated[index]:
            return Message("reason.dated_only", values | {"day": day_of(figures.end[index])})
        return self.other_window(case, case.window(index), values)

    def _of_parts(self, case: Case, obstacles: IntArray) -> Message:
        """Why a ratio cannot be worked out from the figures of its parts."""
        above, below = (self._usable(case, part) for part in (0, 1))
        if len(below) and not case.figures.value[below].any():
            return Message("reason.zero_denominator", {"figure": case.figure(int(below[-1])), "wanted": self.wanted(case)})
        if len(above) and len(below):
            return self.parts_apart(case, above, below)
        if not len(above) and not len(below):
            return self._of_figure(case, _foremost(case, obstacles))
        last = int((above if len(above) else below)[-1])
        lacking = Message("reason.denominator" if len(above) else "reason.numerator")
        values: dict[str, object] = {"figure": case.figure(last), "lacking": lacking, "wanted": self.wanted(case)}
        return self.part_alone(values, case.window(last))

    def _usable(self, case: Case, part: int) -> IntArray:
        """Figures of the numerator (0) or denominator (1) that would be admissible, in order of their dates."""
        figures, slot = case.figures, case.parts[part] if case.parts else ("", "", "")
        region_code = case.target.region_code
        of_pair = figures.of_pair(figures.layout.series((slot[0], "", ""), region_code))
        own = of_pair[figures.known[of_pair] & (figures.series[of_pair] == figures.layout.series(slot, region_code))]
        inside = (figures.start[own] >= case.span[0]) & (figures.end[own] <= case.span[1])
        usable: IntArray = own[inside & (figures.dated[own] == self.of_a_day)]
        return usable


def _foremost(case: Case, obstacles: IntArray) -> int:
    """The figure to name: rather a whole than a breakdown, the latest, rather one with a known start, the longest."""
    figures = case.figures

    def weight(index: int) -> tuple[bool, int, bool, int]:
        start = int(figures.start[index])
        return figures.series[index] != NO_SERIES, int(figures.end[index]), start != UNKNOWN, -start

    return int(max(obstacles.tolist(), key=weight))


def _own_series(case: Case) -> set[int]:
    """The series a verdict on the row could rest on."""
    layout, region_code = case.figures.layout, case.target.region_code
    return {case.series, *(layout.series(slot, region_code) for slot in case.parts or ())}


def _cumulative(case: Case, window: Window, values: dict[str, object]) -> Message:
    """A figure over more than the period; 2018年以来 where it began with a year and runs on into the year of `as_of`."""
    runs_on = window.end.year == case.as_of.year and (window.end.month, window.end.day) != (12, 31)
    if runs_on and (window.start.month, window.start.day) == (1, 1) and window.start.year < window.end.year:
        return Message("reason.since_year", values | {"year": window.start.year})
    return Message("reason.cumulative", values | {"window": window})
