"""What an open database asks of the place it is kept in."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.model import Problem
from kpi.store.files.journal import LogMark
from kpi.store.files.journaling import Source

FATAL = (duckdb.FatalException, duckdb.InternalException)
"""After these DuckDB answers nothing more until the database is closed and opened anew."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """What upkeep did: states forgotten, files made into fewer, and files removed."""

    forgotten: int
    merged: int
    made: int
    removed: int


class Engine:
    """The place of one database. What it says nothing of is left to DuckDB."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file itself, or what files that go with the database lie beside and are named after."""
        self.notices: list[Problem] = []
        """What was found on connecting that somebody should know."""
        self._held: set[str] = set()
        self._holding = threading.Lock()

    @property
    def address(self) -> str:
        """What people call it by."""
        raise NotImplementedError

    def claim(self) -> None:
        """Takes the database for this process. StoreBusy if it has it already, and one is all there may be."""

    def release(self) -> None:
        """Lets others have it. May be called again."""

    def connected(self) -> duckdb.DuckDBPyConnection:
        """A connection, with every way out of the process closed that is not needed. StoreBusy, StoreUnusable."""
        raise NotImplementedError

    def cursor(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """A cursor that finds the tables without naming where they are."""
        return connection.cursor()

    def made(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Called after each migration, when it is committed."""

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Called after connecting: what was left undone when the database was closed last."""

    def begin(self, source: Source, at: datetime) -> list[Problem]:
        """Called once, when the schema is the newest; returns what there is to say."""
        return []

    def alone(self) -> AbstractContextManager[None]:
        """While it lasts no other process writes. StoreBusy if that cannot be had in time."""
        return nullcontext()

    @property
    def standing(self) -> str:
        """How what is beside the database and tells of it stands, for the next entry of the audit log; empty without it."""
        return ""

    @contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """Whether nobody else does what is called so; then nobody may begin it while this lasts. StoreUnusable.

        Nobody waits. Whoever dies holds nothing any more.
        """
        with self._holding:
            mine = name not in self._held
            if mine:
                self._held.add(name)
        try:
            yield mine
        finally:
            if mine:
                with self._holding:
                    self._held.discard(name)

    def is_held(self, name: str) -> bool:
        """Whether somebody does what is called so. StoreUnusable."""
        with self._holding:
            return name in self._held

    def require_alone(self) -> None:
        """Called before a commit. StoreBusy if others may have written since `alone` began: then nothing is to be committed."""

    def require_writable(self, source: Source, at: datetime) -> None:
        """StoreUnusable if what is committed could not be acknowledged."""

    def secure(self, cursor: duckdb.DuckDBPyConnection, source: Source, told: LogMark | None) -> None:
        """Makes a commit outlive whatever may come. duckdb.Error, OSError: it was made all the same."""

    def maintain(self, cursor: duckdb.DuckDBPyConnection, before: datetime) -> Maintained | None:
        """Upkeep of what is older than a moment; None where the place needs none. duckdb.Error."""
        return None

    def mark(self) -> Hashable:
        """Something that differs whenever another process may have committed. StoreUnusable."""
        return None

    def findings(self, source: Source) -> list[Problem]:
        """What is known to have been committed and is not in the database. StoreUnusable."""
        return []

    def since(self) -> Problem | None:
        """From when on `findings` can tell, if not from the first event on, as a note."""
        return None

    def is_lost(self, error: duckdb.Error) -> bool:
        """Whether after an error the connection is of no more use."""
        return isinstance(error, FATAL)
