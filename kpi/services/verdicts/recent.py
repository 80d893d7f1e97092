"""最近变化: the last verdicts that gave way to others, read from what was written down."""

from kpi.i18n import texts
from kpi.model import Action, Actor, local
from kpi.services.status import settled_now
from kpi.services.verdicts.causes import cause_of
from kpi.services.workspace import Workspace
from kpi.views import Query, RecentView, recent_change, recent_of

_MOST = 10
_MOST_READ = 1000


def recent_changes(workspace: Workspace, actor: Actor, query: Query) -> RecentView:
    """The last ten changes of the plan's own region, as known at the moment looked back from. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    asked = settled_now(workspace, actor, query)
    catalog, words = workspace.catalog_for(asked), texts(query.lang)
    if asked.region not in (None, catalog.plan_region.region_code):
        return RecentView((), 0)
    steps = workspace.store.verdict_steps(workspace.plan_id, _MOST_READ, asked.known_at)
    events = {event.event_id: event for event in workspace.store.events()} if steps else {}
    batches, revisions = workspace.batches, {each.revision_id: each for each in workspace.plans.revisions}
    found = []
    for step in steps:
        first, last = step.events
        there = [events[number] for number in range(first + 1, last + 1) if number in events]
        causes = tuple(filter(None, (cause_of(event, batches, revisions) for event in there)))
        found.append(recent_change(catalog, words, step, local(step.written_at), causes))
    return recent_of([each for each in found if each], _MOST)
