"""Lets tests that were written for database files run on lakes: each file that a test opens is a lake of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kpi.store import store
from kpi.store.engines import choosing
from kpi.store.engines.engine import Engine
from kpi.store.engines.lake_address import LakeAddress, is_lake
from kpi.store.engines.lake_extensions import load_extensions
from tests.lakes import MIGRATED, Lakes
from tests.store import helpers


@dataclass(frozen=True)
class _Place:
    """The lake that stands for a file."""

    name: str
    address: str
    files: Path

    @property
    def path(self) -> Path:
        """Where a store has what goes with it."""
        return self.files.with_name(f"{self.name}.lake")


class InLakes:
    """A file that is there, such as a backup, stays one. What two stores open one after the other is the same lake."""

    def __init__(self, lakes: Lakes) -> None:
        self._lakes, self._numbers = lakes, count(1)
        self._places: dict[Path, _Place] = {}
        self._made_once = cache(helpers._made.__wrapped__)
        self._engine_of, self._connect = choosing.engine_of, duckdb.connect

    @contextmanager
    def within(self, patch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
        """While it lasts all is so; then the lakes of `folder` are gone."""
        patch.setattr(store, "engine_of", self.engine_of)
        patch.setattr(duckdb, "connect", self.connect)
        patch.setattr(helpers, "_made", self._made_once)
        patch.setattr(helpers, "copied", self.copied)
        patch.setattr(helpers, "copied_folder", self.copied_folder)
        try:
            yield
        finally:
            self._drop_those_of(folder.resolve())

    def engine_of(self, database: str | Path, **place: Any) -> Engine:
        """That of the lake that stands for a file, made if there is no such file either."""
        path = Path(database).resolve()
        if is_lake(str(database)) or (path.exists() and path not in self._places):
            return self._engine_of(database, **place)
        if path not in self._places:
            self._put(path, _Place(MIGRATED, "", self._lakes.files(MIGRATED)))
        return self._engine_of(self._places[path].address, data_path=str(self._places[path].files))

    def connect(self, database: str = ":memory:", **options: Any) -> duckdb.DuckDBPyConnection:
        """A connection to the lake that stands for a file, for what a test breaks by hand."""
        place = self._places.get(Path(database).resolve())
        if place is None:
            return self._connect(database, **options)
        connection = self._connect()
        lake = LakeAddress.of(place.address, str(place.files), Path())
        load_extensions(connection, lake)
        connection.execute(f"attach '{lake.attached}' as kpi (data_path '{lake.files}')")
        connection.execute("use kpi")
        return connection

    def copied(self, closed: Path, database: Path) -> Path:
        """A copy of what nobody has open."""
        self._put(database.resolve(), self._places[closed.resolve()])
        return database

    def copied_folder(self, source: Path, target: Path) -> None:
        """All that is in a folder, its lakes included."""
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("lake_*"))
        for path, place in list(self._places.items()):
            if path.is_relative_to(source.resolve()) and path != place.path:
                self._put(target.resolve() / path.relative_to(source.resolve()), place)

    def _put(self, path: Path, template: _Place) -> None:
        name = f"lake_{next(self._numbers)}"
        place = _Place(name, self._lakes.address(name), path.parent / name)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lakes.copy(template.name, template.files, name, place.files)
        self._places[path] = self._places[place.path] = place

    def _drop_those_of(self, folder: Path) -> None:
        for path in [path for path in self._places if path.is_relative_to(folder)]:
            place = self._places.pop(path)
            if path == place.path:
                self._lakes.run(f"drop database {place.name} with (force)")
