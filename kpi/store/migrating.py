"""Bringing a database to the newest schema: each migration once, in a transaction with its row of the ledger.

A migration is never edited after it was applied, a database of something else is never written to.
"""

import hashlib
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.errors import StoreUnusable
from kpi.model import naive
from kpi.store.engines.engine import Engine

_MIGRATIONS = tuple(sorted((Path(__file__).parent / "migrations").glob("*.sql")))

LEDGER = "schema_migrations"
"""The table of what was applied."""


def migrate(connection: duckdb.DuckDBPyConnection, engine: Engine, at: datetime) -> None:
    """Applies every migration that is not in the ledger, and tells the engine of each.

    StoreUnusable if the ledger is of a newer program or names a migration that reads otherwise now, if the file holds somebody
    else's tables, or if a migration fails; then the database is as before it.
    """
    path = engine.path
    applied = _ledger(connection, path)
    if max(applied, default=0) > len(_MIGRATIONS):
        raise StoreUnusable("store_too_new", path=str(path), found=max(applied), known=len(_MIGRATIONS))
    for version, file in enumerate(_MIGRATIONS, start=1):
        text = file.read_text(encoding="utf-8")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        if version not in applied:
            _apply(connection, path, text, (version, file.stem, sha256, naive(at)))
            engine.made(connection)
        elif applied[version] != sha256:
            raise StoreUnusable("migration_changed", path=str(path), name=file.stem)


def statements(text: str) -> list[str]:
    """The statements of a migration, which holds neither `;` nor `--` inside a literal."""
    without_comments = re.sub(r"--[^\n]*", "", text)
    return [statement.strip() for statement in without_comments.split(";") if statement.strip()]


def _ledger(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[int, str]:
    """Hash by version. The ledger is made if the database is empty."""
    ours = "select table_name from duckdb_tables() where database_name = current_database()"
    tables = {name for (name,) in connection.execute(ours).fetchall()}
    if tables and LEDGER not in tables:
        raise StoreUnusable("store_foreign", path=str(path))
    connection.execute(
        f"create table if not exists {LEDGER} "
        "(version bigint not null, name varchar not null, sha256 varchar not null, applied_at timestamp not null)"
    )
    return dict(connection.execute(f"select version, sha256 from {LEDGER}").fetchall())  # noqa: S608 - a constant


def _apply(connection: duckdb.DuckDBPyConnection, path: Path, text: str, row: tuple[int, str, str, datetime]) -> None:
    connection.execute("begin")
    try:
        for statement in statements(text):
            connection.execute(statement)
        connection.execute(f"insert into {LEDGER} values (?, ?, ?, ?)", row)  # noqa: S608 - a constant
        connection.execute("commit")
    except duckdb.Error as error:
        with suppress(duckdb.TransactionException):  # a commit that failed has rolled back already
            connection.execute("rollback")
        raise StoreUnusable("migration_failed", path=str(path), name=row[1]) from error
