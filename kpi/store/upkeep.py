"""Proving a database whole, copying it while it is in use, and bringing a copy back."""

import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.errors import KpiError, NotFound, StoreUnusable
from kpi.model import Problem, Severity
from kpi.store.database import Database, naive

CHECKS = ("projection", "unique_keys", "references", "row_counts", "events", "originals")
"""Each is a query `verify_<check>` that returns what it found wrong, and a text `problem.store_<check>`."""


def verify(database: Database) -> list[Problem]:
    """One problem per thing found wrong."""
    return [
        Problem(Severity.ERROR, f"store_{check}", file=database.path.name, value=str(subject), values={"subject": str(subject)})
        for check in CHECKS
        for (subject,) in database.rows(f"verify_{check}")
    ]


def backup(database: Database, folder: Path, at: datetime) -> Path:
    """Copies everything to a new file in `folder`. Copying the live file would lose rows, so DuckDB does it."""
    name = f"{database.path.stem}-{naive(at):%Y%m%dT%H%M%S}Z.duckdb"
    made, wanted = database.scratch / name, folder / name
    if wanted.exists():
        raise KpiError("backup_exists", path=str(wanted))
    try:
        for needed in (folder, made.parent):
            needed.mkdir(parents=True, exist_ok=True)
        _copy(database, made)
        _prove(made, at)
        shutil.move(made, wanted)
    except (OSError, duckdb.Error) as error:
        raise KpiError("backup_failed", folder=str(folder)) from error
    finally:
        _discard(made)
    return wanted


def restore(backup_file: Path, path: Path, at: datetime) -> Path | None:
    """Puts a proven copy of `backup_file` in the place of the database at `path`, which nobody may have open.

    The database that was there is kept beside it; returns where. NotFound, StoreBusy, StoreUnusable.
    """
    if not backup_file.is_file():
        raise NotFound("no_such_backup", path=str(backup_file))
    candidate = path.parent / "scratch" / f"restore-{naive(at):%Y%m%dT%H%M%S}.duckdb"
    candidate.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(backup_file, candidate)
        _prove(candidate, at)
        kept = _put_aside(path, at)
        candidate.replace(path)
    finally:
        _discard(candidate)
    return kept


def _copy(database: Database, target: Path) -> None:
    quoted = str(target).replace("'", "''")
    with database.outside_transaction() as cursor:
        cursor.execute(f"attach '{quoted}' as made_copy")
        try:
            name = cursor.execute("select current_database()").fetchall()[0][0].replace('"', '""')
            cursor.execute(f'copy from database "{name}" to made_copy')
        finally:
            cursor.execute("detach made_copy")


def _prove(path: Path, at: datetime) -> None:
    """Opens a database and verifies it. StoreUnusable."""
    opened = Database(path, at)
    try:
        problems = verify(opened)
    finally:
        opened.close()
    if problems:
        raise StoreUnusable("store_damaged", path=str(path), count=len(problems))


def _put_aside(path: Path, at: datetime) -> Path | None:
    if not path.exists():
        return None
    Database(path, at).close()
    kept = path.with_name(f"{path.name}.before-restore-{naive(at):%Y%m%dT%H%M%S}Z")
    path.replace(kept)
    return kept


def _discard(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)
