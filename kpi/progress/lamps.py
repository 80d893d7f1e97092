"""亮灯方案: a scheme maps status and lead to a lamp. No status depends on one."""

from collections.abc import Sequence

from kpi.catalog import Catalog
from kpi.errors import NotFound
from kpi.model import Lamp, LampRule, Status

DEFAULT = "default"
_TOLERANCE = 1e-9

DEFAULT_SCHEME = tuple(
    LampRule(DEFAULT, status, None, None, lamp)
    for status, lamp in (
        (Status.MET, Lamp.BLUE),
        (Status.ON_PACE, Lamp.GREEN),
        (Status.BEHIND, Lamp.YELLOW),
        (Status.FAR_BEHIND, Lamp.RED),
        (Status.MISSED, Lamp.RED),
        (None, Lamp.GREY),
    )
)
"""What applies where a plan has no scheme of its own."""


def scheme(catalog: Catalog, name: str) -> tuple[LampRule, ...]:
    """The rules of a scheme in their order. NotFound if the catalog has none of that name."""
    rules = tuple(rule for rule in catalog.lamp_rules if rule.scheme == name)
    if rules or name == DEFAULT:
        return rules or DEFAULT_SCHEME
    raise NotFound("lamp_scheme_unknown", name=name, known=schemes(catalog))


def schemes(catalog: Catalog) -> tuple[str, ...]:
    """The names of all schemes, the default one first."""
    return tuple(dict.fromkeys((DEFAULT, *(rule.scheme for rule in catalog.lamp_rules))))


def lamp(rules: Sequence[LampRule], status: Status, lead_pp: float | None) -> Lamp:
    """The lamp of the first rule that fits; grey if none does."""
    return next((rule.lamp for rule in rules if _fits(rule, status, lead_pp)), Lamp.GREY)


def _fits(rule: LampRule, status: Status, lead_pp: float | None) -> bool:
    """Whether the rule is for this status and lead; a rule that asks for a lead fits no row without one."""
    if rule.status not in (None, status):
        return False
    if rule.lead_from is None and rule.lead_below is None:
        return True
    return lead_pp is not None and _from(rule.lead_from, lead_pp) and not _reaches(rule.lead_below, lead_pp)


def _from(bound: float | None, lead_pp: float) -> bool:
    return bound is None or _reaches(bound, lead_pp)


def _reaches(bound: float | None, lead_pp: float) -> bool:
    """Whether the lead is the bound or more; never for no bound."""
    return bound is not None and lead_pp >= bound - _TOLERANCE * max(abs(bound), abs(lead_pp), 1.0)
