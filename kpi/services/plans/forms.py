"""What the forms of a plan are filled from, and what is typed into them as the cells of its tables."""

from collections.abc import Iterator, Mapping, Sequence

from kpi import progress
from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.ingest import as_filed, plan_columns
from kpi.model import Action, Actor, Kind, Measure, Target, told_in
from kpi.services.plans.catalogs import TARGETS
from kpi.services.plans.newer import places_of, version_of
from kpi.services.plans.revising import SETTLED, revisable
from kpi.services.plans.typed import as_typed, in_base_units
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.store import LOGS, PlanState
from kpi.views import Asked, Query, QuestionForm, Standing, Subject, TargetForm

_ANSWERED = {
    "target_log": ("period_type", "value", "window_start", "window_end", "years", "deadline", "note"),
    "figure_log": ("value", "window_start", "window_end", "as_of", "breakdown", "member", "note"),
    "measure_log": ("definition", "doubt"),
}
"""What an answer to a question may settle, by the log of its subject."""
CLEARING = ("-", "—", "——")
"""What is typed to leave a cell empty."""
_NUMBERS = ("value", "value_high")


def target_forms(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[TargetForm, ...]:
    """Every target that is judged, or would be if it could, in the order of the plan. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    catalog, state = workspace.catalog, workspace.plans.state(workspace.plan_id)
    told = _told(workspace, actor, lang)
    return tuple(
        _target_form(workspace, state, target, told.get(target.target_id), texts(lang)) for target in catalog.primary_targets
    )


def _told(workspace: Workspace, actor: Actor, lang: str) -> dict[str, Standing]:
    """How targets stand, those of regions with targets of their own too."""
    regions = dict.fromkeys(target.region_code for target in workspace.catalog.primary_targets)
    views = [status(workspace, actor, Query(region=region, lang=lang)) for region in regions]
    return {standing.target.target_id: standing for view in views for standing in view.listed}


def _target_form(workspace: Workspace, state: PlanState, target: Target, standing: Standing | None, words: Texts) -> TargetForm:
    catalog = workspace.catalog
    measure = catalog.measures[target.measure_id]
    source = catalog.sources.get(target.source_id)
    issued = words.day(source.issued) if source and source.issued else ""
    cells = state.rows[TARGETS][target.target_id].cells
    fields = tuple(
        _asked("targets", column, cells, told_in(target, measure), words) for column in revisable(target, measure.kind)
    )
    place = (
        "" if target.region_code == catalog.plan_region.region_code else catalog.regions[target.region_code].name(words.lang)
    )
    name = " · ".join(filter(None, (target.target_id, place, measure.name(words.lang))))
    return TargetForm(
        subject=Subject(target.target_id, name, fields),
        goal=f"{standing.goal.text} · {standing.period}" if standing else "",
        document=" ".join(filter(None, (standing.document or target.source if standing else target.source, issued))),
        remarks=standing.screen.remarks if standing else (),
        seen=version_of(state, places_of(state, target.target_id)),
        by_rules=progress.judged_by_rules(catalog, target),
        standing=words.language.colon.join(filter(None, (standing.status_text, standing.screen.reason))) if standing else "",
    )


def question_forms(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[QuestionForm, ...]:
    """Every open question with what an answer may settle. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    state, words = workspace.plans.state(workspace.plan_id), texts(lang)
    return tuple(
        QuestionForm(
            question.question_id,
            question.text.in_(lang),
            tuple(_subjects(workspace, state, question.subject.split(";"), words)),
        )
        for question in workspace.catalog.questions
    )


def _subjects(workspace: Workspace, state: PlanState, subjects: Sequence[str], words: Texts) -> Iterator[Subject]:
    """What a question names of targets, figures and measures; of anything else nothing can be settled here."""
    for subject in filter(None, (name.strip() for name in subjects)):
        log = next((name for name in SETTLED if subject in state.rows[name]), None)
        if log is None:
            continue
        measure = _measure_of(workspace, state, log, subject)
        sheet = next(known.file for known in LOGS if known.name == log).removesuffix(".csv")
        cells = state.rows[log][subject].cells
        if measure:
            asked = (column for column in _ANSWERED[log] if column not in _NUMBERS or measure.kind is not Kind.MILESTONE)
            fields = tuple(_asked(sheet, column, cells, measure, words) for column in asked)
            yield Subject(subject, f"{subject} · {measure.name(words.lang)}", fields)


def _measure_of(workspace: Workspace, state: PlanState, log: str, subject: str) -> Measure | None:
    catalog = workspace.catalog
    if target := catalog.targets.get(subject) if log == TARGETS else None:
        return told_in(target, catalog.measures[target.measure_id])
    return catalog.measures.get(state.rows[log][subject].cells.get("measure_id", subject))


def _asked(sheet: str, column: str, cells: Mapping[str, str], measure: Measure, words: Texts) -> Asked:
    text, is_number = cells.get(column, ""), column in _NUMBERS
    choices = tuple((code, plan_columns.word(sheet, column, code, words)) for code in plan_columns.choices(sheet, column))
    return Asked(
        column=column,
        label=plan_columns.heading(sheet, column, words),
        current=as_typed(text, measure) if is_number else dict(choices).get(text, text),
        unit=measure.display_unit if is_number else "",
        choices=choices,
        fixed=is_number and sheet == "figures" and bool(cells.get("printed")),
    )


def typed_changes(workspace: Workspace, actor: Actor, subject: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed of a target, figure or measure, as the cells of its table; what was left empty is left out.

    NotFound, NotAllowed; KpiError `typed_number`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    state = workspace.plans.state(workspace.plan_id)
    log = next((name for name in SETTLED if subject in state.rows[name]), None)
    if log is None:
        raise NotFound("no_such_subject", subject=subject)
    measure = _measure_of(workspace, state, log, subject)
    sheet = next(known.file for known in LOGS if known.name == log).removesuffix(".csv")
    return {column: _filed(sheet, column, text.strip(), measure) for column, text in typed.items() if text.strip()}


def _filed(sheet: str, column: str, text: str, measure: Measure | None) -> str:
    """What was typed into one field; a dash empties the cell."""
    if text in CLEARING:
        return ""
    return in_base_units(text, measure) if measure and column in _NUMBERS else as_filed(sheet, column, text)
