"""The arrows between rooms that import-linter cannot see: pages and app.py, private modules, the clock, sizes."""

import ast
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
PRODUCT = sorted((PROJECT / "kpi").rglob("*.py"))
FROM_SERVICES_UP = {"services", "demo", "cli", "web", "__main__.py"}
BELOW_SERVICES = [path for path in PRODUCT if path.relative_to(PROJECT / "kpi").parts[0] not in FROM_SERVICES_UP]
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


def rooms():
    """Everything that stands directly in kpi/, packages and modules."""
    return {path.relative_to(PROJECT / "kpi").parts[0].removesuffix(".py") for path in PRODUCT} - {"__init__"}


def contracts():
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def layers():
    """The floors of the house from the top, each with its rooms."""
    (order,) = [contract for contract in contracts() if contract["type"] == "layers"]
    return [re.split(r" [|:] ", layer) for layer in order["layers"]]


def test_one_contract_orders_every_room():
    """A new room in kpi/ needs its layer; import-linter alone would let a room stand outside the order."""
    assert sorted(room for layer in layers() for room in layer) == sorted(rooms())


def test_the_room_table_is_the_contract_read_from_its_end():
    """CONTRIBUTING lists rooms from the ground up; rooms in one row may lie on floors of their own, never on another row's."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"(?m)^\| ((?:`[a-z0-9_]+(?:/|\.py)` ?)+)\|", text)
    listed = [re.findall(r"`([a-z0-9_]+)(?:/|\.py)`", cell) for cell in first_cells]
    floor_of = {room: floor for floor, layer in enumerate(reversed(layers())) for room in layer}
    floors = [sorted(floor_of[room] for room in row) for row in listed]
    assert sorted(room for row in listed for room in row) == sorted(rooms() - {"__main__"})
    assert all(below[-1] < above[0] for below, above in pairwise(floors))


@pytest.mark.parametrize(("name", "outsiders"), [("streamlit", {"web", "server"}), ("duckdb", {"store"})])
def test_a_library_kept_to_some_rooms_is_forbidden_to_all_others(name, outsiders):
    (contract,) = [each for each in contracts() if each.get("forbidden_modules") == [name]]
    assert {module.removeprefix("kpi.") for module in contract["source_modules"]} == rooms() - outsiders
