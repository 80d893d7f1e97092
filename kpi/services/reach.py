"""Where something stands that is acted on: the units that answer for it, and its region. Roles are held against that."""

from collections.abc import Iterable

from kpi import access
from kpi.analysis import units_in
from kpi.catalog import Catalog
from kpi.model import EVERYWHERE, Action, Actor, Observation, Place, Problem, Severity


def units_of(catalog: Catalog) -> frozenset[str]:
    """Every unit that answers for something in a plan."""
    owners = [measure.owner for measure in catalog.measures.values()] + [target.owner for target in catalog.targets.values()]
    return frozenset(unit for owner in owners for unit in units_in(owner))


def place_of_measure(catalog: Catalog, plan_id: str, measure_id: str, region: str) -> Place:
    """Where a figure stands: the units that answer for its measure, or for a target of it, and its region.

    A figure of a measure that nobody answers for is a matter of the plan as a whole; one of a measure that the plan does not
    have is another plan's, and a matter of whoever may act everywhere.
    """
    if measure_id not in catalog.measures:
        return EVERYWHERE
    owners = [catalog.measures[measure_id].owner]
    owners += [target.owner for target in catalog.targets.values() if target.measure_id == measure_id]
    return Place(plan_id, frozenset(unit for owner in owners for unit in units_in(owner)), region)


def out_of_reach(catalog: Catalog, plan_id: str, actor: Actor, observations: Iterable[Observation]) -> list[Problem]:
    """Rows of a file that are not the actor's to report: of another unit's measure or of another town."""
    may: dict[tuple[str, str], bool] = {}
    problems = []
    for row in observations:
        subject = row.measure_id, row.region_code
        if subject not in may:
            may[subject] = access.can(actor, Action.UPLOAD, place_of_measure(catalog, plan_id, *subject))
        if not may[subject]:
            cell = {"letter": row.column}
            problems.append(Problem(Severity.ERROR, "out_of_reach", row.file, row.sheet, row.row, "", row.printed, cell))
    return problems


def place_of_target(catalog: Catalog, plan_id: str, target_id: str) -> Place:
    """Where a target stands: its own units, else those of its measure, and its region."""
    target = catalog.targets[target_id]
    owner = target.owner or catalog.measures[target.measure_id].owner
    return Place(plan_id, frozenset(units_in(owner)), target.region_code)
