"""`changes`: what differs between two moments, days or batches, as tables and as JSON."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kpi import services
from kpi.cli.arguments import WRONG_USAGE
from kpi.cli.json_forms import Json, json_value, told
from kpi.cli.opening import DONE, Arguments, actor_of, opened
from kpi.cli.output import result, result_json, tell
from kpi.cli.tables import listed
from kpi.i18n import Texts
from kpi.model import PeriodType, Target
from kpi.services import Query
from kpi.views import (
    OF_CHANGES,
    Cause,
    ChangeRow,
    ChangesView,
    FigureChange,
    GoalChange,
    Seen,
    Standing,
    StandingChange,
    figure_rows,
    goal_rows,
    standing_rows,
)

_KEY = ("measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of")
_STANDS = ("status", "current_value", "current_date", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp")
_ASKS = ("comparator", "value", "value_high", "period_type", "years", "deadline")


def changes(arguments: Arguments, words: Texts) -> int:
    """What differs, each with its cause."""
    try:
        start, end = (services.point_from(text) if text else None for text in (arguments.start, arguments.end))
    except ValueError:
        tell(words("cli.bad_point"))
        return WRONG_USAGE
    query = Query(region=arguments.region, lamps=arguments.lamps, lang=words.lang)
    with opened(arguments, words) as workspace:
        if arguments.vintages:
            first = replace(end or services.NOW, first=True)
            view = services.changes(workspace, actor_of(), query, first, end or services.NOW)
        else:
            view = services.changes(workspace, actor_of(), query, start, end or services.NOW)
    if arguments.json:
        result_json(changes_json(view))
    else:
        result(changes_text(view, words))
    return DONE


def changes_text(view: ChangesView, words: Texts) -> str:
    """The two views, and a table for each kind of difference there is."""
    said = [words("cli.changes_between", start=view.start.label, end=view.end.label)]
    if view.same:
        return "\n".join([*said, words("cli.changes_none")])
    tables: list[tuple[str, tuple[str, ...], Sequence[ChangeRow]]] = [
        (
            "cli.changes_verdicts",
            ("id", "measure", "period", "before", "after", "cause"),
            standing_rows(words, view, by_date=False),
        ),
        ("cli.changes_targets", ("id", "measure", "before", "after", "cause"), goal_rows(words, view)),
        ("cli.changes_figures", ("measure", "part", "period", "before", "after", "cause"), figure_rows(words, view)),
    ]
    for key, columns, rows in tables:
        if rows:
            said += ["", words(key, count=len(rows)), listed(OF_CHANGES, columns, rows, words)]
    if by_date := standing_rows(words, view, by_date=True):
        table = listed(OF_CHANGES, ("id", "measure", "period", "before", "after"), by_date, words)
        said += ["", words("cli.changes_by_date", count=len(by_date)), table]
    return "\n".join(said)


def changes_json(view: ChangesView) -> Json:
    """The same for programs."""
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
