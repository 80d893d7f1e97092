"""查询: one statement of SQL over the plan's views, asked of the live data."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("query")
opened = web.workspace()
views = services.askable(opened, actor)
st.caption(text("page.query_caption", rows=services.MOST_ROWS, seconds=int(services.SECONDS)))
with st.form("query", border=False):
    statement = st.text_area(text("page.query_statement"), text("page.query_example"), height=160, key="statement")
    asked = st.form_submit_button(text("page.query_ask"), icon=":material/play_arrow:")
if asked:
    with web.attempt(again=False):
        web.answer_table(services.ask(opened, actor, statement), text("page.query_answer"))

st.subheader(text("page.query_views"), anchor=False)
web.view_list(views)
