"""The private database of one large file: in memory, and nowhere else."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

MEMORY = "450MB"
THREADS = 2
GROUP = 122_880
"""Rows of a table that a query is handed at once, as many as the database keeps together: all at once take twice the time."""
OutOfMemory = duckdb.OutOfMemoryException
_QUERIES = Path(__file__).parent / "queries"
_LETTERS = r"\p{Han}"
SHAPE = (
    rf"^([{_LETTERS}]{{0,4}})(-?)(0|[1-9]\d{{0,11}}|[1-9]\d{{0,2}}(?:,\d{{3}}){{1,3}})(?:\.(\d{{1,6}}))?"
    rf"([%‰]|[{_LETTERS}]{{0,6}}|[A-Za-z]{{0,8}})$"
)
"""A number with what may stand before and behind it: how it is meant is asked of the reader once for each way of writing."""
NUMERALS = "[零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟两几数多余注]"
"""What is part of a number, or tells one from another, among letters."""


@cache
def query(name: str) -> str:
    """The statement of `queries/<name>.sql`."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


class Work:
    """Runs statements; no file is in its reach."""

    def __init__(self, memory: str = MEMORY) -> None:
        self._connection = duckdb.connect(config={"memory_limit": memory, "threads": THREADS, "temp_directory": ""})
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def run(self, name: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        return self._connection.execute(query(name), dict(parameters or {})).fetchall()

    def pairs(self, name: str, parameters: Mapping[str, object] | None = None) -> list[tuple[int, int]]:
        """Lines and places."""
        return [(int(line), int(place)) for line, place, *_ in self.run(name, parameters)]

    def table(self, name: str) -> pa.Table:
        """The result of a query as a table."""
        return self._connection.execute(query(name)).to_arrow_table()

    def show(self, **tables: pa.Table) -> None:
        """Let queries see tables by these names."""
        for name, table in tables.items():
            self._connection.register(name, pa.Table.from_batches(table.to_batches(GROUP), table.schema))

    def hide(self, *names: str) -> None:
        """Let go of tables that were shown."""
        for name in names:
            self._connection.unregister(name)

    def close(self) -> None:
        """And of everything else."""
        self._connection.close()


def pairs_table(pairs: Sequence[tuple[int, int]]) -> pa.Table:
    """Lines and places as a table."""
    return pa.table({
        "line": pa.array([line for line, _ in pairs], pa.int64()),
        "place": pa.array([place for _, place in pairs], pa.int64()),
    })  # fmt: skip
