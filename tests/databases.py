"""Databases made once and copied: a plan opened for the first time costs several times what opening its database again does."""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Hashable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.catalog import Catalog, PlanTables
    from kpi.services import Clock, Workspace

PROJECT = Path(__file__).resolve().parents[1]
LETTER = PROJECT / "data" / "catalog"
TINY = PROJECT / "tests" / "data" / "tiny_catalog"


def copied(closed: Path, database: Path) -> Path:
    """A database that nobody has open, with its journal, at another place."""
    shutil.copyfile(closed, database)
    shutil.copyfile(f"{closed}.journal", f"{database}.journal")
    return database


def built_once(build: "Callable[[PlanTables], Catalog]") -> "Callable[[PlanTables], Catalog]":
    """`build`, which makes one catalog of the same files or rows: nobody can change it.

    A plan's own hash does not do: it stays what it was when another plan changes a row of the library that both stand on.
    """
    from kpi.catalog import fingerprint_of

    made: dict[Hashable, Catalog] = {}

    def built(plan: "PlanTables") -> "Catalog":
        key = plan.plan_id, plan.sha256, fingerprint_of(plan.tables)
        if key not in made:
            made[key] = build(plan)
        return made[key]

    return built


class ReadyMade:
    """Makes each database once; `place` copies it, with its journal, to where a test wants it.

    Plans go by what their files say, so that a copy of a folder needs no database of its own. What one worker has made, all
    find in the `folder` they share. Whatever a first opening does itself, its own tests see.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[Hashable, datetime | None, bool], Path] = {}

    def place(self, database: Path, catalog: Path = LETTER, at: datetime | None = None, *, demo: bool = False) -> Path:
        """A database of `catalog`, first opened at the moment `at`, by default at its making; `demo` fills it with fiction."""
        return copied(self.of(catalog, at, demo=demo), database)

    def of(self, catalog: Path = LETTER, at: datetime | None = None, *, demo: bool = False) -> Path:
        """The database that `place` copies, which nobody opens."""
        key = (said_in(catalog), at, demo)
        if key not in self._made:
            self._made[key] = self._shared(hashlib.sha256(repr(key).encode()).hexdigest(), catalog, at, demo)
        return self._made[key]

    def _shared(self, name: str, catalog: Path, at: datetime | None, demo: bool) -> Path:
        """That of whichever worker is ready first: a folder is there as a whole or not at all."""
        shared = self._folder / name
        if not shared.is_dir():
            own = Path(tempfile.mkdtemp(dir=self._folder))
            _make(own / DATABASE, catalog, at, demo)
            with contextlib.suppress(OSError):
                own.rename(shared)
        return shared / DATABASE


DATABASE = "kpi.duckdb"


def _make(database: Path, catalog: Path, at: datetime | None, demo: bool) -> None:
    from kpi import demo as fiction  # here, so that a room which needs no database need not wait for the services
    from kpi.services.workspace import open_workspace

    clock = partial(_moment, at)
    if demo:
        fiction.make_demo(database, catalog, now=clock)
    else:
        open_workspace(database, catalog, now=clock).close()


def said_in(folder: Path) -> Hashable:
    """What there is to be read of a plan's folder; its name can be that of the plan."""
    return folder.resolve().name, *sorted((path.name, path.read_bytes()) for path in folder.glob("*.csv"))


class LookedAt:
    """Plans that stay open, with what was worked out for them, from test to test, as long as tests only look at them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Hashable, tuple[Workspace, object]] = {}
        self._made = 0

    def lend(self, closed: Path, catalog: Path, now: "Clock | None" = None) -> "Workspace":
        """An open copy of the database `closed`; by the clock `now`, if not by that of the system."""
        from kpi.services.workspace import open_workspace

        key = closed, said_in(catalog)
        if key not in self._open:
            self._made += 1
            database = copied(closed, self._folder / f"{self._made}.duckdb")
            workspace = open_workspace(database, catalog, now=now or partial(_moment, None))
            self._open[key] = workspace, _files(database)
        workspace, _ = self._open[key]
        workspace.now = now or partial(_moment, None)
        return workspace

    def take_back(self) -> None:
        """Closes every plan that something was written to: each commit ends in the file."""
        for key, (workspace, as_lent) in list(self._open.items()):
            if _files(workspace.store.path) != as_lent:
                self._open.pop(key)[0].close()

    def close(self) -> None:
        """Closes every plan."""
        for workspace, _ in self._open.values():
            workspace.close()


def only_looks(request: pytest.FixtureRequest) -> bool:
    """Whether a test can do with a plan that others look at too: it asks for nothing to reach its files or parts by."""
    return {"opened", "tmp_path", "monkeypatch"}.isdisjoint(request.node._fixtureinfo.argnames)


def _files(database: Path) -> dict[Path, tuple[int, int]]:
    """When and how large the files of a database were last written."""
    found = [database, *database.parent.glob(f"{database.name}.*")]
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def _moment(at: datetime | None) -> datetime:
    return at or datetime.now(UTC)
