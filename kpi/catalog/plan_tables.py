"""A plan as tables of text, the one form it is read from: a folder's files become it, and so do rows of the database."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpi.catalog import formats
from kpi.catalog.tables import MAX_BYTES, Problems, Table, read_bytes, read_table, write_table
from kpi.errors import CatalogRefused
from kpi.model import Problem, Severity


@dataclass(frozen=True)
class PlanTables:
    """The files of one plan, read but not yet understood."""

    name: str
    """Of the folder or workbook; what a plan without a `plan_id` of its own is called by."""
    tables: Mapping[str, Table | None]
    """By file name; None for one that is there and cannot be used."""
    sha256: str
    """Of the bytes of all files that were read, in the order of their names."""
    problems: tuple[Problem, ...] = field(default=())
    """What was wrong with the files themselves."""
    called: str = ""
    """What somebody wants the plan to be called by, whatever its files say."""

    @property
    def plan_id(self) -> str:
        """What the plan is called by in the database, in addresses and on the command line."""
        table = self.tables.get(formats.PLAN.name)
        given = table.rows[0].cells.get("plan_id", "") if table and table.rows else ""
        return self.called or given or self.name


def called(files: PlanTables, plan_id: str) -> PlanTables:
    """The same plan by another name, which its own table says from then on if it said one; without one it is as it was."""
    table = files.tables.get(formats.PLAN.name)
    if plan_id in ("", files.plan_id) or not table or "plan_id" not in table.columns:
        return replace(files, called=plan_id)
    rows = tuple(replace(row, cells={**row.cells, "plan_id": plan_id}) for row in table.rows)
    return replace(files, called=plan_id, tables={**files.tables, formats.PLAN.name: Table(table.columns, rows)})


def read_folder(folder: Path) -> PlanTables:
    """The files in `folder`. CatalogRefused only where there is no such folder; other problems are in the result."""
    problems = Problems()
    contents = _contents(folder, problems)
    _warn_of_unknown_files((path.name for path in folder.glob("*.csv")), problems)
    return _tables(folder.resolve().name, contents, problems)


def read_contents(name: str, contents: Mapping[str, bytes]) -> PlanTables:
    """The same of files that lie in no folder, by their names."""
    problems = Problems()
    for form in formats.FORMATS:
        if form.must_exist and form.name not in contents:
            problems.of_file(form.name, "catalog_file_missing")
        elif len(contents.get(form.name, b"")) > MAX_BYTES:
            problems.of_file(form.name, "catalog_file_too_large", most=MAX_BYTES // 1_000_000)
    _warn_of_unknown_files(contents, problems)
    known = {
        form.name: contents[form.name]
        for form in formats.FORMATS
        if form.name in contents and len(contents[form.name]) <= MAX_BYTES
    }
    return _tables(name, known, problems)


def _tables(name: str, contents: Mapping[str, bytes], problems: Problems) -> PlanTables:
    forms = {form.name: form for form in formats.FORMATS}
    tables = {name: read_table(content, forms[name], problems) for name, content in contents.items()}
    return PlanTables(name, tables, _fingerprint(contents), tuple(problems.found))


def fingerprint_of(tables: Mapping[str, Table | None]) -> str:
    """That of a folder which says just this."""
    return _fingerprint({name: write_table(table) for name, table in tables.items() if table})


def _contents(folder: Path, problems: Problems) -> dict[str, bytes]:
    if not folder.is_dir():
        problems.of_file(str(folder), "catalog_folder_missing")
        raise CatalogRefused(problems.found)
    return {form.name: content for form in formats.FORMATS if (content := read_bytes(folder, form, problems)) is not None}


def _warn_of_unknown_files(names: Iterable[str], problems: Problems) -> None:
    """A misspelt optional file would otherwise be absent without a word."""
    known = {form.name for form in formats.FORMATS}
    for name in sorted(names):
        if name not in known:
            problems.of_file(name, "catalog_file_unknown", Severity.WARNING, files=tuple(sorted(known)))


def _fingerprint(contents: Mapping[str, bytes]) -> str:
    """Of names and bytes; lengths in between keep one file's end from passing for the next one's beginning."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}:{len(contents[name])}:".encode())
        digest.update(contents[name])
    return digest.hexdigest()


_EXAMPLE = Path(__file__).parent / "example"
"""Every file with all its columns; one that may not stay empty has one worked row, which together make a plan that loads."""


def skeleton() -> PlanTables:
    """A plan to begin with."""
    return read_folder(_EXAMPLE)
