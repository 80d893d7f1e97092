"""Lakes for tests: a PostgreSQL of the session, and a database of it, copied from one that is migrated, for each test."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg

from kpi.store import Store
from tests.store.helpers import moment
from tools.postgres import postgres

MIGRATED = "migrated"
"""An empty lake with the newest schema, from which others are copied."""


class Lakes:
    """Makes lakes within one server of PostgreSQL."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server, self._folder, self._numbers = server, folder, count(1)
        self.run(f"create database {MIGRATED}")
        Store.open(self.address(MIGRATED), at=moment(0), data_path=str(self.files(MIGRATED))).close()

    def new(self, *, empty: bool = False) -> tuple[str, str]:
        """Address and data path of a new lake: with the newest schema, or `empty`, without any."""
        name = f"lake{next(self._numbers)}"
        if empty:
            self.run(f"create database {name}")
        else:
            self.copy(MIGRATED, self.files(MIGRATED), name, self.files(name))
        return self.address(name), str(self.files(name))

    def copy(self, template: str, files: Path, name: str, target: Path) -> None:
        """A lake `name` with its files in the folder `target`, as another is that nobody has open."""
        self.run(f"create database {name} template {template}")
        shutil.copytree(files, target)
        self.run("update ducklake_metadata set value = %s where key = 'data_path'", f"{target}/", within=name)

    def address(self, name: str) -> str:
        """What reaches a lake."""
        return f"ducklake:postgres:dbname={name} {self._server}"

    def files(self, name: str) -> Path:
        """Where the files of a lake are."""
        return self._folder / name / "files"

    def run(self, statement: str, *values: object, within: str = "postgres") -> list[tuple[object, ...]]:
        """Runs a statement in PostgreSQL itself."""
        with psycopg.connect(f"dbname={within} {self._server}", autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


def served(folder: Path) -> Iterator[Lakes]:
    """The lakes of a session; as nothing there need outlive it, PostgreSQL waits for no disk."""
    with postgres("fsync=off", "synchronous_commit=off") as server:
        yield Lakes(server, folder)
