"""The real program in a process of its own: who reads it may go away, who holds the database is named, help is quick."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpi import services
from tests.databases import PROJECT, TINY

pytestmark = pytest.mark.slow

FULL = Path("/dev/full")


@pytest.fixture
def command(tmp_path):
    """`python -m kpi` on the tiny plan and a database of the test."""

    def words(*arguments):
        return [sys.executable, "-m", "kpi", "--database", str(tmp_path / "kpi.duckdb"), "--catalog", str(TINY), *arguments]

    return words


def finished(words, **options):
    return subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False, **options)


def test_it_runs(command):
    done = finished(command("status", "--json"))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["targets"]) == 5


def test_a_reader_that_has_gone_is_no_error(command):
    process = subprocess.Popen(command("status"), cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), told) == (0, b"")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_disk_gets_a_sentence(command):
    with FULL.open("w", encoding="utf-8") as full:
        done = subprocess.run(command("status"), cwd=PROJECT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_while_the_app_holds_the_database_it_says_so(command, tmp_path):
    workspace = services.open_workspace(tmp_path / "kpi.duckdb", TINY)
    try:
        done = finished(command("status", "--json"))
    finally:
        workspace.close()
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "kpi.duckdb") in done.stderr
    assert [each["code"] for each in json.loads(done.stdout)["problems"]] == ["store_busy"]


def test_a_terminal_that_knows_no_chinese_gets_it_all_the_same(command):
    done = finished(command("status"), env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.returncode == 0
    assert done.stdout.startswith("截至2022年12月31日，3项目标中")


def test_help_and_wrong_usage_load_nothing_heavy(command):
    for arguments in (["--help"], ["status", "--as-of", "never"]):
        done = finished([sys.executable, "-X", "importtime", *command(*arguments)[1:]])
        loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
        assert "argparse" in loaded
        assert loaded & {"pandas", "numpy", "duckdb", "kpi.services"} == set()


_NEVER = {"streamlit", "plotly", "requests", "icalendar", "argon2", "authlib", "pypinyin", "pypdf", "python_calamine"}
_OF_REPORTS = {"docx", "pptx", "lxml", "typst", "PIL"}
_TELLING = """
import json, sys
from kpi.cli import main

for arguments in json.loads(sys.argv[1]):
    assert main(arguments) == 0
    print("loaded", *{name.partition(".")[0] for name in sys.modules})
"""


def test_a_command_loads_no_library_of_others(tmp_path):
    """One process, in which each command comes after those that need less; the first opens a database that is there."""
    first, form = ["--database", str(tmp_path / "kpi.duckdb"), "--catalog", str(TINY)], str(tmp_path / "2023.csv")
    reports = [["report", "--output", str(tmp_path / f"gaps.{fmt}")] for fmt in ("json", "pdf", "docx")]
    told = [["status"], ["gaps"], ["duties"], ["history"], ["verify"], ["template", "2023", "--output", form], ["check", form]]
    asked = json.dumps([[*first, *each] for each in [*told, *reports]])
    done = finished([sys.executable, "-c", _TELLING, asked])
    loaded = [set(line.split()) for line in done.stdout.splitlines() if line.startswith("loaded ")]
    assert len(loaded) == len(told) + len(reports)
    assert {"pandas", "duckdb"} <= loaded[0]
    assert loaded[-1] & _NEVER == set()
    assert {"docx", "typst"} <= loaded[-1]
    assert loaded[-2] & {"docx", "pptx", "lxml", "PIL"} == set()
    assert loaded[-3] & _OF_REPORTS == set()
