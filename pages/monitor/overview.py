"""总览: where the plan stands, and what to do about it."""

from collections import Counter

import streamlit as st

from kpi import charts, services, web
from kpi.model import Action, Status
from kpi.views import Face, heading

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("overview")
view = web.view(services.status, actor, web.query())
web.context_line(view)

if view.standings:
    with st.container(border=True):
        st.markdown(f"#### {web.escape(view.headline)}")
        if view.earlier:
            st.markdown(web.escape(view.earlier))
        web.status_strip(view.counted)

if view.overdue:
    with st.container(border=True):
        dues = Counter(sorted(figure.due for figure in view.overdue))
        listed = tuple(text("page.overdue_on", day=due, count=count) for due, count in dues.items())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/schedule: {text('page.overdue', items=listed)}", width="content")
            st.page_link(web.page_path("upload"), label=text("page.go_upload"), icon=":material/upload_file:")
        with st.expander(text("page.overdue_list", count=len(view.overdue))):
            st.markdown("\n".join(f"- {web.escape(figure.text)}" for figure in view.overdue))

if not view.standings:
    st.info(text("page.no_targets", region=web.escape(view.region.name(text.lang))))
    web.values_table(view.values, text("page.values"))
    st.stop()

for column, standing in zip(st.columns(3), view.headlines[:3], strict=False):
    web.headline_card(column, standing)

st.subheader(text("page.progress"), anchor=False)
bars = charts.paced(view.counted)
if bars:
    items = tuple(f"{bar.name} {bar.progress.text}" for bar in bars)
    alt = text("page.bullet_alt", count=len(bars), items=items)
    st.plotly_chart(charts.bullet(bars, text), key="bullet", config=charts.CONFIG, alt=alt)
st.caption(text("page.bullet_note", shown=len(bars), rest=len(view.counted) - len(bars)))

st.subheader(text("page.targets"), anchor=False)
shown = view.listed
categories = {standing.measure.category.zh: standing.category for standing in shown}
statuses = [str(status) for status in Status if view.counts[status]]
with st.container(horizontal=True):
    picked = web.choose_many(heading(text, "category", Face.DATA), list(categories), "category", categories.__getitem__)
    wanted = web.choose_many(text("page.status"), statuses, "status", lambda status: text(f"status.{status}"))
    binding = web.choose_natures(shown)
shown = tuple(s for s in shown if (not picked or s.measure.category.zh in picked) and (not wanted or str(s.status) in wanted))
shown = tuple(s for s in shown if not binding or s.target.nature in binding)
st.caption(text("page.shown", shown=sum(s.counted for s in shown), count=len(view.counted)))
for code, category in categories.items():
    rows = [standing for standing in shown if standing.measure.category.zh == code]
    if rows:
        st.markdown(f"**{web.escape(category)}**")
        web.standing_table(rows, text("page.targets_of", category=category))

web.recent_list(web.view(services.recent_changes, actor, web.query()))
