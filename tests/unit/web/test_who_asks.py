"""Who asks is made once at each door and handed on whole: nobody becomes an owner by being left out."""

import ast
from datetime import date
from types import SimpleNamespace

import pytest
import streamlit as st

from kpi import services
from kpi.access import OWNER, READER, can
from kpi.model import Action, Actor, Grant
from kpi.web import asking
from tests.sources import PROJECT, SHOWN, nodes

MAKERS = {
    "kpi/access/__init__.py": 1,
    "kpi/cli/opening.py": 1,
    "kpi/services/approval/reviewing.py": 2,
    "kpi/server/sign_in/gate.py": 2,
    "kpi/services/people/letting_in.py": 2,
    "kpi/services/workspace.py": 1,
    "kpi/web/session.py": 1,
}
"""The local user, the doors, the product itself where it loads what it was given, and senders whose word is checked anew."""


def actors_made(path):
    calls = (node for node in nodes(path) if isinstance(node, ast.Call))
    return sum(ast.unparse(call.func).split(".")[-1] == "Actor" for call in calls)


def test_no_one_has_a_role_by_default():
    with pytest.raises(TypeError, match="grants"):
        Actor("张三")
    assert not any(can(Actor("张三", frozenset()), action) for action in Action)


def test_an_actor_is_made_at_the_doors_and_nowhere_else():
    """Made of fiction, and of nothing a door handed over: the demo's own user, wherever the demo stands."""
    made = {path.relative_to(PROJECT).as_posix(): actors_made(path) for path in SHOWN}
    made = {name: count for name, count in made.items() if count and "demo" not in name}
    assert made == MAKERS


@pytest.fixture
def asked(monkeypatch):
    """A plan that stands still, and a service that tells each time it is really asked by whom."""
    parts = ("plan", "data", "documents", "reading", "templates", "approval", "remarks", "duties", "people", "outbox")
    versions = {f"{part}_version": 1 for part in parts}
    store = SimpleNamespace(path="kpi.duckdb", **versions)
    opened = SimpleNamespace(store=store, plan_id="tiny", today=date(2026, 6, 30))
    monkeypatch.setattr(asking, "workspace", lambda: opened)
    st.cache_resource.clear()
    asked = SimpleNamespace(opened=opened, by=[])

    def service(_workspace, actor, *_asked, **_named):
        asked.by.append(actor)
        return len(asked.by)

    asked.service = service
    yield asked
    st.cache_resource.clear()


def test_what_is_kept_for_one_is_not_shown_to_another_of_the_same_name(asked):
    owner, reader = Actor("张三", OWNER), Actor("张三", READER)
    actors = (owner, reader, owner, Actor("张三", frozenset({Grant("owner")})))
    assert [asking.view(asked.service, actor, services.Query()) for actor in actors] == [1, 2, 1, 1]
    assert asked.by == [owner.as_eyes, reader.as_eyes]


def test_whoever_may_see_as_much_is_shown_the_same_and_no_service_is_told_the_name(asked):
    one, other = (Actor(name, READER, name, "page", name) for name in ("张三", "李四"))
    assert [asking.view(asked.service, actor) for actor in (one, other)] == [1, 1]
    assert [(actor.name, actor.user_id, actor.address) for actor in asked.by] == [("", "", "")]


def test_the_order_of_roles_tells_nobody_apart(asked):
    names = [Grant(f"role{number}") for number in range(40)]
    one, other = Actor("张三", frozenset(names)), Actor("张三", frozenset(reversed(names)))
    assert asking.view(asked.service, one) == asking.view(asked.service, other) == 1


def test_a_view_is_kept_until_something_it_depends_on_changes(asked):
    actor, query = Actor("张三", OWNER), services.Query()

    def view(*more, **named):
        return asking.view(asked.service, actor, query, *more, **named)

    assert [view(), view(), view("M01"), view(shift=5.0), view(shift=1.0), view("M01")] == [1, 1, 2, 3, 4, 2]
    for count, name in enumerate(("plan_version", "data_version", "documents_version", "reading_version"), 5):
        setattr(asked.opened.store, name, 2)
        assert [view(), view()] == [count, count]
    asked.opened.today = date(2026, 7, 1)
    assert view() == 9
    asked.opened.plan_id = "another"
    assert view() == 10


def test_two_services_do_not_answer_for_each_other(asked):
    def other(_workspace, _actor):
        return "other"

    actor = Actor("张三", OWNER)
    assert [asking.view(asked.service, actor), asking.view(other, actor), asking.view(asked.service, actor)] == [1, "other", 1]


def test_what_is_taken_later_is_what_was_asked_for(asked):
    """A button is pressed when there is no session to ask, and perhaps after figures have changed."""
    actor = Actor("张三", OWNER)
    take = asking.later(asked.service, actor)
    assert asked.by == []
    asked.opened.store.data_version = 2
    assert [asking.view(asked.service, actor), take(), take()] == [1, 2, 2]
