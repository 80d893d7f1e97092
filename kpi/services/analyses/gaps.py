"""What is missing, most first."""

from kpi import access
from kpi.model import Action, Actor
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import GapView, Query, gaps_of


def gap_view(workspace: Workspace, actor: Actor, query: Query) -> GapView:
    """The targets of a region by how much of the way is still to go. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    view = status(workspace, actor, query)
    return gaps_of(workspace.known(view.query), view)
