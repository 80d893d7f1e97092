"""One table: from which state what leads to which, and one: who may do it. Whatever stands in neither cannot be done.

Whoever reports for a unit answers and says done; whoever reviews, publishes or leads closes it. Nobody closes what they
themselves said was done.
"""

from collections.abc import Mapping

from kpi import access
from kpi.model import Action, Actor, MatterEvent, MatterState, Place

_LIVE = (MatterState.OPEN, MatterState.IN_HAND, MatterState.DONE)

NEXT: Mapping[tuple[MatterState | None, MatterEvent], MatterState] = {
    (None, MatterEvent.REMARK): MatterState.NOTED,
    (None, MatterEvent.ADVISE): MatterState.NOTED,
    (None, MatterEvent.BEGIN): MatterState.OPEN,
    (None, MatterEvent.INSTRUCT): MatterState.OPEN,
    (MatterState.NOTED, MatterEvent.REMARK): MatterState.NOTED,
    (MatterState.NOTED, MatterEvent.ADVISE): MatterState.NOTED,
    (MatterState.NOTED, MatterEvent.BEGIN): MatterState.OPEN,
    (MatterState.NOTED, MatterEvent.INSTRUCT): MatterState.OPEN,
    **{(state, MatterEvent.REMARK): state for state in _LIVE},
    **{(state, MatterEvent.INSTRUCT): state for state in _LIVE},
    **{(state, MatterEvent.EVIDENCE): state for state in _LIVE},
    (MatterState.OPEN, MatterEvent.ASSIGN): MatterState.OPEN,
    (MatterState.IN_HAND, MatterEvent.ASSIGN): MatterState.IN_HAND,
    (MatterState.OPEN, MatterEvent.ANSWER): MatterState.IN_HAND,
    (MatterState.IN_HAND, MatterEvent.ANSWER): MatterState.IN_HAND,
    (MatterState.IN_HAND, MatterEvent.FINISH): MatterState.DONE,
    (MatterState.DONE, MatterEvent.CLOSE): MatterState.CLOSED,
    (MatterState.DONE, MatterEvent.REOPEN): MatterState.IN_HAND,
    (MatterState.CLOSED, MatterEvent.REOPEN): MatterState.OPEN,
}
"""None: there is no matter yet."""
ENTRY = tuple(event for state, event in NEXT if state is None)
"""What begins a matter."""

_JUDGES = frozenset({Action.REVIEW, Action.PUBLISH, Action.INSTRUCT})
_BY: Mapping[MatterEvent, frozenset[Action]] = {
    MatterEvent.REMARK: frozenset({Action.REMARK}),
    MatterEvent.EVIDENCE: frozenset({Action.REMARK}),
    MatterEvent.BEGIN: _JUDGES | {Action.REMARK},
    MatterEvent.INSTRUCT: frozenset({Action.INSTRUCT}),
    MatterEvent.ADVISE: frozenset({Action.INSTRUCT}),
    MatterEvent.ASSIGN: _JUDGES,
    MatterEvent.ANSWER: frozenset({Action.UPLOAD}),
    MatterEvent.FINISH: frozenset({Action.UPLOAD}),
    MatterEvent.CLOSE: _JUDGES,
    MatterEvent.REOPEN: _JUDGES,
}
"""Any one of these will do."""
_BY_HELPERS = (MatterEvent.REMARK, MatterEvent.EVIDENCE)

NEEDED: Mapping[MatterEvent, tuple[str, ...]] = {
    MatterEvent.REMARK: ("note", "cause", "steps"),
    MatterEvent.BEGIN: ("note", "cause"),
    MatterEvent.INSTRUCT: ("note",),
    MatterEvent.ADVISE: ("note",),
    MatterEvent.ASSIGN: ("unit", "person", "due"),
    MatterEvent.ANSWER: ("steps",),
    MatterEvent.EVIDENCE: (),
    MatterEvent.FINISH: ("note",),
    MatterEvent.CLOSE: (),
    MatterEvent.REOPEN: ("note",),
}
"""Of these fields at least one is to be filled in; where none stands there, none need be."""

FIELDS: Mapping[MatterEvent, tuple[str, ...]] = {
    MatterEvent.REMARK: ("note", "cause", "steps"),
    MatterEvent.BEGIN: ("note", "cause", "unit", "person", "due"),
    MatterEvent.INSTRUCT: ("note", "unit", "person", "due"),
    MatterEvent.ADVISE: ("note",),
    MatterEvent.ASSIGN: ("note", "unit", "person", "due"),
    MatterEvent.ANSWER: ("cause", "steps", "person", "due", "note"),
    MatterEvent.EVIDENCE: ("note",),
    MatterEvent.FINISH: ("note",),
    MatterEvent.CLOSE: ("note",),
    MatterEvent.REOPEN: ("note", "due"),
}
"""What can be said with an event; what is left empty stays as it was."""


def next_state(state: MatterState | None, event: MatterEvent) -> MatterState | None:
    """The state an event leads to; None where it cannot happen there."""
    return NEXT.get((state, event))


def may(actor: Actor, event: MatterEvent, place: Place | None = None) -> bool:
    """Whether somebody may do it to what belongs to a place; without one, anywhere at all."""
    return any(access.can(actor, action, place_for(event, place)) for action in _BY[event])


def asked_for(actor: Actor, event: MatterEvent, place: Place | None = None) -> Action:
    """The action that stands for it: one that the actor has there, else the one that is missing."""
    by = sorted(_BY[event])
    return next((action for action in by if access.can(actor, action, place_for(event, place))), by[-1])


def place_for(event: MatterEvent, place: Place | None) -> Place | None:
    """A place as an event is asked for there: whoever only helps with a target says something about it, and neither begins
    what is to be put right nor answers for it.
    """
    return place.unhelped if place and event not in _BY_HELPERS else place


def offered(
    state: MatterState | None, actor: Actor, place: Place, finished_by: tuple[str, str] | None = None
) -> tuple[MatterEvent, ...]:
    """What somebody may do to a matter as it stands; `finished_by` is who said it was done, see `same_person`."""
    events = (event for event in MatterEvent if next_state(state, event) and may(actor, event, place))
    own = finished_by is not None and same_person(actor, finished_by)
    return tuple(event for event in events if not (own and event is MatterEvent.CLOSE))


def same_person(actor: Actor, other: tuple[str, str]) -> bool:
    """Whether somebody is the `other`, a number of an account and a name.

    Whoever works alone on a machine has no account, and nobody beside them who could look after what they do. On the command
    line, which asks for no account either, nobody goes on by the name of one.
    """
    return actor.user_id == other[0] if actor.user_id else bool(other[0]) and actor.name == other[1]
