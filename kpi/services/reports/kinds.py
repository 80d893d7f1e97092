"""What a report of a kind of its own says besides the usual one's contents."""

from dataclasses import replace

from kpi.analysis import Grouping
from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.report import UNITS, GapReport, Genre, ScopeKind
from kpi.services.board import board_seen, scores_seen
from kpi.services.places import place_view
from kpi.services.reports.letters import letters_of, require_letters
from kpi.services.reports.scope import ReportRequest, Scope, scope_of
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import MOST_COLUMNS, PlaceChange, SharedColumns, SinceBefore, Standing


def with_own_parts(workspace: Workspace, actor: Actor, request: ReportRequest, scope: Scope, made: GapReport) -> GapReport:
    """The report with what its kind asks for. NotFound where nobody is to be reminded."""
    match request.genre:
        case Genre.REMINDER:
            return made.changed(letters=require_letters(letters_of(workspace, actor, request, scope), scope))
        case Genre.TASKS:
            return made.changed(helped=_helped(workspace, actor, request, scope))
        case Genre.BRIEFING:
            seen = replace(scope.view, overdue=made.overdue)
            changes = _changes(workspace, actor, scope, made)
            return made.changed(scores=scores_seen(workspace, seen), changes=changes, ranked=_ranked(request, made))
        case Genre.SUMMARY:
            return made.changed(board=board_seen(workspace, replace(scope.view, overdue=made.overdue)))
    return made


def _helped(workspace: Workspace, actor: Actor, request: ReportRequest, scope: Scope) -> tuple[tuple[str, Standing], ...]:
    """Where the list is of one unit, others answer for what it helps with: that is looked up beyond its own targets."""
    own = request.group if request.grouping is Grouping.OWNER else ""
    standings = status(workspace, actor, request.query).standings if own else scope.view.standings
    listed = [standing for standing in standings if standing.listed]
    return tuple((unit, standing) for standing in listed for unit in standing.helpers if own in {"", unit})


def rankings(workspace: Workspace, actor: Actor, request: ReportRequest) -> dict[str, str]:
    """What 进度通报 can be ranked by besides what there is most of: measures with figures of places, and units. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    scope = scope_of(workspace, actor, request)
    view, words = scope.view, texts(request.query.lang)
    figures = SharedColumns(workspace.known_below(view.query), view).figures() if scope.kind is not ScopeKind.REGION else None
    measures = [each for each in figures.measures() if each.measure_id in scope.measures][:MOST_COLUMNS] if figures else []
    owned = scope.kind is not ScopeKind.OWNER and any(standing.owners for standing in view.counted)
    return {each.measure_id: each.name(words.lang) for each in measures} | ({UNITS: words("kind.by_unit")} if owned else {})


def _ranked(request: ReportRequest, made: GapReport) -> str:
    """What is ranked, as it was asked for. NotFound for a measure without figures of places."""
    known = (UNITS, *(column.measure.measure_id for column in made.members))
    if request.ranked and request.ranked not in known:
        raise NotFound("no_such_ranking", ranked=request.ranked, known=known)
    return request.ranked


def _changes(workspace: Workspace, actor: Actor, scope: Scope, made: GapReport) -> tuple[PlaceChange, ...]:
    """Of every place with a figure, what that changed."""
    view = scope.view
    if scope.kind is ScopeKind.REGION:
        rows = place_view(workspace, actor, view.query, view.region.region_code).rows if view.region.parent_code else ()
        return tuple(PlaceChange(row.value.measure_id, view.region.region_code, row.change) for row in rows)
    known = workspace.known_below(view.query)
    shared = SharedColumns(known, view)
    since = SinceBefore(known.catalog, shared, texts(view.query.lang))
    return tuple(
        PlaceChange(
            column.measure.measure_id, row.code, *since.compared(column.measure, column.column.period, shared.place(row.code))
        )
        for column in made.members
        for row in column.reported
    )
