"""A lamp scheme shown to its reader: its lines, the lamps it lights beside those of other schemes, what hangs by a thread."""

import streamlit as st

from kpi.model import Lamp
from kpi.views import OF_RULES, LampsView
from kpi.web.blocks import badge
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import escaped, measure_link, show


def lamp_rules(view: LampsView) -> None:
    """The lines in their order; the first that fits gives the lamp."""
    rows = (
        escaped(OF_RULES, rule, "number", "condition", "note") | {"lamp": badge(rule.lamp, rule.lamp_text)}
        for rule in view.rules
    )
    show(("number", "condition", "lamp", "note"), rows, words()("page.lamp_rules"))


def lamp_rows(view: LampsView) -> None:
    """Targets with a pace, and their lamp under every scheme."""
    text = words()
    schemes = {f"scheme {scheme.scheme}": escape(scheme.name) for scheme in view.schemes}
    rows = (
        {
            "measure": measure_link(row.standing.measure.measure_id, row.standing.name),
            "status": row.standing.status_text,
            "lead": escape(row.lead_text) or text("value.none"),
            "rule": str(row.rule_number or text("value.none")),
            **{scheme: _lamp(lamp) for scheme, lamp in zip(schemes, row.lamps, strict=True)},
        }
        for row in view.rows
    )
    show(("measure", "status", "lead", "rule"), rows, text("page.lamp_rows"), schemes)


def _lamp(lamp: Lamp) -> str:
    return badge(lamp, words()(f"lamp.{lamp}"))


def lamp_changes(view: LampsView) -> None:
    """One line for each threshold moved down and up."""
    st.markdown("\n".join(f"- {escape(shift.text)}" for shift in view.shifts) or words()("page.lamp_no_threshold"))
