"""Plans in and out: from files to a preview of all they would change, from the preview to one revision, and back to files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePath

from kpi import access
from kpi.catalog import Catalog, PlanTables, Table, build_catalog, called, read_folder, skeleton, write_table
from kpi.errors import CatalogRefused, KpiError
from kpi.i18n import Texts, texts
from kpi.ingest import PlanSheets, UploadFile, empty_workbook, plan_workbook, read_plan_files
from kpi.model import Action, Actor, BatchKind, Place, Problem, Sent, Severity
from kpi.services.frames import in_parts, of_catalog, with_baseline
from kpi.services.keeping.quotas import costly, files_read
from kpi.services.plans.catalogs import Plans, catalog_after
from kpi.services.plans.proposing import CheckedRevision, Proposal, counted_in, waits_in
from kpi.services.workspace import Workspace
from kpi.store import KeptFile, NewRevision, PlanComparison, RevisionKind, Store, compare_plan, readable_key
from kpi.views import FileChange, Known, PlanLoadPreview, ProblemView, VerdictChange, judged_changes, word_problem


@dataclass(frozen=True)
class CheckedPlan:
    """A plan's files, read and held against the database."""

    files: PlanTables
    view: PlanLoadPreview
    comparison: PlanComparison | None = None
    """None where the files are refused."""
    catalog: Catalog | None = None
    """The plan as it would be."""
    brought: tuple[UploadFile, ...] = ()
    """The files themselves, to be sent in where loading them waits for approval."""


def check_plan(
    workspace: Workspace, actor: Actor, brought: Path | Sequence[UploadFile], *, plan_id: str = "", lang: str = "zh"
) -> CheckedPlan:
    """Reads a plan's folder, workbook, archive or files and says what loading it, as `plan_id` if one is given, would change.

    NotAllowed, QuotaSpent.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    sizes = [] if isinstance(brought, Path) else [len(file.content) for file in brought]
    with costly(workspace, actor, files_read(sizes)):
        sheets = PlanSheets("", read_folder(brought)) if isinstance(brought, Path) else read_plan_files(brought)
    files = called(sheets.tables, plan_id)
    kept = tuple(_lying_in(brought, sheets.tables) if isinstance(brought, Path) else brought)
    plans, worded = workspace.plans, partial(_worded, sheets, texts(lang))
    workspace.admit(actor, Action.ADMINISTER, Place.whole(files.plan_id))
    is_new = files.plan_id not in plans.ids
    view = PlanLoadPreview(files.plan_id, is_new, False, (), (), (), (), workspace.store.data_version)
    try:
        comparison, catalog = _held_against(plans, files)
        problems = [*files.problems, *catalog.warnings, *comparison.problems, *_harmed(workspace, comparison)]
    except CatalogRefused as refused:
        told = (each for each in files.problems if each.severity is not Severity.ERROR)
        return CheckedPlan(files, replace(view, problems=worded([*refused.problems, *told])))
    view = replace(view, problems=worded(problems))
    if not view.ok:
        return CheckedPlan(files, view, comparison)
    last = plans.last_load(files.plan_id)
    same_files = last is not None and last.sha256 == files.sha256
    is_loaded = not is_new and comparison.is_nothing if sheets.is_workbook else same_files and comparison.change.is_empty
    view = replace(
        view,
        is_loaded=is_loaded,
        files=tuple(_file_changes(comparison)),
        shared=tuple((f"{file} {readable_key(key)}", others) for file, key, others in comparison.shared),
        judged=judged_after(workspace, catalog, lang, is_new=is_new),
    )
    return CheckedPlan(files, view, comparison, catalog, kept)


def _lying_in(folder: Path, tables: PlanTables) -> Iterator[UploadFile]:
    """The files of a folder that are a plan's, by the name of the folder."""
    return (UploadFile(f"{tables.name}/{name}", (folder / name).read_bytes()) for name in tables.tables)


def _held_against(plans: Plans, files: PlanTables) -> tuple[PlanComparison, Catalog]:
    """What the files would change, and the plan as it would be. CatalogRefused."""
    if any(problem.severity is Severity.ERROR for problem in files.problems):
        build_catalog(files)  # which is refused, with everything else that is wrong
    if not files.plan_id:
        raise CatalogRefused([Problem(Severity.ERROR, "plan_without_id", "plan.csv", column="plan_id")])
    state = plans.state(files.plan_id)
    comparison = compare_plan(files, state)
    return comparison, catalog_after(state, comparison.change)


def _worded(sheets: PlanSheets, words: Texts, problems: Sequence[Problem]) -> tuple[ProblemView, ...]:
    """Problems in words; those of a workbook name its sheets and headings."""
    views = (word_problem(words, sheets.located(problem, words)) for problem in problems)
    return tuple(replace(view, message=sheets.worded(view.message, words)) for view in views)


def check_load(
    workspace: Workspace, actor: Actor, checked: CheckedPlan, *, document: str = "", note: str = ""
) -> CheckedRevision:
    """What was checked, as a change of the plan that is made, or sent in where it waits. CatalogRefused, NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    for plan_id in {checked.files.plan_id, *_sharing(checked.comparison)}:
        workspace.admit(actor, Action.ADMINISTER, Place.whole(plan_id))
    if not checked.view.ok or checked.comparison is None or checked.catalog is None:
        raise CatalogRefused([told.problem for told in checked.view.problems if told.refuses])
    said = {"plan": checked.files.plan_id, "folder": _folder_of(checked.brought), "document": document, "note": note}
    files = tuple(KeptFile.of(PurePath(file.name).name, file.content) for file in checked.brought)
    return CheckedRevision(
        NewRevision(RevisionKind.LOAD, checked.files.name, checked.comparison.change, note, document),
        checked.catalog,
        checked.view.judged,
        checked.view.data_version,
        asked=Proposal(Sent.LOAD, said, files),
        sharing=tuple(_sharing(checked.comparison)),
        counted_in=counted_in(workspace, checked.catalog),
        loading=checked.view,
    )


def _folder_of(files: Sequence[UploadFile]) -> str:
    """What a plan that came as several files is called by, if it says nothing itself."""
    return PurePath(files[0].name).parent.name if files else ""


def load_plan(workspace: Workspace, actor: Actor, checked: CheckedPlan, *, document: str = "", note: str = "") -> int | None:
    """Loads what was checked as one revision and returns its number; None where just these files were loaded last.

    CatalogRefused; PreviewOutdated if figures or plans changed since; NotAllowed; KpiError `approval_needed` where another
    person has to approve it.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    made = check_load(workspace, actor, checked, document=document, note=note)
    if checked.view.is_loaded:
        return None
    if waits_in(workspace, made):
        raise KpiError("approval_needed")
    figures, version = workspace.plans.figures_after(made.catalog), made.data_version
    return workspace.store.commit_revision(made.new, figures, actor=actor, at=workspace.now(), expected_version=version)


def export_plan(workspace: Workspace, actor: Actor, plan_id: str) -> dict[str, bytes]:
    """The files of a plan as it counts now, by name. NotFound, NotAllowed."""
    tables = _tables(workspace.of(plan_id).admit_whole(actor, Action.EXPORT))
    return {name: write_table(table) for name, table in tables.items() if table}


def export_workbook(workspace: Workspace, actor: Actor, plan_id: str, *, lang: str = "zh") -> bytes:
    """The same as one workbook with headings in a language. KpiError `plan_cell_too_long`, NotFound, NotAllowed."""
    tables = _tables(workspace.of(plan_id).admit_whole(actor, Action.EXPORT))
    return plan_workbook({name: table for name, table in tables.items() if table}, texts(lang))


def _tables(seen: Workspace) -> Mapping[str, Table | None]:
    """The tables of a plan as far as they are shown."""
    return seen.plans.state(seen.plan_id, seen.lens.ceiling).tables().tables


def new_workbook(actor: Actor, *, lang: str = "zh") -> bytes:
    """A workbook to begin a plan with, in which each sheet has a row that is only an example. NotAllowed."""
    access.require(actor, Action.EXPORT)
    return empty_workbook(texts(lang))


def new_plan(actor: Actor) -> dict[str, bytes]:
    """The files of a plan to be filled in, by name: all columns, and one worked row each. NotAllowed."""
    access.require(actor, Action.EXPORT)
    return {name: write_table(table) for name, table in skeleton().tables.items() if table}


def _file_changes(comparison: PlanComparison) -> Iterator[FileChange]:
    new, changed, removed = (_by_file(places) for places in (comparison.new, comparison.changed, comparison.removed))
    for file in dict.fromkeys((*new, *changed, *removed)):
        yield FileChange(file, new.get(file, ()), changed.get(file, ()), removed.get(file, ()))


def _by_file(places: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    keys: dict[str, list[str]] = {}
    for file, key in places:
        keys.setdefault(file, []).append(readable_key(key))
    return {file: tuple(found) for file, found in keys.items()}


def _sharing(comparison: PlanComparison | None) -> list[str]:
    """The other plans that what changes in the library belongs to as well."""
    return sorted({plan for _, _, plans in comparison.shared for plan in plans}) if comparison else []


def _harmed(workspace: Workspace, comparison: PlanComparison) -> Iterator[Problem]:
    """Other plans that would be refused if the library read as this one wants it."""
    shared = tuple(row for row in comparison.change.rows if not row.log.of_plan)
    for plan_id in _sharing(comparison):
        state = workspace.plans.state(plan_id)
        try:
            catalog_after(state, replace(comparison.change, plan_id=plan_id, rows=shared, parts=(), columns=None))
        except CatalogRefused as refused:
            first = refused.problems[0]
            values = {"plan": plan_id, "place": f"{first.file} {first.row or ''}".strip()}
            yield Problem(Severity.ERROR, "plan_harms_another", values=values)


def judged_after(workspace: Workspace, catalog: Catalog, lang: str, *, is_new: bool) -> tuple[VerdictChange, ...]:
    """The verdicts that would differ if a plan read like `catalog`."""
    before, after = None if is_new else known_now(workspace, catalog.plan_id), known_after(workspace, catalog)
    return judged_changes(texts(lang), before, after)


def known_now(workspace: Workspace, plan_id: str) -> Known:
    """What views of a plan's targets are made of now."""
    store, catalog = workspace.store, workspace.plans.catalog(plan_id)
    frame = store.current(_looked_at(store, catalog))
    last = store.last_period_end(catalog.measures.keys(), catalog.regions.keys()) if in_parts(store) else None
    return Known(catalog, of_catalog(frame, catalog), workspace.batches, last)


def known_after(workspace: Workspace, catalog: Catalog) -> Known:
    """What they would be made of if the plan read like `catalog`."""
    store, batches = workspace.store, workspace.batches
    uploads = {number for number, batch in batches.items() if batch.kind is BatchKind.UPLOAD}
    figures, places = workspace.plans.figures_after(catalog), _looked_at(store, catalog)
    frame, ends = store.current(places), frozenset[date]()
    if places is not None:
        measures, regions = catalog.measures.keys(), catalog.regions.keys()
        own = [each for each in figures if each.measure_id in measures and each.region_code in regions]
        ends = store.period_ends(measures=measures, places=regions, batches=uploads)
        ends |= frozenset(filter(None, (each.as_of or each.window_end for each in own)))
        figures = [each for each in figures if each.region_code in places]
    after = with_baseline(frame, figures, uploads)
    return Known(catalog, of_catalog(after, catalog), batches, max(ends, default=None))


def _looked_at(store: Store, catalog: Catalog) -> Collection[str] | None:
    """The regions that a plan has targets for; None where all figures can be held."""
    return {target.region_code for target in catalog.primary_targets} if in_parts(store) else None
