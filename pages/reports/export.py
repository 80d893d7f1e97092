"""报告导出: the gap report of the view asked for."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.EXPORT)
text = web.words()
web.page_header("export")
view = web.status(actor)
web.context_line(view)
st.markdown(text("page.export_note"))
with st.container(border=True):
    st.markdown(f"**{text('page.export_opens_with')}**")
    st.markdown(web.escape(view.headline) or text("page.no_targets", region=web.escape(view.region.name(text.lang))))
    if view.earlier:
        st.markdown(web.escape(view.earlier))
with st.container(horizontal=True):
    for kind in services.REPORT_FORMATS:
        st.download_button(
            text(f"page.export_{kind}"),
            web.report_maker(actor, kind),
            file_name=services.report_name(web.workspace(), actor, services.ReportRequest(web.query()), kind),
            mime=services.REPORT_MEDIA_TYPES[kind],
            icon=":material/download:",
            key=f"export_{kind}",
            on_click="ignore",
        )
st.caption(text("page.export_contents"))
