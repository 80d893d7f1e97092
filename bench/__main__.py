"""Measures what a user waits for, on the plan's own figures, in a database made for the occasion. Usage: make bench."""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import openpyxl
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from bench.pages import measure_pages
from bench.timing import line, seconds, typical
from kpi import services
from kpi.access import OWNER
from kpi.catalog import load_catalog
from kpi.demo import make_demo
from kpi.model import Actor, Measure, Region
from kpi.report import FORMATS
from tests.unit.report.sample import large
from tools.browser import PROJECT, browser, server, settled

CATALOG = PROJECT / "data" / "catalog"
CHART = "[data-testid=stPlotlyChart] .main-svg"
PATIENCE_SECONDS = 60
PAGE_SECONDS = 0.2


def command(database: Path, *arguments: str) -> None:
    """One run of `python -m kpi` on `database`."""
    kpi = [sys.executable, "-m", "kpi", "--database", str(database), *arguments]
    subprocess.run(kpi, cwd=PROJECT, check=True, capture_output=True)


def commands(folder: Path) -> None:
    """The command line, on a new database and on one that is there."""
    database = folder / "commands.duckdb"
    line("status, first time (makes the database)", seconds(lambda: command(database, "status")))
    line("status", typical(lambda: command(database, "status"), 5), 2.0)
    line("python -c 'import streamlit', for comparison", typical(_bare_import, 3))


def _bare_import() -> None:
    subprocess.run([sys.executable, "-c", "import streamlit"], check=True)


def reports(folder: Path) -> None:
    """Making the gap report of the demonstration, its model included, without the file's way to the user."""
    database = folder / "reports.duckdb"
    make_demo(database, CATALOG)
    workspace = services.open_workspace(database, CATALOG, now=lambda: datetime.now(UTC))
    actor, request = Actor("bench", OWNER), services.ReportRequest()
    line("the report's model", typical(lambda: services.report_model(workspace, actor, request), 5), 0.25)
    for form in services.REPORT_FORMATS:
        taken = typical(lambda form=form: services.gap_report(workspace, actor, request, form), 5)
        line(f"report as {form}", taken, 1.0)
    workspace.close()


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


def every_page(folder: Path) -> None:
    """Each page on the server, with the letter's figures and with the demonstration's."""
    letter, demo = folder / "letter.duckdb", folder / "demo.duckdb"
    command(demo, "demo")
    measure_pages(letter, CATALOG, "letter", PAGE_SECONDS, PAGE_SECONDS)
    measure_pages(demo, CATALOG, "demo", PAGE_SECONDS, PAGE_SECONDS)


def pages(folder: Path) -> None:
    """Start-up and the cold page, beside a bare Streamlit page."""
    with (
        server(folder / "app.log", KPI_DATABASE=str(folder / "pages.duckdb")) as app,
        server(folder / "bare.log", "bench/bare.py") as bare,
        browser() as chromium,
    ):
        times: dict[str, list[float]] = {app: [], bare: []}
        for _ in range(6):
            for address, taken in times.items():
                taken.append(cold_page(chromium, address))
        ours, theirs = (median(taken[1:]) for taken in times.values())
        line("overview, first page ever of the server", times[app][0])
        line("overview, cold browser", ours)
        line("bare Streamlit page with three charts, cold browser", theirs)
        print(f"{'overview / bare page':<58}{ours / theirs:8.2f} ×")


def cold_page(chromium: Browser, address: str) -> float:
    """Seconds from asking for the page in a browser with nothing cached to its first chart drawn and its script done."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()

    def shown() -> None:
        page.goto(address)
        settled(page).wait_for_selector(CHART)

    taken = seconds(shown)
    context.close()
    return taken


def start() -> None:
    """How long a new server takes to answer, and to show its first page with a database to be made."""
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        started = time.perf_counter()
        with server(folder / "log", KPI_DATABASE=str(folder / "new.duckdb")) as address:
            line("first start to serving", time.perf_counter() - started, 5.0)
            cold_page(chromium, address)
            line("first start to the overview on screen, database made", time.perf_counter() - started)


def main() -> None:
    """Everything, a few minutes long at most."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands(folder)
        reports(folder)
        parts()
        uploads(folder)
        start()
        pages(folder)
        reruns()
        every_page(folder)


if __name__ == "__main__":
    main()
