"""The address of one's own calendar."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from kpi import services
from kpi.settings import setting
from kpi.web.session import words, workspace


def calendar_address() -> None:
    """Where a calendar program finds what is mine to report, and how it signs in."""
    text, opened = words(), workspace()
    here = urlsplit(setting("KPI_PUBLIC_ADDRESS") or st.context.url or "")
    path = f"/calendar.ics?{urlencode({'plan': opened.plan_id, 'lang': text.lang})}"
    with st.expander(text("remind.calendar"), icon=":material/calendar_month:"):
        st.markdown(text("remind.calendar_told"))
        st.code(f"webcal://{here.netloc}{path}" if here.netloc else path, language=None)
        st.caption(text("remind.calendar_token" if services.people_sign_in() else "remind.calendar_here"))
