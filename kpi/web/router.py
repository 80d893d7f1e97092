"""Setting up, navigation, the sidebar every page shares, and the one place where errors become sentences."""

import logging
from pathlib import Path
from typing import Any

import streamlit as st

from kpi.errors import CatalogRefused, KpiError
from kpi.i18n import LANGUAGES, texts
from kpi.model import Action
from kpi.services import lamp_schemes, plan_list
from kpi.views import word_problem
from kpi.web.address import PAGES, choose, choose_segment, day_field, follow_address, follow_day, read_day
from kpi.web.escape import escape
from kpi.web.past import moment_field
from kpi.web.session import KNOWN_AT, language, require, unreadable, words, workspace

TARGETS = ("revised", "original")
"""Which targets pages judge by, where some were revised."""
ICON = Path(__file__).with_name("icon.png")
"""A Material icon in the browser's tab would be fetched from a foreign host."""
WIDE_TABLES = (
    '[class*="st-key-table"] table { width: 100%; min-width: 62rem } [class*="st-key-table"] th { white-space: nowrap }'
)
"""Streamlit has no least width for a table; without one a narrow screen breaks Chinese after every letter."""

_LOG = logging.getLogger("kpi.web")


def set_up() -> None:
    """Page title and width, before anything is shown."""
    follow_address("lang", LANGUAGES)
    follow_day(KNOWN_AT)
    st.set_page_config(page_title=words()("page.app"), page_icon=str(ICON), layout="wide")
    st.html(f"<style>{WIDE_TABLES}</style>")


def navigation() -> Any:  # noqa: ANN401 - Streamlit's own page type is not public
    """The pages in their sections, in the language chosen; returns the one asked for."""
    text = words()
    sections: dict[str, list[Any]] = {}
    for page in PAGES:
        sections.setdefault(text(f"page.section_{page.section}"), []).append(
            st.Page(
                page.path,
                title=text(f"page.{page.name}"),
                icon=page.icon,
                url_path=page.name,
                default=page is PAGES[0],
                help=text(f"page.{page.name}_help"),
            )
        )
    return st.navigation(sections, expanded=True)


def sidebar() -> None:
    """As of when, for where and in which language: for all pages, and in the address."""
    text = words()
    with st.sidebar:
        try:
            actor = require(Action.VIEW)
            catalog = workspace().catalog
            today = workspace().today
        except KpiError:
            return  # the page itself says what is wrong
        plans = {plan.plan_id: plan.name for plan in plan_list(workspace(), actor, lang=text.lang)}
        regions = [region.region_code for region in catalog.regions.values() if region.active]
        schemes = {scheme.scheme: scheme.name for scheme in lamp_schemes(workspace(), actor, text.lang)}
        misread = [
            unreadable("as_of", read_day),
            unreadable("region", catalog.regions.get),
            unreadable("lamps", schemes.get),
            unreadable("plan", plans.get),
        ]
        if len(plans) > 1:
            shown = workspace().plan_id
            choose(text("page.plan"), [shown, *(plan for plan in plans if plan != shown)], "plan", plans.__getitem__)
        day_field(text("page.as_of"), "as_of", text("page.as_of_help", today=today), text("page.as_of_unset"))
        choose(text("page.region"), regions, "region", lambda code: catalog.regions[code].name(text.lang))
        if len(schemes) > 1:
            choose(text("page.lamps"), list(schemes), "lamps", schemes.__getitem__)
        moment_field()
        if any(target.revised for target in catalog.targets.values()):
            choose_segment(
                text("page.which_targets"), TARGETS, "targets", TARGETS[0], lambda which: text(f"page.targets_{which}")
            )
        choose_segment(text("page.language"), LANGUAGES, "lang", language(), lambda code: texts(code).language.name)
        for given in filter(None, misread):
            st.info(text("page.misread", value=escape(given)))


def run(page: Any) -> None:  # noqa: ANN401
    """Runs a page; whatever goes wrong becomes a sentence, and what nobody foresaw is logged as well."""
    text = words()
    try:
        page.run()
    except CatalogRefused as refused:
        st.title(text("page.app"))
        st.error(escape(text.message(refused.message)))
        for problem in refused.problems:
            st.markdown(f"- {escape(problem.file)} {problem.row or ''} {escape(word_problem(text, problem).message)}")
    except KpiError as error:
        st.error(escape(text.message(error.message)), icon=":material/error:")
    except Exception:
        _LOG.exception("page %s failed", getattr(page, "title", ""))
        st.error(text("page.failed"), icon=":material/error:")
