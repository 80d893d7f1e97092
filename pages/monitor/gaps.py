"""差距分析: what is missing, most first."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("gaps")
view = web.view(services.gap_view, actor, web.query())
web.context_line(view.status)
view = view.of_natures(web.choose_natures(view.status.counted))
st.markdown(text("page.gaps_summary", open=len(view.rows), closed=len(view.closed), unranked=len(view.unranked)))

st.subheader(text("page.gaps_ranked"), anchor=False)
if view.rows:
    web.gap_table(view.rows, text("page.gaps_ranked"))
    st.caption(text("page.gaps_note"))
else:
    st.caption(text("page.gaps_none"))

if view.rows:
    st.subheader(text("page.catch_up"), anchor=False)
    st.caption(text("page.catch_up_note"))
    for row in view.rows:
        web.catch_up(row.catch_up, linked=True)
if view.unranked:
    st.subheader(text("page.gaps_unranked"), anchor=False)
    st.caption(text("page.gaps_unranked_note"))
    web.standing_table(view.unranked, text("page.gaps_unranked"))
    with st.expander(text("page.catch_up_unjudged", count=len(view.unjudged))):
        for closing in view.unjudged:
            web.catch_up(closing, linked=True)
if view.closed:
    st.subheader(text("page.gaps_closed"), anchor=False)
    web.standing_table(view.closed, text("page.gaps_closed"))
