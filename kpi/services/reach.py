"""Where something stands that is acted on: the units that answer for it, those that help with it, and its region. Roles are
held against that.
"""

from kpi.analysis import helpers_of, owners_of, units_in
from kpi.catalog import Catalog
from kpi.model import EVERYWHERE, Place


def units_of(catalog: Catalog) -> frozenset[str]:
    """Every unit that answers for something in a plan, or helps with it."""
    told = [text for each in catalog.measures.values() for text in (each.owner, each.co_owners)]
    told += [text for each in catalog.targets.values() for text in (each.owner, each.co_owners)]
    return frozenset(unit for text in told for unit in units_in(text))


def place_of_measure(catalog: Catalog, plan_id: str, measure_id: str, region: str) -> Place:
    """Where a figure stands: the units that answer for its measure, or for a target of it, those that help, and its region.

    A figure of a measure that nobody answers for is a matter of the plan as a whole; one of a measure that the plan does not
    have is another plan's, and a matter of whoever may act everywhere.
    """
    if measure_id not in catalog.measures:
        return EVERYWHERE
    measure = catalog.measures[measure_id]
    about = [None, *(target for target in catalog.targets.values() if target.measure_id == measure_id)]
    owners = frozenset(unit for target in about for unit in owners_of(measure, target))
    helpers = frozenset(unit for target in about for unit in helpers_of(measure, target))
    return Place(plan_id, owners, region, helpers - owners)


def place_of_target(catalog: Catalog, plan_id: str, target_id: str) -> Place:
    """Where a target stands: its own units, else those of its measure, and its region."""
    target = catalog.targets[target_id]
    measure = catalog.measures[target.measure_id]
    return Place(plan_id, frozenset(owners_of(measure, target)), target.region_code, frozenset(helpers_of(measure, target)))
