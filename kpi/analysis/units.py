"""Which units answer for a target or a measure (责任单位) and which help (协办单位). A target that says nothing takes what its
measure says, the one and the other apart. Who answers for something is not told again as one who helps.
"""

from kpi.model import Measure, Target


def units_in(told: str) -> tuple[str, ...]:
    """The units that a cell names, each once."""
    units = [unit.strip() for unit in told.replace("；", ";").replace("、", ";").split(";")]
    return tuple(dict.fromkeys(unit for unit in units if unit))


def owners_of(measure: Measure, target: Target | None = None) -> tuple[str, ...]:
    """The units that answer for a target of a measure, or for the measure; none where the plan does not say."""
    return units_in((target.owner if target else "") or measure.owner)


def helpers_of(measure: Measure, target: Target | None = None) -> tuple[str, ...]:
    """The units that help with it and do not answer for it."""
    owners = owners_of(measure, target)
    return tuple(unit for unit in units_in((target.co_owners if target else "") or measure.co_owners) if unit not in owners)
