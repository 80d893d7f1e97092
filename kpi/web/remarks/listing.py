"""整改台账: how many matters stand where, each of them as a row with its term, and the marks on values."""

from collections.abc import Sequence

import streamlit as st

from kpi import charts, services
from kpi.model import Actor, MatterState
from kpi.services import Query
from kpi.views import MarkView, MattersView
from kpi.web.asking import attempt, remember
from kpi.web.asking import view as ask
from kpi.web.blocks import way_to
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words, workspace

_TERM = 230
_STATES = tuple(map(str, MatterState))
OVERDUE = "overdue"
"""The filter that is no state."""


def matters_flow(view: MattersView) -> None:
    """How many stand where, from the first state to the last, each a way to these alone; and the sentence.

    While there is none, the way to where they begin.
    """
    block("matters_flow", view=view, chosen=_chosen())
    if not view.told:
        way_to("gaps", words()("board.way_gaps"))


def matters_list(view: MattersView) -> None:
    """Every matter of the state that is asked for, else all; the late ones first."""
    state = _chosen()
    shown = [each for each in view.matters if state in ("", str(each.state)) or (state == OVERDUE and each.overdue)]
    days = charts.Days.of(shown, view.day)
    drawn = [(each, charts.term(each, days, view.day, words(), width=_TERM)) for each in shown]
    block("matters_list", rows=drawn, nothing=words()("value.none"))


def _chosen() -> str:
    asked = st.query_params.get("state", "")
    return asked if asked in (*_STATES, OVERDUE) else ""


def marks_list(actor: Actor, marks: Sequence[MarkView]) -> None:
    """Values that are followed: as they were when they were marked and as they count now."""
    text = words()
    if not marks:
        return
    st.subheader(text("remarks.marks"), anchor=False)
    block("marks_list", marks=marks, nothing=text("remarks.mark_gone"))
    for mark in (each for each in marks if each.may_lift):
        label = text("remarks.lift", name=escape(mark.name), period=escape(mark.period))
        if st.button(label, key=f"lift_{mark.mark_id}", type="tertiary", icon=":material/flag:"):
            with attempt():
                services.lift_mark(workspace(), actor, mark.mark_id, mark.version)
                remember(text("remarks.lifted"))


def matters_line(actor: Actor, query: Query) -> None:
    """On the overview: how many are not closed and which is the latest, with the way to the list; nothing where all are."""
    view = ask(services.matters, actor, query)
    if view.lead:
        block("matters_line", view=view)
