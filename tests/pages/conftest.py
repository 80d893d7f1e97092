"""The app as AppTest runs it: the router first, then a page, on a database of its own."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "overview": "pages/monitor/overview.py",
    "measure": "pages/monitor/measure.py",
    "gaps": "pages/monitor/gaps.py",
    "what_if": "pages/monitor/what_if.py",
    "rollup": "pages/monitor/rollup.py",
    "regions": "pages/monitor/regions.py",
    "lamps": "pages/monitor/lamps.py",
    "upload": "pages/data/upload.py",
    "batches": "pages/data/batches.py",
    "reading": "pages/data/reading.py",
    "sources": "pages/basis/sources.py",
    "export": "pages/reports/export.py",
    "issued": "pages/reports/issued.py",
}
TINY = ROOT / "tests" / "data" / "tiny_catalog"


@pytest.fixture(autouse=True)
def _a_database_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("KPI_DATABASE", str(tmp_path / "kpi.duckdb"))
    st.cache_resource.clear()
    yield
    from kpi.web import session

    opened = session._open(str(tmp_path / "kpi.duckdb"), session.setting("KPI_CATALOG"))
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setenv("KPI_CATALOG", str(TINY))


@pytest.fixture
def visit():
    """Opens a page through the router, with parameters in the address."""

    def open_page(name="overview", **parameters):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for key, value in parameters.items():
            app.query_params[key] = value
        app.run()
        if name != "overview":
            app.switch_page(PAGES[name])
            for key, value in parameters.items():
                app.query_params[key] = value
            app.run()
        assert not app.exception
        return app

    return open_page


def shown(app):
    """Every text of the main area, the cells of tables too."""
    elements = [*app.main.markdown, *app.main.caption, *app.main.title, *app.main.subheader, *app.main.info, *app.main.warning]
    texts = [element.value for element in elements]
    for table in app.main.table:
        texts += [str(cell) for row in table.value.to_numpy().tolist() for cell in row]
        texts += [str(column) for column in table.value.columns]
    return texts
