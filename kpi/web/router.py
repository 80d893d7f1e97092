"""Setting up, and the one place where errors become sentences."""

import logging
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from kpi.errors import CatalogRefused, KpiError, NotAllowed
from kpi.i18n import LANGUAGES
from kpi.settings import setting
from kpi.views import word_problem
from kpi.web.address import follow_address, follow_day, page_of
from kpi.web.escape import escape
from kpi.web.session import KNOWN_AT, may, words
from kpi.web.shell.navigation import name_of

ICON = Path(__file__).with_name("icon.png")
"""A Material icon in the browser's tab would be fetched from a foreign host."""

_LOG = logging.getLogger("kpi.web")


class _PageEnded(Exception):
    """A page ends before its last line."""


def end_page() -> NoReturn:
    """Ends the page here. Streamlit's `st.stop` would end what stands round it too, which is drawn after it."""
    raise _PageEnded


def set_up() -> None:
    """Page title and width, before anything is shown."""
    follow_address("lang", LANGUAGES, setting("KPI_LANG"))
    follow_day(KNOWN_AT)
    st.set_page_config(page_title=words()("page.app"), page_icon=str(ICON), layout="wide")


def run(page: Any) -> None:  # noqa: ANN401
    """Runs a page; whatever goes wrong becomes a sentence, and what nobody foresaw is logged as well."""
    text = words()
    try:
        page.run()
    except _PageEnded:
        return
    except CatalogRefused as refused:
        st.title(text("page.app"))
        st.error(escape(text.message(refused.message)))
        for problem in refused.problems:
            st.markdown(f"- {escape(problem.file)} {problem.row or ''} {escape(word_problem(text, problem).message)}")
    except KpiError as error:
        closed = isinstance(error, NotAllowed) and _is_closed(page)
        if closed:
            st.title(text(f"page.{name_of(page)}"), anchor=False)
        st.error(escape(text.message(error.message)), icon=":material/error:")
        if closed:
            st.caption(text("page.closed"))
    except Exception:
        _LOG.exception("page %s failed", getattr(page, "title", ""))
        st.error(text("page.failed"), icon=":material/error:")


def _is_closed(page: Any) -> bool:  # noqa: ANN401
    """Whether whoever asks may not so much as open the page, so that nothing of it, and no heading, stands there."""
    return not may(page_of(name_of(page)).needs)
