"""How every target of a region stands."""

from kpi.model import Actor
from kpi.services.looking_back import moments_of, settled_now
from kpi.services.workspace import Workspace
from kpi.views import Query, StatusView, status_view


def status(workspace: Workspace, actor: Actor, query: Query) -> StatusView:
    """Every target of a region, judged. NotAllowed; NotFound for a region or lamp scheme there is none of."""
    asked = settled_now(workspace, actor, query)
    return workspace.kept(("status", asked), lambda: _status(workspace, asked))


def _status(workspace: Workspace, query: Query) -> StatusView:
    known, region = workspace.known(query), workspace.region(query.region)
    return status_view(known, query, region, moments_of(workspace, query), demo=workspace.store.is_demo)
