"""镇街: the members of a dimension side by side, ranked, added up and held against the city."""

import streamlit as st

from kpi import services, web
from kpi.model import Action
from kpi.views import Face, heading

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("regions")
asked = web.query()
status = web.view(services.status, actor, asked)
web.context_line(status)
dimensions = web.view(services.member_dimensions, actor, asked)
if not dimensions:
    st.info(text("page.regions_none", region=web.escape(status.region.name(text.lang))))
    st.stop()
with st.container(horizontal=True):
    dimension = web.choose(text("page.regions_by"), list(dimensions), "dimension", dimensions.__getitem__)
    every = web.view(services.members_view, actor, asked, dimension, "")
    categories = {"": text("page.every_category"), **dict(every.categories)}
    category = web.choose(heading(text, "category", Face.DATA), list(categories), "kind", categories.__getitem__)
view = web.view(services.members_view, actor, asked, dimension, category)
if view.table is None:
    st.info(text("page.regions_no_figures", dimension=web.escape(dimensions[dimension])))
    st.stop()

st.subheader(text("page.regions_heat"), anchor=False)
st.caption(text("page.regions_heat_note"))
web.heat_table(view.table)
if view.table.left_out:
    st.caption(text("page.regions_left_out", count=view.table.left_out, number=view.table.left_out))

st.subheader(text("page.regions_ranking"), anchor=False)
names = dict(view.measures)
with st.container(horizontal=True):
    chosen = web.choose(text("page.choose_measure"), list(names), "measure", names.__getitem__)
    newest = web.view(services.member_column, actor, asked, dimension, chosen, "")
    period = web.choose(heading(text, "period", Face.PAGE), list(newest.periods), "period", newest.periods.__getitem__)
closely = newest
if period != newest.period:
    closely = web.view(services.member_column, actor, asked, dimension, chosen, period)
web.column_facts(closely)
web.ranking_table(closely)
st.caption(web.escape(closely.contribution_note))
