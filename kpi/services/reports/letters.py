"""Who is to be reminded of what: the due list of the upload page by unit, and of a place also what the others have reported."""

from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.report import ScopeKind
from kpi.services.forms import due_of
from kpi.services.places import place_view
from kpi.services.reports.scope import ReportRequest, Scope, scope_of
from kpi.services.workspace import Workspace
from kpi.views import Letter, letter_to_place, letters_by_owner


def letters_of(workspace: Workspace, actor: Actor, request: ReportRequest, scope: Scope) -> tuple[Letter, ...]:
    """The letters of a scope, none to who owes nothing."""
    workspace = workspace.admit(actor, Action.VIEW)
    view, due = scope.view, due_of(workspace, scope.view)
    if scope.kind is not ScopeKind.REGION:
        return letters_by_owner(texts(view.query.lang), due, (request.group,) if scope.kind is ScopeKind.OWNER else ())
    region = view.region
    whole = not request.group and bool(region.parent_code)
    unreported = place_view(workspace, actor, view.query, region.region_code).unreported if whole else ()
    wording = workspace.known(view.query).figures(texts(view.query.lang))
    return letter_to_place(region.name(view.query.lang), due, unreported, wording)


def require_letters(letters: tuple[Letter, ...], scope: Scope) -> tuple[Letter, ...]:
    """NotFound where nothing is due from anybody: no letter goes out."""
    if not letters:
        raise NotFound("nothing_due", scope=scope.name or scope.view.plan_name)
    return letters


def owes(workspace: Workspace, actor: Actor, request: ReportRequest) -> bool:
    """Whether there is anything to remind of. NotAllowed; errors as of `scope_of`."""
    return bool(letters_of(workspace, actor, request, scope_of(workspace, actor, request)))
