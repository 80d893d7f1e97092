"""What differs between two views of a plan, as JSON."""

from fractions import Fraction

from kpi.model import PeriodType, Target
from kpi.views import Cause, ChangesView, FigureChange, GoalChange, Seen, Standing, StandingChange
from kpi.wire.forms import Json, json_value, told

_KEY = ("measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of")
_STANDS = ("status", "current_value", "current_date", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp")
_ASKS = ("comparator", "value", "value_high", "period_type", "years", "deadline")


def changes_json(view: ChangesView) -> Json:
    """A ChangesView as `changes --json` prints it."""
    return {
        "from": _side(view.start),
        "to": _side(view.end),
        "verdicts": [_standing(each) for each in view.standings],
        "targets": [_goal(each) for each in view.goals],
        "values": [_figure(each) for each in view.figures],
    }


def _side(seen: Seen) -> Json:
    status = seen.status
    return {**told(status, "as_of", "known_at", "data_version", "coverage_date"), "batch": seen.batch, "label": seen.label}


def _standing(change: StandingChange) -> Json:
    assessment = change.standing.assessment
    sides = {"from": _stands(change.old), "to": _stands(change.new)}
    return {**told(assessment, "target_id", "measure_id", "region_code", "year"), **sides, "causes": _causes(change.causes)}


def _stands(standing: Standing | None) -> Json | None:
    return {**told(standing.assessment, *_STANDS), "lamp": str(standing.lamp)} if standing else None


def _goal(change: GoalChange) -> Json:
    sides = {name: _asks(target) for name, target in (("from", change.old), ("to", change.new))}
    return {**told(change, "target_id", "measure_id"), **sides, "causes": _causes(change.causes)}


def _asks(target: Target | None) -> Json | None:
    if target is None:
        return None
    window = {"window_start": target.window and target.window.start, "window_end": target.window and target.window.end}
    values: Json = {name: getattr(target, name) for name in _ASKS} | window
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return json_value(float(value))
    return str(value) if isinstance(value, PeriodType) else json_value(value)


def _figure(change: FigureChange) -> Json:
    key = {name: json_value(value) for name, value in zip(_KEY, change.key, strict=True)}
    sides = {name: json_value(each.value) if each else None for name, each in (("from", change.old), ("to", change.new))}
    return {**key, **sides, "causes": _causes(change.causes)}


def _causes(causes: tuple[Cause, ...]) -> list[Json]:
    return [told(each, "kind", "number", "subject", "document", "user", "at", "note") for each in causes]
