"""How people get to what they look for, in the plan that is open."""

from collections.abc import Mapping
from datetime import date

from kpi.model import Action, Actor
from kpi.services.status import settled_now
from kpi.services.workspace import Workspace
from kpi.views import Findable, Query, index_of, year_ends


def days_to_look_from(workspace: Workspace, actor: Actor, query: Query) -> tuple[date, ...]:
    """The year-ends worth a click, newest first: none that is not over. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    return workspace.kept(("year_ends", asked.known_at), lambda: _year_ends(workspace, asked))


def _year_ends(workspace: Workspace, query: Query) -> tuple[date, ...]:
    return year_ends(workspace.catalog_for(query), workspace.observations(query.known_at), workspace.today)


def find(workspace: Workspace, actor: Actor, typed: str, pages: Mapping[str, str], lang: str) -> tuple[Findable, ...]:
    """What goes by such a name, in any language, by pinyin or by its first letters; best first. `pages`: key of text by name.

    NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    key = ("index", tuple(pages.items()), lang, workspace.store.plan_version)
    return workspace.kept(key, lambda: index_of(workspace.catalog, pages, lang)).find(typed)
