"""审核: what was sent in is checked anew as it was sent, against figures and plan as they are now, and then approved whole or
sent back with a reason and the marked table. Nobody approves what they sent.
"""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any
from weakref import WeakKeyDictionary

from kpi import access, ingest
from kpi.access import Role
from kpi.errors import CatalogRefused, KpiError
from kpi.i18n import texts
from kpi.ingest import UploadFile
from kpi.model import (
    Action,
    Actor,
    Grant,
    ObservationKey,
    OfficialForm,
    Place,
    Problem,
    Sent,
    Severity,
    Stage,
    Status,
    Submission,
    SubmissionStep,
)
from kpi.services.approval.ruling import places_to_review, reaches, written
from kpi.services.approval.submitting import Asked, found, submission, waits_here
from kpi.services.keeping.quotas import costly, files_read
from kpi.services.plans.judging import check_judgement
from kpi.services.plans.listing import revision_changes
from kpi.services.plans.loading import check_load, check_plan
from kpi.services.plans.official_form import check_approval, check_official_form
from kpi.services.plans.proposing import CheckedRevision, waiting
from kpi.services.plans.revising import check_answer, check_revision, check_withdrawal, effects
from kpi.services.plans.rows import check_owners, check_rows
from kpi.services.uploading.large import first_of
from kpi.services.uploads import batches_of, marked_tables, preview_of
from kpi.services.workspace import Progress, Workspace
from kpi.store import KeptFile, Seen, Store
from kpi.views import Effect, ProblemView, SubmissionView, UploadPreview, word_problem

Form = Mapping[str, Any]
_UNSETTLED = (Stage.WAITING, Stage.RETURNED)


@dataclass(frozen=True)
class Reviewed:
    """A submission as it was checked anew, to be approved or sent back as it was seen."""

    view: SubmissionView
    seen: Seen
    accepted: frozenset[str]
    """Ids of the warnings that the sender confirmed."""
    preview: UploadPreview | None = None
    """Of files."""
    checked: CheckedRevision | None = None
    """Of a change of the plan; None too where it is refused as the plan is now."""
    effects: tuple[Effect, ...] = ()
    taken_back: tuple[str, ...] = ()
    """What the revision changed that is to be taken back, a line for each row."""
    problems: tuple[ProblemView, ...] = ()
    """What refuses a change of the plan."""
    refused: str = ""
    """Or the one sentence that does."""
    outside: tuple[str, ...] = ()
    """Rows that are beyond the reviewer's reach."""

    @property
    def ok(self) -> bool:
        """Whether it may be approved as it is."""
        return not self.outside and (self.preview.ok if self.preview else self.checked is not None)

    @property
    def open_warnings(self) -> tuple[ProblemView, ...]:
        """Warnings that the sender did not confirm: figures changed since, and the reviewer has to."""
        return tuple(each for each in self.preview.warnings if each.id not in self.accepted) if self.preview else ()


def review(
    workspace: Workspace,
    actor: Actor,
    number: int,
    *,
    lang: str = "zh",
    lamps: str = "default",
    on_progress: Progress | None = None,
) -> Reviewed:
    """Checks what was sent in anew, for whom it concerns. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    sent = found(workspace, actor, number)
    view = submission(workspace, actor, number, lang=lang)
    asked, seen = Asked.of(sent.sent.request), Seen(number, sent.last.step)
    reviewed = Reviewed(view, seen, frozenset(asked.accepted))
    if sent.kind is Sent.FIGURES:
        files = [UploadFile(kept.file, kept.content) for kept in workspace.store.submitted_files(number, sent.sent.version)]
        choices, workspace = ingest.read_choices(asked.choices), _as_sent_under(workspace, actor, sent)
        with costly(workspace, actor, files_read(len(file.content) for file in files)):
            preview = preview_of(
                workspace, _sender(sent.sent, actor), files, choices=choices, lang=lang, lamps=lamps, on_progress=on_progress
            )
        return replace(reviewed, preview=preview, outside=_outside(workspace, actor, sent, preview))
    try:
        checked = _CHECKS[sent.kind](workspace, _sender(sent.sent, actor), _form(workspace, sent, asked), lang)
        reviewed = replace(reviewed, taken_back=_taken_back(workspace, actor, checked, lang))
        return replace(reviewed, checked=checked, effects=effects(workspace, _sender(sent.sent, actor), checked, lang=lang))
    except CatalogRefused as refused:
        told = (replace(problem, row=None, column="") for problem in refused.problems)
        return replace(reviewed, problems=tuple(word_problem(texts(lang), problem) for problem in told))
    except KpiError as error:
        return replace(reviewed, refused=texts(lang).message(error.message))


def _as_sent_under(workspace: Workspace, actor: Actor, sent: Submission) -> Workspace:
    """The plan it was sent in under, which reads all of it, where the actor may look at that; else the one looked at."""
    there = access.can(actor, Action.VIEW, Place(sent.plan_id))
    return workspace.of(sent.plan_id).admit(actor, Action.VIEW) if there else workspace


def _form(workspace: Workspace, sent: Submission, asked: Asked) -> Form:
    """The values of a form, and the files that were sent in with it."""
    kept = workspace.store.submitted_files(sent.number, sent.sent.version) if sent.kind is Sent.LOAD else []
    return {**(asked.form or {}), "files": kept} if kept else asked.form or {}


def _taken_back(workspace: Workspace, actor: Actor, checked: CheckedRevision, lang: str) -> tuple[str, ...]:
    return revision_changes(workspace, actor, checked.taken_back, lang=lang) if checked.taken_back else ()


def rows_sent(workspace: Workspace) -> dict[ObservationKey, Stage]:
    """The figures of the plan's submissions that wait or were sent back; each file is read once, as it was sent."""
    found: dict[ObservationKey, Stage] = {}
    files = [sent for sent in workspace.store.submissions() if sent.kind is Sent.FIGURES and sent.stage in _UNSETTLED]
    _forget_all_but(workspace.store, {sent.number for sent in files})
    for sent in reversed(files):
        if not waits_here(workspace, sent):
            continue
        key = "rows sent", sent.number, sent.sent.version
        rows = workspace.kept(key, partial(_rows_of, workspace.of(sent.plan_id), sent), large=True)
        found |= dict.fromkeys(rows, sent.stage)
    return found


_SENT: WeakKeyDictionary[Store, dict[int, tuple[object, frozenset[ObservationKey]]]] = WeakKeyDictionary()
"""What the rows of submissions are of, with what they were read against: a large file is not read again for every change."""
_reading_sent = threading.Lock()


def _forget_all_but(store: Store, numbers: Collection[int]) -> None:
    """Without waiting for what is being read."""
    kept = _SENT.get(store, {})
    for number in set(kept).difference(numbers):
        kept.pop(number, None)


def _rows_of(workspace: Workspace, sent: Submission) -> frozenset[ObservationKey]:
    store, asked = workspace.store, Asked.of(sent.sent.request)
    with _reading_sent:
        kept = _SENT.setdefault(store, {})
        known = store.plan_version, store.reading_version, workspace.today, sent.sent.version
        if kept.get(sent.number, (None,))[0] != known:
            files = [UploadFile(each.file, each.content) for each in store.submitted_files(sent.number, sent.sent.version)]
            preview = preview_of(workspace, _as_sent(sent.sent), files, choices=ingest.read_choices(asked.choices))
            kept[sent.number] = known, frozenset(key for reading in preview.readings for key in reading.keys)
        return kept[sent.number][1]


def _as_sent(step: SubmissionStep) -> Actor:
    """Whoever sent it, to read what was sent whole; nothing of the effect is shown by it."""
    return Actor(step.made_by, frozenset({Grant(Role.REPORTER.value)}), step.user_id)


def _sender(step: SubmissionStep, actor: Actor) -> Actor:
    """Whoever sent it, as they were let in then; of the effect no more is shown than whoever asks may look at."""
    role = Role.REPORTER if step.kind is Sent.FIGURES else Role.ADMINISTRATOR
    return Actor(step.made_by, frozenset(replace(grant, role=role.value) for grant in actor.grants), step.user_id)


def _outside(workspace: Workspace, actor: Actor, sent: Submission, preview: UploadPreview) -> tuple[str, ...]:
    """The rows that the actor may not review: a figure is every plan's that knows its measure."""
    subjects = {subject for reading in preview.readings for subject in reading.subjects}
    beyond = {each for each in subjects if not reaches(actor, Action.REVIEW, places_to_review(workspace, sent.plan_id, [each]))}
    return tuple(str(row.row) for reading in preview.readings for row in first_of(reading, beyond)) if beyond else ()


def approve(
    workspace: Workspace,
    actor: Actor,
    reviewed: Reviewed,
    *,
    note: str = "",
    accept_warnings: bool = False,
    accepted: Collection[str] = (),
) -> tuple[int, ...]:
    """Makes what was reviewed count, all in one transaction, and returns the numbers of its batches or of its revision.

    NotFound, NotAllowed; KpiError `own_submission`, `submission_moved`, `rows_outside_reach`, `not_approvable`; PreviewOutdated
    where figures or plans changed since it was checked; and what refuses a load.
    """
    workspace = workspace.admit(actor, Action.REVIEW)
    sent = _reviewable(workspace, actor, reviewed)
    kept = written(note)
    if reviewed.preview:
        confirmed = {each.id for each in reviewed.preview.warnings} if accept_warnings else {*reviewed.accepted, *accepted}
        batches = batches_of(reviewed.preview, sent.sent.note, accepted=confirmed, sent_by=sent.sent.made_by)
        if not batches:
            raise KpiError("nothing_new")
        version = reviewed.preview.data_version
        at = workspace.now()
        return tuple(
            workspace.store.approve_batches(reviewed.seen, batches, kept, actor=actor, at=at, expected_version=version)
        )
    if reviewed.checked is None:
        raise KpiError("not_approvable", number=sent.number)
    checked, store, at = reviewed.checked, workspace.store, workspace.now()
    new = replace(checked.new, sent_by=sent.sent.made_by)
    figures, version = workspace.plans.figures_after(checked.catalog), checked.data_version
    if number := checked.taken_back:
        asked = reviewed.seen, number, new, figures, kept
        return (store.approve_withdrawal(*asked, actor=actor, at=at, expected_version=version),)
    return (store.approve_revision(reviewed.seen, new, figures, kept, actor=actor, at=at, expected_version=version),)


def send_back(
    workspace: Workspace, actor: Actor, reviewed: Reviewed, reason: str, *, rows: Sequence[tuple[str, str, int]] = ()
) -> None:
    """Gives a submission back with a reason and its tables with what is wrong marked; `rows` are those the reason is about,
    each with its file and sheet.

    NotFound, NotAllowed; KpiError `reason_missing`, `own_submission`, `submission_moved`, `rows_outside_reach`.
    """
    workspace = workspace.admit(actor, Action.REVIEW)
    _reviewable(workspace, actor, reviewed)
    why = written(reason, "reason_missing")
    tables = _marked(workspace, reviewed.preview, why, rows) if reviewed.preview else []
    workspace.store.send_back(reviewed.seen, why, tables, actor=actor, at=workspace.now())


def _reviewable(workspace: Workspace, actor: Actor, reviewed: Reviewed) -> Submission:
    """What was reviewed, where the actor may decide on it."""
    sent = found(workspace, actor, reviewed.seen.number)
    if sent.sent_by(actor):
        workspace.refuse(actor, Action.REVIEW, f"submission {sent.number}")
        raise KpiError("own_submission", number=sent.number)
    if sent.kind is not Sent.FIGURES:
        for plan_id in {workspace.plan_id, *_waiting_too(workspace, reviewed.checked)}:
            workspace.admit(actor, Action.REVIEW, Place.whole(plan_id))
    outside = _outside(workspace, actor, sent, reviewed.preview) if reviewed.preview else ()
    if outside:
        workspace.refuse(actor, Action.REVIEW, f"submission {sent.number}")
        raise KpiError("rows_outside_reach", rows=outside)
    return sent


def _waiting_too(workspace: Workspace, checked: CheckedRevision | None) -> Iterator[str]:
    """The other plans that wait for approval and that a change touches: whoever decides on it reviews them as well."""
    return waiting(workspace, (checked.plan_id, *checked.sharing, *checked.counted_in)) if checked else iter(())


def _marked(workspace: Workspace, preview: UploadPreview, reason: str, rows: Sequence[tuple[str, str, int]]) -> list[KeptFile]:
    """Every file as its sender's own table, with what is wrong and where the reason points; the reason itself in each."""
    words = texts(preview.lang)
    pointed = [Problem(Severity.ERROR, "sent_back", file, sheet, row, values={"reason": reason}) for file, sheet, row in rows]
    tables: dict[str, KeptFile] = {}
    for reading in preview.readings:
        own = [problem for problem in pointed if problem.file == reading.file]
        own = own or [Problem(Severity.ERROR, "sent_back", reading.file, values={"reason": reason})]
        views = [word_problem(words, problem) for problem in own]
        name = words("approval.marked_name", file=PurePath(reading.file).stem)
        name = f"{name}_{len(tables) + 1}.xlsx" if f"{name}.xlsx" in tables else f"{name}.xlsx"
        tables[name] = KeptFile.of(name, marked_tables(preview, reading.sha256, views))
    return list(tables.values())


def _revise(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    effective_on = date.fromisoformat(said["effective_on"])
    document, note = said["document"], said["note"]
    target, changes = said["target"], said["changes"]
    return check_revision(workspace, actor, target, changes, document=document, effective_on=effective_on, note=note, lang=lang)


def _answer(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    settled = [(subject, column, text) for subject, column, text in said["settled"]]
    document, note = said["document"], said["note"]
    return check_answer(workspace, actor, said["question"], settled, document=document, note=note, lang=lang)


def _judge(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    return check_judgement(
        workspace,
        actor,
        said["target"],
        Status(said["verdict"]),
        reason=said["reason"],
        evidence=said["evidence"],
        as_of=date.fromisoformat(said["as_of"]),
        judged_by=said["judged_by"],
        lang=lang,
    )


def _rows(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    document, note = said["document"], said["note"]
    found = check_rows(workspace, actor, said["kind"], said["rows"], document=document, note=note, lang=lang)
    if found.checked is None:
        raise CatalogRefused([told.problem for told in found.problems])
    return found.checked


def _owners(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    return check_owners(workspace, actor, said["owners"], document=said["document"], note=said["note"], lang=lang)


def _official(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    document, note = said["document"], said["note"]
    return check_official_form(workspace, actor, OfficialForm.of(said["texts"]), document=document, note=note, lang=lang)


def _switch(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    return check_approval(workspace, actor, wanted=said["wanted"], note=said["note"], lang=lang)


def _withdrawal(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    return check_withdrawal(workspace, actor, said["revision"], said["note"], lang=lang)


def _load(workspace: Workspace, actor: Actor, said: Form, lang: str) -> CheckedRevision:
    files = [UploadFile(str(PurePath(said["folder"], kept.file)), kept.content) for kept in said["files"]]
    loading = check_plan(workspace, actor, files, plan_id=said["plan"], lang=lang)
    return check_load(workspace, actor, loading, document=said["document"], note=said["note"])


_CHECKS = {
    Sent.REVISE: _revise,
    Sent.ANSWER: _answer,
    Sent.JUDGE: _judge,
    Sent.ROWS: _rows,
    Sent.OWNERS: _owners,
    Sent.FORM: _official,
    Sent.APPROVAL: _switch,
    Sent.LOAD: _load,
    Sent.WITHDRAW: _withdrawal,
}
"""How each kind of change is checked anew, by the values of its form."""
