"""The app as AppTest runs it: the router first, then a page, on a database of its own."""

from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

from kpi import services
from tests.databases import PROJECT, TINY, copied, only_looks

PAGES = {
    "overview": "pages/monitor/overview.py",
    "sheet": "pages/monitor/sheet.py",
    "measure": "pages/monitor/measure.py",
    "gaps": "pages/monitor/gaps.py",
    "what_if": "pages/monitor/what_if.py",
    "regions": "pages/monitor/regions.py",
    "todo": "pages/work/todo.py",
    "progress": "pages/work/progress.py",
    "lamps": "pages/monitor/lamps.py",
    "compare": "pages/monitor/compare.py",
    "actions": "pages/work/actions.py",
    "upload": "pages/data/upload.py",
    "batches": "pages/data/batches.py",
    "reading": "pages/data/reading.py",
    "reminders": "pages/work/reminders.py",
    "review": "pages/work/review.py",
    "sources": "pages/basis/sources.py",
    "quality": "pages/basis/quality.py",
    "export": "pages/reports/export.py",
    "issued": "pages/reports/issued.py",
    "plans": "pages/settings/plans.py",
    "query": "pages/settings/query.py",
    "users": "pages/settings/users.py",
    "account": "pages/settings/account.py",
    "audit": "pages/settings/audit.py",
    "templates": "pages/settings/templates.py",
}


def pytest_collection_modifyitems(items):
    """One page lays out a whole report. `make check` opens it once in each language, in the test that opens every page."""
    for item in items:
        asked = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if "export" in asked and item.originalname != "test_a_page_has_its_heading_and_its_widgets":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, scope="session")
def _packages_are_looked_through_once():
    """Each AppTest looks for components of Streamlit in every package installed, for longer than most pages run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


def _until_it_has_run(runner, timeout=3.0):
    """Streamlit's own looks every millisecond at all that the script has said so far."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"the page took more than {timeout} s")


@pytest.fixture(autouse=True, scope="session")
def _a_script_is_waited_for():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", _until_it_has_run)
        yield


@pytest.fixture
def begins_as(request, ready_made):
    """The closed database that a test begins with a copy of, where the plan alone is not enough."""
    return ready_made.of(demo=True) if "demo" in request.fixturenames else None


@pytest.fixture
def demo():
    """The test begins with the demonstration."""


@pytest.fixture(autouse=True)
def _a_database_of_its_own(monkeypatch, tmp_path, request, ready_made, looked_at, begins_as):
    """Whatever plan a test opens is closed at its end, but one that is only looked at, which is shared."""
    monkeypatch.setenv("KPI_DATABASE", str(tmp_path / "kpi.duckdb"))
    opened, open_workspace = [], services.open_workspace

    def opened_for_now(database, catalog, **options):
        plan = PROJECT / catalog
        if not options and not Path(database).exists():
            closed = begins_as or ready_made.of(plan)
            if only_looks(request):
                return looked_at.lend(closed, plan)
            copied(closed, Path(database))
        opened.append(open_workspace(database, catalog, **options))
        return opened[-1]

    monkeypatch.setattr(services, "open_workspace", opened_for_now)
    st.cache_resource.clear()
    yield
    for workspace in opened:
        workspace.close()
    monkeypatch.undo()
    looked_at.take_back()
    st.cache_resource.clear()


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setenv("KPI_CATALOG", str(TINY))


@pytest.fixture
def visit():
    """Opens a page through the router as one does who follows a link: nothing but its address, with these parameters."""

    def open_page(name="overview", **parameters):
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        app.switch_page(PAGES[name])
        for key, value in parameters.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return open_page


NEVER = {"doc_string", "exception", "json"}
"""Kinds of elements that no page has: what Streamlit prints of a bare expression, and of a fault."""


def kinds(block):
    """The kinds of all elements below a block, as Streamlit names them."""
    for child in block.children.values():
        if getattr(child, "children", None):
            yield from kinds(child)
        yield child.type


def shown(app):
    """Every text of the main area, the cells of tables too."""
    main = app.main
    elements = [*main.html, *main.markdown, *main.caption, *main.title, *main.subheader, *main.info, *main.warning]
    texts = [element.value for element in elements]
    for table in app.main.table:
        texts += [str(cell) for row in table.value.to_numpy().tolist() for cell in row]
        texts += [str(column) for column in table.value.columns]
    return texts
