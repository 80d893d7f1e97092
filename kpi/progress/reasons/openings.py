"""What is missing of a year or window, and what figures say about the missing days without counting."""

from datetime import date

import numpy as np

from kpi.model import Message, Window
from kpi.progress.figures.flows import spans_of
from kpi.progress.periods.clocks import day_number
from kpi.progress.periods.differences import find_difference
from kpi.progress.periods.windows import Span, uncovered, window_of
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
        return tuple(_shortest(window) for window in windows)
    values = {
        "windows": tuple(_shortest(window) for window in windows[:MOST_WINDOWS_NAMED]),
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


def _shortest(window: Window) -> Window | date:
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
