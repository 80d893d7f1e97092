"""Why a row has its status, and what would change it: sentences an official can act on, not yet worded.

Every status has a reason but on_pace, behind, far_behind and met, whose numbers speak for themselves.
"""

from decimal import Decimal
from functools import reduce

from kpi.catalog import half_printed_digit
from kpi.model import Comparator, Gap, Kind, Message, Quantity, Status
from kpi.progress.figures.flows import spans_of
from kpi.progress.judging.numbers import Past
from kpi.progress.periods.clocks import IntArray
from kpi.progress.periods.windows import Piece, unequal_wholes
from kpi.progress.reasons.blocked import Blocked, joined, missing_days, missing_reason
from kpi.progress.reasons.case import Case

_PACED = frozenset({Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND})
_UNJUDGED = frozenset({Status.NOT_ASSESSED, Status.NOT_STARTED, Status.NOT_COMPARABLE, Status.NO_DATA})


class Reasons(Blocked):
    """What is told of a year or window, status by status; what is judged otherwise says otherwise."""

    def reason(self, case: Case, status: Status) -> Message | None:
        """The reason of a row: 维持型 first, then what its status rests on, then what makes its figures doubtful."""
        told = [_holding(case, status), self._of_status(case, status), _unequal(case)]
        sentences = [sentence for sentence in told if sentence is not None]
        return reduce(joined, sentences) if sentences else None

    def _of_status(self, case: Case, status: Status) -> Message | None:
        match status:
            case Status.NOT_ASSESSED:
                return self.not_assessed(case)
            case Status.NOT_STARTED:
                return Message("reason.not_started", {"window": case.period, "day": case.period.start})
            case Status.NOT_COMPARABLE:
                return self.blocked(case)
            case Status.NO_DATA:
                return Message("reason.no_data", {"wanted": self.wanted(case)})
            case Status.BASELINE_ONLY:
                return _baseline_only(case)
            case Status.PENDING:
                return self._pending(case)
            case Status.INCOMPLETE:
                return self.incomplete(case)
            case Status.MISSED:
                return self._missed(case)
            case Status.FAR_BEHIND:
                return _lost(case)
        return None

    def not_assessed(self, case: Case) -> Message | None:
        """Why there is no verdict; nothing where there always is one."""
        return None

    def incomplete(self, case: Case) -> Message:
        """Which figures are missing before t."""
        return missing_reason("reason.hole", missing_days(case, before_clock=True))

    def not_decided(self, case: Case) -> Message:
        """The period is over, and figures are missing that would decide."""
        return missing_reason("reason.missing", missing_days(case, before_clock=False))

    def ended(self, case: Case, how: str, values: dict[str, object]) -> Message:
        """That the period ended short of the target (`how` is missed) or beyond it (past)."""
        return Message(f"reason.{how}_in", values | {"window": case.period})

    def _pending(self, case: Case) -> Message:
        if not case.evidence.admissible[case.row]:
            return Message("reason.nothing_reported", {"wanted": self.wanted(case)})
        if case.evidence.complete[case.row]:
            return Message("reason.undecided", {"figure": case.current, "target": case.wanted})
        return self.not_decided(case)

    def _missed(self, case: Case) -> Message:
        if case.milestone:
            return Message("reason.milestone_missed", {"day": case.end})
        values: dict[str, object] = {"figure": case.current}
        if case.past:
            return self.ended(case, "past", values | {"goal": _goal(case), "excess": excess(case.past, case.difference)})
        return self.ended(case, "missed", values | {"target": case.wanted, "gap": case.difference})


def mark_remark(case: Case, status: Status) -> Message | None:
    """That a value is only known within bounds which the target lies between, and is judged as printed for now."""
    if status not in _PACED or not case.judgement.comparison.open[case.row]:
        return None
    return Message("reason.mark", {"figure": case.current, "target": case.wanted})


def base_remark(case: Case, status: Status) -> Message | None:
    """That the base was revised since the baseline, so that the way from there is not all progress."""
    day = case.judgement.rebased.get(case.row)
    if day is None or status in (Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED):
        return None
    return Message("reason.rebased", {"day": day})


def growth_remark(case: Case, ratio: float, *, enough: bool) -> Message:
    """That growth since the baseline disagrees with the pace. What falls has no growth: it is a fall, or places gained."""
    falling = case.target.goal < float(case.evidence.baseline[case.row])
    change = ("places" if case.measure.kind is Kind.RANK else "fall") if falling else "growth"
    return Message(f"reason.{change}_{'enough' if enough else 'too_slow'}", {"ratio": ratio})


def excess(side: Past, gap: Gap) -> Message:
    """How far a value has gone past a target it was not to go past: 超出5点, and of a league table 落后2位."""
    of_table = {Past.ABOVE: "behind", Past.BELOW: "ahead"}
    return Message(f"reason.excess_{of_table[side] if gap.measure.kind is Kind.RANK else side}", {"gap": gap})


def _baseline_only(case: Case) -> Message:
    if case.milestone and case.holding:
        return Message("reason.milestone_reported", {"day": case.baseline_date})
    key = "reason.kept_baseline_only" if case.holding else "reason.baseline_only"
    return Message(key, {"figure": case.baseline, "day": case.baseline_date})


def _goal(case: Case) -> Message:
    at_most = case.target.comparator is Comparator.AT_MOST
    return Message("service.at_most" if at_most else "service.at_least", {"value": case.wanted})


def _lost(case: Case) -> Message | None:
    if not case.holding:
        return None
    if case.milestone:
        return Message("reason.milestone_undone", {"baseline_day": case.baseline_date, "day": case.clock})
    return Message("reason.kept_lost", {"figure": case.current, "day": case.clock})


def _holding(case: Case, status: Status) -> Message | None:
    """维持型, with the baseline and the target. What is done once has no level to be kept."""
    if not case.holding or case.milestone or status in _UNJUDGED:
        return None
    if case.target.period_type.of_change:
        return Message("reason.kept_change", {"target": case.wanted})
    return Message("reason.kept", {"baseline": case.baseline, "target": case.wanted})


def _unequal(case: Case) -> Message | None:
    """The longest window whose own parts are there and add up to something else."""
    for inside in case.evidence.inside.get(case.row, ()):
        spans = spans_of(case.figures, inside)
        if {last + 1 for _, last in spans}.isdisjoint(first for first, _ in spans):
            continue  # no window follows another, so nothing is made of parts
        unequal = unequal_wholes([_piece(case, index) for index in inside.tolist()])
        if unequal:
            return _unequal_reason(case, inside, unequal[0].whole, unequal[0].total)
    return None


def _piece(case: Case, index: int) -> Piece:
    figures = case.figures
    measure = case.judgement.docket.catalog.measures[figures.measure_of(index)]
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
    measure = case.judgement.docket.catalog.measures[case.figures.measure_of(index)]
    values = {"window": case.window(index), "figure": case.figure(index), "total": Quantity(total, measure)}
    return Message("reason.unequal_parts", values)
