"""发布: a publication is a moment; who does not work on the figures sees what was known then, and each page says so."""

from dataclasses import replace
from datetime import datetime

from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor, local
from kpi.services.approval.ruling import written
from kpi.services.verdicts.changes import Point, changes
from kpi.services.workspace import Workspace
from kpi.views import ChangesView, PublishingView, Query, publication_view


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
        data_version=version,
    )


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
    last = next(iter(store.publications(plan_id)), None)
    if last and store.version_at(last.published_at)[0] == store.data_version:
        raise KpiError("published_already", who=last.published_by, when=local(last.published_at))
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
