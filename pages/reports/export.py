"""报告导出: the gap report of the view asked for, as a draft, issued, or one for each town."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.EXPORT)
text = web.words()
web.page_header("export")
line = st.container()
request = web.report_request(actor)
view = services.scope_of(web.workspace(), actor, request).view
with line:
    web.context_line(view)
left, right = st.columns([3, 2], gap="large")
with left:
    with st.container(border=True):
        st.markdown(f"**{text('page.export_opens_with')}**")
        st.markdown(web.escape(view.headline) or text("page.no_targets", region=web.escape(view.region.name(text.lang))))
        if view.earlier:
            st.markdown(web.escape(view.earlier))
    request = web.form_fields(actor, request)
    st.markdown(f"**{text('page.export_draft')}**")
    request = web.choose_template(actor, request)
    web.report_downloads(actor, request)
    st.caption(text("page.export_contents"))
    web.issue_form(actor, request)
    web.report_series(actor, request)
with right:
    web.report_preview(actor, request)
