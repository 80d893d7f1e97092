"""总览: where the plan stands, and what to do about it."""

import streamlit as st

from kpi import services, web
from kpi.model import Action
from kpi.views import Face, heading

actor = web.require(Action.VIEW)
text, query = web.words(), web.query()
web.page_header("overview")
board = web.view(services.board, actor, query)
view = board.status
web.context_line(view)

if not view.standings:
    st.info(text("page.no_targets", region=web.escape(view.region.name(text.lang))))
    web.values_table(view.values, text("page.values"))
    web.end_page()

web.status_bar(board)
statuses = tuple(web.choose_statuses(board))
web.cards(board)
web.matters_line(actor, query)
web.wall(actor, query, board, web.Chosen(statuses))
web.first_screen_first()
st.subheader(text("board.next"), anchor=False)
web.ways(actor, board.ways)

st.subheader(text("page.targets"), anchor=False)
categories = {each.measure.category.zh: each.category for each in view.listed}
picked = web.choose_many(heading(text, "category", Face.DATA), list(categories), "category", categories.__getitem__)
with st.container(horizontal=True):
    natures = web.choose_natures(view.listed)
    grouping = web.choose_grouping()
chosen = web.Chosen(statuses, tuple(picked), tuple(natures))
st.caption(web.told_shown(board, chosen))
web.score_table(actor, query, board, chosen, grouping)

web.recent_list(web.view(services.recent_changes, actor, query))
