"""分类汇总 stands on the overview: whoever comes by an address of its own is led there, with all that it asks for."""

import streamlit as st

from kpi import web
from kpi.model import Action

web.require(Action.VIEW)
asked = st.query_params.to_dict()
st.switch_page(web.page_path("overview"), query_params={"by": "category", **asked})
