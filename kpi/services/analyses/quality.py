"""数据质量: the figures of a plan held against each other, and what of them is there."""

from kpi import access
from kpi.model import Action, Actor
from kpi.services.looking_back import settled_now
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import QualityView, Query, quality_of


def quality_view(workspace: Workspace, actor: Actor, query: Query) -> QualityView:
    """Every identity, every doubt and what is there year by year, of the figures up to a day. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    view = status(workspace, actor, asked)
    return workspace.kept(("quality", asked), lambda: quality_of(workspace.known(asked), view))
