"""Which plans there are, what became of one, and questions in SQL, asked of the live data through the views of the plan."""

from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, local
from kpi.services.plans.newer import changes_of
from kpi.services.workspace import Workspace
from kpi.store import Answer, Revision
from kpi.views import PlanView, RevisionView


def plan_list(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[PlanView, ...]:
    """Every plan of the database, in the order in which they were first loaded. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    plans = workspace.plans
    counted = [revision.plan_id for revision in plans.revisions]
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
    workspace = workspace.admit(actor, Action.VIEW)
    workspace.plans.require(plan_id)
    return tuple(_view(revision, texts(lang)) for revision in _revisions_of(workspace, plan_id))


def revision_changes(workspace: Workspace, actor: Actor, revision_id: int, *, lang: str = "zh") -> tuple[str, ...]:
    """What a revision changed, a line for each row. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    revision = next((known for known in workspace.plans.revisions if known.revision_id == revision_id), None)
    if revision is None:
        raise NotFound("no_such_revision", revision=revision_id)
    return tuple(texts(lang).message(change) for change in changes_of(workspace, revision))


def _revisions_of(workspace: Workspace, plan_id: str) -> list[Revision]:
    return [revision for revision in workspace.plans.revisions if revision.plan_id == plan_id]


def _view(revision: Revision, words: Texts) -> RevisionView:
    return RevisionView(
        revision_id=revision.revision_id,
        kind_text=words(f"service.revision_{revision.kind}"),
        name=revision.name,
        document_number=revision.document_number,
        made_by=revision.made_by,
        made_at=local(revision.made_at),
        note=revision.note,
        state_text=words("service.batch_withdrawn" if revision.withdrawn_at else "service.batch_counts"),
        effective_on=revision.effective_on,
        withdrawn=" ".join((revision.withdrawn_by, revision.withdrawal_note)) if revision.withdrawn_at else "",
    )


MOST_ROWS = 1000
SECONDS = 10.0
_MOST_DIGITS = 1e15


def ask(workspace: Workspace, actor: Actor, statement: str, *, limited: bool = True) -> Answer:
    """The answer to one statement that reads; `limited`, where others wait too: in rows and in time. NotAllowed; KpiError."""
    workspace = workspace.admit(actor, Action.VIEW)
    if not limited:
        return workspace.store.ask(statement)
    return workspace.store.ask(statement, most_rows=MOST_ROWS, seconds=SECONDS)


def askable(workspace: Workspace, actor: Actor) -> dict[str, tuple[str, ...]]:
    """The views that a statement may read, with their columns. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    return workspace.store.readable_columns()


def cell_text(value: object) -> str:
    """A value of an answer as text: nothing for null, numbers in digits."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < _MOST_DIGITS else str(value)
    return str(value)
