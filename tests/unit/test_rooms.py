"""The arrows between rooms that import-linter cannot see: pages and app.py, private modules, the clock, sizes."""

import ast
import functools
import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from tests.sources import PAGES, PRODUCT, PROJECT, nodes

FROM_SERVICES_UP = {"services", "demo", "wire", "cli", "web", "server", "__main__.py"}
BELOW_SERVICES = [path for path in PRODUCT if path.relative_to(PROJECT / "kpi").parts[0] not in FROM_SERVICES_UP]
DOORS = [path for path in PRODUCT if path.name == "__init__.py"]
SQL = sorted((PROJECT / "kpi").rglob("*.sql"))
OPEN_TO_PAGES = {"web", "services", "views", "i18n", "model", "errors", "charts"}
MOST_LINES, MOST_MODULES = 400, 15
CLOCK_CALLS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns"}
CLOCK_IN_SQL = re.compile(
    r"\b(now|today|get_current_timestamp|transaction_timestamp)\s*\(|(?<!\")\bcurrent_(date|time|timestamp)\b", re.IGNORECASE
)


def faults(paths, found):
    """What `found` finds in each of the files, by the file's path: nothing, or the test fails and names them."""
    assert len(paths) > 1
    return {path.relative_to(PROJECT).as_posix(): wrong for path in paths if (wrong := found(path))}


def imported(path):
    """Dotted names a file imports: `from kpi import web` counts as kpi.web."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "kpi":
            names |= {f"kpi.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    return names


def clock_reads(nodes_of_source):
    """Calls in Python source that read the wall clock, as line numbers."""
    lines = []
    for node in nodes_of_source:
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_time = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "time.time"
            if called in CLOCK_CALLS or of_time:
                lines.append(node.lineno)
    return lines


def test_no_page_lies_directly_in_pages():
    """Streamlit runs such a file without app.py, so without the access gate, when its address is opened first."""
    assert [path.name for path in (PROJECT / "pages").glob("*.py")] == []


def test_pages_import_only_what_is_meant_for_pages():
    def foreign(path):
        names = imported(path)
        rooms = {name.split(".")[1] for name in names if name.startswith("kpi.")}
        return (rooms - OPEN_TO_PAGES) | (names & {"kpi", "duckdb"})

    assert faults(PAGES, foreign) == {}


def test_no_page_stops_the_run_that_its_fields_are_still_drawn_in():
    assert faults(PAGES, lambda path: {"st.stop"} & set(path.read_text(encoding="utf-8").replace("(", " ").split())) == {}


def test_pages_are_thin():
    assert faults(PAGES, lambda path: path.read_text(encoding="utf-8").splitlines()[100:]) == {}


def test_router_is_short():
    assert len((PROJECT / "app.py").read_text(encoding="utf-8").splitlines()) <= 50


def test_router_imports_only_streamlit_and_web():
    outside = {name for name in imported(PROJECT / "app.py") if name.startswith("kpi")}
    assert outside <= {"kpi.web"}


def test_other_rooms_are_entered_through_their_door():
    """`from kpi.store.reading import …` outside kpi/store would tie a room to another's inside."""

    def inside(path):
        own = ".".join(path.relative_to(PROJECT).with_suffix("").parts[:2])
        names = {name for name in imported(path) if name.startswith("kpi.") and name.count(".") > 1}
        return {name for name in names if not name.startswith(own + ".")}

    assert faults([*PRODUCT, *PAGES], inside) == {}


def offered(door):
    """The names a door takes in, which are what it offers."""
    tree = ast.parse(door.read_text(encoding="utf-8"))
    return {alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def asked_for(path):
    """Every name a file imports from somewhere or takes off something with a dot."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
    return names


@functools.cache
def everyone():
    """What each file of the project asks for."""
    folders = ("kpi", "pages", "tests", "tools", "bench")
    files = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")] + [PROJECT / "app.py"]
    return {path: asked_for(path) for path in files}


def test_doors_offer_only_what_somebody_outside_takes():
    """Each name once, in the import: `__all__` would be a second list of the same."""

    def too_much(path):
        used_here = {node.id for node in nodes(path) if isinstance(node, ast.Name)}
        taken = {name for user, names in everyone().items() if path.parent not in user.parents for name in names}
        return (offered(path) - taken - used_here) | (used_here & {"__all__"})

    assert faults(DOORS, too_much) == {}


def test_nothing_below_services_reads_the_clock():
    assert faults(BELOW_SERVICES, lambda path: clock_reads(nodes(path))) == {}


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "date.today()", "pd.Timestamp.now()", "time.time()", "from datetime import date as d; d.today()"],
)
def test_a_clock_read_is_noticed(source):
    assert clock_reads(ast.walk(ast.parse(source))) == [1]


def test_no_query_reads_the_clock():
    assert faults(SQL, lambda path: CLOCK_IN_SQL.findall(path.read_text(encoding="utf-8"))) == {}


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


def test_a_file_can_be_read_at_a_sitting_and_a_folder_at_a_glance():
    def too_long(path):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        return lines if lines > MOST_LINES else 0

    assert faults(PRODUCT, too_long) == {}
    modules = Counter(path.parent for path in PRODUCT if path.name != "__init__.py")
    assert {folder.name: count for folder, count in modules.items() if count > MOST_MODULES} == {}


def test_verdicts_are_asked_for_in_one_place_where_a_persons_word_is_laid_over_them():
    asking = {
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "kpi").rglob("*.py")
        if re.search(r"progress\.assess\(|from kpi\.progress\S* import [^\n]*\bassess\b", path.read_text(encoding="utf-8"))
    }
    assert asking == {"kpi/progress/__init__.py", "kpi/views/judging.py"}
