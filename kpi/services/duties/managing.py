"""Saying how often and by when is reported, and handing one person's duties to another."""

from kpi.errors import KpiError, NotFound
from kpi.i18n import Texts, texts
from kpi.model import EVERYWHERE, Action, Actor, local
from kpi.services.approval.ruling import written
from kpi.services.reach import place_of_measure, units_of
from kpi.services.workspace import Workspace
from kpi.store import HandedOver, KeptRule
from kpi.supervision import MOST_DAYS, DutyRule
from kpi.views import DutyRuleView


def duty_rules(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[DutyRuleView, ...]:
    """The rules of the plan, in the order they were made. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    words = texts(lang)
    return tuple(_view(workspace, words, one) for one in workspace.store.duty_rules(workspace.plan_id))


def set_duty_rule(workspace: Workspace, actor: Actor, rule: DutyRule, note: str = "") -> None:
    """Says how often and by when is reported; what was said of the same subject gives way.

    NotFound for a measure, unit or region there is none of; NotAllowed; KpiError `bad_days`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    catalog = workspace.catalog
    if not 0 <= rule.days_after <= MOST_DAYS:
        raise KpiError("bad_days", most=MOST_DAYS)
    if rule.measure_id and rule.measure_id not in catalog.measures:
        raise NotFound("no_such_measure", measure=rule.measure_id)
    if rule.unit and rule.unit not in units_of(catalog):
        raise NotFound("no_such_unit", unit=rule.unit)
    if rule.region_code:
        workspace.region(rule.region_code)
    fields = {
        "frequency": str(rule.frequency),
        "days_after": rule.days_after,
        "measure_id": rule.measure_id,
        "unit": rule.unit,
        "region_code": rule.region_code,
        "each_place": rule.each_place,
    }
    workspace.store.set_duty_rule(workspace.plan_id, fields, written(note), actor=actor, at=workspace.now())


def remove_duty_rule(workspace: Workspace, actor: Actor, rule_id: int) -> None:
    """Takes a rule out of use. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    workspace.store.remove_duty_rule(workspace.plan_id, rule_id, actor=actor, at=workspace.now())


def hand_over(workspace: Workspace, actor: Actor, giver: str, taker: str, note: str) -> HandedOver:
    """Gives every duty of one person to another: their roles to report for a unit or a town, and what is to be put right in
    their name, in every plan, as far as it is not closed. What they wrote stays theirs.

    NotFound, NotAllowed; KpiError `note_needed`, `nothing_to_hand_over`, `handover_to_oneself`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER, EVERYWHERE)
    if giver == taker:
        raise KpiError("handover_to_oneself")
    why, plans = written(note, "note_needed"), workspace.plans.ids
    return workspace.store.hand_over(giver, taker, why, plans=plans, actor=actor, at=workspace.now())


def _view(workspace: Workspace, words: Texts, rule: KeptRule) -> DutyRuleView:
    catalog = workspace.catalog
    by_helper = _names_helper(workspace, rule)
    about = [
        catalog.measures[rule.measure_id].name(words.lang) if rule.measure_id in catalog.measures else rule.measure_id,
        "" if by_helper else rule.unit,
        catalog.regions[rule.region_code].name(words.lang) if rule.region_code in catalog.regions else rule.region_code,
    ]
    told = words(f"duties.each_{rule.frequency}", count=rule.days_after)
    told = words("duties.and_places", told=told) if rule.each_place else told
    return DutyRuleView(
        rule.rule_id,
        words.listing([each for each in about if each]) or words("duties.everything"),
        words("duties.by_helper", told=told, unit=rule.unit) if by_helper else told,
        rule.note,
        rule.made_by,
        local(rule.made_at),
    )


def _names_helper(workspace: Workspace, rule: KeptRule) -> bool:
    """Whether by the rule a unit that only helps with its measure is the one that reports it."""
    place = place_of_measure(workspace.whole_catalog, workspace.plan_id, rule.measure_id, rule.region_code)
    return bool(rule.measure_id) and rule.unit in place.helpers
