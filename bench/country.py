"""A country's figures, made up by DuckDB: every measure of the plan, in every county, over ten years of months.

The schema is the product's own, and so are the plan and what is written down of the batch; the rows alone are not read from a
file, since 34 million of them would take longer to write than to measure. The same arguments always make the same figures.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.large import CATALOG, read_rows, write_rows
from kpi import services
from kpi.access import OWNER
from kpi.catalog import Catalog, part_reference
from kpi.model import Actor, BatchKind, JudgedPlan, Kind
from kpi.services import Workspace
from kpi.services.verdicts.written import judged
from kpi.store import Uncommitted
from kpi.store.database import Transaction
from kpi.store.frames import observation_frame
from kpi.store.verdicts import follow

ACTOR = Actor("bench", OWNER)
COUNTRY = "100000"
COUNTIES, PROVINCES, CITIES = 2900, 31, 340
YEARS, LAST_YEAR = 10, 2025
MONTHS = YEARS * 12
MEMORY = "1GB"
"""What DuckDB may take to make them: others use the machine too."""
_CsvRow = dict[str, str]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a country is."""

    counties: int = COUNTIES

    @property
    def cities(self) -> int:
        """Between counties and provinces, as many for each as a whole country has."""
        return max(1, round(self.counties * CITIES / COUNTIES))

    @property
    def provinces(self) -> int:
        """Directly below the country."""
        return max(1, round(self.counties * PROVINCES / COUNTIES))

    @property
    def regions(self) -> int:
        """All of them."""
        return 1 + self.provinces + self.cities + self.counties


def counties_for(figures: int, measures: int = 98) -> Size:
    """The country whose counties have about so many figures."""
    return Size(max(1, round(figures / (measures * MONTHS))))


def make_country(folder: Path, size: Size) -> Path:
    """The project's plan in `folder`, as that of a country; without the letter's own figures, and what is said of these."""
    shutil.copytree(CATALOG, folder, dirs_exist_ok=True)
    for name in ("identities.csv", "questions.csv", "breaks.csv"):
        (folder / name).unlink()
    own, *_ = read_rows(folder / "regions.csv")
    write_rows(folder / "regions.csv", list(_regions(own, size)))
    (folder / "figures.csv").write_text((folder / "figures.csv").read_text("utf-8-sig").splitlines()[0] + "\n", "utf-8")
    rows = read_rows(folder / "targets.csv")
    write_rows(folder / "targets.csv", [row | {"region_code": COUNTRY, "baseline_figure_id": ""} for row in rows])
    return folder


def _regions(own: _CsvRow, size: Size) -> Iterator[_CsvRow]:
    """Every region, each after the one that it is in. A province has every 31st city, a city every 340th county."""

    def region(code: str, names: tuple[str, str], above: str, kind: tuple[str, str]) -> _CsvRow:
        told = {"region_code": code, "name_zh": names[0], "name_en": names[1], "parent_code": above, "active": "yes"}
        return dict.fromkeys(own, "") | told | {"type": kind[0], "type_en": kind[1], "in_partition": "yes" if above else "no"}

    yield region(COUNTRY, ("示例国", "Example country"), "", ("国家", "Country"))
    for number in range(size.provinces):
        yield region(f"P{number:02d}", (f"第{number + 1}省", f"Province {number + 1}"), COUNTRY, ("省", "Province"))
    for number in range(size.cities):
        above = f"P{number % size.provinces:02d}"
        yield region(f"C{number:03d}", (f"第{number + 1}市", f"City {number + 1}"), above, ("地级市", "City"))
    for number in range(size.counties):
        above = f"C{number % size.cities:03d}"
        yield region(f"X{number:04d}", (f"第{number + 1}县", f"County {number + 1}"), above, ("县", "County"))


def fill(database: Path, catalog: Path, *, by_month: bool = False) -> int:
    """A new database of the plan with a figure for every measure, region and month, in one batch; returns how many.

    Rows lie place by place, as if each had sent its own; or month by month, as if all had sent theirs every month.
    """
    workspace = services.open_workspace(database, catalog)
    slots, places, number = _slots(workspace.catalog), _places(workspace.catalog), max(workspace.batches) + 1
    workspace.close()
    _insert(database, number, slots, places, by_month=by_month)
    workspace = services.open_workspace(database, catalog)
    try:
        _say_so(workspace, number, count := len(slots) * len(places) * MONTHS)
    finally:
        workspace.close()
    return count


def _say_so(workspace: Workspace, number: int, count: int) -> None:
    """Writes down the batch whose rows are there."""
    content = f"{count} figures of bench.country".encode()
    told = {"file": "country.csv", "sha256": hashlib.sha256(content).hexdigest(), "batch_id": number}
    batch = {"kind": str(BatchKind.UPLOAD), "user_name": ACTOR.name, "note": "", "warnings": "[]", "row_count": count}
    with workspace.store._database.writing(workspace.now()) as transaction:
        transaction.run("insert_batch", {**told, **batch, "approved_at": transaction.moment, "taken_for": ""})
        transaction.run("insert_original", {**told, "content": content})
        transaction.record(ACTOR, "commit", told["file"], number)
        follow(transaction, lambda after: [_judged(workspace, transaction, after)])


def _judged(workspace: Workspace, transaction: Transaction, after: Uncommitted) -> JudgedPlan:
    """How the country stands, by its own figures: all places have theirs up to the same day."""
    own = transaction.arrow("current_of_places", {"places": [COUNTRY], "measures": None})
    return judged(workspace.plan_id, workspace.catalog, observation_frame(own), date(LAST_YEAR, 12, 31), after.moment)


def _insert(database: Path, batch: int, slots: pa.Table, places: pa.Table, *, by_month: bool) -> None:
    s, p = len(slots), len(places)
    steps = {"slot": 1, "place": s, "month": s * p} if by_month else {"month": 1, "slot": MONTHS, "place": MONTHS * s}
    asked = {f"{name}_step": step for name, step in steps.items()} | {"places": p, "batch": batch}
    statement = Path(__file__).with_suffix(".sql").read_text("utf-8")
    settings: dict[str, str | bool | int | float | list[str]] = {"memory_limit": MEMORY, "preserve_insertion_order": False}
    with duckdb.connect(str(database), config=settings) as connection:
        connection.register("made_slots", slots)
        connection.register("made_places", places)
        connection.execute(_SERIES)
        connection.execute(_OF_MONTHS, {"months": MONTHS, "first_year": LAST_YEAR - YEARS + 1})
        for table in ("observation_log", "current_observations"):
            for months in ((month, month) for month in range(MONTHS)) if by_month else ((0, MONTHS),):
                told = {**asked, "from_month": months[0], "to_month": months[1]}
                connection.execute(statement.replace("observation_log", table), told)
        connection.execute("checkpoint")


_SERIES = """
create temp table series as
select made_places.number as place, made_slots.number as slot, weight, varied,
    measure_id, region_code, breakdown, member, flow, shape, part,
    concat_ws(chr(31), measure_id, region_code, breakdown, member, '') as key,
    (400 + slot * 37 % 500) * weight + varied as size, 200 + (slot * 31 + place * 7) % 300 as share
from made_places cross join made_slots order by place, slot
"""
"""So many that the engine makes their figures on all processors: a made-up range of numbers is read by one."""
_OF_MONTHS = """
create temp table months as
select number as month, make_date($first_year + number // 12, 1 + number % 12, 1) as first, last_day(first) as last,
    concat(first, chr(31), last, chr(31)) as of_flow, concat(chr(31), chr(31), last) as of_day
from range($months) as made(number)
"""


def _slots(catalog: Catalog) -> pa.Table:
    """Every measure, and every part of a share that is a breakdown of one, with what tells how large its figures are."""
    parts = {each.numerator_id for each in catalog.measures.values()} | {
        each.denominator_id for each in catalog.measures.values()
    }
    broken = [part_reference(name) for name in sorted(parts) if "[" in name]
    slots = [*((name, "", "") for name in catalog.measures), *broken]
    kinds = [catalog.measures[measure].kind for measure, _, _ in slots]
    return pa.table({
        "number": range(len(slots)),
        "measure_id": [slot[0] for slot in slots],
        "breakdown": [slot[1] for slot in slots],
        "member": [slot[2] for slot in slots],
        "flow": [kind is Kind.FLOW for kind in kinds],
        "shape": [_shape(kind) for kind in kinds],
        "part": [3 if slot[1] else 1 for slot in slots],
    })  # fmt: skip


def _shape(kind: Kind) -> str:
    own = {Kind.RATIO: "share", Kind.CHANGE: "share", Kind.MILESTONE: "one", Kind.RANK: "rank"}
    return own.get(kind, "size")


def _places(catalog: Catalog) -> pa.Table:
    """Every region, with how many counties it stands for and how much these differ: a place is no less than what is in it."""
    codes: Sequence[str] = tuple(catalog.regions)
    weights, varied = dict.fromkeys(codes, 0), dict.fromkeys(codes, 0)
    for number, code in enumerate(codes):
        for each in catalog.region_chain(code) if code.startswith("X") else ():
            weights[each.region_code] += 1
            varied[each.region_code] += number * 7 % 300
    told = {"weight": [weights[code] for code in codes], "varied": [varied[code] for code in codes]}
    return pa.table({"number": range(len(codes)), "region_code": codes, **told})
