"""一览: every target of a category as a small chart, on one page."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text, query = web.words(), web.query()
web.page_header("sheet")
view = web.view(services.status, actor, query)
web.context_line(view)
if view.standings:
    web.sheets(actor, query, view)
else:
    st.info(text("page.no_targets", region=web.escape(view.region.name(text.lang))))
