"""One table: from which state what leads to which, and one: who may do it. Whatever stands in neither cannot be done.

Whoever reports for a unit answers and says done; whoever reviews, publishes or leads closes it. Nobody closes what they
themselves said was done.
"""

from collections.abc import Mapping
from enum import StrEnum

from kpi import access
from kpi.model import Action, Actor, Place


class State(StrEnum):
    """How far a matter is."""

    NOTED = "noted"
    """仅作说明: something was said, and nothing is to be put right."""
    OPEN = "open"
    """待整改: nobody has said yet what will be done."""
    IN_HAND = "in_hand"
    """整改中: the unit has answered with a measure."""
    DONE = "done"
    """已整改待销号: the unit says it is done and shows evidence."""
    CLOSED = "closed"
    """已销号: somebody else has found it done."""


class Event(StrEnum):
    """What somebody does about a matter."""

    REMARK = "remark"
    """说明: a cause, a measure or a remark."""
    BEGIN = "begin"
    """列入整改."""
    INSTRUCT = "instruct"
    """批示 that something is to be put right."""
    ADVISE = "advise"
    """批示 that leaves it at that."""
    ASSIGN = "assign"
    """明确责任和时限: who, and until when."""
    ANSWER = "answer"
    """答复措施."""
    EVIDENCE = "evidence"
    """A file that shows what was done."""
    FINISH = "finish"
    """报完成."""
    CLOSE = "close"
    """销号."""
    REOPEN = "reopen"
    """Sent back before it was closed, or taken up again after it was; with the reason."""


OVER = frozenset({State.NOTED, State.CLOSED})
"""States in which nothing is owed."""
_LIVE = (State.OPEN, State.IN_HAND, State.DONE)

NEXT: Mapping[tuple[State | None, Event], State] = {
    (None, Event.REMARK): State.NOTED,
    (None, Event.ADVISE): State.NOTED,
    (None, Event.BEGIN): State.OPEN,
    (None, Event.INSTRUCT): State.OPEN,
    (State.NOTED, Event.REMARK): State.NOTED,
    (State.NOTED, Event.ADVISE): State.NOTED,
    (State.NOTED, Event.BEGIN): State.OPEN,
    (State.NOTED, Event.INSTRUCT): State.OPEN,
    **{(state, Event.REMARK): state for state in _LIVE},
    **{(state, Event.INSTRUCT): state for state in _LIVE},
    **{(state, Event.EVIDENCE): state for state in _LIVE},
    (State.OPEN, Event.ASSIGN): State.OPEN,
    (State.IN_HAND, Event.ASSIGN): State.IN_HAND,
    (State.OPEN, Event.ANSWER): State.IN_HAND,
    (State.IN_HAND, Event.ANSWER): State.IN_HAND,
    (State.IN_HAND, Event.FINISH): State.DONE,
    (State.DONE, Event.CLOSE): State.CLOSED,
    (State.DONE, Event.REOPEN): State.IN_HAND,
    (State.CLOSED, Event.REOPEN): State.OPEN,
}
"""None: there is no matter yet."""
ENTRY = tuple(event for state, event in NEXT if state is None)
"""What begins a matter."""

_JUDGES = frozenset({Action.REVIEW, Action.PUBLISH, Action.INSTRUCT})
_BY: Mapping[Event, frozenset[Action]] = {
    Event.REMARK: frozenset({Action.REMARK}),
    Event.EVIDENCE: frozenset({Action.REMARK}),
    Event.BEGIN: _JUDGES | {Action.REMARK},
    Event.INSTRUCT: frozenset({Action.INSTRUCT}),
    Event.ADVISE: frozenset({Action.INSTRUCT}),
    Event.ASSIGN: _JUDGES,
    Event.ANSWER: frozenset({Action.UPLOAD}),
    Event.FINISH: frozenset({Action.UPLOAD}),
    Event.CLOSE: _JUDGES,
    Event.REOPEN: _JUDGES,
}
"""Any one of these will do."""

NEEDED: Mapping[Event, tuple[str, ...]] = {
    Event.REMARK: ("note", "cause", "steps"),
    Event.BEGIN: ("note", "cause"),
    Event.INSTRUCT: ("note",),
    Event.ADVISE: ("note",),
    Event.ASSIGN: ("unit", "person", "due"),
    Event.ANSWER: ("steps",),
    Event.EVIDENCE: (),
    Event.FINISH: ("note",),
    Event.CLOSE: (),
    Event.REOPEN: ("note",),
}
"""Of these fields at least one is to be filled in; where none stands there, none need be."""


def next_state(state: State | None, event: Event) -> State | None:
    """The state an event leads to; None where it cannot happen there."""
    return NEXT.get((state, event))


def may(actor: Actor, event: Event, place: Place | None = None) -> bool:
    """Whether somebody may do it to what belongs to a place; without one, anywhere at all."""
    return any(access.can(actor, action, place) for action in _BY[event])


def asked_for(actor: Actor, event: Event, place: Place | None = None) -> Action:
    """The action that stands for it: one that the actor has there, else the one that is missing."""
    by = sorted(_BY[event])
    return next((action for action in by if access.can(actor, action, place)), by[-1])


def offered(state: State | None, actor: Actor, place: Place, finished_by: tuple[str, str] | None = None) -> tuple[Event, ...]:
    """What somebody may do to a matter as it stands; `finished_by` is who said it was done, see `same_person`."""
    events = (event for event in Event if next_state(state, event) and may(actor, event, place))
    own = finished_by is not None and same_person(actor, finished_by)
    return tuple(event for event in events if not (own and event is Event.CLOSE))


def same_person(actor: Actor, other: tuple[str, str]) -> bool:
    """Whether somebody is the `other`, a number of an account and a name.

    Whoever works alone on a machine has no account, and nobody beside them who could look after what they do.
    """
    return bool(actor.user_id) and actor.user_id == other[0]
