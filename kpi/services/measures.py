"""One measure with everything there is about it."""

from kpi import access
from kpi.errors import NotFound
from kpi.model import Action, Actor
from kpi.services.sources import passages
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import MeasureView, Query, measure_of


def measure_view(workspace: Workspace, actor: Actor, query: Query, measure_id: str) -> MeasureView:
    """Everything about one measure in the region asked for. NotFound, NotAllowed."""
    access.require(actor, Action.VIEW)
    measure = workspace.catalog_for(query).measures.get(measure_id)
    if measure is None:
        raise NotFound("no_such_measure", measure=measure_id)
    view = status(workspace, actor, query)
    known, moment = workspace.known(view.query), view.known_at or workspace.now()
    versions = workspace.store.versions(measure_id, view.region.region_code)
    return measure_of(known, view, measure, versions, moment, passages(workspace, measure_id))
