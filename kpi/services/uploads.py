"""From dropped files to a preview of everything they would change, and from the preview to one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from kpi import access, ingest, progress, quality
from kpi.errors import KpiError, PreviewOutdated, UploadRefused
from kpi.i18n import Texts, texts
from kpi.ingest import Change, Reading, UploadFile
from kpi.model import Action, Actor, Assessment, BatchKind, Observation, Problem, Severity, Status
from kpi.services.figures import FigureWording
from kpi.services.frames import replaced
from kpi.services.standings import period_text
from kpi.services.views import ProblemView, RowChange, UploadPreview, VerdictChange
from kpi.services.workspace import Workspace
from kpi.store import NewBatch

EARLIEST_YEAR = 1990

_Verdicts = Mapping[tuple[str, int | None], Assessment]


def check_upload(workspace: Workspace, actor: Actor, files: Sequence[UploadFile], *, lang: str = "zh") -> UploadPreview:
    """Reads files and says what loading them would change; nothing is loaded. NotAllowed."""
    access.require(actor, Action.UPLOAD)
    version = workspace.store.data_version
    frame = workspace.observations()
    readings = tuple(ingest.read_upload(file, workspace.catalog, today=workspace.today) for file in files)
    loaded = {reading.sha256: workspace.store.batch_with_hash(reading.sha256) for reading in readings}
    fresh = _once(reading for reading in readings if loaded[reading.sha256] is None)
    observations = [each for reading in fresh for each in reading.observations]
    change = ingest.compare(fresh, frame)
    problems = [*(problem for reading in fresh for problem in reading.problems), *change.problems]
    refused = _has_error(problems)
    if not refused:
        problems += quality.upload_warnings(workspace.catalog, observations, frame)
    after = frame if refused else replaced(frame, observations)
    words = texts(lang)
    return UploadPreview(
        readings=readings,
        contents={reading.sha256: file.content for reading, file in zip(readings, files, strict=True)},
        taken_for=tuple(words.message(reading.encoding_note) for reading in readings),
        problems=tuple(word_problem(words, problem) for problem in problems),
        change=change,
        rows=_rows(workspace, words, change),
        verdict_changes=_verdict_changes(workspace, words, frame, after),
        already_loaded=tuple(batch for batch in loaded.values() if batch is not None),
        data_version=version,
        lang=lang,
        coverage_before=progress.coverage_date(frame),
        coverage_after=progress.coverage_date(after),
    )


def import_files(
    workspace: Workspace, actor: Actor, preview: UploadPreview, *, note: str = "", accept_warnings: bool = False
) -> tuple[int, ...]:
    """Loads what was previewed, all files in one transaction, and returns the batch ids.

    Files that are loaded already are left out. UploadRefused for errors, or warnings that are not accepted;
    PreviewOutdated if the figures changed since; NotAllowed.
    """
    access.require(actor, Action.UPLOAD)
    _refuse(preview, accept_warnings=accept_warnings)
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


def template(workspace: Workspace, actor: Actor, year: int, fmt: str, *, lang: str = "zh") -> bytes:
    """The form for a year, csv or xlsx, with last year's values for reference. KpiError `bad_year`; NotAllowed."""
    access.require(actor, Action.VIEW)
    if not EARLIEST_YEAR <= year <= workspace.today.year:
        raise KpiError("bad_year", year=year)
    kind = "xlsx" if fmt == "xlsx" else "csv"
    return ingest.template(workspace.catalog, year, workspace.observations(), "xlsx" if kind == "xlsx" else "csv", texts(lang))


def word_problem(words: Texts, problem: Problem) -> ProblemView:
    """A problem in words. Messages may use its row, column and value besides the values of its own."""
    place = {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row or "",
        "column": problem.column,
        "value": problem.value,
    }
    return ProblemView(
        problem=problem,
        severity_text=words(f"service.severity_{problem.severity}"),
        message=words(f"problem.{problem.code}", **{**place, **problem.values}),
        suggestion=words.message(problem.suggestion) if problem.suggestion else "",
    )


def _once(readings: Iterable[Reading]) -> list[Reading]:
    """Each file's bytes once, however often they were dropped."""
    return list({reading.sha256: reading for reading in readings}.values())


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _refuse(preview: UploadPreview, *, accept_warnings: bool) -> None:
    errors = [each.problem for each in preview.problems if each.refuses]
    warnings = [each.problem for each in preview.warnings]
    if errors or (warnings and not accept_warnings):
        raise UploadRefused(errors or warnings)


def _batch(reading: Reading, preview: UploadPreview, note: str) -> NewBatch:
    warnings = [each.message for each in preview.warnings if each.problem.file in ("", reading.file)]
    content = preview.contents[reading.sha256]
    return NewBatch(BatchKind.UPLOAD, reading.file, reading.sha256, content, reading.observations, note, warnings=warnings)


def _rows(workspace: Workspace, words: Texts, change: Change) -> tuple[RowChange, ...]:
    old = [(each.observation, "changed", (each.old_value, each.old_qualifier)) for each in change.changed]
    new = [(each, "new", None) for each in change.new]
    same = [(each, "unchanged", (float(each.value), each.qualifier)) for each in change.unchanged]
    wording = FigureWording(workspace, words)
    rows = []
    for observation, kind, before in (*old, *new, *same):
        measure = workspace.catalog.measures[observation.measure_id]
        rows.append(
            RowChange(
                kind=kind,
                file=observation.file,
                row=observation.row,
                measure_id=measure.measure_id,
                measure_name=measure.name(words.lang),
                region_name=workspace.catalog.regions[observation.region_code].name(words.lang),
                label=wording.label(observation.breakdown, observation.member),
                period=_period(wording, observation),
                old_text=words.quantity(before[0], measure, before[1]) if before else "",
                new_text=words.quantity(observation.value, measure, observation.qualifier),
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
