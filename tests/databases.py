"""Databases made once and copied: a plan opened for the first time costs several times what opening its database again does."""

import shutil
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LETTER = PROJECT / "data" / "catalog"
TINY = PROJECT / "tests" / "data" / "tiny_catalog"


def copied(closed: Path, database: Path) -> Path:
    """A database that nobody has open, with its journal, at another place."""
    shutil.copyfile(closed, database)
    shutil.copyfile(f"{closed}.journal", f"{database}.journal")
    return database


class ReadyMade:
    """Makes each database once; `place` copies it, with its journal, to where a test wants it.

    Only the plans as they ship, which no test changes. Whatever a first opening does itself, its own tests see.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[Path, datetime | None, bool], Path] = {}

    def place(self, database: Path, catalog: Path = LETTER, at: datetime | None = None, *, demo: bool = False) -> Path:
        """A database of `catalog`, first opened at the moment `at`, by default at its making; `demo` fills it with fiction."""
        key = (catalog, at, demo)
        if key not in self._made:
            self._made[key] = self._make(*key)
        return copied(self._made[key], database)

    def _make(self, catalog: Path, at: datetime | None, demo: bool) -> Path:
        from kpi import demo as fiction  # here, so that a room which needs no database need not wait for the services
        from kpi import services

        database = self._folder / f"{len(self._made)}.duckdb"
        clock = partial(_moment, at)
        if demo:
            fiction.make_demo(database, catalog, now=clock)
        else:
            services.open_workspace(database, catalog, now=clock).close()
        return database


def _moment(at: datetime | None) -> datetime:
    return at or datetime.now(UTC)
