"""What whoever has just come sees first."""

import time

import streamlit as st

_HEAD_START_SECONDS = 0.06


def first_screen_first() -> None:
    """Holds back what follows, once in a session, until the browser has begun to draw what it was sent.

    A browser that is still starting draws all that has come meanwhile in one piece, so that the first screen would wait for
    the last table (decision 0116).
    """
    if not st.session_state.get("arrived"):
        st.session_state["arrived"] = True
        time.sleep(_HEAD_START_SECONDS)
