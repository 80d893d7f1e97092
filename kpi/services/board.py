"""The overview: how every target stands, how it stood at the end of each year, and what its figures say."""

from kpi.i18n import texts
from kpi.model import Action, Actor, local
from kpi.services.status import moments_of, settled_now, status
from kpi.services.workspace import Workspace
from kpi.views import (
    BoardView,
    Query,
    ScoreRow,
    StatusView,
    WallView,
    board_of,
    scorecard_of,
    then_of,
    wall_columns,
    wall_view,
    wall_years,
)

Asked = frozenset[str] | None
"""Ids of targets."""


def board(workspace: Workspace, actor: Actor, query: Query) -> BoardView:
    """The plan in one bar, one sentence and four cards. NotAllowed; NotFound for a region or lamp scheme there is none of."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("board", asked), lambda: board_of(workspace.known(asked), view))


def board_seen(workspace: Workspace, view: StatusView) -> BoardView:
    """The same of a view that is there already, of all its targets or of some."""
    return board_of(workspace.known(view.query), view)


def scores_seen(workspace: Workspace, view: StatusView) -> tuple[ScoreRow, ...]:
    """Every target of a view that is there already as a row, the worst first."""
    return scorecard_of(workspace.known(view.query), view, None)


def scorecard(workspace: Workspace, actor: Actor, query: Query, targets: Asked = None) -> tuple[ScoreRow, ...]:
    """Targets as rows, the worst first: those asked for, else all. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("scorecard", asked, targets), lambda: scorecard_of(workspace.known(asked), view, targets))


def wall(workspace: Workspace, actor: Actor, query: Query, targets: Asked = None) -> WallView:
    """目标×年份 of the targets asked for, else of all. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("wall", asked, targets), lambda: _wall(workspace, asked, view, targets))


def _wall(workspace: Workspace, query: Query, view: StatusView, targets: Asked) -> WallView:
    """Each column is judged as of its own day, as the page of that day is, so that no cell can say what that page does not."""
    today = local(query.known_at).date() if query.known_at else workspace.today
    years, known = wall_years(view.listed, view.as_of.year), workspace.known(query)
    last_day = moments_of(workspace, query).last_day
    words, as_of = texts(query.lang), view.as_of
    columns = wall_columns(words, years, view.coverage_date, as_of=as_of, today=today, last_day=last_day)
    by_year = {column.year: then_of(known, view, targets, column) for column in columns}
    return wall_view(known, view, targets, columns, by_year)
