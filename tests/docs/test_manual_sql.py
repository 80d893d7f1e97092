"""The ten questions of the manual's chapter on SQL: what they return from the plan as it ships, by every way of asking."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.store import VIEWS
from tests.databases import LETTER

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "manual.md").read_text(encoding="utf-8")
CHAPTER = MANUAL.split("\n## 用SQL查询\n")[1].split("\n## ")[0]
QUESTIONS = dict(enumerate(re.findall(r"^```sql\n(.+?)\n```$", CHAPTER, re.DOTALL | re.MULTILINE), start=1))
SHARES = [
    ("T01", "技能人才占就业人员比例", 0.3, 0.258, date(2023, 6, 30), date(2025, 12, 31)),
    ("T02", "高技能人才占技能人才比例", 0.35, 0.3414, date(2023, 6, 30), date(2025, 12, 31)),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory, ready_made):
    """What the service says of each question, and what DuckDB itself says of the closed file and of a backup of it."""
    folder = tmp_path_factory.mktemp("asked")
    workspace = services.open_workspace(ready_made.place(folder / "kpi.duckdb"), LETTER)
    served = {number: list(services.ask(workspace, LOCAL_USER, text).rows) for number, text in QUESTIONS.items()}
    copy = services.backup(workspace, LOCAL_USER, folder / "backups")
    workspace.close()
    return served, *(asked_of(path) for path in (folder / "kpi.duckdb", copy))


def asked_of(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return {number: connection.execute(text).fetchall() for number, text in QUESTIONS.items()}


@pytest.mark.slow
def test_every_way_of_asking_gives_the_same_answers(answers):
    served, closed, copy = answers
    assert list(QUESTIONS) == list(range(1, 11))
    assert served == closed == copy


def test_the_answers_are_those_of_the_letter(answers):
    """Counted and read by hand in the files of the plan."""
    served = answers[0]
    assert served[1] == [(31,)]
    assert served[2] == SHARES
    assert [(name, value) for name, value, _, _ in served[3]] == [
        ("技能人才总量", 1376000.0),
        ("高技能人才占技能人才比例", 0.3414),
        ("技能人才占就业人员比例", 0.258),
    ]
    assert sum(count for _, count in served[4]) == 31
    assert dict(served[4])["by_date"] == 3
    assert {years for *_, years in served[5]} <= {"2023;2024;2025", "2024;2025"}
    assert {load for load, _, _ in served[6]} == {"derived", "duplicate", "plan", "quarantine"}
    assert served[7] == [
        ("not_comparable", 11),
        ("no_data", 9),
        ("not_assessed", 5),
        ("baseline_only", 3),
        ("not_started", 2),
        ("far_behind", 1),
    ]
    assert [(row[0], row[2], row[3], round(row[4], 2)) for row in served[8]] == [("T33", "far_behind", 88.0, -12.98)]
    assert ("Q01", "T09") in [row[:2] for row in served[9]]
    assert [(row[0], row[1], row[2]) for row in served[10]] == [(1, 0.3, date(2025, 12, 31))]


def test_the_chapter_names_every_view():
    assert set(re.findall(r"`(\w+)` [规指目载历评地单勾文待口亮人整批跟]", CHAPTER)) == set(VIEWS)
