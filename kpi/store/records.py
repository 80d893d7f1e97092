"""What goes into the store and what comes out of it besides observations."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kpi.model import Batch, BatchKind, Observation
from kpi.store.database import Row
from kpi.store.moments import aware

DEMO = "demo"
"""The property of a database that holds fiction."""


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


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to the database. The moment is UTC."""

    event_id: int
    happened_at: datetime
    actor: str
    action: str
    batch_id: int | None
    detail: str


def batch_of(row: Row) -> Batch:
    """A batch from a row of `batches.sql`."""
    batch_id, kind, file, sha256, user, note, rows, approved_at, *withdrawn, warnings, taken_for = row
    withdrawn_at, withdrawn_by, withdrawal_note = withdrawn
    return Batch(
        batch_id=batch_id,
        kind=BatchKind(kind),
        file=file,
        sha256=sha256,
        user=user,
        note=note,
        rows=rows,
        approved_at=aware(approved_at),
        withdrawn_at=aware(withdrawn_at) if withdrawn_at else None,
        withdrawn_by=withdrawn_by,
        withdrawal_note=withdrawal_note,
        warnings=tuple(json.loads(warnings)),
        taken_for=taken_for,
    )


def event_of(row: Row) -> Event:
    """An event from a row of `events.sql`."""
    event_id, happened_at, actor, action, batch_id, detail = row
    return Event(event_id, aware(happened_at), actor, action, batch_id, detail)
