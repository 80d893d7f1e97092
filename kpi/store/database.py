"""The connection: one per process and database, a cursor per call, a lock round writes, and a fresh start after a fatal error.

What differs by where the database is kept, its engine does. Nothing outside this room sees a connection or writes SQL.
Whatever a call reads is fetched before its cursor closes.
"""

import threading
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kpi.errors import KpiError, StoreUnusable
from kpi.model import Actor, Problem, naive
from kpi.store.auditing.chain import FIRST, Outcome, linked
from kpi.store.auditing.proofs import things_of, written
from kpi.store.connection import backups_of, refusal, scratch_of
from kpi.store.engines.engine import FATAL, Engine, Maintained
from kpi.store.files.journal import JournalEntry, LogMark
from kpi.store.files.journaling import LogHashes, Source
from kpi.store.migrating import migrate
from kpi.store.moments import lags_too_far, not_before, shown
from kpi.store.records import Record, records_of

Parameters = Mapping[str, object]
Row = tuple[Any, ...]

_queries = Path(__file__).parent / "queries"

_ONE_LOG = "measure_log"
"""The log that statements which fit every log of a plan are written for."""


@cache
def query(name: str, log: str = _ONE_LOG) -> str:
    """The statement of `queries/<name>.sql`; where it is about a log of a plan, about that `log`."""
    return (_queries / f"{name}.sql").read_text(encoding="utf-8").replace(f" {_ONE_LOG}", f" {log}")


class Database:
    """An open database with the newest schema."""

    def __init__(self, engine: Engine, at: datetime) -> None:
        """Opens or creates what the engine keeps; `at` dates new migrations.

        StoreBusy if another process, or this one, has it already; StoreUnusable if it cannot be used.
        """
        self._engine = engine
        self.path = engine.path
        self.backups, self.scratch = backups_of(self.path), scratch_of(self.path)
        self._write_lock = threading.RLock()
        self._state_lock = threading.Lock()
        self._calls_inside = 0
        self._failed = False
        self._versions: dict[str, int] = {}
        self._mark: Hashable = None
        self._writing = self._written = 0
        engine.claim()
        try:
            self._connection = engine.connected()
        except BaseException:
            engine.release()
            raise
        try:
            with engine.alone():
                migrate(self._connection, engine, at)
            engine.settle(self._connection)
            engine.notices += engine.begin(self._source, at)
        except BaseException as error:
            self.close()
            if isinstance(error, duckdb.Error):
                raise refusal(self.path, error) from error
            raise

    @property
    def notices(self) -> list[Problem]:
        """What was found on opening that somebody should know."""
        return self._engine.notices

    def close(self) -> None:
        """Writes everything down and lets go of it. May be called again."""
        with self._write_lock:
            self._versions = {}
            self._connection.close()
            self._engine.release()

    def rows(self, name: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a query. StoreUnusable."""
        with self._cursor() as cursor:
            return cursor.execute(query(name), dict(parameters or {})).fetchall()

    def records(self, kind: type[Record], name: str, parameters: Parameters | None = None) -> list[Record]:
        """The rows of a query as records of a kind, see `records_of`. StoreUnusable."""
        with self._cursor() as cursor:
            return records_of(kind, cursor.execute(query(name), dict(parameters or {})))

    def number(self, name: str) -> int:
        """The one number that a query returns, first in its row. StoreUnusable."""
        return int(self.rows(name)[0][0])

    def version(self, name: str) -> int:
        """The number of a query that only a write can change, asked once between two of them. StoreUnusable."""
        mark = self._engine.mark()
        with self._state_lock:
            if mark != self._mark:
                self._mark, self._versions = mark, {}
            if name in self._versions and not self._failed:
                return self._versions[name]
            written = self._written
        number = self.number(name)
        with self._state_lock:
            if not self._writing and self._written == written and self._mark == mark:
                self._versions[name] = number
        return number

    @contextmanager
    def _write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor while nobody else writes; meanwhile no version is remembered. StoreUnusable."""
        with self._write_lock, self._engine.alone(), self._cursor() as cursor:
            with self._state_lock:
                self._writing += 1
                self._versions = {}
            try:
                yield cursor
            finally:
                with self._state_lock:
                    self._writing -= 1
                    self._written += 1

    def maintain(self, before: datetime) -> Maintained | None:
        """See `Engine.maintain`. StoreBusy, StoreUnusable."""
        with self._write() as cursor:
            return self._engine.maintain(cursor, before)

    def arrow(self, name: str, parameters: Parameters | None = None, *, log: str = _ONE_LOG) -> pa.Table:
        """The result of a query, where it asks one about that log of a plan, as a pyarrow Table. StoreUnusable."""
        with self._cursor() as cursor:
            return cursor.execute(query(name, log), dict(parameters or {})).to_arrow_table()

    def arrow_with(self, name: str, relation: str, table: pa.Table, parameters: Parameters | None = None) -> pa.Table:
        """The same of a query that reads `table` under the name `relation`. StoreUnusable."""
        with self._cursor() as cursor:
            cursor.register(relation, table)
            try:
                return cursor.execute(query(name), dict(parameters or {})).to_arrow_table()
            finally:
                cursor.unregister(relation)

    @contextmanager
    def writing(self, at: datetime) -> Iterator["Transaction"]:
        """A transaction at the moment `at`; one at a time, rolled back whole if anything goes wrong.

        StoreUnusable; KpiError `clock_lags` where `at` is more than a day before what is recorded.
        """
        with self._write() as cursor:
            self._engine.require_writable(self._source, at)
            cursor.execute("begin")
            try:
                yield (transaction := Transaction(cursor, at, self._engine.standing))
                self._engine.require_alone()
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise
            self._secure(cursor, transaction.told)

    def _secure(self, cursor: duckdb.DuckDBPyConnection, told: LogMark | None) -> None:
        """Makes a commit outlive a torn log, and writes it down. StoreUnusable `store_unsecured`: it was made all the same."""
        try:
            self._engine.secure(cursor, self._source, told)
        except (duckdb.Error, OSError) as error:
            self._failed = self._failed or isinstance(error, FATAL)
            raise StoreUnusable("store_unsecured", path=str(self.path)) from error

    def held(self, name: str) -> AbstractContextManager[bool]:
        """See `Engine.held`. StoreUnusable."""
        return self._engine.held(name)

    def is_held(self, name: str) -> bool:
        """See `Engine.is_held`. StoreUnusable."""
        return self._engine.is_held(name)

    def journal_findings(self) -> list[Problem]:
        """What the journal knows that the database does not. StoreUnusable."""
        with self._write_lock:
            return self._engine.findings(self._source)

    def journal_since(self) -> Problem | None:
        """From when on the journal can tell, if not from the first event on, as a note."""
        return self._engine.since()

    def entries(self) -> list[JournalEntry]:
        """Every event, as the journal holds them. StoreUnusable."""
        return self._entries_after(0)

    def _entries_after(self, event: int) -> list[JournalEntry]:
        rows = self.rows("journal_entries", {"after": event})
        return [JournalEntry(number, at.isoformat(), *others) for number, at, *others in rows]

    def log_hashes(self) -> LogHashes:
        """The hash of every entry of the audit log, by its number. StoreUnusable."""
        return {int(number): str(sha256) for number, sha256 in self.rows("audit_hashes")}

    @property
    def _source(self) -> Source:
        return Source(self._entries_after, self._log_hashes, self._journal_stood)

    def _log_hashes(self) -> LogHashes | None:
        try:
            return self.log_hashes()
        except StoreUnusable:  # `verify` says so
            return None

    def _journal_stood(self) -> dict[int, str]:
        try:
            return dict(self.rows("journal_stood"))
        except StoreUnusable:  # `verify` says so
            return {}

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor to read with. StoreUnusable."""
        with self._cursor() as cursor:
            yield cursor

    @contextmanager
    def outside_transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in autocommit while nobody else writes. StoreUnusable."""
        with self._write() as cursor:
            yield cursor

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._enter()
        try:
            yield cursor
        except FATAL as error:
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
                cursor = self._engine.cursor(self._connection)
            except duckdb.Error as error:
                raise StoreUnusable("store_closed", path=str(self.path)) from error
            self._calls_inside += 1
            return cursor

    def _start_afresh(self) -> None:
        """Closes and opens the file. While another call is inside, its cursor keeps the failed database alive."""
        if self._calls_inside:
            raise StoreUnusable("store_failed", path=str(self.path))
        self._connection.close()
        self._connection = self._engine.connected()
        try:
            self._engine.settle(self._connection)
        except FATAL as error:
            raise StoreUnusable("store_failed", path=str(self.path)) from error
        self._failed = False


class Transaction:
    """What a write may do inside its transaction, and the moment it all happens at."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, at: datetime, journal: str = "") -> None:
        self._cursor = cursor
        self.journal = journal
        """How the journal stood before, see `Standing`; empty without one."""
        asked, recorded = naive(at), self.run("newest_moment")[0]
        if lags_too_far(asked, recorded):
            raise KpiError("clock_lags", recorded=shown(recorded[0]), now=shown(asked))
        self.moment: datetime = not_before(asked, recorded)
        """In UTC, and never before what is recorded: a clock set back must not put a new figure behind an older one."""
        self.told: LogMark | None = None
        """The newest entry that was added to the audit log, if any was."""

    def run(self, name: str, parameters: Parameters | None = None) -> list[Row]:
        """Runs a query and returns its rows."""
        return self._cursor.execute(query(name), dict(parameters or {})).fetchall()

    def rows(self, name: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a query, as they would be after the commit."""
        return self.run(name, parameters)

    def arrow(self, name: str, parameters: Parameters | None = None, *, log: str = _ONE_LOG) -> pa.Table:
        """The same as a pyarrow Table; where the query asks one about that log of a plan."""
        return self._cursor.execute(query(name, log), dict(parameters or {})).to_arrow_table()

    def records(self, kind: type[Record], name: str, parameters: Parameters | None = None) -> list[Record]:
        """The rows of a query as records of a kind, see `records_of`."""
        return records_of(kind, self._cursor.execute(query(name), dict(parameters or {})))

    def number(self, name: str, parameters: Parameters | None = None) -> int:
        """The one number that a query returns, first in its row."""
        return int(self.run(name, parameters)[0][0])

    def insert(
        self, name: str, relation: str, table: pa.Table, parameters: Parameters | None = None, *, log: str = _ONE_LOG
    ) -> None:
        """Runs an insert, where it may be any into that log of a plan, that reads `table` under the name `relation`."""
        self._cursor.register(relation, table)
        try:
            self._cursor.execute(query(name, log), dict(parameters or {}))
        finally:
            self._cursor.unregister(relation)

    def signed(self, actor: Actor) -> dict[str, object]:
        """Who wrote a row, and when: the columns that end the rows of most logs."""
        return {"user_id": actor.user_id, "made_by": actor.name, "made_at": self.moment}

    def record(
        self, actor: Actor, action: str, detail: str, batch_id: int | None = None, *, proving: Sequence[str] = ()
    ) -> None:
        """Writes down who changed what: as an event of the figures or plans, and in the audit log."""
        values = {"happened_at": self.moment, "actor": actor.name, "action": action, "batch_id": batch_id, "detail": detail}
        self.run("insert_event", values)
        subject = "" if batch_id is None else f"batch {batch_id}"
        self.audit(actor, action, subject=subject, detail=detail, proving=proving)

    def audit(
        self,
        actor: Actor,
        action: str,
        *,
        subject: str = "",
        detail: str = "",
        outcome: Outcome = Outcome.DONE,
        proving: Sequence[str] = (),
    ) -> None:
        """Adds an entry to the audit log alone, for what changes no figure and no plan; `proving` rows as they are now."""
        told = {
            "happened_at": self.moment,
            "user_id": actor.on_record,
            "actor": actor.name,
            "door": actor.door,
            "address": actor.address,
            "action": action,
            "outcome": str(outcome),
            "subject": subject,
            "detail": detail,
            "proves": written(things_of(self.run("kept_things", {"things": list(proving)}))) if proving else "",
            "journal": self.journal,
        }
        number, previous = next(iter(self.run("last_audit_entry")), (0, FIRST))
        entry = linked(told, number + 1, previous)
        self.run("insert_audit_entry", entry)
        self.told = LogMark(number + 1, str(entry["sha256"]))


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """After a fatal error there is no transaction left to roll back; the first error is the one to report."""
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        return


class StorePart:
    """What a store does in one of its subjects; all parts of a store work in the same open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def held(self, name: str) -> AbstractContextManager[bool]:
        """Whether nobody else, in whatever process, does what is called so; then nobody may begin it while this lasts."""
        return self._database.held(name)

    def is_held(self, name: str) -> bool:
        """Whether somebody does it now."""
        return self._database.is_held(name)
