"""The same figures give the same files: nothing of the clock, the zone or the process enters them."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from kpi import services
from kpi.services import Each, Query, ReportRequest, Workspace
from tests.databases import LETTER, PROJECT
from tests.unit.services.conftest import TRAINED_2023, ZHANG, load, row, table

pytestmark = pytest.mark.slow

FORMATS = services.REPORT_FORMATS
FORTY_YEARS = 365 * 40
"""So far on that neither minute, day nor year are those of the first run."""

EVERY_FORMAT = """
import hashlib, sys
from kpi import services
from kpi.model import Actor
opened = services.open_workspace(sys.argv[1], sys.argv[2])
for kind in services.REPORT_FORMATS:
    content = services.gap_report(opened, Actor("a", services.OWNER), services.ReportRequest(), kind).content
    print(kind, hashlib.sha256(content).hexdigest())
print("form", hashlib.sha256(services.template(opened, Actor("a", services.OWNER), 2023, "xlsx")).hexdigest())
opened.close()
"""


def afresh(workspace):
    """The same plan and database, with nothing kept of what was made of them before."""
    return Workspace(workspace.store, workspace.now, workspace.plan_id)


def every_format(workspace, **asked):
    request, fresh = ReportRequest(Query(**asked)), afresh(workspace)
    return {kind: services.gap_report(fresh, ZHANG, request, kind).content for kind in FORMATS}


def differing(first, second):
    return [kind for kind in FORMATS if first[kind] != second[kind]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "later"),
    [({}, {"minutes": 1}), ({"as_of": date(2026, 1, 31), "lang": "en"}, {"days": FORTY_YEARS})],
    ids=["newest", "as of, in English"],
)
def test_a_report_made_later_is_the_same_report(letter, clock, asked, later):
    load(letter, table(TRAINED_2023))
    first = every_format(letter, **asked)
    clock.wind(**later)
    assert differing(first, every_format(letter, **asked)) == []


@pytest.mark.slow
def test_what_was_known_then_is_the_same_after_what_came_later(letter, clock):
    load(letter, table(TRAINED_2023))
    known_at = clock.wind(minutes=1)
    clock.wind(minutes=1)
    first = every_format(letter, known_at=known_at)
    clock.wind(days=30)
    load(letter, table(row("subsidized_training", "7.1", "万人次", year=2024)))
    assert differing(first, every_format(letter, known_at=known_at)) == []
    assert differing(every_format(letter), first) == list(FORMATS)


@pytest.mark.slow
def test_a_plan_without_any_figure_is_reported_by_the_day_it_was_loaded(opened, tiny_copy, clock):
    """There is no newest period to go up to, and today would be another day tomorrow."""
    figures = tiny_copy / "figures.csv"
    figures.write_text(figures.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    targets = tiny_copy / "targets.csv"
    targets.write_text(re.sub(r",W\d,", ",,", targets.read_text("utf-8")), "utf-8")
    bare = opened(tiny_copy, "bare.duckdb")
    first = every_format(bare)
    clock.wind(days=400)
    assert differing(first, every_format(bare)) == []
    assert services.status(afresh(bare), ZHANG, Query()).as_of == date(2026, 3, 2)


def test_series_forms_and_returned_tables_are_the_same_too(tiny, clock):
    wrong = services.check_upload(tiny, ZHANG, [table(row("volunteers_trained", "多", "人次", year=2023))])

    def files():
        made = services.report_archive(afresh(tiny), ZHANG, ReportRequest(Query()), Each.CATEGORY, "docx")
        form = services.template(tiny, ZHANG, 2023, "xlsx")
        return made.content, form, services.error_workbook(tiny, ZHANG, wrong, wrong.readings[0].sha256)

    first = files()
    clock.wind(minutes=1)
    assert [one == other for one, other in zip(first, files(), strict=True)] == [True, True, True]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "datapackage"])
def test_no_part_of_an_archive_bears_a_moment_but_that_of_the_figures(letter, clock, kind):
    changed = clock.wind(days=1)
    load(letter, table(TRAINED_2023))
    clock.wind(days=500)
    content = services.gap_report(letter, ZHANG, ReportRequest(), kind).content
    told, dates = moments_in(content)
    assert told <= {changed, UNDATED}
    assert changed in told
    assert dates == {(1980, 1, 1, 0, 0, 0)}


UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""What the workbooks inside charts bear."""


def moments_in(content):
    """Every moment in the properties of an archive and of those inside it, and the dates of all members."""
    told, dates = set(), set()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for member in archive.infolist():
            inside = archive.read(member)
            dates.add(member.date_time)
            if member.filename.endswith(".xlsx"):
                below, days = moments_in(inside)
                told, dates = told | below, dates | days
            elif member.filename.endswith(("core.xml", "datapackage.json")):
                found = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|\+08:00)", inside.decode("utf-8"))
                told |= {datetime.fromisoformat(each).astimezone(UTC) for each in found}
    return told, dates


@pytest.mark.slow
def test_another_process_in_another_zone_writes_the_same_bytes(opened, tmp_path):
    here = opened(LETTER)
    load(here, table(TRAINED_2023))
    ours = every_format(here) | {"form": services.template(here, ZHANG, 2023, "xlsx")}
    here.close()
    theirs = in_a_process(tmp_path / "kpi.duckdb", zone="America/Lima")
    assert theirs.splitlines() == [f"{kind} {hashlib.sha256(content).hexdigest()}" for kind, content in ours.items()]


def in_a_process(database, zone):
    """By another clock, too: that of the system."""
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    command = [sys.executable, "-c", EVERY_FORMAT, str(database), str(LETTER)]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True).stdout
