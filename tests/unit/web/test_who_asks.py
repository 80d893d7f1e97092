"""Who asks is made once at each door and handed on whole: nobody becomes an owner by being left out."""

import ast
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from kpi import services
from kpi.access import OWNER, READER, can
from kpi.model import Action, Actor
from kpi.web import views

PROJECT = Path(__file__).resolve().parents[3]
MAKERS = {
    "kpi/access/__init__.py": 1,
    "kpi/cli/opening.py": 1,
    "kpi/services/workspace.py": 1,
    "kpi/web/session.py": 1,
}
"""The local user, the two doors, and the product itself where it loads what it was given."""


def actors_made(path):
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return sum(ast.unparse(call.func).split(".")[-1] == "Actor" for call in calls)


def test_no_one_has_a_role_by_default():
    with pytest.raises(TypeError, match="roles"):
        Actor("张三")
    assert not any(can(Actor("张三", frozenset()), action) for action in Action)


def test_an_actor_is_made_at_the_doors_and_nowhere_else():
    """Made of fiction, and of nothing a door handed over: the demo's own user, wherever the demo stands."""
    files = [*(PROJECT / "kpi").rglob("*.py"), *(PROJECT / "pages").rglob("*.py"), PROJECT / "app.py"]
    made = {path.relative_to(PROJECT).as_posix(): actors_made(path) for path in files}
    made = {name: count for name, count in made.items() if count and "demo" not in name}
    assert made == MAKERS


def test_what_is_kept_for_one_is_not_shown_to_another_of_the_same_name(monkeypatch):
    asked = []
    monkeypatch.setattr(services, "status", lambda workspace, actor, query: asked.append(actor) or len(asked))
    st.cache_resource.clear()
    key, query = ("kpi.duckdb", 1, 1, date(2026, 6, 30)), services.Query()
    owner, reader = Actor("张三", OWNER), Actor("张三", READER)
    shown = [views._status(key, each, query, None) for each in (owner, reader, owner, Actor("张三", frozenset({"owner"})))]
    st.cache_resource.clear()
    assert shown == [1, 2, 1, 1]
    assert asked == [owner, reader]
