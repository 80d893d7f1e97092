"""数据质量: what can be doubted about the figures, and what of them is there."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("quality")
view = web.view(services.quality_view, actor, web.query())
web.context_line(view.status)

with st.container(border=True):
    st.markdown(f"#### {web.escape(view.sentence)}")
    st.caption(" · ".join(f"{each.text} {each.count}" for each in view.counts) or text("page.quality_no_doubts"))

if view.doubts:
    st.subheader(text("page.quality_doubts"), anchor=False)
    st.caption(text("page.quality_doubts_note"))
    web.doubt_table(view.doubts)

if view.measures:
    st.subheader(text("page.quality_complete"), anchor=False)
    st.caption(text("page.quality_complete_note"))
    web.completeness_table(view)
if view.places:
    with st.expander(text("page.quality_places")):
        st.caption(text("page.quality_places_note"))
        web.places_table(view)

st.subheader(text("page.quality_identities"), anchor=False)
if view.identities:
    st.caption(text("page.quality_identities_note"))
    web.identity_tables(view.identities)
else:
    st.caption(text("page.quality_no_identities"))
