"""Every page on the server: its first run with no view of the plan kept, and a rerun. Nothing here draws in a browser."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from unittest.mock import patch

import streamlit as st
from streamlit.testing.v1 import AppTest

from bench.timing import line, seconds, typical
from kpi import web
from kpi.web.address import PAGES
from kpi.web.address.links import PageSpec

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 120
FIRST_TIMES, AGAIN_TIMES = 3, 7


def measure_pages(
    database: Path, catalog: Path, where: str, first: float, again: float, address: Mapping[str, str] | None = None
) -> None:
    """Two lines for every page at `address`, against two limits in seconds; `where` names the plan and the place.

    The plan is open and its figures are read, which happens once after a start or an upload and is told apart.
    """
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # no cache has a server here, and each would say so
    with patch.dict(os.environ, KPI_DATABASE=str(database), KPI_CATALOG=str(catalog)):
        try:
            line(f"{where}: opening the plan, reading its figures", seconds(_open_anew))
            app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=PATIENCE_SECONDS)
            for name, value in (address or {}).items():
                app.query_params[name] = value
            for page in PAGES:  # what a process imports once is no page's own time
                _show(app, page)
            for page in PAGES:
                line(f"{where}: {page.name}, first", median(_first_time(app, page) for _ in range(FIRST_TIMES)), first)
                line(f"{where}: {page.name}, again", typical(lambda: _run(app), AGAIN_TIMES), again)
        finally:
            _close()


def _first_time(app: AppTest, page: PageSpec) -> float:
    _close()
    _open_anew()
    return seconds(lambda: _show(app, page))


def _show(app: AppTest, page: PageSpec) -> None:
    app.switch_page(page.path)
    _run(app)


def _open_anew() -> None:
    web.workspace().observations()


def _close() -> None:
    """Lets go of the plan and of every view of it that is kept."""
    web.workspace().close()
    st.cache_resource.clear()
    st.cache_data.clear()


def _run(app: AppTest) -> None:
    app.run()
    if app.exception or app.error:
        raise RuntimeError([each.value for each in (*app.exception, *app.error)])
