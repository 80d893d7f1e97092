"""What people at work wrote, hostile as it may be, on every page that shows it: names, notes, reasons, files, the log."""

import shutil

import pytest

from kpi.web import session
from tests.hostile_people import CHIEF
from tests.pages.test_hostile import OUR_CODE, active, said

pytestmark = pytest.mark.slow


@pytest.fixture
def as_chief(world_of_hostile_people, tmp_path, monkeypatch, visit):
    """Opens a page of a copy of it as who may do everything but what is the owner's."""
    _, folder = world_of_hostile_people
    for file in folder.glob("kpi.duckdb*"):
        shutil.copy(file, tmp_path / file.name)
    monkeypatch.setenv("KPI_CATALOG", str(folder / "plan"))
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    monkeypatch.setattr(session, "_actor", lambda: CHIEF)
    return visit


SHOWN = {
    "users": [{}],
    "account": [{}],
    "audit": [{}],
    "actions": [{}, {"state": "all"}],
    "review": [{}, {"list": "mine"}, {"list": "approved"}, {"list": "returned"}, {"section": "publish"}, {"section": "locks"}],
    "batches": [{}],
    "todo": [{}],
    "progress": [{}],
    "reminders": [{}],
    "measure": [{"measure": "landfill_daily"}],
    "overview": [{}],
}


@pytest.mark.parametrize("page", SHOWN)
def test_nothing_that_was_written_acts(as_chief, page):
    for asked in SHOWN[page]:
        app = as_chief(page, **asked)
        shown = [*said(app.main), *said(app.sidebar)]
        if page == "reminders":  # a folder stands there as code
            shown = [(field, OUR_CODE.sub("", text)) for field, text in shown]
        assert active(shown) == []


def test_nothing_of_a_submission_acts(as_chief, world_of_hostile_people):
    """One of each: files of such names, the form, the switch, a revision, units."""
    numbers = world_of_hostile_people[0].submissions
    for number in (numbers[0], *numbers[16:160:24]):
        app = as_chief("review", submission=str(number))
        assert active([*said(app.main), *said(app.sidebar)]) == []
