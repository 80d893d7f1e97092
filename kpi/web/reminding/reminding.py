"""催办: who owes and when they were last reminded; reminding one or all; every message with what became of it."""

from collections.abc import Sequence

import streamlit as st

from kpi import services
from kpi.model import Actor, Channel, SendState
from kpi.views import BETWEEN, OutboxLine, RemindersView
from kpi.web.asking import attempt, mine, remember
from kpi.web.escape import escape, plain
from kpi.web.markup import block
from kpi.web.session import words, workspace

_MOST = 100


def reminder_desk(actor: Actor) -> None:
    """The whole page."""
    view = mine(services.reminders, actor, lang=words().lang)
    block("reminders_owing", view=view)
    if view.rows:
        _remind(actor, view)
    _outbox(actor, view)
    if view.rows:
        _contacts(actor, view)


def _remind(actor: Actor, view: RemindersView) -> None:
    text = words()
    names = {row.key: row.name for row in view.rows}
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.multiselect(
                text("remind.whom"),
                list(names),
                format_func=lambda key: plain(names[key]),
                placeholder=text("remind.whom_help"),
                key="remind_whom",
            )
            ways = list(view.channels)
            way = st.segmented_control(
                text("remind.way"),
                ways,
                format_func=view.channels.__getitem__,
                default=ways[0],
                required=True,
                key="remind_way",
            )
        note = st.text_area(text("remind.note"), key="remind_note", max_chars=500, height=80)
        keys = chosen or [row.key for row in view.pressing]
        beside = dict.fromkeys(unit for row in view.rows if row.key in keys for unit in row.copies)
        copies = bool(beside) and st.checkbox(
            text("remind.copies", names=escape(BETWEEN.join(beside))), key="remind_copies", help=text("remind.copies_help")
        )
        label = text("remind.send_some" if chosen else "remind.send_all", count=len(keys))
        if not keys:
            st.caption(text("remind.none_late"))
        elif st.button(label, key="remind_send", type="primary", icon=":material/send:"):
            with attempt():
                done = services.remind(workspace(), actor, keys, str(way), note or "", copies=copies, lang=text.lang)
                remember(escape(done.told))
        if ways == [str(Channel.FILE)]:
            st.caption(f"{text('remind.only_file')} `{view.folder}`")
        st.caption(text("remind.once"))


def _outbox(actor: Actor, view: RemindersView) -> None:
    text = words()
    st.subheader(text("remind.outbox"), anchor=False)
    if not view.outbox:
        st.caption(text("remind.nothing_sent"))
        return
    open_ones = view.again
    unsure = sum(line.state is SendState.UNSURE for line in open_ones)
    if unsure:
        st.warning(text("remind.unsure_told", count=unsure), icon=":material/help:")
    block("reminders_outbox", lines=view.outbox[:_MOST])
    if len(view.outbox) > _MOST:
        st.caption(text("remind.most", count=_MOST))
    if open_ones:
        _again(actor, open_ones)


def _again(actor: Actor, lines: Sequence[OutboxLine]) -> None:
    """Sends one again; of which nobody knows whether it arrived only after somebody said that they asked."""
    text = words()
    numbers = {line.message_id: line for line in lines}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            text("remind.outbox"),
            list(numbers),
            format_func=lambda one: f"{one} · {plain(numbers[one].addressee)} · {numbers[one].state_text}",
            key="remind_again",
            label_visibility="collapsed",
        )
        line = numbers[number]
        asked = line.state is not SendState.UNSURE or st.checkbox(
            text("remind.again_asked"), key=f"remind_asked_{number}_{line.step}"
        )
        label = text("remind.again", number=number, name=escape(line.addressee))
        if st.button(label, key="remind_again_send", disabled=not asked, icon=":material/redo:"):
            with attempt():
                now = services.send_again(workspace(), actor, number, line.step, lang=text.lang)
                remember(text("remind.again_done", number=number, state=now.state_text))


def _contacts(actor: Actor, view: RemindersView) -> None:
    text, known = words(), view.contacts
    with (
        st.expander(text("remind.contacts"), icon=":material/contact_mail:"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        key = st.selectbox(text("remind.who"), list(known), format_func=lambda one: plain(known[one][0]), key="contact_of")
        address = st.text_input(text("remind.address"), known[key][1], max_chars=254, key=f"contact_{key}")
        if st.button(text("remind.set_address"), key="contact_set"):
            with attempt():
                services.set_contact(workspace(), actor, key, address)
                remember(text("remind.address_set"))
