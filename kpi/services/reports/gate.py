"""What a report must rest on before it may be issued: figures for enough of the targets that should have one."""

from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.report import Genre
from kpi.services.reports.scope import ReportRequest, scope_of
from kpi.services.workspace import Workspace
from kpi.settings import setting
from kpi.views import StatusView

_NAME = "KPI_LEAST_COVERAGE"


def least_coverage(workspace: Workspace) -> float:
    """The least share of targets with a figure: what the plan says, or else the setting. KpiError for one that is no share."""
    own = workspace.catalog.least_coverage
    if own is not None:
        return own
    written = setting(_NAME)
    try:
        share = float(written)
    except ValueError as error:
        raise KpiError("bad_share", name=_NAME, value=written) from error
    if not 0 <= share <= 1:
        raise KpiError("bad_share", name=_NAME, value=written)
    return share


def caution(workspace: Workspace, view: StatusView) -> str:
    """Why a report of a view may not be issued, which is also what it says first; empty where it may."""
    refused = _refused(workspace, view)
    return texts(view.query.lang).message(refused.message) if refused else ""


def _refused(workspace: Workspace, view: StatusView) -> KpiError | None:
    """The refusal; a share is rounded down, so that what is below the least never reads as if it were not."""
    least, found = least_coverage(workspace), view.coverage
    if found.reaches(least):
        return None
    words, down = texts(view.query.lang), found.there * 1000 // found.due / 10
    shares = {"share": words.percent(down), "least": words.percent(least * 100)}
    return KpiError("coverage_too_low", due=found.due, there=found.there, **shares)


def require_issuable(workspace: Workspace, actor: Actor, request: ReportRequest) -> None:
    """KpiError `coverage_too_low` where too few targets have a figure, `issue_unpublished` where it says what is not public.

    Whoever has not reported may be reminded of that.
    """
    refused = _refusal(workspace, actor, request)
    if refused:
        raise refused


def issue_refusal(workspace: Workspace, actor: Actor, request: ReportRequest) -> str:
    """Why the report asked for may not be issued, as a sentence; empty where it may. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    refused = _refusal(workspace, actor, request)
    return texts(request.query.lang).message(refused.message) if refused else ""


def _refusal(workspace: Workspace, actor: Actor, request: ReportRequest) -> KpiError | None:
    if request.genre is Genre.REMINDER:
        return None
    view = scope_of(workspace, actor, request).view
    return _unpublished(workspace, view) or _refused(workspace, view)


def _unpublished(workspace: Workspace, view: StatusView) -> KpiError | None:
    """What is issued is public: where a plan waits for publication, a report must not go before it."""
    ceiling, known_at = workspace.plans.ceiling(workspace.plan_id), view.query.known_at
    if ceiling is None or (known_at and known_at <= ceiling):
        return None
    now, then = (workspace.store.version_at(moment)[0] for moment in (known_at, ceiling))
    return KpiError("issue_unpublished") if now > then else None
