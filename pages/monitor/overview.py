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
    st.stop()

web.status_bar(board)
wanted = web.wanted(board, web.choose_statuses(board))
web.cards(board)
web.wall(web.view(services.wall, actor, query), wanted)
web.ways(board.ways)

st.subheader(text("page.targets"), anchor=False)
rows = [row for row in web.view(services.scorecard, actor, query) if wanted(row.standing)]
categories = {row.standing.measure.category.zh: row.standing.category for row in rows}
with st.container(horizontal=True):
    picked = web.choose_many(heading(text, "category", Face.DATA), list(categories), "category", categories.__getitem__)
    natures = web.choose_natures([row.standing for row in rows])
    grouping = web.choose_grouping()
rows = [row for row in rows if not picked or row.standing.measure.category.zh in picked]
rows = [row for row in rows if not natures or row.standing.target.nature in natures]
st.caption(text("page.shown", shown=sum(row.standing.counted for row in rows), count=len(view.counted)))
web.score_table(rows, web.view(services.roll_up, actor, query, grouping) if grouping else None)

web.recent_list(web.view(services.recent_changes, actor, query))
