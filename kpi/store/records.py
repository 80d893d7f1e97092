"""What goes into the store and what comes out of it besides observations; and rows as records, in one place for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar, get_type_hints

import duckdb
import pyarrow as pa

from kpi.model import BatchKind, Observation
from kpi.store.moments import aware

DEMO = "demo"
"""The property of a database that holds fiction."""
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A file's rows about to be committed."""

    kind: BatchKind
    file: str
    sha256: str
    content: bytes
    observations: Sequence[Observation]
    note: str = ""
    removed: Sequence[Observation] = ()
    """Of a baseline batch: rows the catalog no longer holds."""
    warnings: Sequence[str] = ()
    """Warnings somebody confirmed, as they were worded."""
    taken_for: str = ""
    """What the file was taken for, as it was worded."""
    sent_by: str = ""
    """Who sent it in, where another person approved it."""
    large: pa.Table | None = None
    """The rows of a large file instead of `observations`, see `LargeFiles`."""

    @property
    def count(self) -> int:
        """How many rows the log gets."""
        return len(self.observations) + len(self.removed) + (0 if self.large is None else len(self.large))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to the database. The moment is UTC."""

    event_id: int
    happened_at: datetime
    actor: str
    action: str
    batch_id: int | None
    detail: str


def records_of(kind: type[Record], cursor: duckdb.DuckDBPyConnection) -> list[Record]:
    """The rows of a query whose columns are fields of a record: moments say that they are UTC, lists are tuples."""
    names = [str(column[0]) for column in cursor.description or ()]
    hints = get_type_hints(kind)
    kinds = [hint if isinstance(hint := hints[name], type) and issubclass(hint, StrEnum) else None for name in names]
    rows = ([_value(one, value) for one, value in zip(kinds, row, strict=True)] for row in cursor.fetchall())
    return [kind(**dict(zip(names, row, strict=True))) for row in rows]


def _value(enumeration: type[StrEnum] | None, value: object) -> object:
    if enumeration:
        return enumeration(str(value))
    if isinstance(value, list):
        return tuple(value)
    return aware(value) if isinstance(value, datetime) else value
