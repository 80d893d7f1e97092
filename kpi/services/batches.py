"""The history of batches: what was loaded when and by whom, the files themselves, and taking a batch back."""

from kpi import access
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Batch, BatchKind
from kpi.services.views import BatchView, EventView, HistoryView
from kpi.services.workspace import Workspace, local
from kpi.store import Event


def history(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> HistoryView:
    """Every batch, newest first, withdrawn ones too. NotAllowed."""
    access.require(actor, Action.VIEW)
    words = texts(lang)
    return HistoryView(
        batches=tuple(_view(words, batch) for batch in workspace.store.batches()),
        demo=workspace.store.is_demo,
        events=tuple(_event(words, event) for event in workspace.store.events()),
    )


def original(workspace: Workspace, actor: Actor, batch_id: int) -> tuple[str, bytes]:
    """Name and bytes of the file a batch was read from. NotFound, NotAllowed."""
    access.require(actor, Action.VIEW)
    return workspace.store.original(batch_id)


def withdraw(workspace: Workspace, actor: Actor, batch_id: int, note: str) -> None:
    """Takes an upload back, so that earlier figures count again. NotFound, NotAllowed, KpiError (see the store)."""
    access.require(actor, Action.WITHDRAW)
    workspace.store.withdraw(batch_id, actor=actor, at=workspace.now(), note=note)


def _event(words: Texts, event: Event) -> EventView:
    batch = "" if event.batch_id is None else event.batch_id
    text = words(f"service.event_{event.action}", batch=batch, detail=event.detail)
    return EventView(local(event.happened_at), event.actor, text)


def _view(words: Texts, batch: Batch) -> BatchView:
    upload = batch.kind is BatchKind.UPLOAD
    withdrawn = batch.withdrawn_at is not None
    return BatchView(
        batch=batch,
        kind_text=words(f"service.batch_{batch.kind}"),
        state_text=words("service.batch_withdrawn" if withdrawn else "service.batch_counts"),
        approved_at=local(batch.approved_at),
        withdrawn_at=local(batch.withdrawn_at) if batch.withdrawn_at else None,
        can_withdraw=upload and not withdrawn,
        has_original=upload,
    )
