"""Which lamps hang by a thread: what changes if a threshold of a scheme moves. No status changes, only lamps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kpi.model import JUDGED_BY_PACE, POINT, Assessment, Lamp, LampRule, LampScheme, Status, slack
from kpi.progress import lamp, scheme_lead

_STATUS_THRESHOLDS = (-10.0, 0.0)
"""Where the verdicts themselves change, in percentage points of lead: far behind up to −10, on pace from 0."""


@dataclass(frozen=True, slots=True)
class LampChange:
    """A target whose lamp would be another one."""

    assessment: Assessment
    before: Lamp
    after: Lamp


@dataclass(frozen=True, slots=True)
class Shift:
    """One threshold moved, and what that changes. Percentage points of lead."""

    threshold: float
    moved: float
    in_order: bool
    """Whether the thresholds keep their order; if not, nothing is said about changes."""
    changes: tuple[LampChange, ...]


def thresholds(lamps: LampScheme) -> tuple[float, ...]:
    """The leads at which a lamp of the scheme changes, ascending; where it goes by status, those of the statuses."""
    bounds = {
        bound for rule in lamps.rules for bound in (rule.lead_from, rule.lead_above, rule.lead_below) if bound is not None
    }
    if any(rule.status in JUDGED_BY_PACE and not rule.asks_for_lead for rule in lamps.rules):
        statuses = {rule.status for rule in lamps.rules if rule.status in JUDGED_BY_PACE and not rule.asks_for_lead}
        bounds |= set(_STATUS_THRESHOLDS) if len(statuses) > 1 else set()
    return tuple(sorted(bounds))


def sensitivity(lamps: LampScheme, assessments: Iterable[Assessment], by: float) -> tuple[Shift, ...]:
    """What changes if one threshold after the other moves down and up `by` points. `by` must be above 0: ValueError."""
    if not by > 0:
        raise ValueError(by)
    rows = [assessment for assessment in assessments if assessment.status in JUDGED_BY_PACE and assessment.lead_pp is not None]
    known = thresholds(lamps)
    return tuple(_shift(lamps, rows, known, bound, bound + move) for bound in known for move in (-by, by))


def _shift(lamps: LampScheme, rows: list[Assessment], known: tuple[float, ...], bound: float, moved: float) -> Shift:
    others = [other for other in known if other != bound]
    in_order = all((other < bound) == (other < moved) and other != moved for other in others)
    changes = _changes(lamps, rows, {bound: moved}) if in_order else ()
    return Shift(bound, moved, in_order, changes)


def _changes(lamps: LampScheme, rows: list[Assessment], moved: Mapping[float, float]) -> tuple[LampChange, ...]:
    changes = []
    for assessment in rows:
        before, after = lamp(lamps, assessment), _lamp_at(lamps, assessment, moved)
        if before is not after:
            changes.append(LampChange(assessment, before, after))
    return tuple(changes)


def _lamp_at(lamps: LampScheme, assessment: Assessment, moved: Mapping[float, float]) -> Lamp:
    """The lamp with thresholds moved: those of the scheme's own lines, and those behind the statuses it names."""
    lead, status = scheme_lead(lamps, assessment), _status_at(assessment, moved)
    rules = (_moved(rule, moved) for rule in lamps.rules)
    return next((rule.lamp for rule in rules if rule.fits(status, lead, assessment.nature)), Lamp.GREY)


def _status_at(assessment: Assessment, moved: Mapping[float, float]) -> Status:
    """The status that the lead would stand for if its thresholds were moved; only a scheme ever sees it."""
    far, even = (moved.get(bound, bound) for bound in _STATUS_THRESHOLDS)
    lead = assessment.lead_pp or 0.0
    room = slack(lead, POINT)
    if lead >= even - room:
        return Status.ON_PACE
    return Status.FAR_BEHIND if lead <= far + room else Status.BEHIND


def _moved(rule: LampRule, moved: Mapping[float, float]) -> LampRule:
    def new(bound: float | None) -> float | None:
        return bound if bound is None else moved.get(bound, bound)

    return replace(rule, lead_from=new(rule.lead_from), lead_above=new(rule.lead_above), lead_below=new(rule.lead_below))
