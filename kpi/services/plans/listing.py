"""Which plans there are, and what became of one."""

from kpi import access
from kpi.i18n import texts
from kpi.model import Action, Actor, local
from kpi.services.workspace import Workspace
from kpi.views import PlanView, RevisionView


def plan_list(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[PlanView, ...]:
    """Every plan of the database, in the order in which they were first loaded. NotAllowed."""
    access.require(actor, Action.VIEW)
    plans = workspace.plans
    counted = [each.plan_id for each in plans.revisions]
    views = []
    for plan_id in plans.ids:
        catalog = plans.catalog(plan_id)
        lines = [target for target in catalog.primary_targets if target.parent_target_id]
        views.append(
            PlanView(
                plan_id=plan_id,
                name=catalog.plan_name(lang),
                region=catalog.plan_region.name(lang),
                measures=len(catalog.measures),
                targets=len(catalog.primary_targets) - len(lines),
                lines=len(lines),
                revisions=counted.count(plan_id),
                is_default=plan_id == plans.default_id,
            )
        )
    return tuple(views)


def plan_revisions(workspace: Workspace, actor: Actor, plan_id: str, *, lang: str = "zh") -> tuple[RevisionView, ...]:
    """Every revision of a plan, newest first. NotFound, NotAllowed."""
    access.require(actor, Action.VIEW)
    workspace.plans.require(plan_id)
    words = texts(lang)
    return tuple(
        RevisionView(
            revision_id=each.revision_id,
            kind_text=words(f"service.revision_{each.kind}"),
            name=each.name,
            document_number=each.document_number,
            made_by=each.made_by,
            made_at=local(each.made_at),
            note=each.note,
            state_text=words("service.batch_withdrawn" if each.withdrawn_at else "service.batch_counts"),
        )
        for each in workspace.plans.revisions
        if each.plan_id == plan_id
    )
