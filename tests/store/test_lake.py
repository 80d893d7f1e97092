"""A database in a lake: what a file's does, by several at once, and nothing told of the password."""

import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpi.errors import PreviewOutdated, StoreBusy, StoreUnusable
from kpi.store import Store
from kpi.store.connection import backups_of, scratch_of
from kpi.store.engines.lake_address import LakeAddress
from tests.store.helpers import ACTOR, figure, load_figures, moment, upload, values
from tools.postgres import postgres_programs

pytestmark = pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture
def two(lakes):
    """Two openings of one lake, as two processes have it."""
    address, files = lakes.new()
    stores = [Store.open(address, at=moment(0), data_path=files) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


def test_what_one_commits_the_other_sees(two):
    here, there = two
    load_figures(here, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(1))
    version = there.data_version
    here.commit_batches([upload("f.csv", figure("a", "15"))], actor=ACTOR, at=moment(2))
    deadline = datetime.now(UTC).timestamp() + 1
    while there.data_version == version and datetime.now(UTC).timestamp() < deadline:
        pass
    assert there.data_version == version + 1
    assert values(there.current()) == {"a 2023": 15.0}


def test_who_saw_the_figures_before_is_told_that_they_changed(two):
    here, there = two
    load_figures(here, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(1))
    here.commit_batches([upload("f.csv", figure("a", "15"))], actor=ACTOR, at=moment(2), expected_version=1)
    with pytest.raises(PreviewOutdated):
        there.commit_batches([upload("g.csv", figure("b", "7"))], actor=ACTOR, at=moment(3), expected_version=1)
    assert values(here.current()) == {"a 2023": 15.0}


def test_writers_at_once_lose_nothing_and_number_nothing_twice(two):
    load_figures(two[0], [figure("a", "10")], "catalog", actor=ACTOR, at=moment(1))

    def write(store, mark):
        for number in range(5):
            store.commit_batches([upload(f"{mark}{number}.csv", figure(mark, str(number)))], actor=ACTOR, at=moment(2))

    threads = [threading.Thread(target=write, args=pair) for pair in zip(two, "bc", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batches = two[0].batches()
    assert sorted(batch.batch_id for batch in batches) == list(range(1, 12))
    assert values(two[1].current()) == {"a 2023": 10.0, "b 2023": 4.0, "c 2023": 4.0}
    assert two[0].verify() == []


def test_who_has_lost_the_lock_commits_nothing(two, lakes):
    here, there = two
    load_figures(here, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(1))

    def lose_it_on_the_way():
        with here._database.writing(moment(2)) as transaction:
            transaction.audit(ACTOR, "export", subject="mine")
            lakes.run("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted")
            there.commit_batches([upload("f.csv", figure("a", "15"))], actor=ACTOR, at=moment(2))

    with pytest.raises(StoreBusy) as refused:
        lose_it_on_the_way()
    assert refused.value.message.key == "error.lake_lock_lost"
    assert "mine" not in {entry.subject for entry in there.audit_entries()}
    here.commit_batches([upload("g.csv", figure("b", "7"))], actor=ACTOR, at=moment(3))
    assert values(there.current()) == {"a 2023": 15.0, "b 2023": 7.0}
    assert there.verify() == []


def test_a_backup_of_a_lake_is_a_file_that_opens(lakes, tmp_path):
    address, files = lakes.new()
    store = Store.open(address, at=moment(0), data_path=files)
    load_figures(store, [figure("a", "10"), figure("b", "0.25")], "catalog", actor=ACTOR, at=moment(1))
    made = store.backup(tmp_path, at=moment(2))
    store.close()
    copy = Store.open(made, at=moment(3))
    assert values(copy.current()) == {"a 2023": 10.0, "b 2023": 0.25}
    copy.close()


def test_nothing_outside_the_lake_can_be_read(two, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with two[0]._database.reading() as cursor, pytest.raises(Exception, match="disabled by configuration"):
        cursor.execute("select * from read_csv($file)", {"file": str(tmp_path / "secret.csv")})


def test_an_address_without_a_server_is_refused_without_its_password(tmp_path):
    address = f"ducklake:postgres:dbname=kpi host={tmp_path} user=kpi password=geheim"
    with pytest.raises(StoreUnusable) as refused:
        Store.open(address, at=moment(0), data_path=str(tmp_path / "files"))
    assert refused.value.message.key == "error.lake_unreachable"
    assert "geheim" not in str(refused.value.message.values)


@pytest.mark.parametrize(
    ("database", "data_path", "key"),
    [
        ("ducklake:sqlite:kpi.db", "files", "lake_address"),
        ("ducklake:postgres:host=db", "files", "lake_address"),
        ("ducklake:postgres:dbname", "files", "lake_address"),
        ("ducklake:postgres:dbname=../kpi", "files", "lake_address"),
        ("ducklake:postgres:dbname=kpi", "", "lake_data_path"),
        ("ducklake:postgres:dbname=kpi", "file:///files", "lake_data_path"),
    ],
)
def test_an_address_that_says_too_little_is_refused(database, data_path, key):
    with pytest.raises(StoreUnusable) as refused:
        LakeAddress.of(database, data_path, Path("data"))
    assert refused.value.message.key == f"error.{key}"


def test_files_elsewhere_leave_what_goes_with_the_lake_here(tmp_path):
    lake = LakeAddress.of("ducklake:postgres:dbname=kpi", "s3://figures/kpi/", tmp_path)
    assert (lake.files, lake.beside) == ("s3://figures/kpi/", tmp_path / "kpi.lake")


def test_a_place_of_files_is_one_lakes(lakes):
    """Else each would take the files of the other for leftovers."""
    address, files = lakes.new()
    Store.open(address, at=moment(0), data_path=files).close()
    other, _ = lakes.new(empty=True)
    with pytest.raises(StoreUnusable) as refused:
        Store.open(other, at=moment(0), data_path=files)
    assert refused.value.message.key == "error.lake_files_of_another"
    Store.open(address, at=moment(0), data_path=files).close()


def test_upkeep_leaves_what_counts_and_takes_what_does_not(two, lakes):
    """Batches large enough for files of their own; a leftover of a write that broke off; and what one reads meanwhile."""
    here, there = two
    place = Path(here._database._engine._lake.files)
    load_figures(here, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(1))
    for number in range(4):
        many = [figure(f"m{number}_{each}", str(each)) for each in range(150)]
        here.commit_batches([upload(f"{number}.csv", *many)], actor=ACTOR, at=moment(2))
    counted, one = values(there.current()), next(place.rglob("*.parquet"))
    left = one.with_name("ducklake-left.parquet")
    left.write_bytes(one.read_bytes())
    early = here.maintain(datetime.now(UTC) - timedelta(days=1))
    assert (early.forgotten, early.removed, left.exists()) == (0, 0, True)
    assert early.merged > early.made > 0
    files = len(list(place.rglob("*.parquet")))
    done = here.maintain(datetime.now(UTC) + timedelta(seconds=1))
    assert done.forgotten > 0
    assert done.removed > 1
    assert not left.exists()
    assert len(list(place.rglob("*.parquet"))) == files + done.made - done.removed
    assert values(there.current()) == counted == values(here.current())
    assert there.verify() == []
    here.commit_batches([upload("after.csv", figure("a", "11"))], actor=ACTOR, at=moment(3))
    assert values(there.current())["a 2023"] == 11.0


@pytest.mark.file_only("a lake does")
def test_a_file_needs_no_upkeep(tmp_path):
    store = Store.open(tmp_path / "kpi.duckdb", at=moment(0))
    assert store.maintain(moment(9)) is None
    store.close()


def test_what_one_does_nobody_else_begins(two):
    here, there = two
    with here.held("a") as mine, here.held("b") as another, there.held("a") as theirs, here.held("a") as again:
        assert (mine, another, theirs, again) == (True, True, False, False)
        assert (here.is_held("a"), there.is_held("a"), there.is_held("c")) == (True, True, False)
    assert (here.is_held("a"), there.is_held("a")) == (False, False)
    with there.held("a") as mine:
        assert mine


def test_who_is_killed_holds_nothing_any_more(lakes):
    address, files = lakes.new()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with Store.open(address, at=moment(0), data_path=files).held("a") as mine:
            os.write(writing, b"yes" if mine else b"no")
            signal.pause()
    assert os.read(reading, 3) == b"yes"
    store = Store.open(address, at=moment(0), data_path=files)
    assert store.is_held("a")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    deadline = time.monotonic() + 30
    while store.is_held("a") and time.monotonic() < deadline:
        pass  # until PostgreSQL has seen it
    with store.held("a") as mine:
        assert mine
    store.close()


def test_opening_clears_what_was_left_long_ago_and_nothing_that_another_machine_may_be_making(lakes):
    address, files = lakes.new()
    beside = LakeAddress.of(address, files, Path()).beside
    gone, ours = 2**22 + 1, os.getpid()  # no process of Linux has the first number
    names = [
        scratch_of(beside) / f"backup-20260101T000000Z-{gone}.duckdb",
        scratch_of(beside) / f"backup-20260101T000000Z-{ours}.duckdb",
        scratch_of(beside) / "mine.duckdb",
        backups_of(beside) / f"kpi-20260101T000000Z.duckdb.{gone}.part",
    ]
    spilled = scratch_of(beside) / f"spilled-{gone}-{'0' * 32}"
    spilled.mkdir(parents=True)
    backups_of(beside).mkdir(exist_ok=True)
    new = scratch_of(beside) / f"backup-20260102T000000Z-{gone}.duckdb"
    for name in (*names, new):
        name.write_bytes(b"x")
    for name in (*names, spilled):
        os.utime(name, (0, 0))
    Store.open(address, at=moment(0), data_path=files).close()
    assert [name.exists() for name in (*names, spilled, new)] == [False, True, True, False, False, True]


def test_two_that_are_open_spill_into_folders_of_their_own(two):
    folders = {_spills_into(store) for store in two}
    assert len(folders) == 2


def _spills_into(store):
    with store._database.reading() as cursor:
        return cursor.execute("select current_setting('temp_directory')").fetchone()[0]


def test_what_later_migrations_added_columns_for_is_read_after_the_next_opening(lakes):
    """DuckLake reads such columns as null where a table was said to be inlined only after they were added."""
    address, files = lakes.new()
    for hour in range(3):
        store = Store.open(address, at=moment(0), data_path=files)
        store.audit(ACTOR, "export", at=moment(hour))
        if hour == 1:
            store.add_person("wang", "王芳", "x", must_change=False, grants=[], actor=ACTOR, at=moment(hour))
        proven = [entry.proves.split()[:2] for entry in store.audit_entries()]
        store.close()
    assert proven == [[], [], ["people", "wang"], []]
