"""What is said and done about one measure, on its page; and writing something new: an instruction, a remark, a mark."""

import streamlit as st

from kpi import services
from kpi.model import Actor, MatterEvent, ValueOf
from kpi.services import Query
from kpi.views import FigureView, MeasureView, Standing
from kpi.web.asking import attempt, remember, say_done
from kpi.web.escape import plain
from kpi.web.markup import block
from kpi.web.remarks.listing import marks_list
from kpi.web.remarks.matter import choose_event, draft_form
from kpi.web.session import words, workspace


def matters_about(actor: Actor, query: Query, view: MeasureView) -> None:
    """The matters of a measure in a line each, its followed values, and the ways to write; nothing where there is neither."""
    text, measure_id = words(), view.measure.measure_id
    region = view.status.region.region_code
    told = services.matters_about(workspace(), actor, query, measure_id, region)
    writes = not told.past
    offered = [(each, services.may_begin(workspace(), actor, each.target.target_id)) for each in view.standings if writes]
    targets = [each for each, events in offered if events]
    values = view.series if writes and services.may_mark(workspace(), actor, measure_id, region) else ()
    if not (told.matters or told.marks or targets or values):
        return
    st.subheader(text("remarks.about"), anchor=False)
    say_done(icon=":material/check_circle:")
    if told.matters:
        block("matters_about", matters=told.matters)
    with st.container(horizontal=True):
        if targets:
            label = _label({event for _, events in offered for event in events})
            with st.popover(text(label), icon=":material/edit_note:"):
                _begin(actor, targets)
        if values:
            with st.popover(text("remarks.follow"), icon=":material/flag:"):
                _follow(actor, list(values))
    marks_list(actor, told.marks)


def _label(events: set[MatterEvent]) -> str:
    """What the way to write is called: no more than whoever looks may do."""
    if MatterEvent.INSTRUCT in events:
        return "remarks.begin"
    return "remarks.begin_matter" if MatterEvent.BEGIN in events else "remarks.begin_remark"


def _begin(actor: Actor, standings: list[Standing]) -> None:
    text, first = words(), next((place for place, each in enumerate(standings) if each.counted), 0)
    names = [f"{each.name} · {each.goal.text} · {each.status_text}" for each in standings]
    place = st.selectbox(
        text("remarks.about_target"), range(len(standings)), first, format_func=lambda at: plain(names[at]), key="begin_about"
    )
    target_id, year = standings[place].key
    event = choose_event(services.may_begin(workspace(), actor, target_id), f"begin_{target_id}")
    draft = draft_form(event, f"begin_{target_id}_{year}_{event}")
    if draft:
        with attempt():
            number = services.begin_matter(workspace(), actor, target_id, year, event, draft)
            remember(text("remarks.begun", number=number))


def _follow(actor: Actor, figures: list[FigureView]) -> None:
    text = words()
    with st.form("follow", border=False):
        place = st.selectbox(
            text("remarks.follow_value"),
            range(len(figures)),
            len(figures) - 1,
            format_func=lambda at: plain(f"{figures[at].text} · {figures[at].period}"),
            key="follow_value",
        )
        note = st.text_input(text("remarks.follow_note"), key="follow_note", max_chars=services.MOST_LETTERS["note"])
        done = st.form_submit_button(text("remarks.follow_now"), type="primary")
    if done:
        with attempt():
            services.mark_value(workspace(), actor, ValueOf.keyed(figures[place].observation_key), note)
            remember(text("remarks.followed"))
