"""A database in a DuckLake: tables as files in a folder or an S3-compatible store, their catalog in PostgreSQL.

Several processes have it open at once. Each commit is one transaction of PostgreSQL, so it is there whole or not at all, and
needs no journal. Whoever writes holds an advisory lock of PostgreSQL meanwhile, which takes it back from a process that dies:
DuckLake lets two writers begin. It fails one of them when it commits where both changed rows of a table, whichever these are,
and neither where both only added some: two events would bear one number.
"""

import hashlib
import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import psycopg

from kpi.errors import StoreBusy, StoreUnusable
from kpi.model import Problem
from kpi.store.connection import backups_of, scratch_of
from kpi.store.engines.bucket import Bucket
from kpi.store.engines.engine import FATAL, Engine, Maintained
from kpi.store.engines.lake_address import LakeAddress
from kpi.store.engines.lake_extensions import load_extensions
from kpi.store.engines.lake_upkeep import claim_files, maintain
from kpi.store.files.journaling import Source
from kpi.store.files.leftovers import clear_parts, clear_scratch, spilled_name

_LAKE = "kpi"
"""What the lake is called within DuckDB."""
_ONE_WRITER = 0x6B7069
"""The number of the advisory lock; such a lock belongs to a database of PostgreSQL, and a lake has one to itself."""
_PATIENCE = "60s"
_HELD = """
select exists (
    select from pg_locks where locktype = 'advisory' and granted and classid = %s and objid = %s and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())
)
"""
_INLINED_ROWS = 100
"""So many rows of one insert go into the catalog instead of a file of their own."""
_ELSEWHERE = timedelta(days=1)
"""The number of a process says nothing of a machine that shares the folder."""
_FRESH = 0.2
"""A page asks hundreds of times whether anything changed."""
_SNAPSHOT = "select max(snapshot_id) from ducklake_snapshot"
_NOT_INLINED = """
select table_name, array_agg(column_name) from ducklake_table tables join ducklake_column columns using (table_id)
where tables.end_snapshot is null and columns.end_snapshot is null and not exists (
    select from ducklake_metadata where scope = 'table' and scope_id = table_id and key = 'data_inlining_row_limit'
) group by table_name
"""
_INLINE = f"call {_LAKE}.set_option('data_inlining_row_limit', {_INLINED_ROWS}, table_name => $table)"
_RESERVED = "select word from pg_get_keywords() where catcode in ('R', 'T')"


def _number_of(name: str) -> int:
    """What stands for a name among the advisory locks."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:4], "big", signed=True)


class LakeEngine(Engine):
    """The lake at an address, made if the database of PostgreSQL is empty."""

    def __init__(self, lake: LakeAddress, bucket: Bucket | None = None) -> None:
        super().__init__(lake.beside)
        self._lake, self._bucket = lake, bucket or Bucket()
        self._asking = threading.Lock()
        self._writer: psycopg.Connection[Any] | None = None
        self._reader: psycopg.Connection[Any] | None = None
        self._holder: psycopg.Connection[Any] | None = None
        self._spilled = scratch_of(self.path) / spilled_name(uuid4().hex)
        self._reserved: frozenset[str] = frozenset()
        self._newest, self._fresh_until = 0, 0.0

    @property
    def address(self) -> str:
        """The database of PostgreSQL and its host, without a password."""
        return self._lake.shown

    def claim(self) -> None:
        """StoreUnusable if PostgreSQL cannot be reached, or speaks no English: DuckLake goes by what its errors say."""
        try:
            self._reader = self._connect_to_postgres()
            (spoken,) = self._reader.execute("show lc_messages").fetchone() or ("",)
            self._reserved = frozenset(word for (word,) in self._reader.execute(_RESERVED))
        except psycopg.Error as error:
            raise self._unreachable() from error
        if not str(spoken).startswith(("C", "en", "POSIX")):
            raise StoreUnusable("lake_not_english", address=self.address, spoken=spoken)
        try:
            for folder in self._folders():
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreUnusable("lake_data_path_unusable", path=self._lake.files) from error

    def release(self) -> None:
        """Ends what is open to PostgreSQL."""
        for connection in (self._reader, self._writer, self._holder):
            if connection:
                connection.close()

    def connected(self) -> duckdb.DuckDBPyConnection:
        """Attaches the lake; the first process makes it, and the others wait. StoreBusy, StoreUnusable."""
        connection = duckdb.connect()
        try:
            load_extensions(connection, self._lake)
            with self.alone():
                self._attach(connection)
            self._restrict(connection)
        except duckdb.Error as error:
            connection.close()
            raise self._unreachable() from error
        except BaseException:
            connection.close()
            raise
        return connection

    def cursor(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """A cursor in the lake."""
        cursor = connection.cursor()
        cursor.execute(f"use {_LAKE}")
        return cursor

    def made(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Lets small inserts into new tables go into the catalog, but where a column's name is a word of PostgreSQL's own.

        DuckLake does not quote names there. It is said before a later migration adds columns: told of it only afterwards,
        DuckLake 1.0 reads them as null in all that it had inlined, once another table has its first rows there.
        """
        assert self._reader  # noqa: S101 - since `claim`
        for table, columns in self._reader.execute(_NOT_INLINED).fetchall():
            if self._reserved.isdisjoint(columns):
                connection.execute(_INLINE, {"table": table})

    def begin(self, source: Source, at: datetime) -> list[Problem]:
        """Clears what killed processes left; what another machine is making has been written to lately."""
        clear_scratch(scratch_of(self.path), before=at - _ELSEWHERE)
        clear_parts(backups_of(self.path), before=at - _ELSEWHERE)
        return super().begin(source, at)

    @contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """An advisory lock of its own, which PostgreSQL takes back from a process that dies."""
        key = _ONE_WRITER, _number_of(name)
        with super().held(name) as mine:
            taken = mine and self._asked_holder("select pg_try_advisory_lock(%s, %s)", key)
            try:
                yield taken
            finally:
                if taken and self._holder:
                    with suppress(psycopg.Error):  # a lost connection has lost its locks
                        self._holder.execute("select pg_advisory_unlock(%s, %s)", key)

    def is_held(self, name: str) -> bool:
        """By this process or another."""
        return super().is_held(name) or self._asked_holder(_HELD, (_ONE_WRITER, _number_of(name) % 2**32))

    def _asked_holder(self, statement: str, key: tuple[int, int]) -> bool:
        with self._holding:
            for attempt in (0, 1):  # a connection that PostgreSQL closed is made anew once
                try:
                    if self._holder is None or self._holder.closed:
                        self._holder = self._connect_to_postgres()
                    (answer,) = self._holder.execute(statement, key).fetchone() or (False,)
                    return bool(answer)
                except psycopg.Error as error:
                    if attempt:
                        raise self._unreachable() from error
        return False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the advisory lock. StoreBusy if another process keeps it for a minute; StoreUnusable."""
        try:
            writer = self._writing_connection()
            writer.execute("select pg_advisory_lock(%s)", (_ONE_WRITER,))
        except psycopg.errors.LockNotAvailable as error:
            raise StoreBusy("lake_busy", address=self.address) from error
        except psycopg.Error as error:
            raise self._unreachable() from error
        try:
            yield
        finally:
            with suppress(psycopg.Error):  # a lost connection has lost its locks
                writer.execute("select pg_advisory_unlock(%s)", (_ONE_WRITER,))

    def require_alone(self) -> None:
        """The lock lasts as long as the connection that took it. StoreBusy if that broke."""
        try:
            if self._writer:
                self._writer.execute("select 1")
        except psycopg.Error as error:
            raise StoreBusy("lake_lock_lost", address=self.address) from error

    def mark(self) -> Hashable:
        """The newest snapshot of the lake, as it was at most `_FRESH` seconds ago. StoreUnusable."""
        with self._asking:
            if time.monotonic() < self._fresh_until:
                return self._newest
        newest = self._newest_snapshot()
        with self._asking:
            self._newest, self._fresh_until = newest, time.monotonic() + _FRESH
        return newest

    def maintain(self, cursor: duckdb.DuckDBPyConnection, before: datetime) -> Maintained:
        """See `lake_upkeep.maintain`."""
        return maintain(cursor, _LAKE, before)

    def _newest_snapshot(self) -> int:
        for attempt in (0, 1):  # a connection that PostgreSQL closed, as at its restart, is made anew once
            try:
                with self._asking:
                    if self._reader is None or self._reader.closed:
                        self._reader = self._connect_to_postgres()
                    (newest,) = self._reader.execute(_SNAPSHOT).fetchone() or (0,)
                return int(newest or 0)
            except psycopg.Error as error:
                if attempt:
                    raise self._unreachable() from error
                with suppress(psycopg.Error), self._asking:
                    if self._reader:
                        self._reader.close()
        return 0

    def is_lost(self, error: duckdb.Error) -> bool:
        """A connection to PostgreSQL that broke stays in DuckDB's pool."""
        return isinstance(error, (*FATAL, duckdb.IOException))

    def _attach(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("set ducklake_max_retry_count = 100")
        if self._lake.is_remote:
            self._bucket.open_to(connection, self._lake.files)
        target = self._lake.attached.replace("'", "''")
        connection.execute(
            f"attach '{target}' as {_LAKE} (data_path $files, data_inlining_row_limit 0)", {"files": self._lake.files}
        )
        connection.execute(f"use {_LAKE}")
        claim_files(connection, _LAKE, self._lake.files)

    def _restrict(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Closes every way out but that to the lake, the backups and the scratch folder, and then the configuration itself."""
        folders = [self._lake.files, str(backups_of(self.path)), str(scratch_of(self.path))]
        connection.execute("set temp_directory = $folder", {"folder": str(self._spilled)})
        connection.execute("set allowed_directories = $folders", {"folders": folders})
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")

    def _folders(self) -> Iterator[Path]:
        """Those of this machine that DuckDB writes into."""
        yield from (backups_of(self.path), scratch_of(self.path))
        if not self._lake.is_remote:
            yield Path(self._lake.files)

    def _writing_connection(self) -> psycopg.Connection[Any]:
        if self._writer is None or self._writer.closed:
            self._writer = self._connect_to_postgres()
            self._writer.execute(f"set lock_timeout = '{_PATIENCE}'")
        return self._writer

    def _connect_to_postgres(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._lake.conninfo, autocommit=True, connect_timeout=10)

    def _unreachable(self) -> StoreUnusable:
        return StoreUnusable("lake_unreachable", address=self.address)
