"""发布: a publication is a moment; who does not work on the figures sees what was known then, and each page says so."""

from dataclasses import replace
from datetime import datetime

from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor, FollowEntry, local
from kpi.services.approval.ruling import written
from kpi.services.remarks.reading import matters
from kpi.services.verdicts.changes import Point, changes
from kpi.services.workspace import Workspace
from kpi.views import ChangesView, PublishingView, Query, RemarkChange, publication_view


def publishing(workspace: Workspace, actor: Actor, query: Query) -> PublishingView:
    """What of the plan is public, and what publishing it now would make so. NotAllowed."""
    workspace = workspace.admit(actor, Action.PUBLISH)
    store, plan_id = workspace.store, workspace.plan_id
    ceiling, version = workspace.plans.ceiling(plan_id), store.data_version
    since = workspace.plans.approval_since(plan_id)
    own = [each for each in store.publications(plan_id) if since and each.published_at >= since]
    differs = ceiling is not None and store.version_at(ceiling)[0] < version
    return PublishingView(
        since=local(ceiling) if ceiling else None,
        published=bool(own),
        publications=tuple(publication_view(each) for each in store.publications(plan_id)),
        changes=_named(changes(workspace, actor, query, Point(moment=ceiling)), query) if differs else None,
        elsewhere=_elsewhere(workspace, actor, query, ceiling) if ceiling and differs else (),
        remarks=_unpublished_remarks(workspace, actor, query, ceiling) if ceiling else (),
        data_version=version,
    )


def _elsewhere(workspace: Workspace, actor: Actor, query: Query, ceiling: datetime) -> tuple[ChangesView, ...]:
    """What changes for other regions that have targets of their own, as far as anything was said of them since."""
    shown, plan = workspace.region(query.region).region_code, workspace.catalog
    own = {target.region_code for target in plan.primary_targets} - {shown}
    revised = any(
        moment and moment > ceiling for each in workspace.plans.revisions for moment in (each.made_at, each.withdrawn_at)
    )
    touched = {
        region
        for batch in workspace.store.batches()
        if max(batch.approved_at, batch.withdrawn_at or batch.approved_at) > ceiling
        for _, region in workspace.store.batch_places(batch.batch_id).get(batch.batch_id, ())
    }
    found = (
        changes(workspace, actor, replace(query, region=code), Point(moment=ceiling))
        for code in plan.regions
        if code in own and (revised or code in touched)
    )
    return tuple(_named(view, query) for view in found if any(not each.by_date for each in view.standings))


def _unpublished_remarks(workspace: Workspace, actor: Actor, query: Query, ceiling: datetime) -> tuple[RemarkChange, ...]:
    """What was said and done about targets since a moment, the newest first."""
    if not workspace.store.remarks_since(workspace.plan_id, ceiling):
        return ()
    found = matters(workspace, actor, replace(query, as_of=None, known_at=None)).matters
    said = [
        RemarkChange(matter.name, step.text, step.by, step.at, step.note)
        for matter in found
        for step in matter.history
        if step.at > ceiling
    ]
    marked = (entry for entry in workspace.store.follow_entries(workspace.plan_id) if entry.made_at > ceiling)
    return tuple(
        sorted([*said, *(_marked(workspace, query, entry) for entry in marked)], key=lambda each: each.when, reverse=True)
    )


def _marked(workspace: Workspace, query: Query, entry: FollowEntry) -> RemarkChange:
    measure = workspace.catalog.measures.get(entry.measure_id)
    name = measure.name(query.lang) if measure else entry.measure_id
    text = texts(query.lang)("approval.mark_set" if entry.marked else "approval.mark_lifted")
    return RemarkChange(name, text, entry.made_by, local(entry.made_at), entry.note)


def _named(view: ChangesView, query: Query) -> ChangesView:
    """Its sides by what they are to who publishes."""
    public, working = (texts(query.lang)(f"approval.side_{side}") for side in ("public", "working"))
    return replace(view, start=replace(view.start, label=public), end=replace(view.end, label=working))


def publish(workspace: Workspace, actor: Actor, note: str, *, data_version: int) -> datetime:
    """Makes what is known of the plan public, and returns up to which moment; `data_version` is that of what was looked at.

    NotAllowed; PreviewOutdated; KpiError `plan_without_approval`, `publication_note_missing`, `published_already`.
    """
    workspace = workspace.admit(actor, Action.PUBLISH)
    kept = written(note, "publication_note_missing")
    store, plan_id = workspace.store, workspace.plan_id
    if workspace.plans.approval_since(plan_id) is None:
        raise KpiError("plan_without_approval")
    store.publish(plan_id, kept, actor=actor, at=workspace.now(), expected_version=data_version)
    return local(store.publications(plan_id)[0].published_at)


def publication_line(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> str:
    """What a page says of how far it goes: as published, or with what is not; empty where nothing waits. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    ceiling = workspace.plans.ceiling(workspace.plan_id)
    if ceiling is None:
        return ""
    since = workspace.plans.approval_since(workspace.plan_id)
    kind = "published" if since and ceiling > since else "unpublished"
    side = "working" if workspace.works(actor) else "public"
    return texts(lang)(f"approval.{side}_{kind}", moment=local(ceiling))
