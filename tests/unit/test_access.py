"""The table of who may do what, where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.access import GIVEN, ROLES, Role, can, require, sees_working
from kpi.errors import NotAllowed
from kpi.model import Action, Actor, Grant, Place

MAY = {
    Role.VIEWER: "view export",
    Role.LEADER: "view export instruct",
    Role.REPORTER: "view export upload remark withdraw",
    Role.REVIEWER: "view export review remark withdraw",
    Role.PUBLISHER: "view export publish issue",
    Role.ADMINISTRATOR: "view export administer attach",
    Role.AUDITOR: "view export audit",
}


@pytest.mark.parametrize("role", GIVEN)
def test_a_role_may_this_and_nothing_else(role):
    actor = Actor("甲", frozenset({Grant(role)}))
    assert {str(action) for action in Action if can(actor, action)} == set(MAY[role].split())


def test_the_local_user_may_everything_and_nobody_is_given_that():
    assert ROLES[Role.OWNER] == frozenset(Action)
    assert Role.OWNER not in GIVEN
    assert not can(Actor("甲", frozenset({Grant("root")})), Action.VIEW)


TOWN, UNIT = Grant(Role.REPORTER, "p", regions=("441901",)), Grant(Role.REPORTER, "p", unit="人社局")
WHOLE, HERE, OWN = Place.whole("p"), Place("p", frozenset({"教育局"}), "441901"), Place("p", frozenset({"人社局"}), "441902")


@pytest.mark.parametrize(
    ("grant", "place", "reaches"),
    [
        (TOWN, HERE, True),
        (TOWN, OWN, False),
        (UNIT, HERE, False),
        (UNIT, OWN, True),
        (TOWN, WHOLE, False),
        (UNIT, WHOLE, False),
        (TOWN, Place("p"), True),
        (UNIT, Place("p"), True),
        (TOWN, Place("q"), False),
        (Grant(Role.REPORTER), WHOLE, True),
        (Grant(Role.REPORTER, "q"), WHOLE, False),
        (Grant(Role.REPORTER, "p", "人社局", ("441901",)), OWN, False),
    ],
)
def test_a_grant_reaches_so_far(grant, place, reaches):
    actor = Actor("甲", frozenset({grant}))
    assert can(actor, Action.UPLOAD, place) is reaches
    if not reaches:
        with pytest.raises(NotAllowed):
            require(actor, Action.UPLOAD, place)


def test_whoever_only_reads_sees_what_is_published():
    working = {role for role in GIVEN if sees_working(Actor("甲", frozenset({Grant(role)})))}
    assert working == set(GIVEN) - {Role.VIEWER, Role.LEADER}
    assert not sees_working(Actor("甲", frozenset()))
    assert not sees_working(Actor("甲", frozenset({Grant("root")})))


GRANTS = st.builds(
    Grant,
    st.sampled_from([*map(str, Role), "root"]),
    st.sampled_from(["", "p", "q"]),
    st.sampled_from(["", "u", "v"]),
    st.sampled_from([(), ("1",), ("1", "2")]),
)
PLACES = st.none() | st.builds(
    Place,
    st.sampled_from(["p", "q"]),
    st.none() | st.frozensets(st.sampled_from(["u", "v"])),
    st.none() | st.sampled_from(["", "1", "2"]),
)


@given(st.frozensets(GRANTS, max_size=4), GRANTS, st.sampled_from(Action), PLACES)
def test_one_grant_more_takes_nothing_away(grants, more, action, place):
    assert can(Actor("甲", grants | {more}), action, place) >= can(Actor("甲", grants), action, place)


@given(GRANTS, st.sampled_from(Action), PLACES)
def test_a_wider_grant_reaches_all_that_a_narrower_one_does(grant, action, place):
    wider = Grant(grant.role, grant.plan_id)
    assert can(Actor("甲", frozenset({wider})), action, place) >= can(Actor("甲", frozenset({grant})), action, place)
