"""A database in one DuckDB file, which one process has at a time.

A commit counts as made when it is in the file itself (checkpointed) and in the journal beside it, and not before.
"""

import threading
from datetime import datetime
from pathlib import Path
from weakref import WeakValueDictionary

import duckdb

from kpi.errors import StoreBusy
from kpi.model import Problem, Severity
from kpi.store.connection import backups_of, connect_despite_logs, scratch_of
from kpi.store.engines.engine import FATAL, Engine
from kpi.store.files.durable import keep_to_owner
from kpi.store.files.journal import LogMark, journal_of
from kpi.store.files.journaling import Journaling, Source
from kpi.store.files.leftovers import clear_parts, clear_scratch
from kpi.store.files.logs import logs_of

_open_here: WeakValueDictionary[Path, "FileEngine"] = WeakValueDictionary()
_claiming = threading.Lock()


def is_open_here(path: Path) -> bool:
    """Whether this process has the database open; then nothing else may touch the file."""
    return path.resolve() in _open_here


class FileEngine(Engine):
    """The file at a path, created if it is missing, with its journal. A copy that is only looked at is not `journaled`."""

    def __init__(self, path: Path, *, journaled: bool = True) -> None:
        super().__init__(path.resolve())
        self._journal = Journaling(self.path) if journaled else None
        self._bad_logs: list[Path] = []

    @property
    def address(self) -> str:
        """Its path."""
        return str(self.path)

    def claim(self) -> None:
        """StoreBusy if this process has it open."""
        with _claiming:
            if self.path in _open_here:
                raise StoreBusy("store_busy", path=str(self.path))
            _open_here[self.path] = self

    def release(self) -> None:
        """Lets others open it."""
        with _claiming:
            if _open_here.get(self.path) is self:
                del _open_here[self.path]

    def connected(self) -> duckdb.DuckDBPyConnection:
        """Opens the file; a log that cannot be read is set aside and told of. StoreBusy, StoreUnusable."""
        connection, self._bad_logs = connect_despite_logs(self.path)
        self.notices += [
            Problem(Severity.WARNING, "store_log_set_aside", file=self.path.name, values={"path": str(kept)})
            for kept in self._bad_logs
        ]
        keep_to_owner(self.path, journal_of(self.path), *logs_of(self.path))
        return connection

    def made(self, connection: duckdb.DuckDBPyConnection) -> None:
        """A crash must not leave a migration in the log."""
        connection.execute("checkpoint")

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Writes what a log brought back into the file. Where the disk has no room for it, the log stays, and does as well."""
        try:
            if logs_of(self.path):
                connection.execute("checkpoint")
        except FATAL:
            raise
        except duckdb.Error:
            return
        self._forget_bad_logs()

    def _forget_bad_logs(self) -> None:
        """DuckDB leaves a log in which it could read nothing. It is kept elsewhere, and would be again at each start."""
        if self._bad_logs:
            for log in logs_of(self.path):
                log.unlink(missing_ok=True)
            self._bad_logs = []

    def begin(self, source: Source, at: datetime) -> list[Problem]:
        """Holds the journal against the file, and clears what killed processes left."""
        if self._journal is None:
            return []
        found = self._journal.start(source, at)
        clear_scratch(scratch_of(self.path))
        clear_parts(backups_of(self.path))
        return found

    @property
    def standing(self) -> str:
        """How the journal stands."""
        return self._journal.standing if self._journal else ""

    def require_writable(self, source: Source, at: datetime) -> None:
        """StoreUnusable `journal_unwritable`."""
        if self._journal:
            self._journal.require_writable(source, at)

    def secure(self, cursor: duckdb.DuckDBPyConnection, source: Source, told: LogMark | None) -> None:
        """Writes the log into the file and the commit into the journal."""
        cursor.execute("checkpoint")
        if self._journal:
            self._journal.follow(source, told)

    def findings(self, source: Source) -> list[Problem]:
        """What the journal knows that the file does not."""
        return self._journal.findings(source) if self._journal else []

    def since(self) -> Problem | None:
        """From when on the journal can tell."""
        try:
            return self._journal.since() if self._journal else None
        except OSError:
            return None
