"""`/calendar.ics`: for whoever the gate names, and for nobody else."""

import icalendar
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from kpi import services
from kpi.model import Actor, Grant
from kpi.server.calendar import DutyCalendar
from kpi.server.sign_in import ACTOR
from tests.databases import TINY

CLERK = Actor("经办", frozenset({Grant("reporter", unit="云溪市城市管理局")}), "cheng", door="api")


@pytest.fixture
def ask(tmp_path, ready_made, monkeypatch):
    """Asks for an address as somebody whom the gate has let in."""
    database = ready_made.place(tmp_path / "kpi.duckdb", TINY)
    workspace = services.open_workspace(database, TINY)
    monkeypatch.setattr(services, "hold", lambda *_: workspace)

    def asked(actor, address, method="GET"):
        async def gate(scope, receive, send):
            await DutyCalendar(PlainTextResponse("within"))({**scope, ACTOR: actor}, receive, send)

        return TestClient(gate).request(method, address)

    yield asked
    workspace.close()


def test_the_local_user_gets_all_that_is_owed(ask):
    answer = ask(Actor("本机用户", services.OWNER), "/calendar.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")  # all of it was first asked for on one day
    assert "9项数据" in event["SUMMARY"]


def test_whoever_owes_nothing_gets_an_empty_one(ask):
    answer = ask(CLERK, "/calendar.ics?lang=en")
    assert (answer.status_code, icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == (200, [])


@pytest.mark.parametrize(
    ("actor", "address", "method", "status"),
    [
        (None, "/calendar.ics", "GET", 403),
        ("owner", "/calendar.ics", "GET", 403),
        (Actor("路人", frozenset(), "lu"), "/calendar.ics", "GET", 403),
        (CLERK, "/calendar.ics?plan=another", "GET", 404),
        (CLERK, "/calendar.ics", "POST", 405),
        (CLERK, "/elsewhere", "GET", 200),
    ],
)
def test_anybody_else_is_refused(ask, actor, address, method, status):
    answer = ask(actor, address, method)
    assert (answer.status_code, b"BEGIN" in answer.content) == (status, False)
