"""The plans that ship, each in a database made for the occasion: what the benchmarks and the pictures look at."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CATALOG = PROJECT / "data" / "catalog"
NATIONAL = PROJECT / "data" / "examples" / "national"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A plan by name, the folder it was first read from, and its database."""

    name: str
    catalog: Path
    database: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a server or a page is to be told to show it."""
        return {"KPI_CATALOG": str(self.catalog), "KPI_DATABASE": str(self.database)}


def shipped(folder: Path) -> tuple[Shipped, ...]:
    """The letter as it is, the national example with both its plans, and the demonstration, with databases in `folder`."""
    letter = Shipped("letter", CATALOG, folder / "letter.duckdb")
    example = Shipped("example", NATIONAL / "14th", folder / "example.duckdb")
    demo = Shipped("demo", CATALOG, folder / "demo.duckdb")
    command(letter, "status")
    command(example, "plan", "load", str(NATIONAL / "15th"), "--user", "bench")
    command(demo, "demo")
    return letter, example, demo


def command(plan: Shipped, *arguments: str) -> None:
    """One run of `python -m kpi` on the plan's database, which it makes if it is not there."""
    kpi = [sys.executable, "-m", "kpi", "--database", str(plan.database), "--catalog", str(plan.catalog), *arguments]
    subprocess.run(kpi, cwd=PROJECT, check=True, capture_output=True)
