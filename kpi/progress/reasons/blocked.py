"""Why a row is not comparable: which figure stands in the way, and what would unblock it."""

from datetime import date

from kpi.model import Message, Window
from kpi.progress.figures.figures import NO_SERIES
from kpi.progress.figures.flows import spans_of
from kpi.progress.judging.obstacles import overlapping
from kpi.progress.judging.rows import Family
from kpi.progress.periods.clocks import UNKNOWN, IntArray, day_of
from kpi.progress.periods.differences import find_difference
from kpi.progress.periods.windows import Span, stretches, window_of
from kpi.progress.reasons.case import Case


def wanted(case: Case) -> Message:
    """What has to be reported for the row to be judged."""
    if case.family is Family.BY_DATE:
        dated = {"day": case.end, "measure": case.measure}
        if case.parts:
            return Message("reason.want_ratio_on" if case.over else "reason.want_ratio_latest", dated)
        return Message("reason.want_date", {"day": case.end}) if case.over else Message("reason.want_latest")
    if case.family is Family.RATIO and case.parts:
        return Message("reason.want_ratio", {"window": case.period, "measure": case.measure})
    years = Window(case.period.start, min(case.end, date(case.judgement.as_of.year, 12, 31)))
    several = years.start.year < years.end.year
    return Message("reason.want_years" if several else "reason.want_period", {"window": years})


def blocked_reason(case: Case) -> Message:
    """The sentence for a row that is not comparable."""
    if case.row in case.judgement.broken:
        return _break_reason(case)
    found = overlapping(case.judgement.rows, case.judgement.figures, case.row)
    of_measure = case.judgement.figures.pair[found] == case.series
    if case.parts and not of_measure.any():
        return _parts_reason(case, found)
    return _figure_reason(case, _foremost(case, found[of_measure]))


def _break_reason(case: Case) -> Message:
    day = case.judgement.broken[case.row]
    if case.family is Family.BY_DATE:
        values = {"day": day, "baseline_day": case.baseline_date, "current_day": case.clock}
        return Message("reason.break_since_baseline", values)
    return Message("reason.break_within", {"day": day, "window": case.period, "wanted": wanted(case)})


def _foremost(case: Case, found: IntArray) -> int:
    """The figure to name: rather a whole than a breakdown, the latest, rather one with a known start, the longest."""
    figures = case.judgement.figures

    def weight(index: int) -> tuple[bool, int, bool, int]:
        start = int(figures.start[index])
        return figures.series[index] != NO_SERIES, int(figures.end[index]), start != UNKNOWN, -start

    return int(max(found.tolist(), key=weight))


def _figure_reason(case: Case, index: int) -> Message:
    """What is the matter with one figure."""
    figures = case.judgement.figures
    values: dict[str, object] = {"figure": case.figure(index), "wanted": wanted(case)}
    start_known = figures.start[index] != UNKNOWN
    if figures.series[index] not in _own_series(case):
        return Message("reason.breakdown_only", values)
    if not start_known:
        return Message("reason.unknown_date" if figures.dated[index] else "reason.unknown_start", values)
    if figures.dated[index]:
        return Message("reason.dated_only", values | {"day": day_of(figures.end[index])})
    window = case.window(index)
    if case.family is Family.BY_DATE:
        return Message("reason.window_only", values | {"window": window})
    if case.period.contains(window):
        return Message("reason.other_window", values | {"window": window})
    return with_difference(case, _cumulative(case, window, values), case.span_so_far)


def _own_series(case: Case) -> set[int]:
    """The series a verdict on the row could rest on."""
    layout, region_code = case.judgement.figures.layout, case.target.region_code
    return {case.series, *(layout.series(slot, region_code) for slot in case.parts or ())}


def _cumulative(case: Case, window: Window, values: dict[str, object]) -> Message:
    """A figure over more than the period; 2018年以来 where it began with a year and runs on into the year of `as_of`."""
    runs_on = window.end.year == case.judgement.as_of.year and (window.end.month, window.end.day) != (12, 31)
    if runs_on and (window.start.month, window.start.day) == (1, 1) and window.start.year < window.end.year:
        return Message("reason.since_year", values | {"year": window.start.year})
    return Message("reason.cumulative", values | {"window": window})


def with_difference(case: Case, reason: Message, missing: Span) -> Message:
    """The reason, and from which two figures a difference would give what is missing."""
    figures, flows = case.judgement.figures, case.own_flows
    difference = find_difference(spans_of(figures, flows), missing, case.span)
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


def joined(first: Message, second: Message) -> Message:
    """Two sentences as one reason."""
    return Message("reason.joined", {"first": first, "second": second})


def _parts_reason(case: Case, found: IntArray) -> Message:
    """Why a ratio cannot be worked out from the figures of its parts."""
    usable = [_usable(case, part) for part in (0, 1)]
    above, below = usable
    if len(below) and not case.judgement.figures.value[below].any():
        return Message("reason.zero_denominator", {"figure": case.figure(int(below[-1])), "wanted": wanted(case)})
    if len(above) and len(below):
        return _parts_apart(case, above, below)
    if len(above) or len(below):
        return _part_alone(case, above if len(above) else below, "reason.denominator" if len(above) else "reason.numerator")
    return _figure_reason(case, _foremost(case, found))


def _parts_apart(case: Case, above: IntArray, below: IntArray) -> Message:
    """Both parts are there, but not for the same days."""
    figures = case.judgement.figures
    if case.family is Family.BY_DATE:
        days = {"above": day_of(figures.end[above[-1]]), "below": day_of(figures.end[below[-1]])}
        return Message("reason.parts_on_other_days", {**days, "wanted": wanted(case)})
    windows = [tuple(window_of(span) for span in stretches(spans_of(figures, part))) for part in (above, below)]
    return Message("reason.parts_in_other_windows", {"above": windows[0], "below": windows[1], "wanted": wanted(case)})


def _part_alone(case: Case, part: IntArray, lacking: str) -> Message:
    last = int(part[-1])
    values = {"figure": case.figure(last), "lacking": Message(lacking), "wanted": wanted(case)}
    if case.family is Family.BY_DATE:
        return Message("reason.part_alone_on", values | {"day": case.window(last).end})
    return Message("reason.part_alone_in", values | {"window": case.window(last)})


def _usable(case: Case, part: int) -> IntArray:
    """Figures of the numerator (0) or denominator (1) that would be admissible, in order of their dates."""
    figures, slot = case.judgement.figures, case.parts[part] if case.parts else ("", "", "")
    region_code = case.target.region_code
    of_pair = figures.of_pair(figures.layout.series((slot[0], "", ""), region_code))
    own = of_pair[figures.known[of_pair] & (figures.series[of_pair] == figures.layout.series(slot, region_code))]
    inside = (figures.start[own] >= case.span[0]) & (figures.end[own] <= case.span[1])
    usable: IntArray = own[inside & (figures.dated[own] == (case.family is Family.BY_DATE))]
    return usable
