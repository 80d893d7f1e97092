"""How every target of a region stands, and what “now” is to such a view: one that looks back knows no later figure,
no later version and no later day.

A report goes further: whatever it says is settled by the figures and the day they go up to, so that the same figures give the
same report, however late it is printed.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from kpi import views
from kpi.model import SHANGHAI, Action, Actor, end_of_day, local
from kpi.services.workspace import Workspace
from kpi.views import Moments, OverdueView, Query, StatusView, status_view


def settled(query: Query, now: datetime) -> Query:
    """The query without a moment to look back from that has not come yet: what is known by then nobody can say."""
    return query if query.known_at is None or query.known_at < now else replace(query, known_at=None)


def settled_now(workspace: Workspace, actor: Actor, query: Query) -> Query:
    """The same, by the moment that what is written now would be recorded at; for who sees what was published, not after that.

    NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled(query, workspace.store.moment_for(workspace.now())) if query.known_at else query
    return replace(asked, known_at=workspace.lens.not_after(asked.known_at))


def moment_from(text: str) -> datetime:
    """A day, which means its end, or a moment, as of Asia/Shanghai where it names no zone. ValueError."""
    if len(text) <= len("2023-06-30"):
        return end_of_day(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def moments_of(workspace: Workspace, query: Query) -> Moments:
    """What “now” is to a settled query: the moment it looks back from, or else the last change of the figures.

    Never the one it happens to be. Yesterday is over, or the day before the moment looked back from; and as of an earlier day
    that day itself, which is told to its end.
    """
    version, changed_at = workspace.store.version_at(query.known_at)
    over = (local(query.known_at).date() if query.known_at else workspace.today) - timedelta(days=1)
    return Moments(
        moment=local(query.known_at or changed_at or workspace.now()),
        data_version=version,
        last_day=min(over, query.as_of) if query.as_of else over,
    )


def status(workspace: Workspace, actor: Actor, query: Query) -> StatusView:
    """Every target of a region, judged. NotAllowed; NotFound for a region or lamp scheme there is none of."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    return workspace.kept(("status", asked), lambda: _status(workspace, asked))


def _status(workspace: Workspace, query: Query) -> StatusView:
    known, region = workspace.known(query), workspace.region(query.region)
    return status_view(known, query, region, moments_of(workspace, query), demo=workspace.store.is_demo)


def overdue_anywhere(workspace: Workspace, actor: Actor, lang: str) -> tuple[OverdueView, ...]:
    """What targets of every region wait for whose period is over. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, Query(lang=lang))
    regions = {target.region_code for target in workspace.catalog_for(asked).primary_targets}
    return views.overdue_anywhere(workspace.known(asked, regions), asked, moments_of(workspace, asked))
