"""The API of a server that runs: the example of the manual, its description tried with made-up values, its log and numbers."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.model import Actor, Grant
from tests.databases import TINY
from tools.browser import server

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = PROJECT / "docs" / "examples" / "read_and_load.py"
TRAINED = "指标代码,年份,数值,单位\nvolunteers_trained,2023,1.25,万人次\n"
EXAMPLES = os.environ.get("KPI_API_EXAMPLES", "2")
"""So many made-up requests of each kind for each address; `make api` tries many more."""
UNLIMITED = ("CALLS_PER_MINUTE", "UPLOADS_PER_HOUR", "UPLOAD_MB_PER_DAY", "REPORTS_PER_HOUR", "DOWNLOADS_PER_HOUR")


class Site:
    def __init__(self, folder, tokens):
        self.folder, self.tokens, self.address = folder, tokens, ""

    def ask(self, path, account=None):
        headers = {"Authorization": f"Bearer {self.tokens[account]}"} if account else {}
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{self.address}{path}", headers=headers), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture(scope="module")
def site(ready_made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    database = ready_made.place(folder / "kpi.duckdb", TINY)
    opened = services.open_workspace(database, TINY)
    tokens = {}
    for account, role in (("li", "administrator"), ("cheng", "reporter")):
        services.add_user(opened, LOCAL_USER, account, account, [Grant(role)])
        owner = Actor(account, frozenset({Grant(role)}), account)
        tokens[account] = services.add_token(opened, owner, "程序", Grant(role), 9)
    opened.close()
    (folder / "secret").write_text("0123456789abcdef")
    (folder / "secret").chmod(0o600)
    settings = {f"KPI_{name}": "0" for name in UNLIMITED} | {
        "KPI_CATALOG": str(TINY),
        "KPI_DATABASE": str(database),
        "KPI_SIGN_IN": "proxy",
        "KPI_PROXIES": "127.0.0.1",
        "KPI_PROXY_SECRET_FILE": str(folder / "secret"),
        "KPI_LOG_FORMAT": "json",
    }
    made = Site(folder, tokens)
    with server(folder / "log", **settings) as made.address:
        yield made


def example(site, *files):
    environment = {**os.environ, "KPI_URL": site.address, "KPI_TOKEN": site.tokens["cheng"]}
    command = [sys.executable, str(EXAMPLE), *map(str, files)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_example_of_the_manual_reads_and_loads_once(site):
    assert EXAMPLE.read_text(encoding="utf-8") in (PROJECT / "docs" / "manual.md").read_text(encoding="utf-8")
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 20
    path = site.folder / "填报.csv"
    path.write_text(TRAINED, encoding="utf-8")
    targets, loaded = example(site)[:], example(site, path)[-1]
    assert [line.split()[0] for line in targets] == ["G1", "G2", "G2", "G2", "G3"]
    assert loaded == "填报.csv 201 [2]"
    assert example(site, path)[-1] == loaded  # the same key is answered the same


def test_numbers_for_a_monitor_are_for_who_administers_or_audits(site):
    assert [site.ask("/metrics", who)[0] for who in (None, "cheng", "li")] == [401, 403, 200]
    told = site.ask("/metrics", "li")[1]
    numbers = dict(re.findall(r"^(\w+(?:\{[^}]*\})?) ([0-9.e+]+)$", told, re.MULTILINE))
    assert float(numbers["kpi_data_version"]) >= 1
    assert float(numbers["process_resident_memory_bytes"]) > 50e6
    assert float(numbers['kpi_commits_total{action="commit"}']) >= 1
    assert float(numbers['kpi_requests_total{method="GET",route="/metrics",status="401"}']) >= 1
    assert {"kpi_reruns_total", "kpi_connections", "kpi_submissions_waiting"} <= numbers.keys()


def test_the_log_is_lines_of_json_without_contents_or_tokens(site):
    site.ask("/api/v1/status?region=SECRET-IN-A-QUERY", "li")
    site.ask("/SECRET-IN-AN-ADDRESS/x")
    until = time.monotonic() + 20
    while '"route": "other"' not in (written := (site.folder / "log").read_text(encoding="utf-8")):
        assert time.monotonic() < until, written[-2000:]  # a line is written once the answer is under way
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert all({"time", "level", "logger", "event"} <= line.keys() for line in lines)
    requests = [line for line in lines if line["event"] == "request"]
    assert {"/api/v1/status", "other"} <= {line["route"] for line in requests}
    assert not [secret for secret in ("SECRET", "volunteers", *site.tokens.values()) if secret in written]


def test_what_is_made_up_from_the_description_finds_nothing(site):
    """schemathesis: every address with values that fit the description and values that do not, against what is answered."""
    (site.folder / "schemathesis.toml").write_text(
        '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 422, 429]\n'
    )  # 422: what fits the description can still be a file with faults
    command = [
        str(Path(sys.executable).with_name("st")),
        *("run", f"{site.address}/api/openapi.json", "--header", f"Authorization: Bearer {site.tokens['cheng']}"),
        *("--max-examples", EXAMPLES, "--no-color", "--generation-deterministic"),
    ]
    found = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-6000:]
