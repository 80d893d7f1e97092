"""指标详情: one measure against its target."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("measure")
about = st.empty()
chosen = web.measures.choose_measure()
if not chosen:
    st.info(text("page.no_measures"))
    web.end_page()
view = web.view(services.measure_view, actor, web.query(), chosen)
with about:
    web.context_line(view.status)
web.measures.head(view)
web.measures.main_chart(view)
web.measures.sentences(view)
web.matters_about(actor, web.query(), view)
web.measures.series(view)
web.measures.reckoned(view)
web.measures.further(view)
web.measures.breakdowns(view)
web.measures.passages(view)
web.measures.told_about(view)
