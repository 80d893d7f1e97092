"""How people get to what they look for, in the plan that is open."""

from collections.abc import Mapping
from datetime import date

from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.services.remarks.reading import matters
from kpi.services.status import settled_now
from kpi.services.workspace import Workspace
from kpi.views import MOST_FOUND, Findable, Index, Query, index_of, index_of_matters, year_ends

MOST_MATTERS = 3
"""So many of what is found are matters: what they are about has its own page."""
_SHORTEST = 2
"""Letters, of what is said: one stands in half of all texts."""


def days_to_look_from(workspace: Workspace, actor: Actor, query: Query) -> tuple[date, ...]:
    """The year-ends worth a click, newest first: none that is not over. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    return workspace.kept(("year_ends", asked.known_at), lambda: _year_ends(workspace, asked))


def _year_ends(workspace: Workspace, query: Query) -> tuple[date, ...]:
    return year_ends(workspace.catalog_for(query), workspace.period_ends(query.known_at), workspace.today)


def find(workspace: Workspace, actor: Actor, typed: str, pages: Mapping[str, str], lang: str) -> tuple[Findable, ...]:
    """What goes by such a name, in any language, by pinyin or by its first letters; best first. `pages`: key of text by name.

    What is said about targets is found by its words, as far as the actor may read it, where its page is among them. NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    key = ("index", tuple(pages.items()), lang, workspace.store.plan_version)
    found = workspace.kept(key, lambda: index_of(workspace.catalog, pages, lang)).find(typed)
    if "actions" not in pages or len(typed.strip()) < _SHORTEST:
        return found
    said = _matters(workspace, actor, lang).find(typed, MOST_MATTERS)
    return (*found[: MOST_FOUND - len(said)], *said)


def _matters(workspace: Workspace, actor: Actor, lang: str) -> Index:
    """Of the matters that the actor may see; made once for all who see the same of them."""
    seen = matters(workspace, actor, Query(lang=lang)).matters
    key = (
        "matters found",
        workspace.store.remarks_version,
        workspace.store.plan_version,
        tuple((each.matter_id, each.version) for each in seen),
        lang,
    )
    return workspace.kept(key, lambda: index_of_matters(seen, texts(lang)))
