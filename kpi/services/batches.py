"""The history of batches: what was loaded when and by whom, the files themselves, and taking a batch back."""

from collections.abc import Mapping
from datetime import datetime

from kpi import access
from kpi.errors import KpiError, NotFound
from kpi.i18n import Texts, texts
from kpi.model import EVERYWHERE, Action, Actor, Place, Sent, SubmissionStep, local
from kpi.services.approval.ruling import plans_waiting, written
from kpi.services.duties.rules import place_to_report, rules_of
from kpi.services.keeping.auditing import names_in_log
from kpi.services.narrowing import covers_all
from kpi.services.reach import place_of_measure
from kpi.services.workspace import Workspace
from kpi.store import Event
from kpi.views import EventView, HistoryView, action_words, batch_view, detail_words


def history(workspace: Workspace, actor: Actor, *, lang: str = "zh", known_at: datetime | None = None) -> HistoryView:
    """Every batch, newest first, withdrawn ones too; those there were by `known_at`, as they stood then. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    words, until = texts(lang), workspace.lens.not_after(known_at)
    shown, approved = _within_reach(workspace, actor), _approvals(workspace)
    names = names_in_log(workspace, lang)
    return HistoryView(
        batches=tuple(
            batch_view(words, batch, approved.get(number), past=until is not None)
            for number, batch in workspace.batches_at(until).items()
            if shown is None or number in shown
        ),
        demo=workspace.store.is_demo,
        events=tuple(
            _event(words, names, event)
            for event in workspace.store.events()
            if (until is None or event.happened_at <= until) and (shown is None or event.batch_id in shown)
        ),
    )


def _approvals(workspace: Workspace) -> dict[int, SubmissionStep]:
    """How batches were approved, by their numbers."""
    of_files = (each.last for each in workspace.store.submissions() if each.kind is Sent.FIGURES)
    return {number: step for step in of_files for number in step.numbers}


def _within_reach(workspace: Workspace, actor: Actor) -> frozenset[int] | None:
    """The batches all of whose figures may be seen; None: every one. A file may hold figures of several plans."""
    catalog, plan_id = workspace.whole_catalog, workspace.plan_id
    if workspace.lens.reach is None and (len(workspace.plans.ids) == 1 or access.can(actor, Action.VIEW, EVERYWHERE)):
        return None
    reach = access.looking(actor, Place(plan_id))
    places = workspace.store.batch_places()
    return frozenset(number for number, held in places.items() if covers_all(held, catalog, plan_id, reach))


def original(workspace: Workspace, actor: Actor, batch_id: int) -> tuple[str, bytes]:
    """Name and bytes of the file a batch was read from. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    shown = _within_reach(workspace, actor)
    if batch_id not in workspace.batches or (shown is not None and batch_id not in shown):
        raise NotFound("no_original", batch_id=batch_id)
    return workspace.store.original(batch_id)


def withdraw(workspace: Workspace, actor: Actor, batch_id: int, note: str) -> None:
    """Takes an upload back, so that earlier figures count again. NotFound, NotAllowed, KpiError (see the store)."""
    workspace = workspace.admit(actor, Action.WITHDRAW)
    held = workspace.store.batch_places(batch_id).get(batch_id, frozenset())
    catalog, rules = workspace.whole_catalog, rules_of(workspace)
    for measure, region in sorted(held):
        workspace.admit(actor, Action.WITHDRAW, place_to_report(catalog, workspace.plan_id, measure, region, rules))
    for plan_id in plans_waiting(workspace, {measure for measure, _ in held}):
        _require_other(workspace.of(plan_id).admit(actor, Action.REVIEW), actor, batch_id)
    workspace.store.withdraw(batch_id, actor=actor, at=workspace.now(), note=written(note))


def _require_other(workspace: Workspace, actor: Actor, batch_id: int) -> None:
    """What another person approved is taken back by another person too, who may review every row of it.

    NotAllowed; KpiError `own_batch`.
    """
    batch = workspace.batches.get(batch_id)
    sent = [each for each in workspace.store.submissions() if batch_id in each.last.numbers and each.kind is Sent.FIGURES]
    if any(each.sent_by(actor) for each in sent) or (batch and not sent and batch.user == actor.name):
        workspace.refuse(actor, Action.WITHDRAW, f"batch {batch_id}")
        raise KpiError("own_batch", batch_id=batch_id)
    places = workspace.store.batch_places(batch_id).get(batch_id, frozenset())
    for measure, region in sorted(place for place in places if place[0] in workspace.whole_catalog.measures):
        workspace.admit(actor, Action.REVIEW, place_of_measure(workspace.whole_catalog, workspace.plan_id, measure, region))


def _event(words: Texts, names: Mapping[str, str], event: Event) -> EventView:
    batch, key = "" if event.batch_id is None else event.batch_id, f"service.event_{event.action}"
    detail = detail_words(words, names, event.action, event.detail)
    text = words(key, batch=batch, detail=detail) if key in words else f"{action_words(words, event.action)} {detail}"
    return EventView(local(event.happened_at), event.actor, text)
