"""A plan of thousands of measures and targets, made up from the project's own, and how long it keeps a user waiting.

Usage: python -m bench.plans, or --help. The same arguments always make the same plan.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.large import read_rows, write_rows
from bench.timing import line, seconds
from kpi import progress, services
from kpi.access import OWNER
from kpi.model import Actor
from kpi.services import Query, Workspace

PROJECT = Path(__file__).resolve().parent.parent
CATALOG = PROJECT / "data" / "catalog"
ACTOR = Actor("bench", OWNER)
PLAN = "large-plan"
MEASURES, TARGETS = 3000, 5000

_CsvRow = dict[str, str]
_NAMES_OF = {
    "measures.csv": ("measure_id", "numerator_id", "denominator_id"),
    "figures.csv": ("figure_id", "measure_id", "parent_figure_id", "source_id"),
    "targets.csv": ("target_id", "measure_id", "baseline_figure_id", "source_id"),
}
"""The columns of a file that name something which each copy has for itself; documents are shared."""


def make_plan(folder: Path, measures: int = MEASURES, targets: int = TARGETS) -> Path:
    """The project's catalog in `folder`, its measures copied until there are `measures`, with about `targets` targets."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {file.name: read_rows(file) for file in sorted(CATALOG.glob("*.csv"))}
    copies = -(-measures // len(tables["measures.csv"]))
    lines = -(-targets // (copies * len(tables["targets.csv"])))
    tables["targets.csv"] = [_further_line(row, number) for number in range(lines) for row in tables["targets.csv"]]
    for name, rows in tables.items():
        if name in _NAMES_OF:
            rows = [_copied(row, name, number) for number in range(copies) for row in rows]  # noqa: PLW2901 - the copies
        if name == "plan.csv":
            rows = [row | {"plan_id": PLAN} for row in rows]  # noqa: PLW2901 - a plan of its own
        if name not in ("identities.csv", "questions.csv", "breaks.csv"):
            write_rows(folder / name, rows)
    return folder


def _further_line(row: _CsvRow, number: int) -> _CsvRow:
    """The same promise a second time, as a lower or higher line of the first would be."""
    return row | {"target_id": f"{row['target_id']}-{number}"} if number else row


def _copied(row: _CsvRow, name: str, number: int) -> _CsvRow:
    if not number:
        return row
    own = {column: _renamed(row[column], number) for column in _NAMES_OF[name] if row[column] and column != "source_id"}
    named = {column: f"{row[column]}（{number}）" for column in ("name_zh", "name_en") if name == "measures.csv"}
    return row | own | named | ({"aliases": "", "headline": ""} if name == "measures.csv" else {})


def _renamed(name: str, number: int) -> str:
    """`a[b=c]` is a part of the measure `a`."""
    measure, bracket, part = name.partition("[")
    return f"{measure}_{number}{bracket}{part}"


def _judge(workspace: Workspace) -> None:
    known = workspace.known()
    as_of = progress.coverage_date(known.frame)
    progress.assess(known.catalog, known.frame, as_of, region_code=known.catalog.plan_region.region_code)


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the plan, loads it into a new database and beside another plan, and judges it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measures", type=int, default=MEASURES)
    parser.add_argument("--targets", type=int, default=TARGETS)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = make_plan(Path(scratch) / "large-plan", asked.measures, asked.targets)
        database = Path(scratch) / "plans.duckdb"
        line(
            "a new database from the project's own catalog",
            seconds(lambda: services.open_workspace(database, CATALOG).close()),
            2.5,
        )
        workspace = services.open_workspace(database, CATALOG)
        _load(workspace, folder)
        large = workspace.of(PLAN)
        print(f"{len(large.catalog.measures)} measures, {len(large.catalog.targets)} targets")
        line("its targets, judged", seconds(lambda: _judge(large)), 1.0)
        line("its status, judged and worded", seconds(lambda: services.status(large, ACTOR, Query())))
        line("its status, again", seconds(lambda: services.status(large, ACTOR, Query())), 0.1)
        workspace.close()
        line("opened again, judged and worded", seconds(lambda: _open_and_judge(database)))


def _load(workspace: Workspace, folder: Path) -> None:
    checked = []
    line("the large plan, looked at", seconds(lambda: checked.append(services.check_plan(workspace, ACTOR, folder))), 10.0)
    for problem in checked[0].view.problems:
        if problem.refuses:
            raise SystemExit(str(problem))
    line("the large plan, loaded", seconds(lambda: services.load_plan(workspace, ACTOR, checked[0])), 10.0)


def _open_and_judge(database: Path) -> None:
    workspace = services.open_workspace(database, CATALOG)
    services.status(workspace.of(PLAN), ACTOR, Query())
    workspace.close()


if __name__ == "__main__":
    main()
