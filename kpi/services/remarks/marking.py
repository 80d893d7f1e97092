"""Marks on values (跟踪): setting one on a value that counts, and lifting it."""

from kpi import access
from kpi.access import Quota
from kpi.errors import KpiError, NotFound
from kpi.model import Action, Actor, Place, Qualifier, ValueOf
from kpi.services.keeping.quotas import spend
from kpi.services.reach import place_of_measure
from kpi.services.remarks.reading import MARKING
from kpi.services.remarks.typed import clean
from kpi.services.workspace import Workspace
from kpi.views import value_row


def mark_value(workspace: Workspace, actor: Actor, of: ValueOf, note: str) -> int:
    """Marks a value as it counts now, and returns the number of the mark.

    NotFound where it does not count; PreviewOutdated where it is marked; KpiError for a note that is missing or no text.
    """
    seen = _admitted(workspace, actor)
    place = place_of_measure(seen.whole_catalog, seen.plan_id, of.measure_id, of.region_code)
    seen = _admitted(workspace, actor, place)
    frame = seen.observations(regions={of.region_code})
    row = value_row(frame, of)
    if row is None:
        raise NotFound("no_such_value")
    told = clean("note", note)
    if not told:
        raise KpiError("needed_note")
    spend(seen, actor, {Quota.REMARKS: 1})
    value, qualifier = float(frame["value"].iloc[row]), Qualifier(frame["qualifier"].iloc[row])
    return workspace.store.mark_value(workspace.plan_id, of, value, qualifier, told, actor=actor, at=workspace.now())


def lift_mark(workspace: Workspace, actor: Actor, mark_id: int, expected: int, note: str = "") -> None:
    """Lifts a mark. `expected` is how often it had been set or lifted. NotFound, NotAllowed, PreviewOutdated."""
    seen = _admitted(workspace, actor)
    entry = next((each for each in workspace.store.follow_entries(workspace.plan_id) if each.mark_id == mark_id), None)
    place = place_of_measure(seen.whole_catalog, seen.plan_id, entry.measure_id, entry.region_code) if entry else None
    if place is None or not access.can(actor, Action.VIEW, place):
        raise NotFound("no_such_mark", number=mark_id)
    seen, told = _admitted(workspace, actor, place), clean("note", note)
    spend(seen, actor, {Quota.REMARKS: 1})
    workspace.store.lift_mark(workspace.plan_id, mark_id, told, expected, actor=actor, at=workspace.now())


def _admitted(workspace: Workspace, actor: Actor, place: Place | None = None) -> Workspace:
    there = place or Place(workspace.plan_id)
    action = next((each for each in MARKING if access.can(actor, each, there)), MARKING[0])
    return workspace.admit(actor, action, there)
