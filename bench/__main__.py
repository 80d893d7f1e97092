"""Measures what a user waits for, on the plan's own figures, in a database made for the occasion. Usage: make bench."""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from bench.browsing import CHARTS, Opened, cold, cold_pages, switches
from bench.documents import documents, reports_by_command
from bench.large import fill, make_catalog
from bench.pages import measure_pages
from bench.sessions import measure as people_at_once
from bench.shipped import CATALOG, Shipped, command, shipped
from bench.timing import line, seconds, typical
from kpi import services
from kpi.access import OWNER
from kpi.catalog import load_catalog
from kpi.model import Actor, Measure, Region
from kpi.report import FORMATS
from tests.unit.report.sample import large
from tools.browser import PROJECT, browser, server

PATIENCE_SECONDS = 60
PAGE_SECONDS, RERUN_SECONDS = 0.2, 0.1
LARGE_PAGE_SECONDS, LARGE_RERUN_SECONDS = 1.0, 0.15


def commands(folder: Path) -> None:
    """The command line, on a new database and on one that is there."""
    plan = Shipped("commands", CATALOG, folder / "commands.duckdb")
    line("status, first time (makes the database)", seconds(lambda: command(plan, "status")))
    line("status", typical(lambda: command(plan, "status"), 5), 2.0)
    line("python -c 'import streamlit', for comparison", typical(_bare_import, 3))


def _bare_import() -> None:
    subprocess.run([sys.executable, "-c", "import streamlit"], check=True)


def parts() -> None:
    """What the rooms take for themselves: the plan's files, and a report of a hundred targets in every format."""
    line("the plan's catalog, loaded", typical(lambda: load_catalog(CATALOG), 5), 0.1)
    hundred = large(100)
    for form, render in FORMATS.items():
        line(f"a hundred targets as {form}", typical(lambda render=render: render(hundred), 3), 1.0)


def uploads(folder: Path) -> None:
    """From dropped files to their preview: an ordinary file of 200 rows, and one from each of 33 towns."""
    workspace = services.open_workspace(str(folder / "uploads.duckdb"), CATALOG, now=lambda: datetime.now(UTC))
    measures = [each for each in workspace.catalog.measures.values() if each.kind in ("stock", "flow")][:20]
    regions = [each for each in workspace.catalog.regions.values() if each.active][1:34]

    def table(part: Sequence[Measure], places: Sequence[Region]) -> list[list[str]]:
        header = ["指标", "单位", "地区", "年份", "数值"]
        return [header, *([m.name_zh, m.display_unit, r.name_zh, "2024", "3"] for m in part for r in places)]

    def preview(*files: services.UploadFile) -> None:
        services.check_upload(workspace, Actor("bench", OWNER), files)

    rows = table(measures, regions[:10])
    text = services.UploadFile("a.csv", "\n".join(",".join(row) for row in rows).encode("gb18030"))
    book = services.UploadFile("a.xlsx", as_workbook(rows))
    towns = [services.UploadFile(f"{each.name_zh}.xlsx", as_workbook(table(measures[:15], [each]))) for each in regions]
    line("200 rows as csv, to the preview", typical(lambda: preview(text), 5), 1.0)
    line("200 rows as xlsx, to the preview", typical(lambda: preview(book), 5), 1.0)
    line("33 towns as xlsx, 15 rows each, to one preview", typical(lambda: preview(*towns), 3))
    workspace.close()


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as .xlsx."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def reruns() -> None:
    """The overview's script, run over and over in one session, as after a change of filter."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=PATIENCE_SECONDS)
    line("overview, first run of the process", seconds(app.run))
    line("overview, one rerun on the server (median of 30)", typical(app.run, 30), 0.150)


def every_page(plans: Sequence[Shipped]) -> None:
    """Each page on the server, with the figures of each plan that ships."""
    for plan in plans:
        measure_pages(plan.database, plan.catalog, plan.name, PAGE_SECONDS, RERUN_SECONDS)


def every_page_of_many_figures(folder: Path) -> None:
    """The same with ten years of months from 33 towns; bench-large says more of them."""
    catalog, database = make_catalog(folder / "catalog"), folder / "large.duckdb"
    rows = fill(database, catalog)
    measure_pages(database, catalog, f"{rows} figures", LARGE_PAGE_SECONDS, LARGE_RERUN_SECONDS)


def start() -> None:
    """How long a new server takes to answer, and to show its first page with a database to be made."""
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        started = time.perf_counter()
        with server(folder / "log", KPI_DATABASE=str(folder / "new.duckdb")) as address:
            line("first start to serving", time.perf_counter() - started, 5.0)
            cold(chromium, Opened("overview", address, {"drawn": CHARTS}))
            line("first start to the overview on screen, database made", time.perf_counter() - started)


def main() -> None:
    """Everything, about twelve minutes long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands(folder)
        documents(folder)
        reports_by_command(folder)
        parts()
        uploads(folder)
        start()
        plans = shipped(folder)
        with browser() as chromium:
            cold_pages(chromium, folder, plans[0])
            switches(chromium, folder, plans)
        people_at_once(folder)
        reruns()
        every_page(plans)
        every_page_of_many_figures(folder)


if __name__ == "__main__":
    main()
