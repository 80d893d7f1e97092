"""A large text in a child of its own: the same figures come back, it can be called off, and what becomes of it is told."""

from datetime import date

import pytest

from kpi.ingest import FileChoices, UploadFile
from kpi.ingest.bulk.reading import read_bulk
from kpi.ingest.files import Knowledge
from kpi.ingest.serving import large, sandbox
from kpi.ingest.serving.large import is_large, read_large
from kpi.ingest.serving.working import HandedOver

TODAY = date(2026, 1, 15)
ROWS = ["指标代码,地区,年份,数值,单位", *(f"landfill_daily,东岸区,{year},{year - 1990},吨" for year in range(2000, 2025))]
FILE = UploadFile("填报.csv", "\n".join(ROWS).encode("gb18030"))


class CalledOff(Exception):
    """Somebody pressed the button."""


@pytest.fixture
def ended(monkeypatch):
    """The children that were started, with their exit codes once they are no more."""
    children = []

    def started(task):
        children.append(started_by(task))
        return children[-1]

    started_by = sandbox.started
    monkeypatch.setattr(sandbox, "started", started)
    return children


def read(tiny, on_stage=lambda stage, share: None, file=FILE):
    return read_large(HandedOver(tiny, (), (), TODAY), file, FileChoices(), on_stage)


def test_what_comes_back_is_what_is_read_here(tiny, ended):
    here, stages = read_bulk(FILE, Knowledge.of(tiny), TODAY, FileChoices()), []
    there = read(tiny, lambda stage, share: stages.append((stage, share)))
    assert there.large.table().equals(here.large.table())
    assert (there.count, there.subjects, there.problems) == (25, (("landfill_daily", "990101"),), here.problems)
    assert list(dict.fromkeys(stage for stage, _ in stages)) == ["waiting", "decoding", "reading", "checking", "writing"]
    assert [share for _, share in stages] == sorted(share for _, share in stages)
    assert [child.returncode for child in ended] == [0]


def test_what_is_called_off_leaves_no_process_and_no_place_taken(tiny, ended):
    def call_off(stage, share):
        if stage == "decoding":
            raise CalledOff

    with pytest.raises(CalledOff):
        read(tiny, call_off)
    assert [child.returncode for child in ended] == [-9]
    assert large._ONE.acquire(blocking=False)
    large._ONE.release()


def test_a_child_that_is_killed_is_told_as_one(tiny, ended):
    def kill(stage, share):
        if stage == "decoding":
            ended[0].kill()

    reading = read(tiny, kill)
    assert ([problem.code for problem in reading.problems], reading.large) == (["reader_died"], None)


def test_a_child_out_of_time_is_told_as_one(tiny, ended, monkeypatch):
    monkeypatch.setattr(large, "seconds_for", lambda size: -1)
    assert [problem.code for problem in read(tiny).problems] == ["reader_slow"]


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (b"a,b\n" * 50_000, False),
        (b"a,b\n" * 50_001, True),
        (b"," * 600_001, True),
        (b"a" * (20 * 1024 * 1024 + 1), True),
        (b"PK\x03\x04" + b"\n" * 60_000, False),
        (b"", False),
    ],
)
def test_what_is_large_is_told_by_the_file_alone(content, is_one):
    assert is_large(content) is is_one
