"""Matters and marks as somebody may see them, and the files that show what was done.

What is said about a target is no figure and is not published with the figures: whoever works on them or may give instructions
reads it as it is, everybody else as it was at the last publication. A number that belongs to another plan, or to a unit or a
region that somebody may not look at, is a number there is nothing of.
"""

from dataclasses import replace
from datetime import date, datetime

from kpi import access
from kpi.catalog import Catalog
from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, MatterEntry, MatterEvent, Place, local
from kpi.services.reach import place_of_measure
from kpi.services.remarks.places import place_of
from kpi.services.status import settled
from kpi.services.workspace import Workspace
from kpi.supervision import ENTRY, may, offered
from kpi.views import MarkView, MattersView, MatterView, MatterWording, Query, mark_views, matters_view


def matters(workspace: Workspace, actor: Actor, query: Query) -> MattersView:
    """Every matter and mark of the plan that the actor may see, and what they may do about each. NotAllowed."""
    seen = workspace.admit(actor, Action.VIEW)
    asked = replace(query, known_at=_looked_back_to(seen, query))
    catalog, words, day = seen.catalog_for(asked), texts(asked.lang), lateness_day(seen, asked)
    known_at, past = shown_until(seen, actor, asked.known_at), asked.known_at is not None
    views = seen.kept(
        ("matters", seen.store.remarks_version, known_at, asked.known_at, asked.original, day, asked.lang),
        lambda: _worded(seen, MatterWording(catalog, words, day), known_at),
    )
    whole = seen.whole_catalog
    places = {each.matter_id: place_of(whole, seen.plan_id, each.target_id, each.unit) for each in views}
    own = [each for each in views if access.can(actor, Action.VIEW, places[each.matter_id])]
    shown = [each if past else _offering(actor, places[each.matter_id], each) for each in own]
    return matters_view(words, day, shown, _marks(workspace, seen, actor, asked), past=past)


def matters_about(workspace: Workspace, actor: Actor, query: Query, measure_id: str, region_code: str) -> MattersView:
    """The same of one measure in one region: an instruction on a town's target is none on the city's. NotAllowed."""
    view, words = matters(workspace, actor, query), texts(query.lang)
    own = [matter for matter in view.matters if (matter.measure_id, matter.region_code) == (measure_id, region_code)]
    marks = [mark for mark in view.marks if (mark.of.measure_id, mark.of.region_code) == (measure_id, region_code)]
    return matters_view(words, view.day, own, marks, past=view.past)


def may_begin(workspace: Workspace, actor: Actor, target_id: str) -> tuple[MatterEvent, ...]:
    """What the actor may begin about a target. NotAllowed."""
    seen = workspace.admit(actor, Action.VIEW)
    place = place_of(seen.whole_catalog, seen.plan_id, target_id)
    return tuple(event for event in ENTRY if may(actor, event, place))


def may_mark(workspace: Workspace, actor: Actor, measure_id: str, region_code: str) -> bool:
    """Whether the actor may mark values of a measure in a region. NotAllowed."""
    seen = workspace.admit(actor, Action.VIEW)
    place = place_of_measure(seen.whole_catalog, seen.plan_id, measure_id, region_code)
    return any(access.can(actor, action, place) for action in MARKING)


MARKING = (Action.REMARK, Action.INSTRUCT)
"""Whoever has one of these may mark a value and lift a mark."""


def evidence_file(workspace: Workspace, actor: Actor, evidence_id: int) -> tuple[str, str, bytes]:
    """File name, media type and bytes of a file. NotFound, NotAllowed."""
    seen = workspace.admit(actor, Action.VIEW)
    files = {each.evidence_id: each for each in workspace.store.matter_evidence(workspace.plan_id)}
    known_at = shown_until(seen, actor, None)
    shown = {(entry.matter_id, entry.version) for entry in _visible(workspace, actor, seen.whole_catalog, known_at)}
    file = files.get(evidence_id)
    if file is None or (file.matter_id, file.version) not in shown:
        raise NotFound("no_such_evidence", number=evidence_id)
    return workspace.store.evidence_content(evidence_id)


def steps_of(workspace: Workspace, actor: Actor, matter_id: int) -> tuple[list[MatterEntry], Place]:
    """Every step of a matter as it is now, and where it belongs. NotFound where there is none that the actor may see."""
    seen = workspace.admit(actor, Action.VIEW)
    entries = _visible(workspace, actor, seen.whole_catalog, shown_until(seen, actor, None))
    own = [entry for entry in entries if entry.matter_id == matter_id]
    if not own:
        raise NotFound("no_such_matter", number=matter_id)
    return own, place_of(seen.whole_catalog, workspace.plan_id, own[0].target_id, own[-1].unit)


def _looked_back_to(seen: Workspace, query: Query) -> datetime | None:
    """The moment that is looked back to, None for now; who sees what is published asks for its moment, their now."""
    asked = settled(query, seen.store.moment_for(seen.now())).known_at
    return None if asked == seen.lens.ceiling else asked


def shown_until(seen: Workspace, actor: Actor, known_at: datetime | None) -> datetime | None:
    """The moment up to which matters are shown to somebody who looks back from `known_at`."""
    corresponds = seen.works(actor) or access.can(actor, Action.INSTRUCT, Place(seen.plan_id))
    return known_at if corresponds else seen.lens.not_after(known_at)


def lateness_day(seen: Workspace, query: Query) -> date:
    """The day as of which a matter is late: today, that of the moment looked back from, or an earlier day that is asked for."""
    today = local(query.known_at).date() if query.known_at else seen.today
    return min(today, query.as_of) if query.as_of else today


def _visible(workspace: Workspace, actor: Actor, catalog: Catalog, known_at: datetime | None) -> list[MatterEntry]:
    entries = workspace.store.matter_entries(workspace.plan_id, known_at)
    places = {each.target_id: place_of(catalog, workspace.plan_id, each.target_id) for each in entries}
    return [entry for entry in entries if access.can(actor, Action.VIEW, places[entry.target_id])]


def _worded(seen: Workspace, wording: MatterWording, known_at: datetime | None) -> tuple[MatterView, ...]:
    """Every matter, whoever may see it: what is shown is chosen of these."""
    return wording.matters(seen.store.matter_entries(seen.plan_id, known_at), seen.store.matter_evidence(seen.plan_id))


def _offering(actor: Actor, place: Place, view: MatterView) -> MatterView:
    return replace(view, offered=offered(view.state, actor, place, view.finished_by))


def _marks(workspace: Workspace, seen: Workspace, actor: Actor, query: Query) -> tuple[MarkView, ...]:
    entries = workspace.store.follow_entries(workspace.plan_id, shown_until(seen, actor, query.known_at))
    if not entries:
        return ()
    known = seen.known(query, {each.region_code for each in entries})
    places = {
        each.of: place_of_measure(seen.whole_catalog, seen.plan_id, each.measure_id, each.region_code) for each in entries
    }
    own = [entry for entry in entries if access.can(actor, Action.VIEW, places[entry.of])]
    views = mark_views(known, texts(query.lang), own)
    past = query.known_at is not None
    lifting = {of for of, place in places.items() if any(access.can(actor, action, place) for action in MARKING)}
    return tuple(replace(view, may_lift=not past and view.of in lifting) for view in views)
