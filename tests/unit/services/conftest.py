"""Plans opened on databases of their own, under a clock the test winds."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.model import Actor
from kpi.services import UploadFile
from tests.databases import LETTER, TINY, only_looks

ZHANG = Actor("张三", OWNER)
HEADER = "指标代码,年份,起始日期,截止日期,地区,分组,数值,单位"


class Clock:
    """Stands at half past four in the afternoon of 2 March 2026 in Asia/Shanghai until it is wound on."""

    def __init__(self):
        self.moment = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)

    def __call__(self):
        return self.moment

    def wind(self, **duration):
        self.moment += timedelta(**duration)
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(tmp_path, clock, ready_made):
    """Opens a catalog, by default the letter's, on a database of this test; every workspace is closed at the end."""
    workspaces = []

    def open_one(catalog=LETTER, name="kpi.duckdb", **options):
        database = tmp_path / name
        if not options and not database.exists():
            ready_made.place(database, catalog, clock.moment)
        workspaces.append(services.open_workspace(database, catalog, now=clock, **options))
        return workspaces[-1]

    yield open_one
    for workspace in workspaces:
        workspace.close()


def plan(request, catalog):
    """The plan of a catalog under the test's clock."""
    clock = request.getfixturevalue("clock")
    if not only_looks(request):
        yield request.getfixturevalue("opened")(catalog)
        return
    looked_at, ready_made = request.getfixturevalue("looked_at"), request.getfixturevalue("ready_made")
    yield looked_at.lend(ready_made.of(catalog, clock.moment), catalog, clock)
    looked_at.take_back()


@pytest.fixture
def letter(request):
    yield from plan(request, LETTER)


@pytest.fixture
def tiny(request):
    yield from plan(request, TINY)


@pytest.fixture
def tiny_copy(tmp_path):
    """A copy of the tiny plan whose files a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "catalog"))


def table(*rows, name="填报.csv", encoding="utf-8"):
    """An upload of rows under the usual header; a row with fewer cells is filled up."""
    lines = [HEADER, *rows]
    return UploadFile(name, ("\r\n".join(lines) + "\r\n").encode(encoding))


def row(measure, value, unit="", *, year="", start="", end="", region="", group=""):
    """One line of a table."""
    return f"{measure},{year},{start},{end},{region},{group},{value},{unit}"


TRAINED_2023 = row("subsidized_training", "6.2", "万人次", year=2023)


def load(workspace, *files, note="", accept_warnings=False, actor=ZHANG):
    """Checks and loads files."""
    preview = services.check_upload(workspace, actor, files)
    return services.import_files(
        workspace, actor, preview, note=note or "修订", accept_warnings=accept_warnings, accepted=revisions(preview)
    )


def revisions(preview):
    """The warnings that only say that an old year is revised; the clock of these tests makes 2022 one."""
    return {each.id for each in preview.warnings if each.problem.code == "closed_year"}


def standing(view, target_id, year=None):
    """The one standing of a target and year."""
    (found,) = [each for each in view.standings if (each.target.target_id, each.assessment.year) == (target_id, year)]
    return found


def statuses(view):
    """Status by target and year."""
    return {(each.target.target_id, each.assessment.year): str(each.status) for each in view.standings}
