"""Where what is said belongs, of targets that the plan no longer has too; and the gate of each event there."""

from kpi.catalog import Catalog
from kpi.model import Actor, MatterEvent, Place
from kpi.services.reach import place_of_target
from kpi.services.workspace import Workspace
from kpi.supervision import asked_for


def place_of(catalog: Catalog, plan_id: str, target_id: str) -> Place:
    """The place of a target; of one that the plan no longer has, the plan as a whole."""
    return place_of_target(catalog, plan_id, target_id) if target_id in catalog.targets else Place.whole(plan_id)


def admitted(workspace: Workspace, actor: Actor, event: MatterEvent, place: Place | None = None) -> Workspace:
    """The workspace of somebody who may do it there, or somewhere in the plan. NotAllowed, and the refusal is on record."""
    there = place or Place(workspace.plan_id)
    return workspace.admit(actor, asked_for(actor, event, there), there)
