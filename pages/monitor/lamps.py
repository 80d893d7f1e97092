"""亮灯方案: the lines of the scheme chosen, the lamps it lights, and which would change if a threshold moved."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("lamps")
web.context_line(web.view(services.status, actor, web.query()))
shift = st.slider(
    text("page.lamp_shift"), services.LEAST_SHIFT, services.MOST_SHIFT, 5, key="shift", bind="query-params", width=420
)
view = web.view(services.lamps_view, actor, web.query(), shift=float(shift))

st.subheader(web.escape(view.scheme.name), anchor=False)
st.caption(text("page.lamp_rules_note", clock=web.escape(view.clock)))
web.lamp_rules(view)

st.subheader(text("page.lamp_sensitivity"), anchor=False)
web.lamp_changes(view)

st.subheader(text("page.lamp_rows"), anchor=False)
if view.rows:
    web.lamp_rows(view)
else:
    st.caption(text("page.lamp_no_rows"))
