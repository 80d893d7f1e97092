"""A field that finds measures, places, documents and pages by name, and leads there.

A fragment: what is typed runs it again and not the page. kpi/server/scripts/finder.js hands it over while it is typed, and lets
arrow keys and Enter choose.
"""

import streamlit as st

from kpi.i18n import visible
from kpi.model import Action
from kpi.services import find
from kpi.views import Findable, Sort
from kpi.web.address import href
from kpi.web.markup import block
from kpi.web.session import allowed, words, workspace
from kpi.web.shell.navigation import offered

_LETTERS = 60


@st.fragment
def finder() -> None:
    """The field, and below it what was found, of what whoever types may see now: it runs again without the page."""
    text, actor = words(), allowed(Action.VIEW)
    typed = st.text_input(
        text("page.find"),
        placeholder=text("page.find_hint"),
        key="find",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    if actor and typed.strip():
        pages = {page.name: f"page.{page.name}" for page in offered()}
        found = [(each, _address(each)) for each in find(workspace(), actor, typed[:_LETTERS], pages, text.lang)]
        block("found", typed=visible(typed), found=found)


def _address(found: Findable) -> str:
    if found.sort is Sort.PAGE:
        return href(found.id)
    if found.sort is Sort.MEASURE:
        return href("measure", measure=found.id)
    if found.sort is Sort.MATTER:
        return href("actions", matter=found.id)
    return href("regions", place=found.id) if found.sort is Sort.REGION else href("sources")
