"""What making documents takes: each format once a process is warm and as the first of one, a report for every town, and the
command. Usage: make bench, or python -m bench.documents.
"""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.shipped import CATALOG, PROJECT, Shipped, command
from bench.timing import line, seconds, typical
from kpi import services
from kpi.access import OWNER
from kpi.demo import make_demo
from kpi.model import Actor

DOCUMENT_SECONDS, COMMAND_SECONDS, MODEL_SECONDS = 1.0, 2.0, 0.25
TOWNS_SECONDS = {"docx": 8.0, "pdf": 12.0}
ACTOR, WHOLE = Actor("bench", OWNER), services.ReportRequest()
FIRST = "from bench.documents import first; import sys; first(sys.argv[1], sys.argv[2])"


def _opened(database: Path) -> services.Workspace:
    return services.open_workspace(str(database), str(CATALOG), now=lambda: datetime.now(UTC))


def first(database: str, form: str) -> None:
    """Prints how long the first document of this process takes, its model included, the database open."""
    workspace = _opened(Path(database))
    print(seconds(lambda: services.gap_report(workspace, ACTOR, WHOLE, form)))
    workspace.close()


def documents(folder: Path) -> None:
    """The gap report of the demonstration, without the file's way to the user, and one for every town."""
    database = folder / "documents.duckdb"
    make_demo(database, CATALOG)
    for form in services.REPORT_FORMATS:
        line(f"report as {form}, first of a process", median(_first(database, form) for _ in range(3)), DOCUMENT_SECONDS)
    workspace = _opened(database)
    line("the report's model", typical(lambda: services.report_model(workspace, ACTOR, WHOLE), 5), MODEL_SECONDS)
    for form in services.REPORT_FORMATS:
        line(
            f"report as {form}",
            typical(lambda form=form: services.gap_report(workspace, ACTOR, WHOLE, form), 5),
            DOCUMENT_SECONDS,
        )
    for form, limit in TOWNS_SECONDS.items():
        made = seconds(lambda form=form: list(services.report_series(workspace, ACTOR, WHOLE, services.Each.REGION, form)))
        line(f"a report for every town as {form}", made, limit)
    workspace.close()


def _first(database: Path, form: str) -> float:
    made = subprocess.run(
        [sys.executable, "-c", FIRST, str(database), form],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ,
    )
    return float(made.stdout)


def reports_by_command(folder: Path) -> None:
    """The command on the plan as it ships, from the start of its process to the file."""
    plan = Shipped("letter", CATALOG, folder / "command.duckdb")
    command(plan, "status")
    for form in services.REPORT_FORMATS:
        made = typical(lambda form=form: command(plan, "report", "--format", form, "-o", str(folder / f"report.{form}")), 3)
        line(f"letter: report --format {form}", made, COMMAND_SECONDS)


def main() -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as name:
        documents(Path(name))
        reports_by_command(Path(name))


if __name__ == "__main__":
    main()
