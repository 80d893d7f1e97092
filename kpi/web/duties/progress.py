"""填报进度: units and places against periods, what is owed of the one chosen, what is asked, and handing over."""

from dataclasses import asdict

import streamlit as st

from kpi import services
from kpi.model import EVERYWHERE, Action, Actor, Place
from kpi.services import DutyRule, Frequency
from kpi.views import DutiesView
from kpi.web.asking import attempt, later, remember, view
from kpi.web.blocks import download, way_to
from kpi.web.escape import escape, plain
from kpi.web.markup import block
from kpi.web.session import may, words, workspace
from kpi.web.tables import show

_MOST = 200


def progress(actor: Actor) -> None:
    """The matrix, and below it the figures of the unit or place that the address names, else all that is owed."""
    text = words()
    told = view(services.duties, actor, lang=text.lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        block("duties_told", told=told.told)
        if told.owed and may(Action.ISSUE, Place.whole(workspace().plan_id)):
            way_to("reminders", text("duties.go_remind"))
    block("duties_matrix", view=told, chosen=st.query_params.get("of", ""))
    _rows(actor, told)


def _rows(actor: Actor, told: DutiesView) -> None:
    text, of = words(), st.query_params.get("of", "")
    known = {name for line in told.lines for name in (line.code or line.name, *line.units)}
    rows = [row for row in told.owed if of not in known or of in row.lines]
    if not rows:
        return
    asked = tuple((row.measure_id, row.region_code, row.period.end.isoformat()) for row in rows)
    form = later(services.duty_form, actor, asked, "xlsx", lang=text.lang)
    download(text("duties.all_form"), form, text("duties.form_name"))
    if len(rows) > _MOST:
        st.caption(text("duties.most", count=_MOST))
    block("duties_rows", rows=rows[:_MOST], people=any(row.people for row in rows), caption="duties.owed_table")


def duty_rule_list(actor: Actor) -> None:
    """What is asked of whom, and for administrators a form to ask otherwise."""
    text = words()
    with st.expander(text("duties.rules"), icon=":material/event:"):
        st.caption(text("duties.default"))
        st.caption(text("duties.rule_help"))
        rules = services.duty_rules(workspace(), actor, lang=text.lang)
        if rules:
            show(
                rules,
                text("duties.rule_table"),
                number=lambda one: str(one.rule_id),
                about=lambda one: escape(one.about),
                duty_rule=lambda one: escape(one.text),
                note=lambda one: escape(one.note),
                set_by=lambda one: escape(one.made_by),
            )
        if not may(Action.ADMINISTER):
            return
        _new_rule(actor)
        if rules:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                number = st.selectbox(text("duties.number"), [one.rule_id for one in rules], key="duty_rule")
                if st.button(text("duties.remove"), key="duty_rule_remove"):
                    with attempt():
                        services.remove_duty_rule(workspace(), actor, number)
                        remember(text("duties.set_done"))


def _new_rule(actor: Actor) -> None:
    text, opened = words(), workspace()
    measures, regions, any_one = opened.catalog.measures, opened.catalog.regions, text("duties.any")
    with st.form("duty_rule_new", border=False):
        with st.container(horizontal=True):
            frequency = st.selectbox(
                text("duties.frequency"), list(Frequency), format_func=lambda each: text(f"duties.frequency_{each}")
            )
            days = st.number_input(text("duties.days"), 0, 366, 31)
            measure = st.selectbox(
                text("duties.measure"),
                ["", *measures],
                format_func=lambda each: plain(measures[each].name(text.lang)) if each else any_one,
            )
        with st.container(horizontal=True):
            unit = st.selectbox(
                text("duties.unit"), ["", *services.units_there(opened, actor)], format_func=lambda each: plain(each) or any_one
            )
            region = st.selectbox(
                text("duties.region"),
                ["", *regions],
                format_func=lambda each: plain(regions[each].name(text.lang)) if each else any_one,
            )
            places = st.checkbox(text("duties.places"))
        note = st.text_input(text("duties.note"), max_chars=200)
        if st.form_submit_button(text("duties.set"), icon=":material/save:"):
            with attempt():
                rule = DutyRule(frequency or Frequency.YEARLY, int(days), measure, unit, region, places)
                services.set_duty_rule(opened, actor, rule, note)
                remember(text("duties.set_done"))


def handing_over(actor: Actor) -> None:
    """A form that gives one person's duties to another, where there are two."""
    text = words()
    if not actor.user_id or not may(Action.ADMINISTER, EVERYWHERE):
        return
    people = {one.user_id: one.name for one in services.users(workspace(), actor, lang=text.lang) if not one.disabled}
    if len(people) < 2:
        return
    with st.expander(text("duties.hand_over"), icon=":material/swap_horiz:"), st.form("handover", border=False):
        with st.container(horizontal=True):
            giver, taker = (
                st.selectbox(
                    text(f"duties.{end}"), list(people), format_func=lambda each: f"{each} · {plain(people[each])}", key=end
                )
                for end in ("giver", "taker")
            )
        note = st.text_input(text("duties.note"), max_chars=200, key="handover_note")
        if st.form_submit_button(text("duties.hand"), icon=":material/swap_horiz:"):
            with attempt():
                handed = services.hand_over(workspace(), actor, giver, taker, note)
                held = text.tally({f"duties.handed_{what}": number for what, number in asdict(handed).items()})
                remember(text("duties.handed", held=held, giver=giver, taker=taker))
