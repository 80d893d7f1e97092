"""Looking back: the moment that a view is as known at, in the address and the sidebar, and what every page says of it."""

import streamlit as st

from kpi.model import local
from kpi.web.address import day_field, page_of
from kpi.web.escape import escape
from kpi.web.session import KNOWN_AT, asked_moment, query, read_moment, unreadable, words

_LETTERS = 40


def moment_field() -> None:
    """A field for the moment; empty for now. What is no moment stays in it, is named and is not applied."""
    text = words()
    day_field(text("page.known_at"), KNOWN_AT, text("page.known_at_help"), text("page.known_at_unset"), _LETTERS)
    if misread := unreadable(KNOWN_AT, read_moment):
        st.info(text("page.misread", value=escape(misread)))


def past_notice(name: str) -> None:
    """That the page looks back, or that it does not though it was asked to, and the way to now."""
    text, moment = words(), asked_moment()
    if moment is None:
        return
    known_at = query().known_at
    looked = "page.past_view" if page_of(name).looks_back else "page.past_only_now"
    key = looked if known_at else "page.past_not_yet"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(text(key, moment=local(known_at or moment)), icon=":material/history:", width="stretch")
        st.button(text("page.past_leave"), key="past_leave", on_click=_leave)


def _leave() -> None:
    st.session_state.pop(KNOWN_AT, None)
    st.query_params.pop(KNOWN_AT, None)
