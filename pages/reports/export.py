"""报告导出: the usual report with one button; behind it every kind and format, issuing, and many at once."""

from dataclasses import replace

import streamlit as st

from kpi import services, web
from kpi.model import Action
from kpi.services import Genre

actor = web.require(Action.EXPORT)
text = web.words()
web.page_header("export")
web.say_done(":material/verified:")
line = st.container()
request = web.report_request(actor)
scope = web.view(services.scope_of, actor, request)
view = scope.view
with line:
    web.context_line(view)
left, right = st.columns([3, 2], gap="large")
with left:
    with st.container(border=True):
        st.markdown(web.escape(view.headline) or text("page.no_targets", region=web.escape(view.region.name(text.lang))))
        if view.earlier:
            st.markdown(web.escape(view.earlier))
        usual = st.container()
    with st.expander(text("page.export_more"), icon=":material/tune:"):
        asked = web.report_options(actor, request)
        files = st.container()
    asked = web.choose_template(actor, web.form_fields(actor, asked))
    with files:
        web.report_downloads(actor, asked, scope)
    with st.expander(text("page.issue"), icon=":material/outgoing_mail:"):
        web.issue_form(actor, asked)
    with st.expander(text("page.series"), icon=":material/library_books:"):
        web.report_series(actor, asked)
    with usual:
        web.usual_report(actor, replace(asked, genre=Genre.GAP))
with right:
    web.report_preview(actor, asked, scope)
