"""Copying a database while it is in use, and bringing a copy back. Whatever goes wrong, the database that was there stays.

Copying the live file would lose rows, so DuckDB makes the copy; and no copy counts before it was opened and proven whole.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from kpi.errors import KpiError, NotFound, StoreBusy, StoreUnusable
from kpi.model import Actor
from kpi.store.connection import connect, refusal, scratch_of
from kpi.store.database import Database
from kpi.store.engines.file import FileEngine, is_open_here
from kpi.store.files.durable import free_name, keep_to_owner, settle, settle_name
from kpi.store.files.journal import JournalEntry, Standing, journal_of, read
from kpi.store.files.journaling import LogHashes, record_restore
from kpi.store.files.leftovers import clear_parts, clear_scratch, part_of, scratch_name
from kpi.store.files.logs import logs_of
from kpi.store.files.sealing import SEALED, seal, unseal
from kpi.store.kept.people import end_every_way_in
from kpi.store.moments import stamp
from kpi.store.records import DEMO
from kpi.store.verifying import verify


def backup(database: Database, folder: Path, at: datetime, key: str = "") -> Path:
    """Copies everything to a new file in `folder`, which is there whole or not at all; sealed where a key is given.

    KpiError `backup_exists`, `backup_failed`, `backup_key_unusable`; StoreUnusable `store_damaged` if the copy does not prove
    whole.
    """
    name = f"{database.path.stem}-{stamp(at)}.duckdb{SEALED if key else ''}"
    made, wanted = database.scratch / scratch_name("backup", at), folder / name
    if wanted.exists():
        raise KpiError("backup_exists", path=str(wanted))
    try:
        for needed in (folder, made.parent):
            needed.mkdir(parents=True, exist_ok=True)
        clear_parts(folder)
        with gone_afterwards(made):
            with database.outside_transaction() as cursor:
                copy_whole(cursor, made)
            prove(made, database.path, at)
            _put(made, wanted, partial(seal, key=key) if key else shutil.copyfile)
    except (OSError, duckdb.Error) as error:
        raise KpiError("backup_failed", folder=str(folder)) from error
    return wanted


def restore(backup_file: Path, path: Path, at: datetime, key: str = "", *, by: Actor | None = None) -> Path | None:
    """Puts a proven copy of `backup_file`, opened with the key, in the place of the database at `path`, which nobody may hold.

    Where it says `by` whom, nobody gets in by what was good on the backup's day, and the copy's log has the restore: both are
    in the copy before it takes the place. The database that was there is kept beside it, even a damaged one; returns where.
    NotFound, StoreBusy, StoreUnusable; KpiError `restore_failed`, `backup_sealed` without a key, `backup_key_unusable`,
    `backup_not_opened`, `clock_lags`, and `restore_mixes` if only one of the two is a demonstration.
    """
    source, target = backup_file.resolve(), path.resolve()
    if not source.is_file():
        raise NotFound("no_such_backup", path=str(backup_file))
    sealed = source.name.endswith(SEALED)
    if sealed and not key:
        raise KpiError("backup_sealed", path=str(backup_file))
    if not sealed:
        require_free(source)
    candidate = scratch_of(target) / scratch_name("restore", at)
    try:
        candidate.parent.mkdir(parents=True, exist_ok=True)
        clear_scratch(candidate.parent)
        with gone_afterwards(candidate):
            (partial(unseal, key=key) if sealed else copy_file)(source, candidate)
            proven = prove(candidate, source, at)
            if target.exists() and _was_demo(target, unless_known=False) != proven.demo:
                raise KpiError("restore_mixes", path=str(backup_file), database=str(path))
            if by:
                proven = _entered(candidate, proven, source.name, by, at, journal=_standing(target))
            settle(candidate)
            kept = _put_aside(target, at)
            _put_in_place(candidate, target, proven, source.name, at)
    except (OSError, _NotEntered) as error:
        raise KpiError("restore_failed", path=str(path)) from error
    return kept


@contextmanager
def made_aside(path: Path, at: datetime) -> Iterator[Path]:
    """Where to make a new database that gets the name `path`, with its journal, when the block ends well.

    StoreUnusable if a database of that name left its log; a journal it left is kept under another name. OSError.
    """
    target = path.resolve()
    if logs_of(target):
        raise StoreUnusable("store_unusable", path=str(path))
    candidate, journal = scratch_of(target) / scratch_name("demo", at), journal_of(target)
    candidate.parent.mkdir(parents=True, exist_ok=True)
    clear_scratch(candidate.parent)
    with gone_afterwards(candidate):
        yield candidate
        settle(candidate)
        if journal.exists():
            journal.replace(free_name(journal.with_name(f"{journal.name}.before")))
        candidate.replace(target)
        journal_of(candidate).replace(journal)
        settle_name(target)


@contextmanager
def gone_afterwards(path: Path) -> Iterator[None]:
    """While it lasts there may be a database at `path`."""
    try:
        yield
    finally:
        for leftover in (path, journal_of(path), *logs_of(path)):
            leftover.unlink(missing_ok=True)


def copy_whole(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Copies all that a cursor in autocommit sees while nobody writes. duckdb.Error."""
    name = str(cursor.execute("select current_database()").fetchall()[0][0])
    source, copy, file = quoted(name, '"'), quoted(f"copy of {name}", '"'), quoted(str(target), "'")
    cursor.execute(f"attach {file} as {copy}")
    try:
        cursor.execute(f"copy from database {source} to {copy}")
    finally:
        cursor.execute(f"detach {copy}")


def quoted(text: str, mark: str) -> str:
    """A name or a text within SQL, in marks of its kind."""
    return mark + text.replace(mark, mark + mark) + mark


def _put(made: Path, wanted: Path, write: Callable[[Path, Path], object]) -> None:
    """Writes a file to any file system so that it appears under its name only when all of it is there."""
    part = part_of(wanted)
    try:
        write(made, part)
        keep_to_owner(part)
        settle(part)
        part.replace(wanted)
        settle_name(wanted)
    finally:
        part.unlink(missing_ok=True)


def copy_file(source: Path, target: Path) -> None:
    """Copies a database that nobody has open, with its log."""
    shutil.copyfile(source, target)
    for log in logs_of(source):
        shutil.copyfile(log, target.with_name(target.name + log.name.removeprefix(source.name)))


@dataclass(frozen=True, slots=True)
class _Proven:
    """What was found in a copy that proved whole."""

    demo: bool
    entries: list[JournalEntry]
    log: LogHashes


class _NotEntered(Exception):
    """The restore could not be written into the copy."""


def _standing(target: Path) -> str:
    """How the journal stands that the copy will find beside it. OSError."""
    return str(Standing(read(journal_of(target)).content))


def _entered(candidate: Path, proven: _Proven, source: str, by: Actor, at: datetime, *, journal: str) -> _Proven:
    """The copy with the restore in its log and every way in ended, in one transaction. KpiError `clock_lags`."""
    try:
        opened = Database(FileEngine(candidate, journaled=False), at)
        try:
            with opened.writing(at) as transaction:
                transaction.journal = journal
                transaction.audit(by, "restore", subject=source)
                end_every_way_in(transaction, by)
            return replace(proven, entries=opened.entries(), log=opened.log_hashes())
        finally:
            opened.close()
    except StoreUnusable as error:
        raise _NotEntered from error


def _put_in_place(candidate: Path, target: Path, proven: _Proven, source: str, at: datetime) -> None:
    """The journal is told first: should the last step not come about, the old database still holds all it then expects."""
    take_back = record_restore(target, proven.entries, proven.log, source, at)
    try:
        candidate.replace(target)
    except OSError:
        take_back()
        raise
    keep_to_owner(journal_of(target))
    settle_name(target)


def prove(copy: Path, shown: Path, at: datetime) -> _Proven:
    """Opens a copy and verifies it. StoreUnusable, naming the file it is a copy of."""
    try:
        opened = Database(FileEngine(copy, journaled=False), at)
    except StoreUnusable as error:
        key, values = error.message.key.removeprefix("error."), dict(error.message.values)
        raise StoreUnusable(key, **values | {"path": str(shown)}) from error
    try:
        problems = verify(opened)
        proven = _Proven(bool(opened.rows("property", {"name": DEMO})), opened.entries(), opened.log_hashes())
    finally:
        opened.close()
    if problems:
        raise StoreUnusable("store_damaged", path=str(shown), count=len(problems))
    return proven


def require_free(path: Path) -> None:
    """StoreBusy if anybody has the database open: a copy of it now would lose rows."""
    if is_open_here(path):
        raise StoreBusy("store_busy", path=str(path))
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        raise refusal(path, error) from error


def _was_demo(path: Path, *, unless_known: bool) -> bool:
    """Whether the database to be replaced is a demonstration; `unless_known` if it can no longer tell. StoreBusy."""
    if is_open_here(path):
        raise StoreBusy("store_busy", path=str(path))
    try:
        connection = connect(path)
    except StoreUnusable:
        return unless_known
    try:
        marks = connection.execute("select 1 from database_properties where name = $name", {"name": DEMO}).fetchall()
    except duckdb.Error:
        return unless_known
    finally:
        connection.close()
    return bool(marks)


def _put_aside(path: Path, at: datetime) -> Path | None:
    """Gives the database a second name; the first is then replaced in one step, so that at no moment there is none."""
    logs = logs_of(path)
    if not path.exists() and not logs:
        return None
    kept = free_name(path.with_name(f"{path.name}.before-restore-{stamp(at)}"))
    for log in logs:
        log.replace(kept.with_name(kept.name + log.name.removeprefix(path.name)))
    if journal_of(path).exists():
        shutil.copyfile(journal_of(path), journal_of(kept))
    if path.exists():
        try:
            os.link(path, kept)
        except OSError:
            path.replace(kept)
    return kept if kept.exists() else None
