"""What moves a matter on, and who may, against a table written by hand: every state, every event, every role."""

from itertools import product

import pytest

from kpi.access import GIVEN, LOCAL_USER, ROLES, Role
from kpi.model import Actor, Grant, MatterEvent, MatterState, Place
from kpi.supervision import FIELDS, NEEDED, asked_for, may, next_state, offered, same_person

NEXT = {
    "": {"remark": "noted", "advise": "noted", "begin": "open", "instruct": "open"},
    "noted": {"remark": "noted", "advise": "noted", "begin": "open", "instruct": "open"},
    "open": {"remark": "open", "instruct": "open", "evidence": "open", "assign": "open", "answer": "in_hand"},
    "in_hand": {
        "remark": "in_hand",
        "instruct": "in_hand",
        "evidence": "in_hand",
        "assign": "in_hand",
        "answer": "in_hand",
        "finish": "done",
    },
    "done": {"remark": "done", "instruct": "done", "evidence": "done", "close": "closed", "reopen": "in_hand"},
    "closed": {"reopen": "open"},
}
MAY = {
    "viewer": "",
    "leader": "instruct advise begin assign close reopen",
    "reporter": "remark evidence begin answer finish",
    "reviewer": "remark evidence begin assign close reopen",
    "publisher": "begin assign close reopen",
    "administrator": "",
    "auditor": "",
    "owner": "remark begin instruct advise assign answer evidence finish close reopen",
}
HERE = Place("p", frozenset({"人社局"}), "441900")


def somebody(role, **reach):
    return Actor("甲", frozenset({Grant(role, **reach)}), "u1")


@pytest.mark.parametrize(
    ("state", "event"), list(product(("", *MatterState), MatterEvent)), ids=lambda value: str(value) or "new"
)
def test_an_event_leads_there_and_nowhere_else(state, event):
    assert str(next_state(MatterState(state) if state else None, event) or "") == NEXT[state].get(event, "")


def test_the_table_has_every_role():
    assert set(MAY) == {*map(str, GIVEN), "owner"}


@pytest.mark.parametrize("state", ["", *MatterState])
@pytest.mark.parametrize("role", MAY)
def test_a_role_is_offered_what_it_may_do_there(role, state):
    wanted = {event for event in NEXT[state] if event in MAY[role].split()}
    assert {*map(str, offered(MatterState(state) if state else None, somebody(role), HERE))} == wanted


@pytest.mark.parametrize(("role", "event"), list(product(MAY, MatterEvent)))
def test_elsewhere_nobody_may_anything(role, event):
    """Another unit's clerk, another town's reviewer: whatever the role, its reach ends there."""
    for reach in ({"unit": "教育局"}, {"regions": ("441901",)}, {"plan_id": "q"}):
        assert not may(somebody(role, **reach), event, HERE)


@pytest.mark.parametrize("event", MatterEvent)
def test_what_is_asked_for_is_what_is_missing_or_what_there_is(event):
    """The refusal names an action the actor lacks; what lets in is one that the actor has."""
    for role, events in MAY.items():
        actor = somebody(role)
        assert (str(event) in events.split()) is may(actor, event, HERE)
        assert (asked_for(actor, event, HERE) in ROLES[Role(role)]) is may(actor, event, HERE)


def test_nobody_closes_what_they_said_was_done_whatever_they_may():
    both = Actor("甲", frozenset({Grant("reporter"), Grant("reviewer"), Grant("leader")}), "u1")
    assert MatterEvent.CLOSE not in offered(MatterState.DONE, both, HERE, ("u1", "甲"))
    assert MatterEvent.CLOSE in offered(MatterState.DONE, both, HERE, ("u2", "甲"))


def test_a_name_is_no_account_and_who_works_alone_has_nobody_beside():
    assert not same_person(Actor("甲", frozenset(), "u1"), ("", "甲"))
    assert not same_person(Actor("甲", frozenset(), ""), ("", "甲"))
    assert MatterEvent.CLOSE in offered(MatterState.DONE, LOCAL_USER, HERE, ("", LOCAL_USER.name))


def test_what_is_needed_can_be_said():
    assert {event for event in MatterEvent if not set(NEEDED[event]) <= set(FIELDS[event])} == set()
