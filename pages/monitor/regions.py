"""地区: the places below the region, or the members of a breakdown, by rank and on a map; or one place on its own."""

import streamlit as st

from kpi import services, web
from kpi.model import Action
from kpi.views import Face, heading

actor = web.require(Action.VIEW)
text = web.words()
asked = web.query()
dimensions = web.view(services.member_dimensions, actor, asked)
if code := web.chosen_place(asked, dimensions):
    place = web.view(services.place_view, actor, asked, code)
    web.page_header("regions", place.name)
    web.context_line(place.status)
    web.place_page(actor, asked, place)
    web.end_page()
web.page_header("regions")
status = web.view(services.status, actor, asked)
web.context_line(status)
if not dimensions:
    st.info(text("page.regions_none", region=web.escape(status.region.name(text.lang))))
    if web.may(Action.ADMINISTER):
        web.way_to("plans", text("page.plans"), section="add")
    web.end_page()
with st.container(horizontal=True):
    dimension = web.choose(text("page.regions_by"), list(dimensions), "dimension", dimensions.__getitem__)
    every = web.view(services.members_view, actor, asked, dimension, "")
    names = dict(every.measures)
    if names:
        chosen = web.choose(text("page.choose_measure"), list(names), "measure", names.__getitem__)
        newest = web.view(services.places_view, actor, asked, dimension, chosen, "")
        periods = newest.column.periods
        period = web.choose(heading(text, "period", Face.PAGE), list(periods), "period", periods.__getitem__)
if not names:
    st.info(text("page.regions_no_figures", dimension=web.escape(dimensions[dimension])))
    web.end_page()
closely = newest
if period != newest.column.period:
    closely = web.view(services.places_view, actor, asked, dimension, chosen, period)
web.places_board(actor, asked, closely, dimension)

with st.expander(text("page.regions_ranking")):
    web.column_facts(closely.column)
    web.ranking_table(closely.column)
    st.caption(web.escape(closely.column.contribution_note))

with web.heat_section(every):
    level = web.level_chosen(actor, asked, dimension)
    if level:
        view = web.view(services.level_view, actor, asked, level)
    else:
        categories = {"": text("page.every_category"), **dict(every.categories)}
        category = web.choose(heading(text, "category", Face.DATA), list(categories), "kind", categories.__getitem__)
        view = web.view(services.members_view, actor, asked, dimension, category)
    if view.table:
        web.heat_note(view.table)
        web.heat_table(view.table)
        if view.table.marked:
            st.caption(text("place.marked_in_heat", number=view.table.marked, count=view.table.marked))
        if view.table.left_out:
            st.caption(text("page.regions_left_out", count=view.table.left_out, number=view.table.left_out))
