"""亮灯方案 in words: the lines of a scheme in their order, the lamps it lights, and which hang by a thread."""

from collections import Counter

from kpi import access, analysis, progress
from kpi.analysis import Shift
from kpi.errors import KpiError
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Lamp, LampRule, LampScheme
from kpi.services.analysis_views import LampRow, LampsView, RuleView, SchemeView, ShiftView
from kpi.services.in_units import lead_in_units
from kpi.services.status import status
from kpi.services.views import Query, Standing
from kpi.services.workspace import Workspace

LEAST_SHIFT, MOST_SHIFT = 1, 20
"""Percentage points a threshold can be moved by."""


def lamp_schemes(workspace: Workspace, lang: str) -> tuple[SchemeView, ...]:
    """Every scheme of the plan, the default one first."""
    words = texts(lang)
    return tuple(scheme_view(words, progress.scheme(workspace.catalog, name)) for name in progress.schemes(workspace.catalog))


def lamps_view(workspace: Workspace, actor: Actor, query: Query, *, shift: float = 5) -> LampsView:
    """The scheme asked for, what it lights and what changes if a threshold moves by `shift` points.

    NotFound for a scheme there is none of; KpiError `bad_shift` outside 1 to 20; NotAllowed.
    """
    access.require(actor, Action.VIEW)
    if not LEAST_SHIFT <= shift <= MOST_SHIFT:
        raise KpiError("bad_shift", least=LEAST_SHIFT, most=MOST_SHIFT)
    catalog, words = workspace.catalog, texts(query.lang)
    view = status(workspace, actor, query)
    chosen = progress.scheme(catalog, query.lamps)
    every = [progress.scheme(catalog, name) for name in progress.schemes(catalog)]
    moved = analysis.sensitivity(chosen, [each.assessment for each in view.counted], shift)
    names = {each.assessment.target_id: each.name for each in view.counted}
    counts = Counter(each.lamp for each in view.counted)
    return LampsView(
        status=view,
        scheme=scheme_view(words, chosen),
        schemes=tuple(scheme_view(words, each) for each in every),
        rules=scheme_lines(words, chosen),
        clock=words(f"analysis.clock_{chosen.clock}"),
        counts=tuple((lamp, counts[lamp]) for lamp in Lamp if counts[lamp]),
        rows=tuple(_row(words, every, chosen, each) for each in view.counted if each.assessment.lead_pp is not None),
        shifts=tuple(ShiftView(each, _shift_text(words, each, names)) for each in moved),
    )


def scheme_lines(words: Texts, lamps: LampScheme) -> tuple[RuleView, ...]:
    """The lines of a scheme in words, in their order."""
    return tuple(_rule(words, number, rule) for number, rule in enumerate(lamps.rules, 1))


def scheme_view(words: Texts, lamps: LampScheme) -> SchemeView:
    """A scheme's code and its name in words."""
    name = lamps.name(words.lang)
    return SchemeView(lamps.scheme, words("analysis.scheme_default") if name == lamps.scheme == "default" else name)


def _rule(words: Texts, number: int, rule: LampRule) -> RuleView:
    bounds = [
        words(f"analysis.rule_{name}", count=1 if abs(bound) == 1 else 2, points=signed_points(bound))
        for name, bound in (("from", rule.lead_from), ("above", rule.lead_above), ("below", rule.lead_below))
        if bound is not None
    ]
    if not bounds and not rule.status:
        return RuleView(number, words("analysis.rule_rest"), rule.lamp, words(f"lamp.{rule.lamp}"), rule.note.in_(words.lang))
    who = words("analysis.rule_status", status=rule.status) if rule.status else words("analysis.rule_any")
    condition = words("analysis.rule_lead", who=who, bounds=words.listing(bounds)) if bounds else who
    return RuleView(number, condition, rule.lamp, words(f"lamp.{rule.lamp}"), rule.note.in_(words.lang))


def signed_points(points: float) -> str:
    """Points with a minus that is one."""
    return f"{points:g}".replace("-", "−")


def _row(words: Texts, every: list[LampScheme], chosen: LampScheme, standing: Standing) -> LampRow:
    lead = progress.scheme_lead(chosen, standing.assessment)
    rule = progress.deciding_rule(chosen, standing.assessment)
    return LampRow(
        standing=standing,
        lead_text="" if lead is None else _lead_text(words, standing, lead),
        rule_number=chosen.rules.index(rule) + 1 if rule else None,
        lamps=tuple(progress.lamp(each, standing.assessment) for each in every),
    )


def _lead_text(words: Texts, standing: Standing, lead: float) -> str:
    """The lead by the scheme's clock, in points, or where those say little in the measure's unit."""
    told = lead_in_units(standing.assessment, standing.measure, lead)
    return (
        words.message(told)
        if told
        else words("value.points", count=1 if abs(round(lead, 2)) == 1 else 2, number=signed_points(round(lead, 2)))
    )


def _shift_text(words: Texts, shift: Shift, names: dict[str, str]) -> str:
    values = {"threshold": signed_points(shift.threshold), "moved": signed_points(shift.moved)}
    if not shift.in_order:
        return words("analysis.shift_out_of_order", **values)
    if not shift.changes:
        return words("analysis.shift_nothing", **values)
    changes = [
        words(
            "analysis.shift_change",
            name=names[each.assessment.target_id],
            before=words(f"lamp.{each.before}"),
            after=words(f"lamp.{each.after}"),
        )
        for each in shift.changes
    ]
    return words("analysis.shift_changes", **values, count=len(changes), number=len(changes), changes=words.listing(changes))
