"""Questions in SQL that anybody may ask: one statement that reads, of the views of the plan and of nothing else.

What a statement is and what it reads DuckDB's own parser says; nothing is guessed from the text.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from kpi.errors import KpiError
from kpi.store.database import Database, Row, query
from kpi.store.engines.engine import FATAL

VIEWS = (
    "plans",
    "measures",
    "targets",
    "baselines",
    "target_revisions",
    "verdicts",
    "figures",
    "regions",
    "units",
    "identities",
    "sources",
    "questions",
    "breaks",
    "lamp_rules",
    "judgements",
    "actions",
    "action_steps",
    "marks",
)
"""The views that may be read; who opens the file in DuckDB finds them under the same names."""

_SOURCES = frozenset({"EMPTY", "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "PIVOT"})
"""What may stand after `from`."""
_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
_TELLING = frozenset(
    {
        "current_setting", "getenv", "getvariable", "write_log", "nextval", "currval", "current_database", "current_schema",
        "current_schemas", "current_query", "version", "current_catalog", "in_search_path", "pg_typeof",
    }
)  # fmt: skip
"""Functions that tell of the machine or the session, or write, and need no view."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement returned."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    cut: bool = False
    """Whether there were more rows than asked for."""


def ask(database: Database, statement: str, most_rows: int | None = None, seconds: float | None = None) -> Answer:
    """The answer to one statement. KpiError.

    `sql_not_one`, `sql_not_reading`, `sql_not_readable`, `sql_name_taken`, `sql_failed`, `sql_too_long`.
    """
    with database.reading() as cursor:
        try:
            _require_readable(cursor, statement)
            cursor.execute("begin transaction read only")
            try:
                with _interrupted_after(cursor, seconds):
                    return _answer(cursor.execute(statement), most_rows)
            finally:
                cursor.execute("rollback")
        except duckdb.InterruptException as error:
            raise KpiError("sql_too_long", seconds=seconds) from error
        except FATAL:
            raise
        except duckdb.Error as error:
            raise KpiError("sql_failed", reason=str(error).strip()) from error


def readable_columns(database: Database) -> dict[str, tuple[str, ...]]:
    """The columns of each view."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(VIEWS, ())
    for view, column in database.rows("view_columns", {"views": list(VIEWS)}):
        found[view] = (*found[view], column)
    return found


def _answer(cursor: duckdb.DuckDBPyConnection, most_rows: int | None) -> Answer:
    columns = tuple(str(column[0]) for column in cursor.description or ())
    rows = cursor.fetchall() if most_rows is None else cursor.fetchmany(most_rows + 1)
    return Answer(columns, tuple(rows[:most_rows]), most_rows is not None and len(rows) > most_rows)


@contextmanager
def _interrupted_after(cursor: duckdb.DuckDBPyConnection, seconds: float | None) -> Iterator[None]:
    """Interrupts a cursor that takes longer; None lets it take as long as it needs."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _require_readable(cursor: duckdb.DuckDBPyConnection, statement: str) -> None:
    statements = cursor.extract_statements(statement)
    if len(statements) != 1:
        raise KpiError("sql_not_one", count=len(statements))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise KpiError("sql_not_reading")
    tree = json.loads(cursor.execute(query("parsed_statement"), {"statement": statement}).fetchall()[0][0])
    if tree["error"]:
        raise KpiError("sql_not_reading")
    known = {row[0] for row in cursor.execute(query("relation_names")).fetchall()}
    named = {table["key"].lower() for node in _nodes(tree) for table in node.get("cte_map", {}).get("map", ())}
    for name in sorted(named & known):
        raise KpiError("sql_name_taken", name=name)
    for node in _nodes(tree):
        if odd := _unreadable(node, named):
            raise KpiError("sql_not_readable", name=odd, views=VIEWS)


def _unreadable(node: dict[str, Any], named: set[str]) -> str:
    """What a node reads that it may not; empty if nothing."""
    kind = node.get("type")
    if "sample" in node and "alias" in node and kind not in _SOURCES:
        return str(kind).lower()
    if kind == "BASE_TABLE":
        name = str(node["table_name"])
        plain = not node["schema_name"] and not node["catalog_name"] and not node["at_clause"]
        return "" if plain and name.lower() in {*VIEWS, *named} else name
    if kind == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).lower()
        return "" if name in _TABLE_FUNCTIONS else name
    if kind == "FUNCTION" and str(node["function_name"]).lower() in _TELLING:
        return str(node["function_name"])
    return ""


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every object of a parsed statement."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
