"""公文格式 of one report: what the plan says of it, to be said otherwise for this report alone."""

from dataclasses import replace

import streamlit as st

from kpi import services
from kpi.model import Actor, OfficialForm
from kpi.services import ReportRequest
from kpi.web.address import read_day
from kpi.web.escape import escape
from kpi.web.session import words, workspace


def form_fields(actor: Actor, request: ReportRequest) -> ReportRequest:
    """Fields filled with what the plan says; the request as they say it."""
    text = words()
    own = services.official_form(workspace(), actor, request.query)
    with st.expander(text("page.export_form"), icon=":material/description:", key="form"):
        st.caption(text("page.export_form_how"))
        said = {
            column: st.text_input(text(f"plan_column.{column}"), value=told, max_chars=500, key=f"form_{column} {told}")
            for column, told in own.texts.items()
        }
        typed = st.text_input(text("page.export_signed_on"), placeholder="2026-07-01", key="form_signed_on")
        day = read_day(typed)
        if typed and not day:
            st.warning(text("page.misread", value=escape(typed)))
    form = OfficialForm.of(said, day)
    return request if form == own else replace(request, form=form)
