"""How people get to what they look for, in the plan that is open."""

from datetime import date

from kpi import access
from kpi.model import Action, Actor
from kpi.services.status import settled_now
from kpi.services.workspace import Workspace
from kpi.views import Query, year_ends


def days_to_look_from(workspace: Workspace, actor: Actor, query: Query) -> tuple[date, ...]:
    """The year-ends worth a click, newest first: none that is not over. NotAllowed."""
    access.require(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    return workspace.kept(("year_ends", asked.known_at), lambda: _year_ends(workspace, asked))


def _year_ends(workspace: Workspace, query: Query) -> tuple[date, ...]:
    return year_ends(workspace.catalog_for(query), workspace.observations(query.known_at), workspace.today)
