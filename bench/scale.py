"""How the product fares as a country's figures grow: as ratios of what DuckDB itself needs for the same rows in one run.

Usage: make bench-scale, or python -m bench.scale --help. Each size has a process to itself, so that memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bench.country import ACTOR, LAST_YEAR, counties_for, fill, make_country
from kpi import services
from kpi.i18n import texts
from kpi.services import Query, ReportRequest, UploadFile, Workspace
from kpi.services.verdicts.standing import stand

SIZES = (100_000, 1_000_000, 10_000_000, 34_104_000)
LAST_DAY = date(LAST_YEAR, 12, 31)


@dataclass(frozen=True)
class Measured:
    """One size. Seconds are of the clock; `cpu` those of the processor, which others at work do not change much."""

    figures: int
    regions: int
    megabytes: int
    """The database on disk."""
    making: float
    duckdb: float
    """Yearly sums of every flow and the newest of every other figure, by region: plain SQL over the same rows."""
    duckdb_cpu: float
    assessed: int
    assess: float
    assess_cpu: float
    again: float
    memory: int
    """Megabytes at most while all places were assessed."""
    working: dict[str, tuple[float, float]]
    """What else is done with it, for the first time since it changed: seconds by the clock and of the processor."""
    working_memory: int
    """Megabytes at most with that."""

    @property
    def ratio(self) -> float:
        """Assessing everything everywhere, as a multiple of DuckDB's own sums."""
        return self.assess / self.duckdb

    @property
    def cpu_ratio(self) -> float:
        """The same in seconds of the processor."""
        return self.assess_cpu / self.duckdb_cpu


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - began, time.process_time() - worked


def measure(folder: Path, making: float) -> Measured:
    """What a made-up country costs; the first run of both is thrown away, since it reads the disk."""
    database, catalog = folder / "country.duckdb", folder / "catalog"
    workspace = services.open_workspace(database, catalog)
    try:
        known, targets = workspace.catalog, workspace.catalog.primary_targets
        places = tuple(code for code in known.regions if code.startswith("X"))
        found = []

        def assess() -> None:
            found[:] = [workspace.kept(("standing", places), everything)]

        def everything() -> object:
            return stand(workspace.store, known, targets, places, LAST_DAY)

        everything()
        plain(workspace)
        own, spent = min(timed(lambda: plain(workspace)) for _ in range(3)), min(timed(everything) for _ in range(3))
        assess()
        again, _ = timed(assess)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        size = sum(each.stat().st_size for each in folder.glob("country.duckdb*")) >> 20
        rows, working = workspace.store.current_count, work(workspace)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        assessed = int(found[0].status.size)
        return Measured(rows, len(known.regions), size, making, *own, assessed, *spent, again, memory, working, most)
    finally:
        workspace.close()


def work(workspace: Workspace) -> dict[str, tuple[float, float]]:
    """What people ask for: overviews and a report before and after a file of one figure; what is owed, doubted and proven."""
    texts("zh"), workspace.catalog, workspace.batches  # what a process does once
    overviews = {"country": Query(), "province": Query(region="P00"), "county": Query(region="X0000")}
    boards = {name: partial(services.board, workspace, ACTOR, query) for name, query in overviews.items()}
    asked: dict[str, Callable[[], object]] = {**boards}
    asked |= {f"{name}_again": action for name, action in boards.items()}
    asked["upload"] = partial(upload, workspace)
    asked |= {f"{name}_after": action for name, action in boards.items()}
    asked["report"] = lambda: services.gap_report(workspace, ACTOR, ReportRequest(Query(region="P00")), "docx")
    asked["places"] = lambda: services.members_view(workspace, ACTOR, Query(), "region")
    asked["duties"] = lambda: services.duties(workspace, ACTOR)
    asked["quality"] = lambda: services.quality_view(workspace, ACTOR, Query())
    asked["verify"] = lambda: services.verify(workspace, ACTOR)
    return {name: timed(action) for name, action in asked.items()}


def upload(workspace: Workspace) -> None:
    """Checks and loads a file of a county's newest figure, revised."""
    header, row = "指标代码,截止日期,地区,数值,单位", f"skilled_talent_total,{LAST_DAY},X0000,123456,人"
    preview = services.check_upload(workspace, ACTOR, [UploadFile("one.csv", f"{header}\n{row}\n".encode())])
    services.import_files(workspace, ACTOR, preview, accept_warnings=True)


def plain(workspace: Workspace) -> None:
    """DuckDB's own aggregation of every figure there is: what anybody would write who wants sums by year and newest values."""
    with workspace.store._database.reading() as cursor:
        cursor.execute(
            "select measure_id, region_code, year(window_end), sum(value) from current_observations "
            "where window_end is not null group by all"
        ).to_arrow_table()
        cursor.execute(
            "select measure_id, region_code, max(as_of), arg_max(value, as_of) from current_observations "
            "where as_of is not null group by all"
        ).to_arrow_table()


def one(figures: int, folder: Path) -> None:
    """Makes and measures one size, and prints what was found for the process that asked."""
    size = counties_for(figures)
    catalog = make_country(folder / "catalog", size)
    made, _ = timed(lambda: fill(folder / "country.duckdb", catalog))
    print(json.dumps(asdict(measure(folder, made))))


def report(found: Measured) -> str:
    """One row of the table."""
    times = f"{found.assess:>8.2f} {found.ratio:>7.2f} {found.cpu_ratio:>7.2f} {found.again * 1000:>8.1f} {found.memory:>8,}"
    size = f"{found.figures:>11,} {found.regions:>7,} {found.megabytes:>7,} {found.making:>8.1f} {found.duckdb:>8.2f}"
    return f"{size} {found.assessed:>10,} {times}"


def worked(found: Measured) -> str:
    """One row of the other table: processor seconds, and each as a multiple of DuckDB's own sums."""
    cells = (f"{cpu:>8.2f} {cpu / found.duckdb_cpu:>7.2f}" for _, cpu in found.working.values())
    return f"{found.figures:>11,} " + " ".join(cells) + f" {found.working_memory:>8,}"


def main() -> None:
    """Each size in turn, and how time and memory grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many figures the counties have")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked.sizes[0], asked.one)
        return
    print("    figures regions disk_MB making_s duckdb_s   assessed assess_s   ratio cpu_rat again_ms  mem_MB", flush=True)
    rows = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            command = [sys.executable, "-m", "bench.scale", str(size), "--one", scratch]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            rows.append(Measured(**json.loads(told.splitlines()[-1])))
            print(report(rows[-1]), flush=True)
    print("\nfirst time after a change, in seconds of the processor and as multiples of DuckDB's own sums, and MB at most")
    print("    figures " + " ".join(f"{name:>16}" for name in rows[0].working) + "   mem_MB")
    print("\n".join(map(worked, rows)))
    if len(rows) > 1:
        print(growth("seconds to assess", [(each.figures, each.assess) for each in rows]))
        print(growth("megabytes of memory", [(each.figures, each.memory) for each in rows]))
        for name in rows[0].working:
            print(growth(f"processor seconds of {name}", [(each.figures, each.working[name][1]) for each in rows]))
        print(growth("megabytes with that", [(each.figures, each.working_memory) for each in rows]))
        print(growth("megabytes on disk", [(each.figures, each.megabytes) for each in rows]))


def growth(what: str, points: list[tuple[int, float]]) -> str:
    """The straight line through sizes and what they cost."""
    (x, y), count = map(list, zip(*points, strict=True)), len(points)
    middle_x, middle_y = sum(x) / count, sum(y) / count
    slope = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)) / sum((a - middle_x) ** 2 for a in x)
    return f"{what}: {middle_y - slope * middle_x:.2f} + {slope * 1e6:.3f} for each million figures"


if __name__ == "__main__":
    main()
