"""指标详情: one measure against its target."""

import streamlit as st

from kpi import web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("measure")
measures = web.workspace().catalog.measures
with_target = [each.measure_id for each in web.workspace().catalog.primary_targets]
options = list(dict.fromkeys([*with_target, *measures]))
chosen = web.choose(text("page.choose_measure"), options, "measure", lambda code: measures[code].name(text.lang))
view = web.measure(actor, chosen)
web.context_line(view.status)

st.subheader(web.escape(view.name), anchor=False)
for each in view.standings:
    if each.counted or each.assessment.current_value is not None:
        st.markdown(f"{web.lamp_badge(each)} {web.escape(each.sentence)}")
        for remark in each.remarks:
            st.caption(web.escape(remark))
if not view.standings:
    st.caption(text("page.no_target"))
web.measure_chart(view)

if view.breakdowns:
    st.subheader(text("page.breakdowns"), anchor=False)
    newest = {group.breakdown: group for group in view.breakdowns}
    for number, group in enumerate(newest.values()):
        web.part_chart(group, number)
    earlier = [figure for group in view.breakdowns if group not in newest.values() for figure in group.parts]
    if earlier:
        with st.expander(text("page.earlier_breakdowns", count=len(earlier))):
            web.figure_table(earlier, text("page.breakdowns"))

st.subheader(text("page.figures"), anchor=False)
if view.series:
    web.figure_table(view.series, text("page.figures"))
elif not view.computed:
    st.caption(text("page.no_figures"))
if view.computed:
    st.markdown(f"**{text('page.computed')}**")
    web.computed_table(view)
if view.versions:
    with st.expander(text("page.versions", count=len(view.versions))):
        web.figure_table(view.versions, text("page.versions", count=len(view.versions)))
if view.passages:
    st.subheader(text("page.passages"), anchor=False)
    for each in view.passages:
        passage = f"{web.escape(each.before)}:blue-background[**{web.escape(each.printed)}**]{web.escape(each.after)}"
        st.markdown(f"> {passage}")
        st.caption(text("page.passage_of", document=web.escape(each.document), figure=each.figure_id))

st.subheader(text("page.definition"), anchor=False)
st.markdown(web.escape(view.definition) or text("page.no_definition"))
if view.parts:
    st.markdown(text("page.parts", parts=tuple(web.escape(part.name(text.lang)) for part in view.parts)))
if view.doubts:
    st.markdown(f"**{text('page.doubts')}**")
    st.markdown("\n".join(f"- {web.escape(doubt)}" for doubt in view.doubts))
if view.listed:
    st.markdown(f"**{text('page.listed')}**")
    web.listed_table(view.listed)
