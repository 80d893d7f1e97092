"""Where what is said belongs, of targets that the plan no longer has too; and the gate of each event there."""

from kpi.analysis import units_in
from kpi.catalog import Catalog
from kpi.model import Actor, MatterEvent, Place
from kpi.services.reach import place_of_target
from kpi.services.workspace import Workspace
from kpi.supervision import asked_for, place_for


def place_of(catalog: Catalog, plan_id: str, target_id: str, named: str = "") -> Place:
    """The place of a target; of one that the plan no longer has, the plan as a whole.

    A unit that helps with the target (协办单位) answers as well where the matter has `named` it.
    """
    if target_id not in catalog.targets:
        return Place.whole(plan_id)
    return place_of_target(catalog, plan_id, target_id).answered_by(units_in(named))


def admitted(workspace: Workspace, actor: Actor, event: MatterEvent, place: Place | None = None) -> Workspace:
    """The workspace of somebody who may do it there, or somewhere in the plan. NotAllowed, and the refusal is on record."""
    there = place or Place(workspace.plan_id)
    return workspace.admit(actor, asked_for(actor, event, there), place_for(event, there))
