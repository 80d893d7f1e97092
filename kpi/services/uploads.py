"""From dropped files to a preview of everything they would change, and from the preview to one transaction.

A table with faults goes back to its sender with them marked.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from kpi import ingest, quality
from kpi.errors import KpiError, NotFound, UploadRefused
from kpi.i18n import texts
from kpi.ingest import FileChoices, OnStage, Reading, UploadFile
from kpi.model import Action, Actor, BatchKind, Observation, Severity
from kpi.services.approval.locking import locked_rows
from kpi.services.approval.ruling import goes_to_review
from kpi.services.duties.rules import out_of_reach, reporter
from kpi.services.frames import newest_end, replaced
from kpi.services.keeping.quotas import costly, files_read
from kpi.services.uploading.large import first_of, preview_of_large
from kpi.services.uploading.telling import Asked, Found, told
from kpi.services.workspace import Progress, Workspace
from kpi.store import NewBatch, ProgramAnswer
from kpi.views import ProblemView, UploadPreview, taken_for


def check_upload(
    workspace: Workspace,
    actor: Actor,
    files: Sequence[UploadFile],
    *,
    choices: Mapping[str, FileChoices] | None = None,
    lang: str = "zh",
    lamps: str = "default",
    on_progress: Progress | None = None,
    on_stage: OnStage = lambda stage, share: None,
) -> UploadPreview:
    """Reads files and says what loading them would change; nothing is loaded. NotAllowed, QuotaSpent.

    `choices` are by the files' sha256; those under "" hold for every other file. `on_progress` is told after each file how
    many are read, of how many, and its name; `on_stage`, while one large file is read, how far that is.
    """
    seen = workspace.admit(actor, Action.UPLOAD)
    with costly(seen, actor, files_read(len(file.content) for file in files)):
        return preview_of(
            workspace, actor, files, choices=choices, lang=lang, lamps=lamps, on_progress=on_progress, on_stage=on_stage
        )


def preview_of(
    workspace: Workspace,
    actor: Actor,
    files: Sequence[UploadFile],
    *,
    choices: Mapping[str, FileChoices] | None = None,
    lang: str = "zh",
    lamps: str = "default",
    on_progress: Progress | None = None,
    on_stage: OnStage = lambda stage, share: None,
) -> UploadPreview:
    """The same as `actor` would see it, whoever looks at it: nothing is counted. NotAllowed."""
    workspace = workspace.admit(actor, Action.UPLOAD)
    version, plans = workspace.store.data_version, workspace.store.plan_version
    readings = _read(workspace, files, choices or {}, on_progress, on_stage)
    if large := readings[0].large if len(readings) == 1 else None:
        now = workspace.store.data_version  # others load figures while it is read; but it was read by the plans as they were
        version = now if workspace.store.plan_version == plans else version
        asked = Asked(choices or {}, lang, lamps, version)
        return preview_of_large(workspace, actor, readings[0], large, files[0].content, asked, on_stage)
    loaded = {reading.sha256: workspace.store.batch_with_hash(reading.sha256) for reading in readings}
    fresh = _once(reading for reading in readings if loaded[reading.sha256] is None)
    observations = [observation for reading in fresh for observation in reading.observations]
    known = workspace.known(beside=_looked_at(workspace, observations))
    frame = known.frame
    change = ingest.compare(fresh, frame)
    problems = [*(problem for reading in fresh for problem in reading.problems), *change.problems]
    problems += locked_rows(workspace, observations)
    problems += out_of_reach(workspace, actor, observations)
    refused = any(problem.severity is Severity.ERROR for problem in problems)
    if not refused:
        problems += quality.upload_warnings(workspace.catalog, observations, frame)
        problems += quality.closed_year_revisions(workspace.catalog, observations, frame, workspace.today)
    found = Found(
        readings=readings,
        contents={reading.sha256: file.content for reading, file in zip(readings, files, strict=True)},
        loaded=loaded,
        change=change,
        problems=problems,
        note_needed=any(problem.code == quality.CLOSED_YEAR for problem in problems),
        known=known,
        after=frame if refused else replaced(frame, observations),
        coverage_after=known.coverage if refused else newest_end(known.coverage, observations),
    )
    return told(workspace, found, Asked(choices or {}, lang, lamps, version))


def _looked_at(workspace: Workspace, observations: Iterable[Observation]) -> set[str]:
    """The regions whose figures new ones are held against, and those that have targets."""
    targets = workspace.catalog.primary_targets
    return {each.region_code for each in observations} | {target.region_code for target in targets}


def import_files(
    workspace: Workspace,
    actor: Actor,
    preview: UploadPreview,
    *,
    note: str = "",
    accept_warnings: bool = False,
    accepted: Collection[str] = (),
    answering: Callable[[list[int]], ProgramAnswer | None] | None = None,
) -> tuple[int, ...]:
    """Loads what was previewed, all files in one transaction, and returns the batch ids.

    Every warning must be accepted: all at once with `accept_warnings`, or by its id in `accepted`. Files that are loaded
    already are left out. UploadRefused for errors, or warnings that are not accepted; KpiError `revision_note_needed` if a
    year closed long ago would be revised without a note, whichever way its warning was accepted; PreviewOutdated if the
    figures changed since; KpiError `approval_needed` where another person has to approve them; NotAllowed.
    What a program is answered about the batches is kept with them.
    """
    workspace = workspace.admit(actor, Action.UPLOAD)
    require_reach(workspace, actor, preview)
    batches = batches_of(preview, note, accepted=accepted, accept_warnings=accept_warnings)
    if goes_to_review(workspace, actor, preview):
        raise KpiError("approval_needed")
    if not batches:
        return ()
    ids = workspace.store.commit_batches(
        batches, actor=actor, at=workspace.now(), expected_version=preview.data_version, answering=answering
    )
    return tuple(ids)


def require_reach(workspace: Workspace, actor: Actor, preview: UploadPreview) -> None:
    """UploadRefused for rows that are not the actor's to report, whoever made the preview."""
    may_report = reporter(workspace, actor)
    beyond = {subject for reading in preview.readings for subject in reading.subjects if not may_report(*subject)}
    if not beyond:
        return
    workspace.refuse(actor, Action.UPLOAD)
    rows = [row for reading in preview.readings for row in first_of(reading, beyond)]
    raise UploadRefused(out_of_reach(workspace, actor, rows))


def batches_of(
    preview: UploadPreview, note: str, *, accepted: Collection[str], accept_warnings: bool = False, sent_by: str = ""
) -> list[NewBatch]:
    """What was previewed as batches to be loaded; files that are loaded already are left out.

    UploadRefused for errors, or warnings that are not accepted; KpiError `revision_note_needed`, `nothing_to_load`.
    """
    _refuse(preview, accepted={warning.id for warning in preview.warnings} if accept_warnings else set(accepted))
    if preview.note_needed and not note.strip():
        raise KpiError("revision_note_needed")
    known = {batch.sha256 for batch in preview.already_loaded}
    fresh = [reading for reading in _once(preview.readings) if reading.sha256 not in known]
    if fresh and not any(reading.count for reading in fresh):
        raise KpiError("nothing_to_load")
    return [_batch(reading, preview, note, sent_by) for reading in fresh]


def _read(
    workspace: Workspace,
    files: Sequence[UploadFile],
    choices: Mapping[str, FileChoices],
    on_progress: Progress | None,
    on_stage: OnStage,
) -> tuple[Reading, ...]:
    """Every file, a few at a time, each in a process of its own."""
    store = workspace.store
    readers = ingest.Readers(workspace.catalog, store.aliases(), store.profiles(), workspace.today)

    def chosen(file: UploadFile) -> FileChoices | None:
        return choices.get(hashlib.sha256(file.content).hexdigest(), choices.get(""))

    readings = []
    for number, (file, reading) in enumerate(zip(files, readers.read(files, chosen, on_stage), strict=True), 1):
        readings.append(reading)
        if on_progress:
            on_progress(number, len(files), file.name)
    return tuple(readings)


def _once(readings: Iterable[Reading]) -> list[Reading]:
    """Each file's bytes once, however often they were dropped."""
    return list({reading.sha256: reading for reading in readings}.values())


def _refuse(preview: UploadPreview, *, accepted: Collection[str]) -> None:
    errors = [told.problem for told in preview.problems if told.refuses]
    open_warnings = [warning.problem for warning in preview.warnings if warning.id not in accepted]
    if errors or open_warnings:
        raise UploadRefused(errors or open_warnings)


def _batch(reading: Reading, preview: UploadPreview, note: str, sent_by: str) -> NewBatch:
    warnings = [warning.message for warning in preview.warnings if warning.problem.file in ("", reading.file)]
    content = preview.contents[reading.sha256]
    return NewBatch(
        BatchKind.UPLOAD,
        reading.file,
        reading.sha256,
        content,
        reading.observations,
        note,
        warnings=warnings,
        taken_for=taken_for(texts(preview.lang), reading),
        sent_by=sent_by,
        large=reading.large.table() if reading.large else None,
    )


def error_workbook(workspace: Workspace, actor: Actor, preview: UploadPreview, sha256: str) -> bytes:
    """A file's own tables as .xlsx with faulty cells marked and a column 问题, to be sent back.

    NotFound, UnreadableFile, NotAllowed.
    """
    workspace.admit(actor, Action.UPLOAD)
    return marked_tables(preview, sha256)


def marked_tables(preview: UploadPreview, sha256: str, further: Sequence[ProblemView] = ()) -> bytes:
    """The same with `further` problems that somebody found by eye. NotFound, UnreadableFile."""
    reading = next((reading for reading in preview.readings if reading.sha256 == sha256), None)
    if reading is None:
        raise NotFound("no_such_file")
    remarks = [
        ingest.Remark(told.problem, told.severity_text, told.message, told.suggestion)
        for told in (*preview.problems, *further)
        if told.problem.file == reading.file and told.problem.severity is not Severity.NOTE
    ]
    return ingest.marked_workbook(preview.contents[sha256], reading, remarks, texts(preview.lang))
