"""Writing about targets: the first step of a matter and every further one. Each is checked where its target belongs.

Whoever writes says which step they saw last: where somebody else was quicker, nothing is written and they are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import Any

from kpi.access import Quota
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.ingest import UploadFile, evidence_type
from kpi.model import Actor, MatterEntry, MatterEvent, MatterOf, MatterState, NewEvidence, NewStep
from kpi.services.keeping.quotas import spend
from kpi.services.remarks.places import admitted, place_of
from kpi.services.remarks.reading import steps_of
from kpi.services.remarks.typed import clean
from kpi.services.reports.making import safe_name
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.supervision import FIELDS, NEEDED, next_state, same_person
from kpi.views import Query

MOST_FILES = 20
"""Of one matter."""
LATEST = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say; a field that the event has no room for is left aside."""

    note: str = ""
    cause: str = ""
    steps: str = ""
    unit: str = ""
    person: str = ""
    due: date | None = None
    files: tuple[UploadFile, ...] = field(default=())


def begin_matter(workspace: Workspace, actor: Actor, target_id: str, year: int | None, event: MatterEvent, draft: Draft) -> int:
    """Begins a matter about a target, of one judged by years about one of them, and returns its number.

    NotAllowed, NotFound; PreviewOutdated where the actor has begun the very same already; KpiError for what is
    missing, too long or no text.
    """
    seen = admitted(workspace, actor, event)
    if target_id not in seen.whole_catalog.targets:
        raise NotFound("no_such_target", target=target_id)
    admitted(workspace, actor, event, place_of(seen.whole_catalog, seen.plan_id, target_id))
    target = seen.catalog.targets.get(target_id)
    if target is None:
        raise NotFound("no_such_target", target=target_id)
    state = next_state(None, event)
    if state is None:
        raise KpiError("matter_turn")
    about = MatterOf(workspace.plan_id, target_id, year)
    told = _checked(event, draft, None, seen.today)
    verdict = _verdict_seen(workspace, actor, about, target.region_code)
    if not verdict:
        raise NotFound("no_such_target", target=f"{target_id}/{year}")
    if state is not MatterState.NOTED:
        told.setdefault("unit", (target.owner or seen.catalog.measures[target.measure_id].owner))
    step = NewStep(event, state, **told, **verdict)
    spend(seen, actor, {Quota.REMARKS: 1})
    return workspace.store.begin_matter(about, [step], actor=actor, at=workspace.now())


def move_matter(workspace: Workspace, actor: Actor, matter_id: int, event: MatterEvent, draft: Draft, expected: int) -> None:
    """Takes a matter on by one event. `expected` is the number of steps the actor saw.

    NotAllowed, also for closing what one said oneself was done; NotFound; PreviewOutdated where it went on meanwhile; KpiError
    where it cannot happen as the matter stands, and for what is missing, too long or no text.
    """
    admitted(workspace, actor, event)
    before, place = steps_of(workspace, actor, matter_id)
    seen, last = admitted(workspace, actor, event, place), before[-1]
    if last.version != expected:
        raise PreviewOutdated("matter_moved", number=matter_id)
    state = next_state(last.state, event)
    if state is None:
        raise KpiError("matter_turn")
    _require_another(workspace, actor, event, before)
    about = MatterOf(last.plan_id, last.target_id, last.target_year)
    target = seen.catalog.targets.get(last.target_id)
    told = _carried(last) | _checked(event, draft, last, seen.today)
    told |= _verdict_seen(workspace, actor, about, target.region_code) if target else {}
    steps = _with_files(event, state, told, draft, before)
    shown = sum(len(step.evidence.content) for step in steps if step.evidence)
    spend(seen, actor, {Quota.REMARKS: 1, Quota.EVIDENCE_BYTES: shown})
    workspace.store.move_matter(matter_id, about, steps, expected, actor=actor, at=workspace.now())


def _require_another(workspace: Workspace, actor: Actor, event: MatterEvent, before: Sequence[MatterEntry]) -> None:
    if event is not MatterEvent.CLOSE:
        return
    finished = next(step for step in reversed(before) if step.event is MatterEvent.FINISH)
    if same_person(actor, finished.by):
        workspace.refuse(actor, "matter", f"{finished.matter_id} {event}")
        raise NotAllowed("own_closing")


def _checked(event: MatterEvent, draft: Draft, last: MatterEntry | None, today: date) -> dict[str, Any]:
    """The fields that an event has room for and that were filled in."""
    told: dict[str, Any] = {}
    for name in FIELDS[event]:
        value = getattr(draft, name) if name == "due" else clean(name, getattr(draft, name))
        if value:
            told[name] = value
    _require_day(event, told.get("due"), last, today)
    if NEEDED[event] and not any(name in told for name in NEEDED[event]):
        raise KpiError(f"needed_{NEEDED[event][0]}")
    return told


def _require_day(event: MatterEvent, due: object, last: MatterEntry | None, today: date) -> None:
    """A day to come; a unit may name one that nobody has set, or an earlier one, and answers for none without one.

    Nobody is late for the days on which it was not their turn: what goes back after its day has a new one.
    """
    if isinstance(due, date) and not today <= due <= LATEST:
        raise KpiError("due_no_day", today=today)
    if event is MatterEvent.REOPEN and last is not None and last.due and last.due < today and not due:
        raise KpiError("reopened_without_day", day=last.due)
    if event is MatterEvent.ANSWER and last is not None:
        if isinstance(due, date) and last.due and due > last.due:
            raise KpiError("due_later", day=last.due)
        if not (due or last.due):
            raise KpiError("needed_due")


def _carried(last: MatterEntry) -> dict[str, Any]:
    return {"cause": last.cause, "steps": last.steps, "unit": last.unit, "person": last.person, "due": last.due}


def _verdict_seen(workspace: Workspace, actor: Actor, about: MatterOf, region: str) -> dict[str, Any]:
    """The verdict as it is shown to whoever writes; nothing where the target has no such year, or no longer."""
    view = status(workspace, actor, Query(region=region))
    standing = next((each for each in view.standings if each.key == (about.target_id, about.target_year)), None)
    if standing is None:
        return {}
    return {"seen_status": str(standing.status), "seen_as_of": view.as_of}


def _with_files(
    event: MatterEvent, state: MatterState, told: dict[str, Any], draft: Draft, before: Sequence[MatterEntry]
) -> list[NewStep]:
    """A step for each file that is brought, and the event itself, which is one of these where it is nothing else."""
    files = [_evidence(file) for file in draft.files] if event in (MatterEvent.EVIDENCE, MatterEvent.FINISH) else []
    shown = [step for step in before if step.event is MatterEvent.EVIDENCE]
    if len(files) + len(shown) > MOST_FILES:
        raise KpiError("evidence_many", most=MOST_FILES)
    reopened = max((step.version for step in before if step.event is MatterEvent.REOPEN), default=0)
    fresh = [step for step in shown if step.version > reopened]
    if event in (MatterEvent.EVIDENCE, MatterEvent.FINISH) and not (files or (fresh and event is MatterEvent.FINISH)):
        raise KpiError("evidence_needed")
    kept = before[-1].state
    brought = [NewStep(MatterEvent.EVIDENCE, kept, **{**told, "note": ""}, evidence=file) for file in files]
    if event is MatterEvent.EVIDENCE:
        return [NewStep(MatterEvent.EVIDENCE, kept, **told, evidence=files[0]), *brought[1:]]
    return [*brought, NewStep(event, state, **told)]


def _evidence(file: UploadFile) -> NewEvidence:
    path = PurePath(file.name.replace("\\", "/"))
    named = f"{safe_name(path.stem)}{path.suffix.lower()}"
    return NewEvidence(named, evidence_type(named, file.content), file.content)


DRAFTED = tuple(each.name for each in fields(Draft))
"""What a draft can hold."""
