"""What goes into the store and what comes out of it besides observations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kpi.model import BatchKind, Observation


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
    warnings: Sequence[str] = field(default_factory=tuple)
    """Warnings somebody confirmed, as they were worded."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to the database. The moment is UTC."""

    event_id: int
    happened_at: datetime
    actor: str
    action: str
    batch_id: int | None
    detail: str
