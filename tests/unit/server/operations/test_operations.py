"""Health, kinds of addresses, and lines of the log, each without a server."""

import json
import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest

from kpi.errors import NotStarted
from kpi.server.health import Health
from kpi.server.operations.logs import JsonLines, begin_logging
from kpi.server.operations.routes import method_of, route_of


def test_health_is_what_the_database_says_asked_once_a_second():
    asked, clock = [], [0.0]

    def answers():
        asked.append(clock[0])
        return clock[0] < 2

    health = Health(answers, lambda: clock[0])

    async def statuses():
        told = []
        for clock[0] in (0.0, 0.5, 1.0, 2.0, 2.5):
            told.append((await health.answer()).status_code)
        return told

    with ThreadPoolExecutor(1) as aside:  # a browser in this worker has a loop of its own
        assert aside.submit(anyio.run, statuses).result() == [200, 200, 200, 503, 503]
    assert asked == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/api/v1/status", "/api/v1/status"),
        ("/api/v1/measures/a-secret", "/api/v1/measures/{measure_id}"),
        ("/api/v1/report.xlsx", "/api/v1/report.{format}"),
        ("/api/v1/status/more", "other"),
        ("/api/v1/plansx", "other"),
        ("/api/openapi.json", "/api/openapi.json"),
        ("/api", "other"),
        ("/metrics", "/metrics"),
        ("/healthz", "/healthz"),
        ("/calendar.ics", "/calendar.ics"),
        ("/", "page"),
        ("/overview", "page"),
        ("/a-secret", "page"),
        ("/sign-in-return", "sign-in"),
        ("/_stcore/upload_file/session/file", "streamlit"),
        ("/media/0123.docx", "media"),
        ("/static/js/a.js", "static"),
        ("/deep/a-secret", "other"),
    ],
)
def test_an_address_is_told_by_its_kind(path, route):
    assert route_of(path) == route


def test_made_up_methods_are_one():
    assert [method_of(method) for method in ("GET", "HEAD", "get", "BREW", "")] == ["GET", "HEAD", "other", "other", "other"]


def line(message, *args, name="streamlit.x", error=False):
    info = None
    if error:
        try:
            raise ValueError("a-secret")
        except ValueError:
            info = sys.exc_info()
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)
    return JsonLines().format(record)


def test_a_line_tells_what_stands_in_the_code_and_no_value():
    assert json.loads(line("user %s came", "a-secret"))["event"] == "user %s came"
    assert json.loads(line("a-secret was put into a sentence"))["event"] == "test_operations:1"
    assert json.loads(line("Health, kinds of addresses"))["event"] == "Health, kinds of addresses"
    broken = line("Health, kinds of addresses", error=True)
    assert (json.loads(broken)["error"], "a-secret" in broken, "\n" in broken) == ("ValueError", False, False)
    assert json.loads(broken)["at"][-1].startswith("test_operations.py:")


def test_the_log_has_two_forms(monkeypatch):
    monkeypatch.setenv("KPI_LOG_FORMAT", "xml")
    with pytest.raises(NotStarted, match="log_format_unknown"):
        begin_logging()
    monkeypatch.setenv("KPI_LOG_FORMAT", "text")
    assert begin_logging() == "text"
