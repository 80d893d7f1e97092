"""对比: two changes, two dates, or figures as first published and as they are now, side by side."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("compare")
asked, about = web.query(), st.empty()
ways = ["states", "days", "vintages"]
by = web.choose_segment(text("page.compare_by"), ways, "by", ways[0], lambda way: text(f"page.compare_{way}"))
if by == "states":
    states = web.view(services.change_points, actor, asked)
    if len(states) < 2:
        with about:
            web.context_line(web.view(services.status, actor, asked))
        st.info(text("page.compare_nothing_before"))
        web.end_page()
    view = web.view(services.changes, actor, asked, *web.state_choices(states))
elif by == "days":
    view = web.view(services.changes, actor, asked, *web.day_choices())
else:
    view = web.view(services.first_against_now, actor, asked)

with about:
    web.context_line(view.end.status)
web.sides(view)
if by == "vintages" and not view.published_again:
    st.info(text("page.compare_no_vintages"))
elif view.same:
    st.success(text("page.compare_none"), icon=":material/check_circle:")
web.change_tables(view)
