"""The rules of reporting as the plan has them, and where a figure stands for whoever reports it."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from kpi import access
from kpi.catalog import Catalog
from kpi.model import Action, Actor, Observation, Place, Problem, Severity, local
from kpi.services.reach import place_of_measure
from kpi.services.workspace import Workspace
from kpi.supervision import DutyRule, Frequency, Subject, rule_for


def rules_of(workspace: Workspace) -> tuple[DutyRule, ...]:
    """The rules of the plan, in the order they were made."""
    kept = workspace.store.duty_rules(workspace.plan_id)
    return tuple(
        DutyRule(
            Frequency(one.frequency),
            one.days_after,
            one.measure_id,
            one.unit,
            one.region_code,
            one.each_place,
            local(one.made_at).date(),
        )
        for one in kept
    )


def subject_at(measure_id: str, place: Place) -> Subject:
    """A measure at a place, as rules are about it."""
    return Subject(measure_id, place.region or "", place.units or frozenset(), place.helpers)


def place_to_report(catalog: Catalog, plan_id: str, measure_id: str, region: str, rules: Sequence[DutyRule]) -> Place:
    """Where a figure stands for whoever reports it: a unit that only helps may where a rule says that it is the one to."""
    place = place_of_measure(catalog, plan_id, measure_id, region)
    rule = rule_for(rules, subject_at(measure_id, place)) if place.helpers else None
    return place.answered_by({rule.unit}) if rule and rule.names_helper(place.helpers) else place


def reporter(workspace: Workspace, actor: Actor) -> Callable[[str, str], bool]:
    """Whether the actor may report a measure of a region; each is found out once."""
    catalog, rules = workspace.whole_catalog, rules_of(workspace)

    @cache
    def may_report(measure_id: str, region: str) -> bool:
        return access.can(actor, Action.UPLOAD, place_to_report(catalog, workspace.plan_id, measure_id, region, rules))

    return may_report


def out_of_reach(workspace: Workspace, actor: Actor, observations: Iterable[Observation]) -> list[Problem]:
    """Rows of a file that are not the actor's to report: of another unit's measure or of another town."""
    may_report, problems = reporter(workspace, actor), []
    for row in observations:
        if not may_report(row.measure_id, row.region_code):
            cell = {"letter": row.column}
            problems.append(Problem(Severity.ERROR, "out_of_reach", row.file, row.sheet, row.row, "", row.printed, cell))
    return problems
