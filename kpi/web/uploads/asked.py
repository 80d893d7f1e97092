"""What is to be filled in: the rows an address asks for, and the form for exactly them."""

import streamlit as st

from kpi import services
from kpi.model import Actor
from kpi.views import TargetKey
from kpi.web.asking import later
from kpi.web.blocks import download
from kpi.web.escape import escape
from kpi.web.session import words, workspace

ROWS = "rows"
"""The parameter that names them: T05.2024,T07."""


def asked_rows(actor: Actor) -> None:
    """Where the address names targets: what is asked of them, their form as one click, and what of it is unknown."""
    written = st.query_params.get(ROWS, "")
    if not written:
        return
    text = words()
    asked = services.rows_asked(workspace(), actor, written, lang=text.lang)
    with st.container(border=True, key="asked"):
        if asked.figures:
            st.markdown(f"**{text('page.asked', count=len(asked.figures))}**")
            named = [text("page.asked_figure", name=each.name, period=each.period, unit=each.unit) for each in asked.figures]
            st.caption(escape(text.listing(named)))
            form_button(actor, asked.targets, "asked")
        if asked.unknown:
            st.warning(text("page.asked_unknown", targets=text.listing(list(map(escape, asked.unknown)))))
        if asked.idle:
            st.info(text("page.asked_idle", targets=text.listing(list(map(escape, asked.idle)))))


def form_button(actor: Actor, keys: tuple[TargetKey, ...], key: str) -> None:
    """Downloads the form of exactly what these targets wait for."""
    text, count = words(), len(keys)
    form = later(services.form_for, actor, keys, "xlsx", lang=text.lang)
    download(text("page.download_rows", count=count), form, text("page.rows_name", count=count) + ".xlsx", f"form_{key}")
