"""The pages there are, and the way to each of them in the view that is looked at.

Streamlit's own list of pages forgets what the address says, so that neither "back" nor a link taken into a new tab would show
what was looked at. Here every page is a link with the whole view in it.
"""

from itertools import groupby
from typing import Any

import streamlit as st

from kpi.errors import KpiError
from kpi.model import Action, Place
from kpi.services import may_ask, people_sign_in
from kpi.web.address import PAGES, PageSpec
from kpi.web.markup import block
from kpi.web.session import allowed, may, words, works, workspace

FOLDED = "settings"
"""The section that is opened only on one of its pages: it is needed once in a while."""


def navigation() -> Any:  # noqa: ANN401 - Streamlit's own page type is not public
    """Tells Streamlit of all pages, in the language chosen; returns the one asked for."""
    text = words()
    return st.navigation([_page(spec, text(f"page.{spec.name}")) for spec in PAGES], position="hidden")


def _page(spec: PageSpec, title: str) -> Any:  # noqa: ANN401
    return st.Page(spec.path, title=title, url_path=spec.name, default=spec is PAGES[0])


def name_of(page: Any) -> str:  # noqa: ANN401
    """What a page of Streamlit's is called here; the first has no address of its own."""
    return page.url_path or PAGES[0].name


def page_list(current: str) -> None:
    """The pages that whoever asks may open, in their sections, as links; the one that is open is marked."""
    sections = [(section, list(pages)) for section, pages in groupby(offered(), lambda page: page.section)]
    block("navigation", sections=sections, current=current, folded=FOLDED)


def offered() -> list[PageSpec]:
    """The pages of the navigation that are of use to whoever asks."""
    return [page for page in PAGES if page.section and _is_offered(page)]


def _is_offered(page: PageSpec) -> bool:
    if page.for_people and not people_sign_in():
        return False
    try:
        place = Place.whole(workspace().plan_id) if page.whole else None
        return may(page.needs, place) and (works() or not page.for_work) and (not page.unpublished or _asks_in_sql())
    except KpiError:  # the page itself says what is wrong
        return True


def _asks_in_sql() -> bool:
    actor = allowed(Action.VIEW)
    return actor is not None and may_ask(workspace(), actor)
