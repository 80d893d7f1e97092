"""The targets of a region, rolled up."""

from kpi import access
from kpi.analysis import Grouping
from kpi.model import Action, Actor
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import Query, RollupView, rolled_up


def roll_up(workspace: Workspace, actor: Actor, query: Query, grouping: Grouping) -> RollupView:
    """The targets of a region by category, by responsible unit or as one plan. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    return rolled_up(workspace.catalog_for(query), status(workspace, actor, query), grouping)
