"""What people at work wrote, hostile as it may be, on every page that shows it: names, notes, reasons, files, the log."""

import html
import shutil

import pytest

from kpi.web import escape, session
from tests.hostile_people import CHIEF, STRINGS
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


TELLS = {
    "users": "name",
    "audit": "lock",
    "actions": "matter note",
    "review": "file",
    "batches": "withdrawal",
    "reminders": "reminder",
    "measure": "matter note",
}
"""By page, a field that it tells in full: nothing acts because of how it is written, and not because it is not there."""


def not_told(shown):
    """Which of the texts stand nowhere."""
    words = "".join("\n".join(text for _, text in shown).split())
    plain = html.unescape(words)
    forms = {kind: {"".join(each.split()) for each in (text, escape(text))} for kind, text in STRINGS.items()}
    return {kind for kind, written in forms.items() if not any(each in words or each in plain for each in written)}


def refused_by(filled, name):
    """What a field refuses."""
    return {kind for field, kind in filled.refused if field == name}


@pytest.mark.parametrize("page", SHOWN)
def test_nothing_that_was_written_acts(as_chief, world_of_hostile_people, page):
    told = []
    for asked in SHOWN[page]:
        app = as_chief(page, **asked)
        shown = [*said(app.main), *said(app.sidebar)]
        told += shown
        if page == "reminders":  # a folder stands there as code
            shown = [(field, OUR_CODE.sub("", text)) for field, text in shown]
        assert active(shown) == []
    if page in TELLS:
        assert not_told(told) == refused_by(world_of_hostile_people[0], TELLS[page])


def test_nothing_of_a_matter_acts(as_chief, world_of_hostile_people):
    """Each that went the whole way: cause, steps, notes, evidence of such a name, in its history and beside its forms."""
    finished, told = world_of_hostile_people[0].finished, []
    assert len(finished) == len(STRINGS)
    for number in finished:
        app = as_chief("actions", matter=str(number))
        shown = [*said(app.main), *said(app.sidebar)]
        assert active(shown) == []
        told += shown
    assert not_told(told) == refused_by(world_of_hostile_people[0], "matter note")


def test_nothing_of_a_submission_acts(as_chief, world_of_hostile_people):
    """One of each: files of such names, the form, the switch, a revision, units."""
    numbers = world_of_hostile_people[0].submissions
    for number in (numbers[0], *numbers[16:160:24]):
        app = as_chief("review", submission=str(number))
        assert active([*said(app.main), *said(app.sidebar)]) == []
