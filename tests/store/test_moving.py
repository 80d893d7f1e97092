"""A database moved from a file into a lake and back: all of it or nothing, and the first stays as it was."""

import os
import signal
import subprocess
import sys

import pytest

from kpi.errors import KpiError, NotFound, StoreBusy, StoreUnusable
from kpi.store import Store, engine_of
from kpi.store.files import moving
from tests.store.helpers import ACTOR, ROOT, figure, load_figures, moment, noisy_upload, opened, upload, values
from tools.postgres import postgres_programs

pytestmark = [
    pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed"),
    pytest.mark.slow,
    pytest.mark.file_only,
]
COUNTED = {"batches": 4, "observation_log": 5, "originals": 3, "current_observations": 3, "documents": 1, "events": 6}


@pytest.fixture
def file(tmp_path):
    """A catalog of two figures, three uploads of one each, one of them withdrawn, and a document."""
    path = tmp_path / "kpi.duckdb"
    store = opened(path, figure("a", "10"), figure("b", "0.25"))
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.commit_batches([noisy_upload("2.csv", 300_000, figure("c", "7"))], actor=ACTOR, at=moment(2))
    store.commit_batches([upload("3.csv", figure("b", "9"))], actor=ACTOR, at=moment(3))
    store.withdraw(2, actor=ACTOR, at=moment(4), note="报错")
    store.attach_document("letter", "函.txt", "text/plain", b"abc", "abc", actor=ACTOR, at=moment(5))
    store.close()
    return path


@pytest.fixture
def lake(lakes):
    """Address and data path of a lake to which nothing happened."""
    return lakes.new()


def move(source, target, at):
    return moving.move(source, target, at, by=ACTOR)


def engine(place):
    return engine_of(place[0], data_path=place[1]) if isinstance(place, tuple) else engine_of(place)


def shown(place):
    """What a store says of itself, and what is wrong with it."""
    store = (
        Store.open(place[0], at=moment(9), data_path=place[1]) if isinstance(place, tuple) else Store.open(place, at=moment(9))
    )
    try:
        told = [values(store.known_at(moment(hour))) for hour in range(6)]
        batches = store.batches()
        return told, batches, store.events(), store.original(3) if len(batches) > 2 else None, store.verify()
    finally:
        store.close()


def test_all_of_it_is_there_and_back_again(file, lake, tmp_path):
    before, bytes_before = shown(file), file.read_bytes()
    there = move(engine(file), engine(lake), moment(6))
    assert {table.name: table.rows for table in there if table.name in COUNTED} == COUNTED
    assert shown(lake) == before
    back = move(engine(lake), engine(tmp_path / "back" / "kpi.duckdb"), moment(7))
    logged = {table.name: table.rows for table in there}["audit_log"]
    assert [table for table in back if table.name != "audit_log"] == [table for table in there if table.name != "audit_log"]
    assert {table.name: table.rows for table in back}["audit_log"] == logged + 1  # that it was moved there
    assert shown(tmp_path / "back" / "kpi.duckdb") == before
    assert before[-1] == []
    assert file.read_bytes() == bytes_before
    assert [path.name for path in (tmp_path / "scratch").glob("*")] == []


def test_a_moved_database_is_written_to_where_it_is_now(file, lake, tmp_path):
    move(engine(file), engine(lake), moment(6))
    store = Store.open(lake[0], at=moment(7), data_path=lake[1])
    store.commit_batches([upload("4.csv", figure("a", "16"))], actor=ACTOR, at=moment(8))
    store.close()
    move(engine(lake), engine(tmp_path / "back.duckdb"), moment(9))
    store = Store.open(tmp_path / "back.duckdb", at=moment(9))
    assert store.batches()[0].batch_id == 5
    assert values(store.current()) == {"a 2023": 16, "b 2023": 9, "c 2023": 7}
    store.close()


def test_a_place_with_something_in_it_is_left_alone(file, lake, tmp_path):
    store = Store.open(lake[0], at=moment(0), data_path=lake[1])
    load_figures(store, [figure("z", "1")], "catalog", actor=ACTOR, at=moment(1))
    store.close()
    other = tmp_path / "other.duckdb"
    opened(other, figure("y", "2")).close()
    for source, target, found in ((file, lake, {"z 2023": 1}), (lake, other, {"y 2023": 2}), (file, other, {"y 2023": 2})):
        with pytest.raises(KpiError, match="move_target_taken"):
            move(engine(source), engine(target), moment(6))
        assert shown(target)[0][-1] == found


def test_what_is_not_there_or_in_use_or_two_lakes_is_refused(file, lakes, lake, tmp_path):
    for nothing in (tmp_path / "absent.duckdb", lake):
        with pytest.raises(NotFound, match="no_such_database"):
            move(engine(nothing), engine(tmp_path / "new.duckdb"), moment(6))
    with pytest.raises(KpiError, match="move_two_lakes"):
        move(engine(lake), engine(lakes.new()), moment(6))
    store = Store.open(file, at=moment(6))
    with pytest.raises(StoreBusy):
        move(engine(file), engine(lake), moment(6))
    store.close()
    assert not (tmp_path / "new.duckdb").exists()


def test_what_arrives_otherwise_than_it_was_sent_is_undone(file, lake, monkeypatch):
    fill = moving._compared

    def spoilt(cursor, other, target):
        cursor.execute("update observation_log set value = 11 where measure_id = 'a' and batch_id = 1")
        return fill(cursor, other, target)

    monkeypatch.setattr(moving, "_compared", spoilt)
    with pytest.raises(StoreUnusable) as refused:
        move(engine(file), engine(lake), moment(6))
    assert refused.value.message.values["tables"] == ("observation_log",)
    monkeypatch.undo()
    assert shown(lake)[:3] == ([{}] * 6, [], [])


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("towards", ["lake", "file"])
def test_a_move_that_is_killed_leaves_an_empty_place(file, lake, tmp_path, towards):
    """Killed when all is written and nothing yet committed; then the same move goes through."""
    target, source = (lake, file) if towards == "lake" else (tmp_path / "new.duckdb", lake)
    if towards == "file":
        move(engine(file), engine(lake), moment(6))
    code = f"""
import os, signal
from kpi.store import engine_of, move
from kpi.store.files import moving
from tests.store.helpers import ACTOR, moment
tables, ended = moving._tables, []
def die(*given):
    if {towards!r} == 'lake' or ended:
        os.kill(os.getpid(), signal.SIGKILL)
    return tables(*given)
moving._tables = die
moving._into_file = lambda *given, into=moving._into_file: (ended.append(1), into(*given))[1]
source, target = (
    engine_of(*place[:1], **dict(zip(["data_path"], place[1:]))) for place in ({as_arguments(source)}, {as_arguments(target)})
)
move(source, target, moment(6), by=ACTOR)
"""
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, env={**os.environ})
    assert killed.returncode == -signal.SIGKILL
    if towards == "lake":
        assert shown(lake)[:3] == ([{}] * 6, [], [])
    else:
        assert not target.exists()
    move(engine(source), engine(target), moment(7))
    assert shown(target) == shown(file)


def as_arguments(place):
    return tuple(map(str, place)) if isinstance(place, tuple) else (str(place),)
