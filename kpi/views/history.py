"""The history of batches in words."""

from dataclasses import dataclass
from datetime import datetime

from kpi.i18n import Texts
from kpi.model import Batch, BatchKind, local


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as the history lists it. Moments are Asia/Shanghai."""

    batch: Batch
    kind_text: str
    state_text: str
    approved_at: datetime
    withdrawn_at: datetime | None
    can_withdraw: bool
    has_original: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that was done to the database, in one line."""

    happened_at: datetime
    """Asia/Shanghai."""
    user: str
    text: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All batches, newest first."""

    batches: tuple[BatchView, ...]
    demo: bool = False
    events: tuple[EventView, ...] = ()
    """Everything that was done, newest first: loading, taking back, attaching and removing documents."""


def batch_view(words: Texts, batch: Batch, *, past: bool) -> BatchView:
    """A batch in words; one that is looked back at cannot be taken back."""
    upload = batch.kind is BatchKind.UPLOAD
    withdrawn = batch.withdrawn_at is not None
    return BatchView(
        batch=batch,
        kind_text=words(f"service.batch_{batch.kind}"),
        state_text=words("service.batch_withdrawn" if withdrawn else "service.batch_counts"),
        approved_at=local(batch.approved_at),
        withdrawn_at=local(batch.withdrawn_at) if batch.withdrawn_at else None,
        can_withdraw=upload and not withdrawn and not past,
        has_original=upload,
    )
