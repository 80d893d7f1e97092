"""Which plans there are, what became of one, and questions in SQL, asked of the live data through the views of the plan."""

from dataclasses import replace

from kpi.access import Quota, can
from kpi.errors import KpiError, NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Place, local
from kpi.services.keeping.quotas import costly
from kpi.services.plans.newer import changes_of
from kpi.services.workspace import Workspace
from kpi.store import Answer, Revision
from kpi.views import PlanView, RevisionView, user_name


def plan_list(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[PlanView, ...]:
    """Every plan of the database, in the order in which they were first loaded. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    plans = workspace.plans
    views = []
    for plan_id in plans.ids:
        if not can(actor, Action.VIEW, Place(plan_id)):
            continue
        seen = workspace.of(plan_id).seen_by(actor)
        catalog = seen.catalog
        lines = [target for target in catalog.primary_targets if target.parent_target_id]
        views.append(
            PlanView(
                plan_id=plan_id,
                name=catalog.plan_name(lang),
                region=catalog.plan_region.name(lang),
                measures=len(catalog.measures),
                targets=len(catalog.primary_targets) - len(lines),
                lines=len(lines),
                revisions=len(_revisions_of(seen)),
                is_default=plan_id == plans.default_id,
            )
        )
    return tuple(views)


def plan_revisions(workspace: Workspace, actor: Actor, plan_id: str, *, lang: str = "zh") -> tuple[RevisionView, ...]:
    """Every revision of a plan, newest first. NotFound, NotAllowed."""
    workspace = workspace.of(plan_id).admit_whole(actor, Action.VIEW)
    return tuple(_view(revision, texts(lang)) for revision in _revisions_of(workspace))


def revision_changes(workspace: Workspace, actor: Actor, revision_id: int, *, lang: str = "zh") -> tuple[str, ...]:
    """What a revision changed, a line for each row. NotFound, NotAllowed."""
    workspace = workspace.admit_whole(actor, Action.VIEW)
    revision = next((known for known in workspace.plans.revisions if known.revision_id == revision_id), None)
    if revision is None or not _is_shown(workspace, actor, revision):
        raise NotFound("no_such_revision", revision=revision_id)
    return tuple(texts(lang).message(change) for change in changes_of(workspace, revision))


def _is_shown(workspace: Workspace, actor: Actor, revision: Revision) -> bool:
    """Whether somebody may see a revision, which may be another plan's."""
    plan = workspace.of(revision.plan_id) if revision.plan_id in workspace.plans.ids else workspace
    whole = Place.whole(revision.plan_id)
    return can(actor, Action.VIEW, whole) and plan.seen_by(actor).lens.shows(revision.made_at)


def _revisions_of(workspace: Workspace) -> list[Revision]:
    """The revisions of the plan looked at as far as they are shown; one taken back only later still counts."""
    lens = workspace.lens
    own = (each for each in workspace.plans.revisions if each.plan_id == workspace.plan_id and lens.shows(each.made_at))
    return [
        each if each.withdrawn_at is None or lens.shows(each.withdrawn_at) else replace(each, withdrawn_at=None) for each in own
    ]


def _view(revision: Revision, words: Texts) -> RevisionView:
    return RevisionView(
        revision_id=revision.revision_id,
        kind_text=words(f"service.revision_{revision.kind}"),
        name=revision.name,
        document_number=revision.document_number,
        made_by=user_name(words, revision.made_by),
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
    """The answer to one statement that reads; `limited`, where others wait too: in rows and in time. NotAllowed; KpiError.

    The views hold every plan and what is worked on, and cannot look back: KpiError `sql_unpublished` for who sees what was
    published.
    """
    workspace = _of_everything(workspace, actor)
    with costly(workspace, actor, {Quota.QUERIES: 1}):
        if not limited:
            return workspace.store.ask(statement)
        return workspace.store.ask(statement, most_rows=MOST_ROWS, seconds=SECONDS)


def askable(workspace: Workspace, actor: Actor) -> dict[str, tuple[str, ...]]:
    """The views that a statement may read, with their columns. Errors as of `ask`."""
    return _of_everything(workspace, actor).store.readable_columns()


def may_ask(workspace: Workspace, actor: Actor) -> bool:
    """Whether statements of the actor are answered: what a page goes by in what it offers. NotAllowed."""
    plans = _every_plan(workspace.admit(actor, Action.VIEW))
    return all(plan.admits(actor, Action.VIEW, Place.whole(plan.plan_id)) and _is_all_shown(plan, actor) for plan in plans)


def _of_everything(workspace: Workspace, actor: Actor) -> Workspace:
    workspace = workspace.admit_whole(actor, Action.VIEW)
    seen = [plan.admit_whole(actor, Action.VIEW) for plan in _every_plan(workspace)]
    if not all(_is_all_shown(plan, actor) for plan in seen):
        workspace.refuse(actor, Action.VIEW)
        raise KpiError("sql_unpublished")
    return workspace


def _every_plan(workspace: Workspace) -> list[Workspace]:
    return [workspace.of(plan_id) for plan_id in workspace.plans.ids]


def _is_all_shown(plan: Workspace, actor: Actor) -> bool:
    """Whether the actor sees a plan as it is worked on, and not as it was published."""
    return plan.seen_by(actor).lens.ceiling is None


def cell_text(value: object) -> str:
    """A value of an answer as text: nothing for null, numbers in digits."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < _MOST_DIGITS else str(value)
    return str(value)
