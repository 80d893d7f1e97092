"""Who is to be reminded of what: all that the calendar of reporting asks for and that has not come, and of a place also what
enough of the others have reported. A letter that looks back asks for what verdicts of that day lacked.
"""

from datetime import date

from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.report import ScopeKind
from kpi.services.duties.calendar import duties
from kpi.services.forms import due_day, due_of
from kpi.services.places import unreported
from kpi.services.reports.scope import ReportRequest, Scope, scope_of
from kpi.services.status import settled
from kpi.services.workspace import Workspace
from kpi.views import (
    Letter,
    Query,
    common_figures,
    lacking_figures,
    letter_to,
    letters_by_unit,
    owed_figures,
    place_form,
)


def letters_of(workspace: Workspace, actor: Actor, request: ReportRequest, scope: Scope) -> tuple[Letter, ...]:
    """The letters of a scope, none to who owes nothing."""
    workspace = workspace.admit(actor, Action.VIEW)
    query, words = scope.view.query, texts(scope.view.query.lang)
    units = (request.group,) if scope.kind is ScopeKind.OWNER else ()
    place = scope.view.region if scope.kind is ScopeKind.REGION else None
    form, day = words("page.rows_name"), workspace.today
    if _looks_back(workspace, request.query):
        due = due_of(workspace, scope.view)
        lacking = lacking_figures(due)
        return (
            letter_to(place.name(words.lang), lacking, due.on, form) if place else letters_by_unit(lacking, due.on, form, units)
        )
    owed = duties(workspace, actor, lang=words.lang).owed
    if scope.kind is ScopeKind.CATEGORY or (place and request.group):
        owed = tuple(row for row in owed if row.measure_id in scope.measures)
    wording = workspace.wording(words)
    if place is None:
        figures = owed_figures(wording, day, [row for row in owed if not row.below])
        return letters_by_unit(figures, day, form, units)
    figures = owed_figures(wording, day, [row for row in owed if row.region_code == place.region_code])
    others = () if request.group else unreported(workspace, actor, Query(lang=query.lang), place.region_code)
    common, name = common_figures(wording, day, others), place.name(words.lang)
    return letter_to(name, (*figures, *common), day, place_form(words, name, common))


def letter_day(workspace: Workspace, request: ReportRequest, scope: Scope) -> date:
    """The day that letters of a scope are of."""
    return due_day(workspace, scope.view.query) if _looks_back(workspace, request.query) else workspace.today


def _looks_back(workspace: Workspace, query: Query) -> bool:
    """Whether a letter is of an earlier day, or by targets as they were."""
    known_at = settled(query, workspace.now()).known_at
    return bool(known_at or query.original or (query.as_of and query.as_of < workspace.today))


def require_letters(letters: tuple[Letter, ...], scope: Scope) -> tuple[Letter, ...]:
    """NotFound where nothing is due from anybody: no letter goes out."""
    if not letters:
        raise NotFound("nothing_due", scope=scope.name or scope.view.plan_name)
    return letters


def owes(workspace: Workspace, actor: Actor, request: ReportRequest) -> bool:
    """Whether there is anything to remind of. NotAllowed; errors as of `scope_of`."""
    return bool(letters_of(workspace, actor, request, scope_of(workspace, actor, request)))
