"""The connection: one per process, a cursor per call, a lock round writes, and migrations on opening.

Nothing outside this room sees a connection or writes SQL. Whatever a call reads is fetched before its cursor closes.
"""

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kpi.errors import StoreBusy, StoreUnusable

_HERE = Path(__file__).parent
_MIGRATIONS = tuple(sorted((_HERE / "migrations").glob("*.sql")))
SCHEMA_VERSION = len(_MIGRATIONS)
"""The newest migration there is."""

Parameters = Mapping[str, object]
Row = tuple[Any, ...]


@cache
def query(name: str) -> str:
    """The statement of `queries/<name>.sql`."""
    return (_HERE / "queries" / f"{name}.sql").read_text(encoding="utf-8")


class Database:
    """An open DuckDB file with the newest schema."""

    def __init__(self, path: Path, at: datetime) -> None:
        """Opens or creates the file at `path`; `at` dates new migrations.

        StoreBusy if another process has it, StoreUnusable if it is no such file.
        """
        self.path = path
        self.backups, self.scratch = path.parent / "backups", path.parent / "scratch"
        self._write_lock = threading.RLock()
        self._connection = _connect(path)
        try:
            _migrate(self._connection, path, at)
            self._restrict()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Writes everything to the file and lets go of it."""
        with self._write_lock:
            self._connection.close()

    def rows(self, name: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a query."""
        with self._connection.cursor() as cursor:
            return cursor.execute(query(name), dict(parameters or {})).fetchall()

    def arrow(self, name: str, parameters: Parameters | None = None) -> pa.Table:
        """The result of a query as a pyarrow Table."""
        with self._connection.cursor() as cursor:
            return cursor.execute(query(name), dict(parameters or {})).to_arrow_table()

    @contextmanager
    def writing(self) -> Iterator["Transaction"]:
        """A transaction; only one at a time. It is rolled back whole if anything goes wrong."""
        with self._write_lock, self._connection.cursor() as cursor:
            cursor.execute("begin")
            try:
                yield Transaction(cursor)
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise

    @contextmanager
    def outside_transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in autocommit while nobody else writes."""
        with self._write_lock, self._connection.cursor() as cursor:
            yield cursor

    def _restrict(self) -> None:
        """Closes every way out of the process but the two folders, and then the configuration itself."""
        self._connection.execute("set autoinstall_known_extensions = false")
        self._connection.execute("set autoload_known_extensions = false")
        self._connection.execute("set allow_community_extensions = false")
        self._connection.execute("set allowed_directories = $folders", {"folders": [str(self.backups), str(self.scratch)]})
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")


class Transaction:
    """What a write may do inside its transaction."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def run(self, name: str, parameters: Parameters | None = None) -> list[Row]:
        """Runs a query and returns its rows."""
        return self._cursor.execute(query(name), dict(parameters or {})).fetchall()

    def insert(self, name: str, relation: str, table: pa.Table) -> None:
        """Runs an insert that reads `table`, a pyarrow Table, under the name `relation`."""
        self._cursor.register(relation, table)
        try:
            self._cursor.execute(query(name))
        finally:
            self._cursor.unregister(relation)


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """After a fatal error there is no transaction left to roll back; the first error is the one to report."""
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        return


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise StoreBusy("store_busy", path=str(path)) from error
        raise StoreUnusable("store_unusable", path=str(path)) from error
    except (duckdb.Error, OSError) as error:
        raise StoreUnusable("store_unusable", path=str(path)) from error


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path, at: datetime) -> None:
    """Runs every migration not yet in the ledger, one per transaction with its ledger row, then checkpoints."""
    connection.execute(
        "create table if not exists schema_migrations "
        "(version bigint not null, name varchar not null, sha256 varchar not null, applied_at timestamp not null)"
    )
    applied = dict(connection.execute("select version, sha256 from schema_migrations").fetchall())
    if applied and max(applied) > SCHEMA_VERSION:
        raise StoreUnusable("store_too_new", path=str(path), found=max(applied), known=SCHEMA_VERSION)
    for version, file in enumerate(_MIGRATIONS, start=1):
        text = file.read_text(encoding="utf-8")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        if version not in applied:
            _apply(connection, version, text, {"name": file.stem, "sha256": sha256, "applied_at": naive(at)})
        elif applied[version] != sha256:
            raise StoreUnusable("migration_changed", path=str(path), name=file.stem)


def _apply(connection: duckdb.DuckDBPyConnection, version: int, text: str, ledger: Parameters) -> None:
    connection.execute("begin")
    try:
        for statement in statements(text):
            connection.execute(statement)
        connection.execute(
            "insert into schema_migrations values ($version, $name, $sha256, $applied_at)",
            {"version": version, **ledger},
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("checkpoint")


def statements(text: str) -> list[str]:
    """The statements of a migration, which holds neither `;` nor `--` inside a literal."""
    without_comments = re.sub(r"--[^\n]*", "", text)
    return [statement.strip() for statement in without_comments.split(";") if statement.strip()]


def naive(moment: datetime) -> datetime:
    """A moment as the store keeps it: UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime | None) -> datetime | None:
    """A moment from the store, saying that it is UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None else None
