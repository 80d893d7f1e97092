"""亮灯方案 in words: the lines of a scheme in their order, the lamps it lights, and which hang by a thread."""

from collections import Counter
from dataclasses import dataclass

from kpi import analysis, progress
from kpi.analysis import Shift
from kpi.catalog import Catalog
from kpi.i18n import Texts, texts
from kpi.model import Lamp, LampRule, LampScheme
from kpi.views.in_units import lead_in_units
from kpi.views.standings import Standing
from kpi.views.status import StatusView


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A lamp scheme's code and name."""

    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A line of a lamp scheme in words."""

    number: int
    condition: str
    lamp: Lamp
    lamp_text: str
    note: str


@dataclass(frozen=True, slots=True)
class LampRow:
    """A target with a lead, and its lamp under every scheme."""

    standing: Standing
    lead_text: str
    """By the clock of the scheme asked for, in percentage points."""
    rule_number: int | None
    """The line that decided; None if none fitted."""
    lamps: tuple[Lamp, ...]
    """In the order of the schemes."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A threshold moved, and what that changes, in one line."""

    shift: Shift
    text: str


@dataclass(frozen=True, slots=True)
class LampsView:
    """One lamp scheme: its lines, the lamps it lights, and what hangs by a thread."""

    status: StatusView
    scheme: SchemeView
    schemes: tuple[SchemeView, ...]
    rules: tuple[RuleView, ...]
    clock: str
    """How the scheme counts the time that has gone."""
    counts: tuple[tuple[Lamp, int], ...]
    rows: tuple[LampRow, ...]
    shifts: tuple[ShiftView, ...]


def lamps_of(catalog: Catalog, view: StatusView, shift: float) -> LampsView:
    """The scheme of a view, what it lights and what changes if a threshold moves by `shift` points."""
    words = texts(view.query.lang)
    chosen = progress.scheme(catalog, view.query.lamps)
    every = [progress.scheme(catalog, name) for name in progress.schemes(catalog)]
    moved = analysis.sensitivity(chosen, [standing.assessment for standing in view.counted], shift)
    names = {standing.target.target_id: standing.name for standing in view.counted}
    counts = Counter(standing.lamp for standing in view.counted)
    led = [standing for standing in view.counted if standing.assessment.lead_pp is not None]
    return LampsView(
        status=view,
        scheme=scheme_view(words, chosen),
        schemes=tuple(scheme_view(words, scheme) for scheme in every),
        rules=scheme_lines(words, chosen),
        clock=words(f"analysis.clock_{chosen.clock}"),
        counts=tuple((lamp, counts[lamp]) for lamp in Lamp if counts[lamp]),
        rows=tuple(_row(words, every, chosen, standing) for standing in led),
        shifts=tuple(ShiftView(change, _shift_text(words, change, names)) for change in moved),
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
    who = words("analysis.rule_status", status=rule.status) if rule.status else words("analysis.rule_any")
    if rule.nature:
        who = words("analysis.rule_of_nature", who=who, nature=words(f"nature.{rule.nature}"))
    condition = words("analysis.rule_lead", who=who, bounds=words.listing(bounds)) if bounds else who
    if not bounds and not rule.status and not rule.nature:
        condition = words("analysis.rule_rest")
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
        lamps=tuple(progress.lamp(scheme, standing.assessment) for scheme in every),
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
            name=names[change.assessment.target_id],
            before=words(f"lamp.{change.before}"),
            after=words(f"lamp.{change.after}"),
        )
        for change in shift.changes
    ]
    return words("analysis.shift_changes", **values, count=len(changes), number=len(changes), changes=words.listing(changes))
