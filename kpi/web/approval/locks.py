"""封账: the periods that are locked, by whom and why; locking one, and reopening it."""

import streamlit as st

from kpi import services
from kpi.model import Action, Actor
from kpi.views import LockView
from kpi.web.asking import attempt, remember, view
from kpi.web.escape import escape, plain
from kpi.web.session import may, words, workspace
from kpi.web.tables import show


def locks_section(actor: Actor) -> None:
    """Every lock, and for whoever may publish the forms."""
    text = words()
    st.caption(text("page.locks_note"))
    locks = view(services.period_locks, actor, lang=text.lang)
    if locks:
        show(
            locks,
            text("page.review_locks"),
            period=lambda lock: f"**{escape(lock.period)}**",
            state=lambda lock: text("page.lock_holds") if lock.holds else escape(lock.reopened),
            user=lambda lock: escape(lock.who),
            when=lambda lock: escape(text.word(lock.when)),
            note=lambda lock: escape(lock.reason),
        )
    else:
        st.caption(text("page.no_locks"))
    if may(Action.PUBLISH):
        _lock(actor)
        _reopen(actor, [lock for lock in locks if lock.holds])


def _lock(actor: Actor) -> None:
    text = words()
    with st.form("lock_period"), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            text("page.lock_period"), placeholder="2025 · 2025Q1 · 2025-01-01/2025-06-30", max_chars=40, width=280
        )
        reason = st.text_input(text("page.lock_reason"), max_chars=500, width=380)
        if st.form_submit_button(text("page.lock"), type="primary", icon=":material/lock:"):
            with attempt():
                number = services.lock_period(workspace(), actor, typed, reason)
                remember(text("page.locked", number=number, period=services.period_from(typed)))


def _reopen(actor: Actor, locks: list[LockView]) -> None:
    text = words()
    if not locks:
        return
    named = {lock.number: plain(f"{lock.number} · {lock.period}") for lock in locks}
    with st.form("reopen_period"), st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(text("page.reopen_which"), list(named), format_func=named.__getitem__, width=280)
        reason = st.text_input(text("page.reopen_reason"), max_chars=500, width=380)
        if st.form_submit_button(text("page.reopen"), icon=":material/lock_open:"):
            with attempt():
                services.reopen_period(workspace(), actor, number, reason)
                remember(text("page.reopened", period=named[number]))
