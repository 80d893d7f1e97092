"""A group of targets: what it comes to, and its targets worst first."""

import streamlit as st

from kpi.views import GroupView
from kpi.web.blocks import status_strip
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import standing_table


def group_block(group: GroupView) -> None:
    """Headline, counts, how many carry no verdict, the score with what it would hide, and the table."""
    with st.container(border=True):
        st.markdown(f"#### {escape(group.name)}")
        st.markdown(escape(group.headline))
        status_strip(group.standings)
        st.caption(escape(group.without_verdict))
        if group.score:
            st.markdown(f":material/scoreboard: {escape(group.score)}")
        with st.expander(words()("page.rollup_targets", count=len(group.standings))):
            standing_table(group.standings, words()("page.targets_of", category=group.name))
