"""Logs torn and flipped: the database opens with what was acknowledged, and the log is kept under another name."""

import shutil
from pathlib import Path

import duckdb
import pytest

from kpi.errors import StoreBusy, StoreUnusable
from kpi.store import Store
from kpi.store.files.logs import is_whole
from tests.store.helpers import ACTOR, figure, killed_before_checkpoint, load_figures, moment, upload, values

pytestmark = pytest.mark.file_only

POSITIONS = 30
"""So many places of a log are flipped, evenly spread, the header and the first entry byte by byte."""


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose process was killed with 2.csv in the log: 1.csv was acknowledged, 2.csv was not."""
    path = tmp_path_factory.mktemp("crashed") / "kpi.duckdb"
    killed_before_checkpoint(path, "1.csv", "2.csv")
    return path


def copied(crashed: Path, folder: Path) -> tuple[Path, Path]:
    """A copy of what the kill left, and its log."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(crashed.parent, folder)
    return folder / "kpi.duckdb", folder / "kpi.duckdb.wal"


def opened(path: Path) -> tuple[dict[str, float], list[str], list[str]]:
    """What is shown, what was said on opening, and what verify finds."""
    store = Store.open(path, at=moment(9))
    try:
        return (
            values(store.current()),
            [notice.code.removeprefix("store_") for notice in store.notices],
            [problem.code for problem in store.verify()],
        )
    finally:
        store.close()


@pytest.mark.slow
def test_a_sound_log_is_replayed_and_its_commit_told(crashed: Path, tmp_path: Path) -> None:
    path, log = copied(crashed, tmp_path / "live")
    assert is_whole(log.read_bytes())
    assert opened(path) == ({"a 2023": 16}, ["journal_found"], [])
    assert opened(path) == ({"a 2023": 16}, [], [])
    assert sorted(each.name for each in path.parent.iterdir()) == ["kpi.duckdb", "kpi.duckdb.journal"]


@pytest.mark.slow
def test_a_log_flipped_anywhere_costs_nothing_that_was_acknowledged(crashed: Path, tmp_path: Path) -> None:
    whole = copied(crashed, tmp_path / "live")[1].read_bytes()
    places = sorted({*range(26), *range(0, len(whole), max(1, len(whole) // POSITIONS)), len(whole) - 1})
    for place in places:
        path, log = copied(crashed, tmp_path / "live")
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        log.write_bytes(flipped)
        assert opened(path) == ({"a 2023": 15}, ["log_set_aside"], []), place
        assert log.with_name("kpi.duckdb.wal.damaged").read_bytes() == flipped


@pytest.mark.slow
def test_a_log_torn_anywhere_costs_nothing_that_was_acknowledged(crashed: Path, tmp_path: Path) -> None:
    whole = copied(crashed, tmp_path / "live")[1].read_bytes()
    for length in sorted({1, 7, 8, 9, 23, 24, 25, *range(0, len(whole), len(whole) // 12), len(whole) - 1} - {0, 8}):
        path, log = copied(crashed, tmp_path / "live")
        log.write_bytes(whole[:length])
        assert opened(path) == ({"a 2023": 15}, ["log_set_aside"], []), length
        assert log.with_name("kpi.duckdb.wal.damaged").read_bytes() == whole[:length]


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"garbage", None], ids=["garbage", "torn"])
def test_a_bad_log_is_set_aside_once(crashed: Path, tmp_path: Path, content: bytes | None) -> None:
    path, log = copied(crashed, tmp_path / "live")
    log.write_bytes(content or log.read_bytes()[:30])
    assert opened(path) == ({"a 2023": 15}, ["log_set_aside"], [])
    assert opened(path) == ({"a 2023": 15}, [], [])


@pytest.mark.slow
@pytest.mark.parametrize("length", [0, 8])
def test_a_log_with_nothing_in_it_is_nothing_to_speak_of(crashed: Path, tmp_path: Path, length: int) -> None:
    path, log = copied(crashed, tmp_path / "live")
    log.write_bytes(log.read_bytes()[:length])
    assert opened(path) == ({"a 2023": 15}, [], [])


@pytest.mark.slow
def test_a_second_bad_log_does_not_take_the_place_of_the_first(crashed: Path, tmp_path: Path) -> None:
    path, log = copied(crashed, tmp_path / "live")
    log.with_name("kpi.duckdb.wal.damaged").write_bytes(b"of an earlier day")
    log.write_bytes(b"rubbish")
    assert opened(path)[1] == ["log_set_aside"]
    assert log.with_name("kpi.duckdb.wal.damaged").read_bytes() == b"of an earlier day"
    assert log.with_name("kpi.duckdb.wal.damaged-2").read_bytes() == b"rubbish"


@pytest.mark.slow
def test_a_log_of_another_database_is_set_aside(crashed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    connection = duckdb.connect(str(other))
    connection.execute("create table accounts (number integer)")
    connection.execute("checkpoint")
    connection.execute("insert into accounts values (1)")
    path, log = copied(crashed, tmp_path / "live")
    shutil.copy(tmp_path / "other.duckdb.wal", log)
    connection.close()
    assert opened(path) == ({"a 2023": 15}, ["log_set_aside"], [])


def test_where_the_database_itself_is_damaged_its_log_stays_where_it_is(crashed: Path, tmp_path: Path) -> None:
    path, log = copied(crashed, tmp_path / "live")
    content, flipped = bytearray(path.read_bytes()), bytearray(log.read_bytes())
    content[4096:8192] = bytes(4096)
    content[8192:12288] = bytes(4096)
    flipped[40] ^= 1
    path.write_bytes(content)
    log.write_bytes(flipped)
    with pytest.raises(StoreUnusable):
        Store.open(path, at=moment(9))
    assert log.read_bytes() == flipped
    assert sorted(each.name for each in path.parent.iterdir()) == ["kpi.duckdb", "kpi.duckdb.journal", "kpi.duckdb.wal"]


@pytest.mark.slow
def test_the_log_of_a_database_in_use_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    store = Store.open(path, at=moment(0))
    path.with_name("kpi.duckdb.wal").write_bytes(b"in the making")
    with pytest.raises(StoreBusy):
        Store.open(path, at=moment(0))
    assert [each.name for each in tmp_path.iterdir() if "damaged" in each.name] == []
    path.with_name("kpi.duckdb.wal").unlink()
    store.close()


@pytest.mark.slow
def test_after_every_kind_of_write_nothing_is_left_in_the_log(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "kpi.duckdb", at=moment(0))
    log = tmp_path / "kpi.duckdb.wal"

    def is_empty() -> bool:
        return not log.exists() or log.stat().st_size == 0

    left = []
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    left.append(is_empty())
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    left.append(is_empty())
    store.withdraw(2, actor=ACTOR, at=moment(2), note="报错")
    left.append(is_empty())
    document = store.attach_document("s", "函.txt", "text/plain", b"abc", "abc", actor=ACTOR, at=moment(3))
    left.append(is_empty())
    store.remove_document(document, actor=ACTOR, at=moment(4))
    left.append(is_empty())
    profile = store.save_profile("年报", "{}", actor=ACTOR, at=moment(5))
    left.append(is_empty())
    store.remove_profile(profile, actor=ACTOR, at=moment(6))
    left.append(is_empty())
    store.close()
    assert left == [True] * 7


@pytest.mark.slow
def test_a_reader_in_the_middle_of_reading_does_not_keep_a_commit_from_the_file(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "kpi.duckdb", at=moment(0))
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    with store._database._cursor() as reader:
        reader.execute("begin")
        before = reader.execute("select count(*) from batches").fetchall()
        store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
        assert reader.execute("select count(*) from batches").fetchall() == before
        log = tmp_path / "kpi.duckdb.wal"
        assert not log.exists()
        reader.execute("commit")
    store.close()
