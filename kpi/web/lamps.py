"""A lamp scheme shown to its reader: its lines, the lamps it lights beside those of other schemes, what hangs by a thread."""

import streamlit as st

from kpi.model import Lamp
from kpi.views import LampsView
from kpi.web.blocks import badge
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import measure_link, show


def lamp_rules(view: LampsView) -> None:
    """The lines in their order; the first that fits gives the lamp."""
    text = words()
    rows = [
        (str(each.number), escape(each.condition), badge(each.lamp, each.lamp_text), escape(each.note)) for each in view.rules
    ]
    show(rows, ("number", "condition", "lamp", "note"), text("page.lamp_rules"))


def lamp_rows(view: LampsView) -> None:
    """Targets with a pace, and their lamp under every scheme."""
    text = words()
    rows = [
        (
            measure_link(each.standing.measure.measure_id, each.standing.name),
            each.standing.status_text,
            escape(each.lead_text) or text("value.none"),
            str(each.rule_number or text("value.none")),
            *(_lamp(lamp) for lamp in each.lamps),
        )
        for each in view.rows
    ]
    columns = ("measure", "status", "lead", "rule")
    show(rows, columns, text("page.lamp_rows"), [escape(each.name) for each in view.schemes])


def _lamp(lamp: Lamp) -> str:
    return badge(lamp, words()(f"lamp.{lamp}"))


def lamp_changes(view: LampsView) -> None:
    """One line for each threshold moved down and up."""
    st.markdown("\n".join(f"- {escape(each.text)}" for each in view.shifts) or words()("page.lamp_no_threshold"))
