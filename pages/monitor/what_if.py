"""测算: what a scenario makes of a share, the answer first and the sliders below it."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("what_if")
ratios = {ratio.measure_id: ratio for ratio in services.testable_ratios(web.workspace(), actor)}
if not ratios:
    web.context_line(web.view(services.status, actor, web.query()))
    st.info(text("page.what_if_no_ratio"))
    web.way_to("gaps", text("board.way_gaps"))
    web.end_page()
about = st.empty()
chosen = web.choose(text("page.what_if_ratio"), list(ratios), "ratio", lambda code: ratios[code].name(text.lang))
asked = web.query()
start = web.view(services.what_if, actor, asked, chosen, services.Scenario())
with about:
    web.context_line(start.status)
answer = st.container()  # stands above the sliders and is filled once they are read
with st.container(border=True):
    st.markdown(f"**{text('page.what_if_settings')}**")
    scenario = web.scenario_sliders(start)
view = web.view(services.what_if, actor, asked, chosen, scenario)
with answer:
    web.answers(view)
if view.changed:
    st.caption(text("page.what_if_changed"))
    st.button(text("page.what_if_reset"), icon=":material/restart_alt:", on_click=web.reset_scenario, args=(start,))
with st.expander(text("page.what_if_results"), key="what_if_results"):
    for share in view.shares:
        web.paths(share)
    st.caption(text("page.what_if_note"))
