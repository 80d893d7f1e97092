"""Moving a database from a file into a lake, or back: all of it or nothing, and where it came from it stays.

What is moved is a copy that proved whole. A lake gets it in one transaction, in which counts and digests of every table are
compared before it ends; a file gets its name when all of it is there. So a move that is killed leaves an empty place.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.errors import KpiError, NotFound, StoreUnusable
from kpi.model import Actor
from kpi.store.connection import scratch_of
from kpi.store.database import Database, Transaction
from kpi.store.engines.engine import Engine
from kpi.store.engines.file import FileEngine
from kpi.store.files.copies import copy_file, copy_whole, gone_afterwards, made_aside, prove, quoted, require_free
from kpi.store.files.leftovers import clear_scratch, scratch_name
from kpi.store.migrating import LEDGER
from kpi.store.records import DEMO

_COLUMNS = """
select table_name, list(column_name order by column_index) from duckdb_columns()
join duckdb_tables() using (database_name, table_name)
where database_name = $name group by table_name order by table_name
"""


@dataclass(frozen=True, slots=True)
class MovedTable:
    """What there is of a table, here as there."""

    name: str
    rows: int
    digest: str
    """A sum over its rows, in whatever order they are."""


def move(source: Engine, target: Engine, at: datetime, *, by: Actor) -> tuple[MovedTable, ...]:
    """Puts all that one place keeps into another, empty one, and says so there; the first stays as it is. Returns every table.

    NotFound if there is nothing to move; KpiError `move_two_lakes`, `move_target_taken`, `move_failed`; StoreBusy,
    StoreUnusable.
    """
    lakes = [engine for engine in (source, target) if not isinstance(engine, FileEngine)]
    if len(lakes) > 1:
        raise KpiError("move_two_lakes")
    if isinstance(target, FileEngine) and target.path.exists():
        raise KpiError("move_target_taken", path=target.address)
    scratch = scratch_of((lakes or [target])[0].path)
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        clear_scratch(scratch)
        copy = scratch / scratch_name("move", at)
        with gone_afterwards(copy):
            _copy(source, copy, at)
            came = _Coming(by, source.address)
            return (_into_file if isinstance(target, FileEngine) else _into_lake)(copy, target, at, came)
    except (OSError, duckdb.Error) as error:
        raise KpiError("move_failed", path=target.address) from error


@dataclass(frozen=True, slots=True)
class _Coming:
    """Who moves a database, and from where."""

    by: Actor
    source: str

    def enter(self, transaction: Transaction) -> None:
        """Puts it on record."""
        transaction.audit(self.by, "move", subject=self.source)


def _copy(source: Engine, copy: Path, at: datetime) -> None:
    """A whole copy in a file. A file is not even opened, as that would write in it."""
    if isinstance(source, FileEngine):
        if not source.path.is_file():
            raise NotFound("no_such_database", path=source.address)
        require_free(source.path)
        copy_file(source.path, copy)
    else:
        opened = Database(source, at)
        try:
            if not _has_history(opened):
                raise NotFound("no_such_database", path=source.address)
            with opened.outside_transaction() as cursor:
                copy_whole(cursor, copy)
                with _attached(cursor, copy) as name:
                    _compared(cursor, name, source)
        finally:
            opened.close()
    prove(copy, source.path, at)


def _has_history(database: Database) -> bool:
    return database.rows("newest_moment") != [(None, None)] or bool(database.rows("property", {"name": DEMO}))


def _into_file(copy: Path, target: Engine, at: datetime, came: "_Coming") -> tuple[MovedTable, ...]:
    """The journal begins with what the file then holds; the entry tells it from one that was begun to hide something."""
    with made_aside(target.path, at) as candidate:
        shutil.copyfile(copy, candidate)
        opened = Database(FileEngine(candidate), at)
        try:
            with opened.reading() as cursor:
                tables = _tables(cursor, _current(cursor))
            with opened.writing(at) as transaction:
                came.enter(transaction)
            return tables
        finally:
            opened.close()


def _into_lake(copy: Path, target: Engine, at: datetime, came: "_Coming") -> tuple[MovedTable, ...]:
    """Makes the tables as in any new lake, and fills all of them in one transaction."""
    opened = Database(target, at)
    try:
        with opened.outside_transaction() as cursor, _attached(cursor, copy) as name:
            cursor.execute("begin")
            try:
                tables = _fill(cursor, name, target)
                came.enter(Transaction(cursor, at))
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise
            return tables
    finally:
        opened.close()


def _fill(cursor: duckdb.DuckDBPyConnection, source: str, target: Engine) -> tuple[MovedTable, ...]:
    for table in _columns_of(cursor, _current(cursor)):
        name = quoted(table, '"')
        if table == LEDGER:
            cursor.execute(f"delete from {name}")  # noqa: S608 - a name of a table of ours
        elif cursor.execute(f"select 1 from {name} limit 1").fetchall():  # noqa: S608 - as above
            raise KpiError("move_target_taken", path=target.address)
        cursor.execute(f"insert into {name} by name from {source}.{name}")
    return _compared(cursor, source, target)


def _compared(cursor: duckdb.DuckDBPyConnection, other: str, target: Engine) -> tuple[MovedTable, ...]:
    """Every table of the current database, if it is as that of the other. StoreUnusable `move_differs`."""
    here, there = (_tables(cursor, name) for name in (_current(cursor), other))
    if here != there:
        raise StoreUnusable(
            "move_differs", path=target.address, tables=tuple(sorted({table.name for table in {*here} ^ {*there}}))
        )
    return here


def _current(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(cursor.execute("select current_database()").fetchall()[0][0])


def _columns_of(cursor: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    return dict(cursor.execute(_COLUMNS, {"name": database}).fetchall())


def _tables(cursor: duckdb.DuckDBPyConnection, database: str) -> tuple[MovedTable, ...]:
    return tuple(_table(cursor, database, table, columns) for table, columns in _columns_of(cursor, database).items())


def _table(cursor: duckdb.DuckDBPyConnection, database: str, table: str, columns: list[str]) -> MovedTable:
    row = ", ".join(quoted(column, '"') for column in sorted(columns))
    whole = ".".join(quoted(name, '"') for name in (database, table))
    asked = f"select count(*), coalesce(sum(hash(row({row}))), 0) from {whole}"  # noqa: S608 - names of ours
    rows, digest = cursor.execute(asked).fetchall()[0]
    return MovedTable(table, int(rows), f"{int(digest):x}")


@contextmanager
def _attached(cursor: duckdb.DuckDBPyConnection, file: Path) -> Iterator[str]:
    name = "moved"
    cursor.execute(f"attach {quoted(str(file), chr(39))} as {name} (read_only)")
    try:
        yield name
    finally:
        cursor.execute(f"detach {name}")
