"""Lakes for tests: a PostgreSQL of the session, and a database of it, copied from one that is migrated, for each test."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg

from kpi.store import Store
from tests.store.helpers import moment
from tools.postgres import postgres

_TEMPLATE = "migrated"


class Lakes:
    """Makes lakes within one server of PostgreSQL."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server, self._folder, self._numbers = server, folder, count(1)
        self.run(f"create database {_TEMPLATE}")
        Store.open(self.address(_TEMPLATE), at=moment(0), data_path=str(self.files(_TEMPLATE))).close()

    def new(self, *, empty: bool = False) -> tuple[str, str]:
        """Address and data path of a new lake: with the newest schema, or `empty`, without any."""
        name = f"lake{next(self._numbers)}"
        self.run(f"create database {name}" + ("" if empty else f" template {_TEMPLATE}"))
        if not empty:
            shutil.copytree(self.files(_TEMPLATE), self.files(name))
            self.run("update ducklake_metadata set value = %s where key = 'data_path'", f"{self.files(name)}/", within=name)
        return self.address(name), str(self.files(name))

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
