"""Opening a DuckDB file, and nothing but a DuckDB file, with every way out of the process closed.

DuckDB takes a CSV for a database in memory, and throws away a write-ahead log whose main file is gone: both are refused before
it sees them. A file that this process has open is never touched otherwise: on POSIX, closing any handle on it gives up the lock
that keeps other processes out. So callers ask `is_open_here` first.
"""

from pathlib import Path

import duckdb

from kpi.errors import StoreBusy, StoreUnusable
from kpi.store.files.logs import FoundLogs, logs_of

_MAGIC, _MAGIC_AT = b"DUCK", 8
_HELD = ("Could not set lock on file", "being used by another process")
"""How DuckDB says that another process has the file, on POSIX and on Windows."""


def backups_of(path: Path) -> Path:
    """The folder beside a database that backups may be written to."""
    return path.parent / "backups"


def scratch_of(path: Path) -> Path:
    """The folder beside a database for copies in the making."""
    return path.parent / "scratch"


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the file at `path`, made with its folder if it is missing. StoreBusy, StoreUnusable."""
    _require_database_file(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(path))
    except (duckdb.Error, OSError) as error:
        raise refusal(path, error) from error
    try:
        _restrict(connection, path)
    except duckdb.Error as error:
        connection.close()
        raise refusal(path, error) from error
    return connection


def connect_despite_logs(path: Path) -> tuple[duckdb.DuckDBPyConnection, list[Path]]:
    """As `connect`; a log that is torn or flipped is set aside, and the file opened as it was checkpointed.

    Returns where the bad logs are now. StoreBusy, StoreUnusable; then every log lies where it lay.
    """
    logs = FoundLogs(path)
    try:
        if path.is_file():
            logs.keep_what_is_not_whole()
        connection = _connect_or_blame(path, logs)
    except OSError as error:
        raise refusal(path, error) from error
    return connection, logs.opened()


def _connect_or_blame(path: Path, logs: FoundLogs) -> duckdb.DuckDBPyConnection:
    try:
        return connect(path)
    except (StoreBusy, StoreUnusable) as error:
        if not (error.__cause__ and logs.blamed(error.__cause__)):
            logs.forget_copies()
            raise
    logs.put_aside()
    try:
        return connect(path)
    except (StoreBusy, StoreUnusable):
        logs.put_back()
        raise


def refusal(path: Path, error: Exception) -> StoreBusy | StoreUnusable:
    """What to raise for an error met on opening."""
    if isinstance(error, duckdb.Error) and any(sign in str(error) for sign in _HELD):
        return StoreBusy("store_busy", path=str(path))
    return StoreUnusable("store_unusable", path=str(path))


def _require_database_file(path: Path) -> None:
    try:
        if path.is_file():
            with path.open("rb") as file:
                ours = file.read(_MAGIC_AT + len(_MAGIC))[_MAGIC_AT:] == _MAGIC
        else:
            ours = not path.exists() and not logs_of(path)
    except OSError as error:
        raise refusal(path, error) from error
    if not ours:
        raise StoreUnusable("store_unusable", path=str(path))


def _restrict(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Closes every way out but the two folders, and then the configuration itself."""
    folders = [str(backups_of(path)), str(scratch_of(path))]
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set autoload_known_extensions = false")
    connection.execute("set allow_community_extensions = false")
    connection.execute("set allowed_directories = $folders", {"folders": folders})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
