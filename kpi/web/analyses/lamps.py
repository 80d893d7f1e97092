"""A lamp scheme shown to its reader: its lines, the lamps it lights beside those of other schemes, what hangs by a thread."""

from functools import partial

import streamlit as st

from kpi.views import OF_RULES, LampRow, LampsView
from kpi.web.blocks import badge
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import measure_link, show, told


def lamp_rules(view: LampsView) -> None:
    """The lines in their order; the first that fits gives the lamp."""
    show(
        view.rules,
        words()("page.lamp_rules"),
        **told(OF_RULES, "number", "condition"),
        lamp=lambda rule: badge(rule.lamp, rule.lamp_text),
        **told(OF_RULES, "note"),
    )


def lamp_rows(view: LampsView) -> None:
    """Targets with a pace, and their lamp under every scheme."""
    text = words()
    show(
        view.rows,
        text("page.lamp_rows"),
        [(escape(scheme.name), partial(_lamp, place)) for place, scheme in enumerate(view.schemes)],
        "table_lamps",
        measure=lambda row: measure_link(row.standing.measure.measure_id, row.standing.name),
        status=lambda row: row.standing.status_text,
        lead=lambda row: escape(row.lead_text) or text("value.none"),
        rule=lambda row: str(row.rule_number or text("value.none")),
    )


def _lamp(place: int, row: LampRow) -> str:
    """Of a target by one of the schemes."""
    return badge(row.lamps[place], words()(f"lamp.{row.lamps[place]}"))


def lamp_changes(view: LampsView) -> None:
    """One line for each threshold moved down and up."""
    st.markdown("\n".join(f"- {escape(shift.text)}" for shift in view.shifts) or words()("page.lamp_no_threshold"))
