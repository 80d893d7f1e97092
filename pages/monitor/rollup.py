"""分类汇总: the targets by category, by responsible unit or as one plan."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("rollup")
groupings = [str(services.Grouping.CATEGORY), str(services.Grouping.OWNER), str(services.Grouping.PLAN)]
chosen = web.choose_segment(
    text("page.rollup_by"), groupings, "by", groupings[0], lambda code: web.grouping_name("rollup", code)
)
view = web.view(services.roll_up, actor, web.query(), services.Grouping(chosen))
web.context_line(view.status)
if not view.groups:
    st.info(text("page.no_targets", region=web.escape(view.status.region.name(text.lang))))
for group in view.groups:
    web.group_block(group)
st.caption(text("page.rollup_note"))
