"""The overview: how every target stands, how it stood at the end of each year, and what its figures say."""

from dataclasses import replace
from datetime import date

from kpi.i18n import texts
from kpi.model import Actor, local
from kpi.services.status import moments_of, settled_now, status
from kpi.services.workspace import Workspace
from kpi.views import (
    BoardView,
    Query,
    ScoreRow,
    Standing,
    StatusView,
    WallView,
    board_of,
    scorecard_of,
    wall_columns,
    wall_view,
    wall_years,
)


def board(workspace: Workspace, actor: Actor, query: Query) -> BoardView:
    """The plan in one bar, one sentence and four cards. NotAllowed; NotFound for a region or lamp scheme there is none of."""
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("board", asked), lambda: board_of(workspace.known(asked), view))


def scorecard(workspace: Workspace, actor: Actor, query: Query) -> tuple[ScoreRow, ...]:
    """Every target as a row, the worst first. NotAllowed, NotFound."""
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("scorecard", asked), lambda: scorecard_of(workspace.known(asked), view))


def wall(workspace: Workspace, actor: Actor, query: Query) -> WallView:
    """目标×年份. NotAllowed, NotFound."""
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("wall", asked), lambda: _wall(workspace, actor, asked, view))


def _wall(workspace: Workspace, actor: Actor, query: Query, view: StatusView) -> WallView:
    """Each column is the status of its own day, so that no cell can say what the page of that day does not."""
    today = local(query.known_at).date() if query.known_at else workspace.today
    years = wall_years(view.listed, view.as_of.year)
    last_day = moments_of(workspace, query).last_day
    columns = wall_columns(texts(query.lang), years, view.coverage_date, today=today, last_day=last_day)
    by_year = {column.year: _standings(workspace, actor, query, column.day) for column in columns}
    return wall_view(workspace.known(query), view, columns, by_year)


def _standings(workspace: Workspace, actor: Actor, query: Query, day: date) -> tuple[Standing, ...]:
    return status(workspace, actor, replace(query, as_of=day)).standings
