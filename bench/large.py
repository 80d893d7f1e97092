"""A large plan, made up, and how long it keeps a user waiting. Usage: make bench-large, or python -m bench.large --help.

Everything is made with the product's own means in a folder of its own; the same arguments always make the same figures.
"""

import argparse
import csv
import hashlib
import shutil
import tempfile
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

from bench.pages import measure_pages
from bench.timing import line, seconds, typical
from kpi import services
from kpi.access import OWNER
from kpi.catalog import Catalog
from kpi.model import Actor, BatchKind, Kind, Load, Measure, Observation, Region
from kpi.services import Query, Workspace
from kpi.store import NewBatch

PROJECT = Path(__file__).resolve().parent.parent
CATALOG = PROJECT / "data" / "catalog"
ACTOR = Actor("bench", OWNER)
TOWNS = 33
"""The 32 towns that add up to the city, and one functional zone."""
LAST_YEAR = 2025
FIRST_SECONDS, AGAIN_SECONDS = 1.0, 0.1
AGAIN_TIMES = 5

_CsvRow = dict[str, str]


def make_catalog(folder: Path, regions: int = TOWNS, *, targets: bool = False) -> Path:
    """The project's catalog in `folder`, with `regions` active regions below the plan's own.

    Regions the project does not have are made up. `targets` gives each of them its share of every target that is judged.
    """
    shutil.copytree(CATALOG, folder, dirs_exist_ok=True)
    codes = _write_regions(folder / "regions.csv", regions)
    if targets:
        _add_targets(folder / "targets.csv", codes)
    return folder


def _write_regions(file: Path, count: int) -> list[str]:
    """Rewrites regions.csv and returns the codes of the active regions below the plan's own."""
    plan, *known = read_rows(file)
    below = [row | {"active": "yes" if place < count else "no"} for place, row in enumerate(known)]
    below += [_made_up(plan, number) for number in range(len(known) + 1, count + 1)]
    write_rows(file, [plan, *below])
    return [row["region_code"] for row in below[:count]]


def _made_up(plan: _CsvRow, number: int) -> _CsvRow:
    return dict.fromkeys(plan, "") | {
        "region_code": f"{plan['region_code']}9{number:05d}",
        "name_zh": f"第{number}镇",
        "name_en": f"Town {number}",
        "parent_code": plan["region_code"],
        "type": "镇",
        "type_en": "Town",
        "active": "yes",
        "in_partition": "yes",
    }


def _add_targets(file: Path, codes: Sequence[str]) -> None:
    rows = read_rows(file)
    judged = [row for row in rows if row["load"] == Load.PRIMARY]
    write_rows(file, rows + [_share_of_target(row, code, len(codes)) for code in codes for row in judged])


def _share_of_target(row: _CsvRow, code: str, towns: int) -> _CsvRow:
    """A town's part of a number that can be divided; a share of something is the same for all."""
    value = str(-(-int(row["value"]) // towns)) if row["value"].isdecimal() else row["value"]
    return row | {"target_id": f"{row['target_id']}-{code}", "region_code": code, "value": value, "baseline_figure_id": ""}


def read_rows(file: Path) -> list[_CsvRow]:
    """The rows of a plan's file, by column."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(file: Path, rows: Sequence[_CsvRow]) -> None:
    """Writes a plan's file anew."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def fill(database: Path, catalog: Path, years: int = 10, months: int = 12) -> int:
    """Commits one figure per town, measure and month as one upload, and returns how many figures that were.

    The store is given records, so a few hundred thousand figures take about half a minute; millions would not fit in memory.
    """
    workspace = services.open_workspace(database, catalog)
    try:
        observations = list(_Figures(workspace.catalog, years, months).observations())
        content = f"{len(observations)} figures of bench.large".encode()
        batch = NewBatch(BatchKind.UPLOAD, "large.csv", hashlib.sha256(content).hexdigest(), content, observations)
        workspace.store.commit_batches([batch], actor=ACTOR, at=workspace.now())
    finally:
        workspace.close()
    return len(observations)


@dataclass(frozen=True, slots=True)
class _Month:
    number: int
    """From 0, over all years."""
    start: date
    end: date


@dataclass(frozen=True)
class _Figures:
    """Every figure of the plan for the last `years` years and the first `months` months of each."""

    catalog: Catalog
    years: int
    months: int

    def observations(self) -> Iterator[Observation]:
        """Month by month, as towns would report them."""
        wholes = wholes_of(self.catalog)
        cells = product(self._calendar(), enumerate(towns_of(self.catalog)), self.catalog.measures.values())
        for row, (month, (place, town), measure) in enumerate(cells, 2):
            yield _observation(measure, town, month, _value(measure, wholes, place, month.number), row)

    def _calendar(self) -> tuple[_Month, ...]:
        days = [
            (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            for year in range(LAST_YEAR - self.years + 1, LAST_YEAR + 1)
            for month in range(1, self.months + 1)
        ]
        return tuple(_Month(number, *each) for number, each in enumerate(days))


def towns_of(catalog: Catalog) -> tuple[Region, ...]:
    """The active regions below the plan's own."""
    return tuple(region for region in catalog.children(catalog.plan_region.region_code) if region.active)


def wholes_of(catalog: Catalog) -> Mapping[str, str]:
    """Of what each numerator is a part."""
    return {each.numerator_id: each.denominator_id for each in catalog.measures.values() if each.numerator_id}


def _observation(measure: Measure, town: Region, month: _Month, value: Decimal, row: int) -> Observation:
    is_flow = measure.kind is Kind.FLOW
    return Observation(
        measure_id=measure.measure_id,
        region_code=town.region_code,
        breakdown="",
        member="",
        window_start=month.start if is_flow else None,
        window_end=month.end if is_flow else None,
        as_of=None if is_flow else month.end,
        value=value,
        printed=f"{value:f}",
        file="large.csv",
        row=row,
        column="E",
    )


def _value(measure: Measure, wholes: Mapping[str, str], place: int, month: int) -> Decimal:
    if measure.kind is Kind.RATIO or not (measure.unit.integer or measure.display_scale >= 1):
        return _share(place, month)
    if measure.kind is Kind.MILESTONE:
        return Decimal(1)
    if measure.kind is Kind.RANK:
        return Decimal(1 + (place + month) % TOWNS)
    return Decimal(_size(measure.measure_id, wholes, place, month))


def _share(place: int, month: int) -> Decimal:
    """From 0.2 to 0.8, another for each town and slowly growing."""
    return Decimal(200 + place * 7 % 300 + min(month * 2, 300)).scaleb(-3)


def _size(measure_id: str, wholes: Mapping[str, str], place: int, month: int) -> int:
    """A number of things, slowly growing; that of a part is its share of the whole."""
    whole = wholes.get(measure_id)
    if whole is not None:
        return int(_size(whole, wholes, place, month) * _share(place, month))
    return (len(measure_id) * 40 + place % 10 * 100) * (120 + month) // 120


def measure_services(workspace: Workspace) -> None:
    """Reading the figures, and each view at once and again: the web layer keeps none of them, the services the status."""
    line("Store.current(), the frame of all figures", seconds(workspace.store.current), FIRST_SECONDS)
    town = towns_of(workspace.catalog)[0].region_code
    first_and_again("status, plan region", lambda: services.status(workspace, ACTOR, Query()), "reading the figures included")
    first_and_again("status, one town", lambda: services.status(workspace, ACTOR, Query(region=town)))
    for query, where in ((Query(), "plan region"), (Query(region=town), "one town")):
        first_and_again(f"gap_view, {where}", lambda query=query: services.gap_view(workspace, ACTOR, query))
        for measure in headline_measures(workspace.catalog):
            view = f"measure_view, {measure.kind}, {where}"
            first_and_again(
                view, lambda query=query, measure=measure: services.measure_view(workspace, ACTOR, query, measure.measure_id)
            )


def headline_measures(catalog: Catalog) -> tuple[Measure, ...]:
    """One headline measure of each kind there is."""
    return tuple({each.kind: each for each in catalog.measures.values() if each.headline}.values())


def first_and_again(what: str, action: Callable[[], object], remark: str = "") -> None:
    """Two lines: the first time, and the median of some more. Pages keep views, so both have a first look's limit."""
    line(f"{what}, first" + (f" ({remark})" if remark else ""), seconds(action), FIRST_SECONDS)
    line(f"{what}, again", typical(action, AGAIN_TIMES), FIRST_SECONDS)


def check(workspace: Workspace) -> None:
    """Proves the database whole, as `kpi verify` does."""
    found: list[object] = []
    line("verify", seconds(lambda: found.extend(services.verify(workspace, ACTOR))))
    print(f"verify found {len(found)} problems", *found, sep="\n", flush=True)


def main() -> None:
    """Makes the plan, proves it whole and measures it."""
    parser = argparse.ArgumentParser(description="Makes a large plan and measures what a user waits for.")
    parser.add_argument("--regions", type=int, default=TOWNS, help="regions below the plan's own")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--targets", action="store_true", help="give every region targets of its own")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog, database = make_catalog(folder / "catalog", asked.regions, targets=asked.targets), folder / "large.duckdb"
        rows = 0

        def make() -> None:
            nonlocal rows
            rows = fill(database, catalog, asked.years, asked.months)

        line("making the figures and committing them", seconds(make))
        print(f"{rows} figures of {asked.regions} regions", flush=True)
        workspace = services.open_workspace(database, catalog)
        check(workspace)
        measure_services(workspace)
        town = towns_of(workspace.catalog)[0].region_code
        workspace.close()
        measure_pages(database, catalog, "the plan", FIRST_SECONDS, AGAIN_SECONDS)
        measure_pages(database, catalog, "one town", FIRST_SECONDS, AGAIN_SECONDS, {"region": town})


if __name__ == "__main__":
    main()
