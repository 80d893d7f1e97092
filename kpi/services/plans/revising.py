"""Changing single rows of a plan: a target revised by a document, an open question answered, a revision taken back.

What it does to the verdicts is shown before; the transaction refuses it if figures or plans changed meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kpi.errors import CatalogRefused, KpiError, NotFound, PreviewOutdated
from kpi.model import Action, Actor, Certainty, Comparator, Extent, Kind, Question, Sent, Target, local
from kpi.model import Place as Whole
from kpi.services.approval.ruling import written
from kpi.services.plans.catalogs import TARGETS, catalog_after
from kpi.services.plans.loading import judged_after, known_after, known_now
from kpi.services.plans.newer import Place, places_of, require_unchanged, version_of
from kpi.services.plans.proposing import CheckedRevision, Proposal, counted_in, sharing, waits_in
from kpi.services.plans.typed import same_number
from kpi.services.workspace import Workspace
from kpi.store import (
    LOGS,
    NewRevision,
    PartChange,
    PlanChange,
    PlanState,
    RevisionKind,
    RowChange,
    counting_at,
    hash_of,
)
from kpi.views import Effect, effects_of

SETTLED = ("target_log", "figure_log", "measure_log")
"""Logs with rows that an answer may settle."""
REVISED = ("value", "value_high", "deadline", "years")
"""Columns of a target that a document changes."""
_MISREAD = frozenset({"catalog_bad_number", "catalog_bad_date", "catalog_bad_years"})
"""Problems of a cell that was typed, and not of the file that it would stand in."""
_DATES = ("window_start", "window_end", "as_of")
"""Columns of a figure that an answer states, where its dates were unknown; unless it says how sure they are itself."""


def check_revision(
    workspace: Workspace,
    actor: Actor,
    target_id: str,
    changes: Mapping[str, str],
    *,
    document: str,
    effective_on: date,
    note: str,
    seen: int | None = None,
    lang: str = "zh",
) -> CheckedRevision:
    """What a revision of a target would change; `seen` is the revision that its form was filled from.

    NotFound, NotAllowed, CatalogRefused; KpiError `revision_document_needed`, `revision_note_missing`, `revision_too_early`,
    `revision_changes_nothing`, `revision_newer`, `revision_column`, `revision_misread`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    catalog = workspace.catalog
    target = catalog.targets.get(target_id)
    if target is None:
        raise NotFound("no_such_target", target=target_id)
    if not document.strip():
        raise KpiError("revision_document_needed")
    require_note(note)
    for column in sorted(changes.keys() - {"value", *revisable(target, catalog.measures[target.measure_id].kind)}):
        raise KpiError("revision_column", target=target_id, column=column, period_type=str(target.period_type))
    state = workspace.plans.state(workspace.plan_id)
    places = places_of(state, target_id)
    require_unchanged(workspace, state, places, seen)
    for issued in _dates_of(workspace, state, target):
        if effective_on < issued:
            raise KpiError("revision_too_early", effective=effective_on, issued=issued)
    cells = {**changes, "document_number": document.strip()}
    if "value" in changes or "value_high" in changes:
        cells["printed"] = ""
    row = _changed_row(state, TARGETS, target_id, cells)
    if all(state.rows[TARGETS][target_id].cells.get(column, "") == text for column, text in changes.items()):
        raise KpiError("revision_changes_nothing", target=target_id)
    new = NewRevision(RevisionKind.REVISE, target_id, NOTHING, note, document.strip(), effective_on)
    said = {"target": target_id, "changes": dict(changes), "document": document.strip(), "note": note}
    try:
        found = checked(workspace, state, [row], new, lang, places)
        return replace(found, asked=Proposal(Sent.REVISE, said | {"effective_on": effective_on.isoformat()}))
    except CatalogRefused as refused:
        for problem in refused.problems:
            if (problem.file, problem.row) == (row.log.file, row.position) and problem.code in _MISREAD:
                raise KpiError("revision_misread", value=problem.value, column=problem.column) from refused
        raise


def revisable(target: Target, kind: Kind) -> Iterator[str]:
    """The columns that a document may change of a target of its kind: those that its period and comparator are made of."""
    extent = target.period_type.extent
    if kind is not Kind.MILESTONE:
        yield "value"
    if target.comparator is Comparator.BETWEEN:
        yield "value_high"
    if extent is Extent.DEADLINE or (extent is Extent.NOTHING and target.deadline):
        yield "deadline"
    if target.period_type.yearly or (extent in (Extent.YEARS_OR_WINDOW, Extent.NOTHING) and target.years):
        yield "years"


def _dates_of(workspace: Workspace, state: PlanState, target: Target) -> Iterator[date]:
    """The days before which no revision of a target can be: that of its source, and that of the revision that counts."""
    source = workspace.catalog.sources.get(target.source_id)
    number = state.rows[TARGETS][target.target_id].revision_id
    revision = next(other for other in workspace.plans.revisions if other.revision_id == number)
    yield from filter(None, (source and source.issued, revision.effective_on))


def check_answer(
    workspace: Workspace,
    actor: Actor,
    question_id: str,
    settled: Sequence[tuple[str, str, str]],
    *,
    document: str,
    note: str,
    lang: str = "zh",
) -> CheckedRevision:
    """What an answer to an open question would change: a column of each subject. Errors as of `check_revision`.

    KpiError `question_answered` for one that was answered before, `answer_elsewhere` for what it is not about,
    `answer_contradicts_print`, `answer_over_revision`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    question = _open_question(workspace, question_id)
    if not document.strip():
        raise KpiError("revision_document_needed")
    require_note(note)
    state = workspace.plans.state(workspace.plan_id)
    answering = _Answering(workspace, state, question)
    by_row: dict[tuple[str, str], dict[str, str]] = {}
    for subject, column, text in settled:
        log = answering.require(subject, column, text)
        by_row.setdefault((log, subject), {})[column] = text
        if log == "figure_log" and column in _DATES:
            by_row[log, subject].setdefault("certainty", str(Certainty.STATED))
    rows = [_changed_row(state, log, subject, cells) for (log, subject), cells in by_row.items()]
    new = NewRevision(RevisionKind.ANSWER, question_id, NOTHING, note, document.strip())
    said = {"question": question_id, "settled": [list(each) for each in settled], "document": document.strip(), "note": note}
    return replace(checked(workspace, state, rows, new, lang), asked=Proposal(Sent.ANSWER, said))


def _open_question(workspace: Workspace, question_id: str) -> Question:
    found = next((each for each in workspace.catalog.questions if each.question_id == question_id), None)
    if found:
        return found
    answers = (
        revision
        for revision in workspace.plans.revisions
        if revision.kind is RevisionKind.ANSWER and revision.name == question_id
    )
    answer = next((other for other in answers if other.plan_id == workspace.plan_id and other.counts_at(None)), None)
    if answer is None:
        raise NotFound("no_such_question", question=question_id)
    raise KpiError(
        "question_answered",
        question=question_id,
        user=answer.made_by,
        when=local(answer.made_at),
        document=answer.document_number,
        revision=answer.revision_id,
    )


class _Answering:
    """What an answer may say: of what its question is about, and nothing that a document printed or changed otherwise."""

    def __init__(self, workspace: Workspace, state: PlanState, question: Question) -> None:
        self._state = state
        self._question = question
        counting = counting_at(workspace.plans.revisions, state.plan_id)
        self._loaded = workspace.plans.state_from(
            workspace.store, state.plan_id, [each for each in counting if each.kind is RevisionKind.LOAD]
        )
        changing = [each for each in counting if each.kind is RevisionKind.REVISE and each.plan_id == state.plan_id]
        self._documents = {each.name: each.document_number for each in sorted(changing, key=lambda each: each.revision_id)}

    def require(self, subject: str, column: str, text: str) -> str:
        """The log that a subject is in. NotFound, KpiError where it may not be answered so."""
        log = next((name for name in SETTLED if subject in self._state.rows[name]), None)
        if log is None:
            raise NotFound("no_such_subject", subject=subject)
        if column not in next(kind for kind in LOGS if kind.name == log).column_set:
            raise KpiError("no_such_column", subject=subject, column=column)
        if subject not in self._about():
            raise KpiError("answer_elsewhere", subject=subject, question=self._question.question_id)
        self._require_agreeing(log, subject, column, text)
        return log

    def _about(self) -> set[str]:
        """What the question names, the measures of its targets and figures, and the figures of its measures."""
        named = {each.strip() for each in self._question.subject.split(";")}
        rows = [self._state.rows[log].get(each) for log in ("target_log", "figure_log") for each in named]
        measures = {row.cells["measure_id"] for row in rows if row}
        figures = self._state.rows["figure_log"].items()
        return named | measures | {key for key, row in figures if row.cells["measure_id"] in named}

    def _require_agreeing(self, log: str, subject: str, column: str, text: str) -> None:
        now = self._state.rows[log][subject].cells
        loaded = self._loaded.rows[log].get(subject)
        first = loaded.cells if loaded else now
        for cells in (first, now):
            if column == "value" and cells.get("printed") and not same_number(cells.get("value", ""), text):
                raise KpiError("answer_contradicts_print", subject=subject, printed=cells["printed"], value=text)
        document = self._documents.get(subject, "") if log == TARGETS and column in REVISED else ""
        changed = first.get(column, "") != now.get(column, "")
        if document and changed and not same_number(now.get(column, ""), text):
            raise KpiError("answer_over_revision", subject=subject, column=column, document=document)


def make_revision(workspace: Workspace, actor: Actor, checked: CheckedRevision) -> int:
    """Makes a change that was checked and returns the number of the revision, or of the one that it takes back.

    NotAllowed, PreviewOutdated; KpiError `revision_newer` where somebody changed the same rows since; `approval_needed`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    workspace = workspace.of(checked.plan_id).admit(actor, Action.ADMINISTER)
    require_sharing(workspace, actor, checked)
    if is_proposed(workspace, actor, checked):
        raise KpiError("approval_needed")
    figures, new, at = workspace.plans.figures_after(checked.catalog), checked.new, workspace.now()
    version = checked.data_version
    if number := checked.taken_back:
        workspace.store.withdraw_revision(number, figures, new.change.sha256, actor=actor, at=at, note=new.note)
        return number
    try:
        return workspace.store.commit_revision(new, figures, actor=actor, at=at, expected_version=version)
    except PreviewOutdated:
        require_unchanged(workspace, workspace.plans.state(checked.plan_id), checked.places, checked.seen)
        raise


def require_sharing(workspace: Workspace, actor: Actor, checked: CheckedRevision) -> None:
    """NotAllowed unless the actor administers every plan that lists a row of the library which a change is of."""
    for plan_id in checked.sharing:
        workspace.admit(actor, Action.ADMINISTER, Whole.whole(plan_id))


def is_proposed(workspace: Workspace, actor: Actor, checked: CheckedRevision) -> bool:
    """Whether a change that was checked waits for another person's word. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    return bool(waits_in(workspace, checked))


def effects(workspace: Workspace, actor: Actor, checked: CheckedRevision, *, lang: str = "zh") -> tuple[Effect, ...]:
    """Every verdict and number that a change that was checked would make read otherwise; of a new plan none. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    if checked.plan_id not in workspace.plans.ids:
        return ()
    return effects_of(known_now(workspace, checked.plan_id), known_after(workspace, checked.catalog), lang)


def check_withdrawal(workspace: Workspace, actor: Actor, revision_id: int, note: str, *, lang: str = "zh") -> CheckedRevision:
    """What taking a revision back would change. NotFound, NotAllowed.

    KpiError `withdrawal_note_missing`, `revision_withdrawn`, `first_load_stays`, `revision_built_upon`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    why = written(note, "withdrawal_note_missing")
    revision = next((known for known in workspace.plans.revisions if known.revision_id == revision_id), None)
    if revision is None:
        raise NotFound("no_such_revision", revision=revision_id)
    workspace = workspace.of(revision.plan_id).admit(actor, Action.ADMINISTER)
    workspace.store.require_withdrawable(revision_id)
    without = workspace.plans.catalog_without(revision)
    new = NewRevision(revision.kind, revision.name, PlanChange(revision.plan_id, without.sha256), why)
    state = workspace.plans.state(revision.plan_id)
    rows = [(log, key) for log in LOGS for key, row in state.rows[log.name].items() if row.revision_id == revision_id]
    return CheckedRevision(
        new,
        without,
        judged_after(workspace, without, lang, is_new=False),
        workspace.store.data_version,
        asked=Proposal(Sent.WITHDRAW, {"revision": revision_id, "note": why}),
        sharing=sharing(state, rows),
        counted_in=counted_in(workspace, without),
        taken_back=revision_id,
    )


def withdraw_revision(workspace: Workspace, actor: Actor, revision_id: int, note: str) -> None:
    """Takes a revision back at once, so that what was before counts again. Errors as of `check_withdrawal`, `make_revision`."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    make_revision(workspace, actor, check_withdrawal(workspace, actor, revision_id, note))


NOTHING = PlanChange("", "")


def require_note(note: str) -> None:
    """KpiError `revision_note_missing`."""
    if not note.strip():
        raise KpiError("revision_note_missing")


def _changed_row(state: PlanState, log: str, key: str, cells: Mapping[str, str]) -> RowChange:
    kind = next(log_kind for log_kind in LOGS if log_kind.name == log)
    position = state.parts[kind.file][key].position
    return RowChange(kind, state.plan_id if kind.of_plan else "", key, position, {**state.rows[log][key].cells, **cells})


def checked(
    workspace: Workspace,
    state: PlanState,
    rows: Sequence[RowChange],
    new: NewRevision,
    lang: str,
    places: Sequence[Place] = (),
    parts: Sequence[PartChange] = (),
) -> CheckedRevision:
    """A change of rows, worked out; `places` besides the rows themselves must not have changed until it is made."""
    said = [f"{row.log.name} {row.key} {sorted(row.cells.items())}" for row in rows]
    change = PlanChange(state.plan_id, hash_of([state.sha256, *said]), tuple(rows), tuple(parts))
    catalog = catalog_after(state, change)
    own = tuple(places) or tuple((row.log.name, row.key) for row in rows)
    version = workspace.store.data_version
    judged = judged_after(workspace, catalog, lang, is_new=False)
    return CheckedRevision(
        replace(new, change=change),
        catalog,
        judged,
        version,
        own,
        version_of(state, own),
        sharing=sharing(state, ((row.log, row.key) for row in rows)),
        counted_in=counted_in(workspace, catalog),
    )
