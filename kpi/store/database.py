"""The connection: one per process and file, a cursor per call, a lock round writes, and a fresh start after a fatal error.

Nothing outside this room sees a connection or writes SQL. Whatever a call reads is fetched before its cursor closes.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import duckdb
import pyarrow as pa

from kpi.errors import StoreBusy, StoreUnusable
from kpi.store.connection import backups_of, connect, refusal, scratch_of
from kpi.store.migrating import migrate
from kpi.store.moments import naive

Parameters = Mapping[str, object]
Row = tuple[Any, ...]

_FATAL = (duckdb.FatalException, duckdb.InternalException)
"""After these DuckDB answers nothing more until the file is closed and opened anew."""

_queries = Path(__file__).parent / "queries"
_opening = threading.Lock()
_open_here: WeakValueDictionary[Path, "Database"] = WeakValueDictionary()


@cache
def query(name: str) -> str:
    """The statement of `queries/<name>.sql`."""
    return (_queries / f"{name}.sql").read_text(encoding="utf-8")


def is_open_here(path: Path) -> bool:
    """Whether this process has the database open; then nothing else may touch the file."""
    return path.resolve() in _open_here


class Database:
    """An open DuckDB file with the newest schema."""

    def __init__(self, path: Path, at: datetime) -> None:
        """Opens or creates the file at `path`; `at` dates new migrations.

        StoreBusy if another process, or this one, has it already; StoreUnusable if it cannot be used.
        """
        self.path = path.resolve()
        self.backups, self.scratch = backups_of(self.path), scratch_of(self.path)
        self._write_lock = threading.RLock()
        self._state_lock = threading.Lock()
        self._calls_inside = 0
        self._failed = False
        with _opening:
            if is_open_here(self.path):
                raise StoreBusy("store_busy", path=str(self.path))
            self._connection = connect(self.path)
            _open_here[self.path] = self
        try:
            migrate(self._connection, self.path, at)
        except BaseException as error:
            self.close()
            if isinstance(error, duckdb.Error):
                raise refusal(self.path, error) from error
            raise

    def close(self) -> None:
        """Writes everything to the file and lets go of it. May be called again."""
        with self._write_lock, _opening:
            self._connection.close()
            if _open_here.get(self.path) is self:
                del _open_here[self.path]

    def rows(self, name: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a query. StoreUnusable."""
        with self._cursor() as cursor:
            return cursor.execute(query(name), dict(parameters or {})).fetchall()

    def arrow(self, name: str, parameters: Parameters | None = None) -> pa.Table:
        """The result of a query as a pyarrow Table. StoreUnusable."""
        with self._cursor() as cursor:
            return cursor.execute(query(name), dict(parameters or {})).to_arrow_table()

    @contextmanager
    def writing(self, at: datetime) -> Iterator["Transaction"]:
        """A transaction at the moment `at`; one at a time, rolled back whole if anything goes wrong. StoreUnusable."""
        with self._write_lock, self._cursor() as cursor:
            cursor.execute("begin")
            try:
                yield Transaction(cursor, at)
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise

    @contextmanager
    def outside_transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in autocommit while nobody else writes. StoreUnusable."""
        with self._write_lock, self._cursor() as cursor:
            yield cursor

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._enter()
        try:
            yield cursor
        except _FATAL as error:
            self._failed = True
            raise StoreUnusable("store_failed", path=str(self.path)) from error
        except duckdb.OperationalError as error:
            raise StoreUnusable("store_io", path=str(self.path)) from error
        finally:
            cursor.close()
            with self._state_lock:
                self._calls_inside -= 1

    def _enter(self) -> duckdb.DuckDBPyConnection:
        with self._state_lock:
            if self._failed:
                self._start_afresh()
            try:
                cursor = self._connection.cursor()
            except duckdb.Error as error:
                raise StoreUnusable("store_closed", path=str(self.path)) from error
            self._calls_inside += 1
            return cursor

    def _start_afresh(self) -> None:
        """Closes and opens the file. While another call is inside, its cursor keeps the failed database alive."""
        if self._calls_inside:
            raise StoreUnusable("store_failed", path=str(self.path))
        with _opening:
            self._connection.close()
            self._connection = connect(self.path)
        self._failed = False


def not_before(asked: datetime, recorded: Row) -> datetime:
    """When something happens: not before the newest event, and after what was issued, which looks back from its moment."""
    newest, issued = recorded
    return max(asked, newest or asked, issued + timedelta(microseconds=1) if issued else asked)


class Transaction:
    """What a write may do inside its transaction, and the moment it all happens at."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, at: datetime) -> None:
        self._cursor = cursor
        asked = naive(at)
        self.moment: datetime = not_before(asked, self.run("newest_moment")[0])
        """In UTC, and never before what is recorded: a clock set back must not put a new figure behind an older one."""

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

    def record(self, actor: str, action: str, detail: str, batch_id: int | None = None) -> None:
        """Writes down who did what."""
        values = {"happened_at": self.moment, "actor": actor, "action": action, "batch_id": batch_id, "detail": detail}
        self.run("insert_event", values)


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """After a fatal error there is no transaction left to roll back; the first error is the one to report."""
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        return
