"""The history of batches in words."""

from dataclasses import dataclass
from datetime import datetime

from kpi.i18n import Texts
from kpi.model import Batch, BatchKind, SubmissionStep, local


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
    approval: str = ""
    """Who approved it, where another person sent it in."""


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


def batch_view(words: Texts, batch: Batch, approved: SubmissionStep | None = None, *, past: bool) -> BatchView:
    """A batch in words, with how it was approved if it was; one that is looked back at cannot be taken back."""
    of_batch = {"number": approved.submission_id, "who": approved.made_by, "when": local(approved.made_at)} if approved else {}
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
        approval=words("approval.of_batch", **of_batch) if of_batch else "",
    )
