"""指标详情: one measure against its target."""

import streamlit as st

from kpi import charts, services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("measure")
measures = web.workspace().catalog.measures
with_target = [target.measure_id for target in web.workspace().catalog.primary_targets]
options = list(dict.fromkeys([*with_target, *measures]))
if not options:
    st.info(text("page.no_measures"))
    st.stop()
chosen = web.choose(text("page.choose_measure"), options, "measure", lambda code: measures[code].name(text.lang))
view = web.view(services.measure_view, actor, web.query(), chosen)
web.context_line(view.status)

st.subheader(web.escape(view.name), anchor=False)
for standing in view.standings:
    if standing.counted or standing.assessment.current_value is not None:
        st.markdown(f"{web.lamp_badge(standing)} {web.escape(standing.sentence)}")
        for remark in standing.screen.remarks:
            st.caption(web.escape(remark))
for label, note in view.notes:
    st.caption(text("page.target_note", label=web.escape(label), note=web.escape(note)))
for closing in view.catch_ups:
    web.catch_up(closing)
if not view.standings:
    st.caption(text("page.no_target"))
items = tuple(standing.sentence for standing in view.yearly) or tuple(point.label for point in view.points)
if view.yearly and view.can_be_drawn:
    alt = text("page.quota_alt", measure=view.measure, items=items)
    measure = view.yearly[0].measure
    bars = charts.quota_bars(measure, view.yearly, text, charts.target_lines(view.second_lines, measure))
    st.plotly_chart(bars, key="quota", config=charts.CONFIG, alt=alt)
if (view.over_time or (view.points and not view.yearly)) and view.can_be_drawn:
    alt = text("page.trajectory_alt", measure=view.measure, items=items)
    assessment = view.over_time.assessment if view.over_time else None
    told = next((closing.outlook_text for closing in view.catch_ups), "")
    lines = charts.target_lines(view.second_lines, view.drawn)
    line = charts.trajectory(view.drawn, view.points, assessment, text, view.forecast, told, lines)
    st.plotly_chart(line, key="trajectory", config=charts.CONFIG, alt=alt)

if view.breakdowns:
    st.subheader(text("page.breakdowns"), anchor=False)
    newest = {group.breakdown: group for group in view.breakdowns}
    for number, group in enumerate(newest.values()):
        st.markdown(f"**{web.escape(group.name)}** · {web.escape(group.period)} · {text(f'page.relation_{group.relation}')}")
        if group.relation == "partition":
            figure = charts.partition(group.parts, group.measure, text)
        else:
            figure = charts.side_by_side(group.whole, group.parts, group.measure, text)
        alt = text("page.parts_alt", name=group.name, items=tuple(f"{part.label} {part.text}" for part in group.parts))
        st.plotly_chart(figure, key=f"parts_{number}", config=charts.CONFIG, alt=alt)
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
if view.vintages:
    st.markdown(f"**{text('page.vintages')}**")
    st.markdown("\n".join(f"- {web.escape(period)}{text.language.colon}{web.escape(told)}" for period, told in view.vintages))
if view.versions:
    with st.expander(text("page.versions", count=len(view.versions))):
        web.figure_table(view.versions, text("page.versions", count=len(view.versions)))
if view.passages:
    st.subheader(text("page.passages"), anchor=False)
    for passage in view.passages:
        shown = f"{web.escape(passage.before)}:blue-background[**{web.escape(passage.printed)}**]{web.escape(passage.after)}"
        st.markdown(f"> {shown}")
        st.caption(text("page.passage_of", document=web.escape(passage.document), figure=web.escape(passage.figure_id)))

st.subheader(text("page.definition"), anchor=False)
st.markdown(web.escape(view.definition) or text("page.no_definition"))
if view.parts:
    st.markdown(text("page.parts", parts=tuple(web.escape(part.name(text.lang)) for part in view.parts)))
if view.breaks:
    st.markdown(f"**{text('page.breaks')}**")
    st.markdown("\n".join(f"- {web.escape(each)}" for each in view.breaks))
if view.doubts:
    st.markdown(f"**{text('page.doubts')}**")
    st.markdown("\n".join(f"- {web.escape(doubt)}" for doubt in view.doubts))
if view.listed:
    st.markdown(f"**{text('page.listed')}**")
    web.listed_table(view.listed)
