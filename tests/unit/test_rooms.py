"""The arrows between rooms that import-linter cannot see: pages and app.py, private modules, the clock, sizes."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
PRODUCT = sorted((PROJECT / "kpi").rglob("*.py"))
BELOW_SERVICES = [
    path for path in PRODUCT if path.relative_to(PROJECT / "kpi").parts[0] not in {"services", "cli", "web", "__main__.py"}
]
SQL = sorted((PROJECT / "kpi").rglob("*.sql"))
OPEN_TO_PAGES = {"web", "services", "i18n", "model", "errors", "charts"}
CLOCK_CALLS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns"}
CLOCK_IN_SQL = re.compile(
    r"\b(now|today|get_current_timestamp|transaction_timestamp)\s*\(|\bcurrent_(date|time|timestamp)\b", re.IGNORECASE
)


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.relative_to(PROJECT).as_posix())


def imported(path):
    """Dotted names a file imports: `from kpi import web` counts as kpi.web."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "kpi":
            names |= {f"kpi.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    return names


def clock_reads(text):
    """Calls in Python source that read the wall clock, as line numbers."""
    lines = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_time = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "time.time"
            if called in CLOCK_CALLS or of_time:
                lines.append(node.lineno)
    return lines


def test_no_page_lies_directly_in_pages():
    """Streamlit runs such a file without app.py, so without the access gate, when its address is opened first."""
    assert [path.name for path in (PROJECT / "pages").glob("*.py")] == []


@named(PAGES)
def test_page_imports_only_what_is_meant_for_pages(path):
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("kpi.")}
    assert rooms <= OPEN_TO_PAGES
    assert imported(path) & {"kpi", "duckdb", "pandas"} <= {"pandas"}


@named(PAGES)
def test_page_is_thin(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 100


def test_router_is_short():
    assert len((PROJECT / "app.py").read_text(encoding="utf-8").splitlines()) <= 50


def test_router_imports_only_streamlit_and_web():
    outside = {name for name in imported(PROJECT / "app.py") if name.startswith("kpi")}
    assert outside <= {"kpi.web"}


@named([*PRODUCT, *PAGES])
def test_other_rooms_are_entered_through_their_door(path):
    """`from kpi.store.reading import …` outside kpi/store would tie a room to another's inside."""
    own = ".".join(path.relative_to(PROJECT).with_suffix("").parts[:2])
    inside = {
        name for name in imported(path) if name.startswith("kpi.") and name.count(".") > 1 and not name.startswith(own + ".")
    }
    assert inside == set()


@named(BELOW_SERVICES)
def test_nothing_below_services_reads_the_clock(path):
    assert clock_reads(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "date.today()", "pd.Timestamp.now()", "time.time()", "from datetime import date as d; d.today()"],
)
def test_a_clock_read_is_noticed(source):
    assert clock_reads(source) == [1]


@named(SQL)
def test_no_query_reads_the_clock(path):
    assert CLOCK_IN_SQL.findall(path.read_text(encoding="utf-8")) == []


def test_every_room_has_its_contract():
    """A new room in kpi/ needs a line in the table: an `.importlinter` contract that says what it may import."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    kept = {contract["source_modules"][0] for contract in contracts if len(contract["source_modules"]) == 1}
    rooms = {path.relative_to(PROJECT / "kpi").parts[0].removesuffix(".py") for path in PRODUCT} - {"__init__"}
    assert {f"kpi.{room}" for room in rooms} <= kept
