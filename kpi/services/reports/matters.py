"""What a report says of what is to be put right: about its own targets, as it stood at the report's moment."""

from dataclasses import replace
from datetime import date, datetime

from kpi.model import Actor
from kpi.services.remarks.reading import matters
from kpi.services.reports.scope import Scope
from kpi.services.workspace import Workspace
from kpi.views import MatterView


def matters_in(
    workspace: Workspace, actor: Actor, scope: Scope, issued_at: datetime | None
) -> tuple[tuple[MatterView, ...], date | None]:
    """The matters of the targets of a scope without their history, and the day they are told up to; none is no day either.

    What they say and whether they are late is of the moment that the report looks back from, or is issued at, and not of the
    day of its figures: an instruction on figures of last year is due in this one.
    """
    query = replace(scope.view.query, as_of=None, known_at=scope.view.query.known_at or issued_at)
    view = matters(workspace, actor, query)
    known = {standing.key for standing in scope.view.standings}
    own = tuple(replace(each, history=(), offered=()) for each in view.matters if each.key in known)
    return own, view.day if own else None
