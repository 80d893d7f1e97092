"""From dropped files to a preview of everything they would change, and from the preview to one transaction."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from kpi import access, ingest, progress, quality
from kpi.catalog import Catalog
from kpi.errors import KpiError, PreviewOutdated, UploadRefused
from kpi.i18n import Texts, texts
from kpi.ingest import Change, FileChoices, Reading, UploadFile
from kpi.model import Action, Actor, Assessment, Batch, BatchKind, NamedThing, Observation, Problem, Severity, Status
from kpi.services.figures import FigureWording
from kpi.services.frames import replaced
from kpi.services.standings import period_text
from kpi.services.upload_views import FileView, Offer, ProblemView, RowChange, UploadPreview, VerdictChange
from kpi.services.workspace import Workspace
from kpi.store import NewBatch

MORE_DECIMALS = 4
"""A preview is checked against the sender's table: a town's 310张 must not look like 0.03万张."""
Progress = Callable[[int, int, str], None]

_Verdicts = Mapping[tuple[str, int | None], Assessment]


def check_upload(
    workspace: Workspace,
    actor: Actor,
    files: Sequence[UploadFile],
    *,
    choices: Mapping[str, FileChoices] | None = None,
    lang: str = "zh",
    on_progress: Progress | None = None,
) -> UploadPreview:
    """Reads files and says what loading them would change; nothing is loaded. NotAllowed.

    `choices` are by the files' sha256; those under "" hold for every other file. `on_progress` is told after each file how
    many are read, of how many, and its name.
    """
    access.require(actor, Action.UPLOAD)
    version = workspace.store.data_version
    frame = workspace.observations()
    readings = _read(workspace, files, choices or {}, on_progress)
    loaded = {reading.sha256: workspace.store.batch_with_hash(reading.sha256) for reading in readings}
    fresh = _once(reading for reading in readings if loaded[reading.sha256] is None)
    observations = [each for reading in fresh for each in reading.observations]
    change = ingest.compare(fresh, frame)
    problems = [*(problem for reading in fresh for problem in reading.problems), *change.problems]
    refused = _has_error(problems)
    if not refused:
        problems += quality.upload_warnings(workspace.catalog, observations, frame)
        problems += quality.closed_year_revisions(workspace.catalog, observations, frame, workspace.today)
    after = frame if refused else replaced(frame, observations)
    words = texts(lang)
    worded = tuple(word_problem(words, problem, workspace.catalog) for problem in problems)
    return UploadPreview(
        readings=readings,
        contents={reading.sha256: file.content for reading, file in zip(readings, files, strict=True)},
        taken_for=tuple(words.message(reading.encoding_note) for reading in readings),
        problems=worded,
        change=change,
        rows=_rows(workspace, words, change),
        verdict_changes=_verdict_changes(workspace, words, frame, after),
        already_loaded=tuple(batch for batch in loaded.values() if batch is not None),
        data_version=version,
        lang=lang,
        coverage_before=progress.coverage_date(frame),
        coverage_after=progress.coverage_date(after),
        files=_file_views(words, readings, loaded, change, problems),
        note_needed=any(problem.code == quality.CLOSED_YEAR for problem in problems),
    )


def import_files(
    workspace: Workspace,
    actor: Actor,
    preview: UploadPreview,
    *,
    note: str = "",
    accept_warnings: bool = False,
    accepted: Collection[str] = (),
) -> tuple[int, ...]:
    """Loads what was previewed, all files in one transaction, and returns the batch ids.

    Every warning must be accepted: all at once with `accept_warnings`, or by its id in `accepted`. Files that are loaded
    already are left out. UploadRefused for errors, or warnings that are not accepted; KpiError `revision_note_needed` if a
    year closed long ago would be revised without a note, whichever way its warning was accepted; PreviewOutdated if the
    figures changed since; NotAllowed.
    """
    access.require(actor, Action.UPLOAD)
    _refuse(preview, accepted={each.id for each in preview.warnings} if accept_warnings else set(accepted))
    if preview.note_needed and not note.strip():
        raise KpiError("revision_note_needed")
    known = {batch.sha256 for batch in preview.already_loaded}
    fresh = [reading for reading in _once(preview.readings) if reading.sha256 not in known]
    if not fresh:
        return ()
    if not any(reading.observations for reading in fresh):
        raise KpiError("nothing_to_load")
    batches = [_batch(reading, preview, note) for reading in fresh]
    try:
        ids = workspace.store.commit_batches(batches, actor=actor, at=workspace.now(), expected_version=preview.data_version)
    except PreviewOutdated as outdated:
        raise PreviewOutdated("preview_outdated") from outdated
    return tuple(ids)


def _read(
    workspace: Workspace, files: Sequence[UploadFile], choices: Mapping[str, FileChoices], on_progress: Progress | None
) -> tuple[Reading, ...]:
    """Every file, a few at a time, each in a process of its own."""
    store = workspace.store
    readers = ingest.Readers(workspace.catalog, store.aliases(), store.profiles(), workspace.today)

    def chosen(file: UploadFile) -> FileChoices | None:
        return choices.get(hashlib.sha256(file.content).hexdigest(), choices.get(""))

    readings = []
    for number, (file, reading) in enumerate(zip(files, readers.read(files, chosen), strict=True), 1):
        readings.append(reading)
        if on_progress:
            on_progress(number, len(files), file.name)
    return tuple(readings)


def word_problem(words: Texts, problem: Problem, catalog: Catalog | None = None) -> ProblemView:
    """A problem in words. Messages may use its row, column and value besides the values of its own."""
    place = {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row or "",
        "column": problem.column,
        "value": problem.value,
        "letter": "",
    }
    return ProblemView(
        problem=problem,
        severity_text=words(f"service.severity_{problem.severity}"),
        message=words(f"problem.{problem.code}", **{**place, **problem.values}),
        suggestion=words.message(problem.suggestion) if problem.suggestion else "",
        offers=_offers(words, problem, catalog) if catalog else (),
    )


def _offers(words: Texts, problem: Problem, catalog: Catalog) -> tuple[Offer, ...]:
    """What an unknown name may mean, named in the language of the reader."""
    values = problem.values
    if "codes" not in values:
        return ()
    thing = NamedThing(str(values["thing"]))
    known = catalog.measures if thing is NamedThing.MEASURE else catalog.regions
    codes = [str(code) for code in values["codes"]] if isinstance(values["codes"], tuple) else []
    return tuple(Offer(thing, str(values["spelling"]), code, known[code].name(words.lang)) for code in codes)


def taken_for(words: Texts, reading: Reading) -> str:
    """What a file was taken for: encoding and separator or sheets, and of each table its shape, header rows and profile."""
    tables = []
    for sheet in reading.sheets:
        rows = str(sheet.header_row) if sheet.first_row == sheet.header_row else f"{sheet.first_row}–{sheet.header_row}"
        said = words("service.table_taken_for", shape=sheet.shape, rows=rows)
        profile = words("service.by_profile", name=sheet.profile) if sheet.profile else ""
        tables.append(" ".join(filter(None, (sheet.sheet, said, profile))))
    return words("service.clauses").join([words.message(reading.encoding_note), *tables])


def _file_views(
    words: Texts,
    readings: Sequence[Reading],
    loaded: Mapping[str, Batch | None],
    change: Change,
    problems: Iterable[Problem],
) -> tuple[FileView, ...]:
    """What came of each file; everything is counted once for all of them."""
    counts = Counter[tuple[str, str]]((each.file, each.severity) for each in problems)
    counts.update((each.file, "new") for each in change.new)
    counts.update((each.observation.file, "changed") for each in change.changed)
    counts.update((each.file, "unchanged") for each in change.unchanged)
    return tuple(_file_view(words, each, counts, loaded=loaded[each.sha256] is not None) for each in readings)


def _file_view(words: Texts, reading: Reading, counts: Mapping[tuple[str, str], int], *, loaded: bool) -> FileView:
    file = reading.file
    if loaded:
        state = "loaded_already"
    elif counts[file, Severity.ERROR]:
        state = "refused"
    elif not reading.observations:
        state = "empty"
    else:
        state = "to_confirm" if counts[file, Severity.WARNING] else "ready"
    return FileView(
        file=reading.file,
        sha256=reading.sha256,
        taken_for=taken_for(words, reading),
        sheets=tuple(sheet.name for sheet in reading.book.sheets if sheet.filled) if reading.book else (),
        read_sheets=tuple(sheet.sheet for sheet in reading.sheets),
        state=state,
        state_text=words(f"service.file_{state}"),
        values=len(reading.observations),
        new=counts[file, "new"],
        changed=counts[file, "changed"],
        unchanged=counts[file, "unchanged"],
        errors=counts[file, Severity.ERROR],
        warnings=counts[file, Severity.WARNING],
        notes=counts[file, Severity.NOTE],
    )


def _once(readings: Iterable[Reading]) -> list[Reading]:
    """Each file's bytes once, however often they were dropped."""
    return list({reading.sha256: reading for reading in readings}.values())


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _refuse(preview: UploadPreview, *, accepted: Collection[str]) -> None:
    errors = [each.problem for each in preview.problems if each.refuses]
    open_warnings = [each.problem for each in preview.warnings if each.id not in accepted]
    if errors or open_warnings:
        raise UploadRefused(errors or open_warnings)


def _batch(reading: Reading, preview: UploadPreview, note: str) -> NewBatch:
    warnings = [each.message for each in preview.warnings if each.problem.file in ("", reading.file)]
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
    )


def _rows(workspace: Workspace, words: Texts, change: Change) -> tuple[RowChange, ...]:
    old = [(each.observation, "changed", (each.old_value, each.old_qualifier)) for each in change.changed]
    new = [(each, "new", None) for each in change.new]
    same = [(each, "unchanged", (float(each.value), each.qualifier)) for each in change.unchanged]
    wording = FigureWording(workspace, words)
    rows = []
    for observation, kind, before in (*old, *new, *same):
        measure = workspace.catalog.measures[observation.measure_id]
        exactly = replace(measure, decimals=measure.decimals + MORE_DECIMALS)
        rows.append(
            RowChange(
                kind=kind,
                file=observation.file,
                row=observation.row,
                cell=f"{observation.column}{observation.row}",
                measure_id=measure.measure_id,
                measure_name=measure.name(words.lang),
                region_name=workspace.catalog.regions[observation.region_code].name(words.lang),
                label=wording.label(observation.breakdown, observation.member),
                period=_period(wording, observation),
                old_text=words.quantity(before[0], exactly, before[1]) if before else "",
                new_text=words.quantity(observation.value, exactly, observation.qualifier),
            )
        )
    return tuple(rows)


def _period(wording: FigureWording, observation: Observation) -> str:
    return wording.period(observation.window_start, observation.window_end, observation.as_of)


def _verdict_changes(
    workspace: Workspace, words: Texts, before: pd.DataFrame, after: pd.DataFrame
) -> tuple[VerdictChange, ...]:
    """From what is shown now to what would be shown at the new coverage date."""
    old_date, new_date = progress.coverage_date(before), progress.coverage_date(after)
    if new_date is None:
        return ()
    old = _verdicts(workspace, before, old_date or new_date)
    new = _verdicts(workspace, after, new_date)
    only_later = _verdicts(workspace, before, new_date)
    return tuple(
        _change(workspace, words, old[key].status, verdict, date_only=only_later[key].status is verdict.status)
        for key, verdict in new.items()
        if verdict.status is not old[key].status
    )


def _verdicts(workspace: Workspace, frame: pd.DataFrame, as_of: date) -> _Verdicts:
    return {(each.target_id, each.year): each for each in progress.assess(workspace.catalog, frame, as_of)}


def _change(workspace: Workspace, words: Texts, old: Status, new: Assessment, *, date_only: bool) -> VerdictChange:
    target = workspace.catalog.targets[new.target_id]
    measure = workspace.catalog.measures[new.measure_id]
    return VerdictChange(
        target_id=new.target_id,
        year=new.year,
        name=words("service.name_and_period", name=measure, period=period_text(words, target, new.year)),
        old=old,
        new=new.status,
        old_text=words(f"status.{old}"),
        new_text=words(f"status.{new.status}"),
        date_only=date_only,
        reason=words.message(new.reason) if new.reason else "",
    )
