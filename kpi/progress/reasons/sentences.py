"""Why a row has its status, and what would change it: sentences an official can act on, not yet worded.

Every status has a reason but on_pace, behind, far_behind and met, whose numbers speak for themselves.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce

from kpi.catalog import half_printed_digit
from kpi.model import Assessment, Comparator, Gap, Kind, Message, PeriodType, Quantity, Status
from kpi.progress.figures.flows import spans_of
from kpi.progress.judging.comparing import Past
from kpi.progress.judging.rows import Family
from kpi.progress.periods.clocks import IntArray
from kpi.progress.periods.wholes import Piece, unequal_wholes
from kpi.progress.periods.windows import stretches, window_of
from kpi.progress.reasons.blocked import blocked_reason, joined, wanted
from kpi.progress.reasons.case import Case
from kpi.progress.reasons.openings import missing_reason, named

_PACED = frozenset({Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND})
_UNJUDGED = frozenset({Status.NOT_ASSESSED, Status.NOT_STARTED, Status.NOT_COMPARABLE, Status.NO_DATA})


def reason_for(case: Case, status: Status) -> Message | None:
    """The reason of a row: 维持型 first, then what its status rests on, then what makes its figures doubtful."""
    told = [_holding(case, status), _OF_STATUS[status](case) if status in _OF_STATUS else None, _unequal(case)]
    sentences = [sentence for sentence in told if sentence is not None]
    return reduce(joined, sentences) if sentences else None


def mark_remark(case: Case, status: Status) -> Message | None:
    """That a value is only known within bounds which the target lies between, and is judged as printed for now."""
    if status not in _PACED or not case.judgement.comparison.open[case.row]:
        return None
    return Message("reason.mark", {"figure": case.current, "target": case.wanted})


def growth_remark(case: Case, ratio: float, *, enough: bool) -> Message:
    """That growth since the baseline disagrees with the pace. What falls has no growth: it is a fall, or places gained."""
    evidence, row = case.judgement.evidence, case.row
    falling = float(case.target.value) < float(evidence.baseline[row])
    change = ("places" if case.measure.kind is Kind.RANK else "fall") if falling else "growth"
    return Message(f"reason.{change}_{'enough' if enough else 'too_slow'}", {"ratio": ratio})


def _not_assessed(case: Case) -> Message:
    if case.target.period_type is not PeriodType.AMBIGUOUS:
        return Message("reason.period_unspecified")
    if case.target.window is None:
        return Message("reason.period_ambiguous")
    return Message("reason.period_ambiguous_in", {"window": case.target.window})


def _not_started(case: Case) -> Message:
    return Message("reason.not_started", {"window": case.period, "day": case.period.start})


def _no_data(case: Case) -> Message:
    return Message("reason.no_data", {"wanted": wanted(case)})


def _baseline_only(case: Case) -> Message:
    if case.milestone and case.holding:
        return Message("reason.milestone_reported", {"day": case.baseline_date})
    key = "reason.kept_baseline_only" if case.holding else "reason.baseline_only"
    return Message(key, {"figure": case.baseline, "day": case.baseline_date})


def _pending(case: Case) -> Message:
    if not case.has_value:
        return Message("reason.nothing_reported", {"wanted": wanted(case)})
    if case.complete:
        return Message("reason.undecided", {"figure": case.current, "target": case.wanted})
    if case.family is Family.BY_DATE:
        return Message("reason.deadline_missing", {"figure": case.current, "day": case.clock, "wanted": wanted(case)})
    return missing_reason(case, "reason.missing", before_clock=False)


def _incomplete(case: Case) -> Message:
    if case.family is Family.SUM:
        return missing_reason(case, "reason.hole", before_clock=True)
    counted = case.judgement.evidence.counted[case.row][0]
    covered = [window_of(span) for span in stretches(spans_of(case.judgement.figures, counted))]
    return Message("reason.ratio_open", {"window": case.period, "covered": named(covered)})


def _missed(case: Case) -> Message:
    if case.milestone:
        return Message("reason.milestone_missed", {"day": case.end})
    values: dict[str, object] = {"figure": case.current}
    if case.past:
        values |= {"goal": _goal(case), "excess": excess(case.past, case.difference)}
    else:
        values |= {"target": case.wanted, "gap": case.difference}
    past = "past" if case.past else "missed"
    if case.family is Family.BY_DATE:
        return Message(f"reason.{past}_on", values | {"day": case.end})
    if case.family is Family.RATIO:
        return Message(f"reason.{past}_ratio", values | {"window": case.period})
    if case.past and not case.over:
        return Message("reason.exceeded", values | {"window": case.period, "day": case.clock})
    return Message(f"reason.{past}_in", values | {"window": case.period})


def excess(side: Past, gap: Gap) -> Message:
    """How far a value has gone past a target it was not to go past: 超出5点, and of a league table 落后2位."""
    of_table = {Past.ABOVE: "behind", Past.BELOW: "ahead"}
    return Message(f"reason.excess_{of_table[side] if gap.measure.kind is Kind.RANK else side}", {"gap": gap})


def _goal(case: Case) -> Message:
    at_most = case.target.comparator is Comparator.AT_MOST
    return Message("service.at_most" if at_most else "service.at_least", {"value": case.wanted})


def _lost(case: Case) -> Message | None:
    if not case.holding:
        return None
    if case.milestone:
        return Message("reason.milestone_undone", {"baseline_day": case.baseline_date, "day": case.clock})
    return Message("reason.kept_lost", {"figure": case.current, "day": case.clock})


_OF_STATUS: Mapping[Status, Callable[[Case], Message | None]] = {
    Status.NOT_ASSESSED: _not_assessed,
    Status.NOT_STARTED: _not_started,
    Status.NOT_COMPARABLE: blocked_reason,
    Status.NO_DATA: _no_data,
    Status.BASELINE_ONLY: _baseline_only,
    Status.PENDING: _pending,
    Status.INCOMPLETE: _incomplete,
    Status.MISSED: _missed,
    Status.FAR_BEHIND: _lost,
}


def _holding(case: Case, status: Status) -> Message | None:
    """维持型, with the baseline and the target. What is done once has no level to be kept."""
    if not case.holding or case.milestone or status in _UNJUDGED:
        return None
    return Message("reason.kept", {"baseline": case.baseline, "target": case.wanted})


def _unequal(case: Case) -> Message | None:
    """The longest window whose own parts are there and add up to something else."""
    for inside in case.judgement.evidence.inside.get(case.row, ()):
        spans = spans_of(case.judgement.figures, inside)
        if {last + 1 for _, last in spans}.isdisjoint(first for first, _ in spans):
            continue  # no window follows another, so nothing is made of parts
        found = unequal_wholes([_piece(case, index) for index in inside.tolist()])
        if found:
            return _unequal_reason(case, inside, found[0].whole, found[0].total)
    return None


def _piece(case: Case, index: int) -> Piece:
    figures = case.judgement.figures
    measure = case.judgement.catalog.measures[figures.measure_of(index)]
    value = float(figures.value[index])
    return Piece(
        span=(int(figures.start[index]), int(figures.end[index])),
        value=value,
        low=float(figures.low[index]),
        high=float(figures.high[index]),
        half_unit=float(half_printed_digit(Decimal(repr(value)), figures.printed.iloc[index], measure)),
    )


def _unequal_reason(case: Case, inside: IntArray, whole: int, total: float) -> Message:
    index = int(inside[whole])
    measure = case.judgement.catalog.measures[case.judgement.figures.measure_of(index)]
    values = {"window": case.window(index), "figure": case.figure(index), "total": Quantity(total, measure)}
    return Message("reason.unequal_parts", values)


def full_reason(assessment: Assessment) -> Message | None:
    """The reason and the remarks as one, for where there is room for one text only."""
    told = [*([assessment.reason] if assessment.reason else []), *assessment.remarks]
    return reduce(joined, told) if told else None
