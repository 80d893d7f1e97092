"""Where a target or a value belongs: its units and its region. What is done about it is asked for there."""

from kpi.analysis import units_in
from kpi.catalog import Catalog
from kpi.model import Actor, MatterEvent, Place
from kpi.services.workspace import Workspace
from kpi.supervision import asked_for


def place_of_target(catalog: Catalog, plan_id: str, target_id: str) -> Place:
    """The place of a target; of one that the plan no longer has, the plan as a whole."""
    target = catalog.targets.get(target_id)
    if target is None:
        return Place.whole(plan_id)
    owner = target.owner or catalog.measures[target.measure_id].owner
    return Place(plan_id, frozenset(units_in(owner)), target.region_code)


def place_of_value(catalog: Catalog, plan_id: str, measure_id: str, region_code: str) -> Place:
    """The place of a value: the unit of its measure, and its own region."""
    measure = catalog.measures.get(measure_id)
    return Place(plan_id, frozenset(units_in(measure.owner)) if measure else frozenset(), region_code)


def admitted(workspace: Workspace, actor: Actor, event: MatterEvent, place: Place | None = None) -> Workspace:
    """The workspace of somebody who may do it there, or somewhere in the plan. NotAllowed, and the refusal is on record."""
    there = place or Place(workspace.plan_id)
    return workspace.admit(actor, asked_for(actor, event, there), there)
