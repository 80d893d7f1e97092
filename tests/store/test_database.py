"""Opening, locking, migrating, crashing, verifying, copying."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError, NotFound, StoreBusy, StoreUnusable
from kpi.store import Store, migrating, restore
from tests.store.helpers import ACTOR, ROOT, figure, load_figures, moment, opened, upload, values

QUERIES = sorted((ROOT / "kpi" / "store" / "queries").glob("*.sql"))


@pytest.mark.slow
def test_what_was_committed_is_there_on_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "kpi.duckdb"
    first = Store.open(path, at=moment(0))
    load_figures(first, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    first.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    first.close()
    second = Store.open(path, at=moment(2))
    assert values(second.current()) == {"a 2023": 15}
    second.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that nothing is written to."""
    store = opened(tmp_path_factory.mktemp("empty") / "kpi.duckdb")
    yield store
    store.close()


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_every_query_has_a_grain_and_can_be_prepared(empty: Store, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- grain: ")
    assert text == text.rstrip() + "\n"
    assert ";" not in text.partition("\n")[2]
    assert re.sub(r"'[^']*'", "", text.partition("\n")[2]).islower()
    with empty._database.outside_transaction() as cursor:
        if file.stem == "insert_log":
            cursor.execute("create temp table loaded_rows as from observation_log limit 0")
        if file.stem.startswith("insert_large_"):
            cursor.execute("create temp table loaded_rows as from observation_log limit 0")
            for said in ("batch_id", "removed", "certainty", "file", "figure_id", "source_id", "section"):
                cursor.execute(f"alter table loaded_rows drop column {said}")
        if file.stem.startswith("large_"):
            cursor.execute("create temp table told_rows as select *, true as moves from observation_log limit 0")
        if file.stem == "insert_verdicts":
            cursor.execute("create temp table verdicts_written as from verdict_log limit 0")
        if file.stem.startswith("insert_plan_"):
            log = text.split("insert into ")[1].split()[0]
            cursor.execute(f"create temp table plan_rows_written as from {log} limit 0")
        assert len(cursor.extract_statements(text)) == 1
        cursor.execute(f"prepare checked as {text}")


@pytest.mark.slow
def test_a_process_that_has_the_file_keeps_others_out(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    holder = _other_process(path, "print('open', flush=True); sys.stdin.readline()")
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(StoreBusy):
        Store.open(path, at=moment(0))
    holder.stdin.write("\n")
    holder.stdin.close()
    holder.wait(timeout=30)
    holder.stdout.close()
    Store.open(path, at=moment(0)).close()


@pytest.mark.slow
def test_a_process_killed_in_mid_commit_leaves_the_last_committed_state(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    opened(path, figure("a", "10")).close()
    code = """
from kpi.store import committing as room
project = room._project
def stop_before(transaction, ids):
    project(transaction, ids)
    print('half-way', flush=True)
    sys.stdin.readline()
room._project = stop_before
store.commit_batches([upload('1.csv', figure('a', '99'), figure('z', '1'))], actor=ACTOR, at=moment(1))
"""
    victim = _other_process(path, code)
    assert victim.stdout is not None
    assert victim.stdin is not None
    assert victim.stdout.readline() == "half-way\n"
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait(timeout=30)
    victim.stdout.close()
    victim.stdin.close()
    store = Store.open(path, at=moment(2))
    assert values(store.current()) == {"a 2023": 10}
    assert len(store.batches()) == 1
    assert store.verify() == []
    store.close()


def _other_process(path: Path, code: str) -> subprocess.Popen[str]:
    setup = (
        "import sys\nfrom pathlib import Path\nfrom kpi.store import Store\n"
        "from tests.store.helpers import ACTOR, figure, load_figures, moment, upload\n"
        f"store = Store.open(Path({str(path)!r}), at=moment(0))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", setup + code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_reading_while_others_write_is_never_half_a_commit(tmp_path: Path) -> None:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    wrong: list[dict[str, float]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            found = values(store.current())
            if len({found.get("a 2023"), found.get("b 2023", found.get("a 2023"))}) != 1:
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(3)]
    store.commit_batches([upload("0.csv", figure("a", "0"), figure("b", "0"))], actor=ACTOR, at=moment(1))
    for reader in readers:
        reader.start()
    for number in range(1, 12):
        both = (figure("a", str(number)), figure("b", str(number)))
        store.commit_batches([upload(f"{number}.csv", *both)], actor=ACTOR, at=moment(number + 1))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    store.close()


@pytest.mark.slow
def test_writers_at_the_same_time_all_get_their_own_batch(tmp_path: Path) -> None:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))

    def write(number: int) -> None:
        store.commit_batches([upload(f"{number}.csv", figure(f"m{number}", "1"))], actor=ACTOR, at=moment(1))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(batch.batch_id for batch in store.batches()) == [1, 2, 3, 4, 5, 6, 7]
    assert store.verify() == []
    store.close()


@pytest.mark.parametrize("content", [b"not a database" * 1000, b"\x89PNG\r\n\x1a\n" + bytes(5000)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kpi.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreUnusable):
        Store.open(path, at=moment(0))
    assert path.read_bytes() == content


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable):
        Store.open(tmp_path, at=moment(0))


def _edited(path: Path, statement: str) -> None:
    connection = duckdb.connect(str(path))
    connection.execute(statement)
    connection.close()


@pytest.mark.slow
def test_a_database_from_a_newer_version_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    opened(path, figure("a", "10")).close()
    later = "insert into schema_migrations select max(version) + 1, 'later', 'x', max(applied_at) from schema_migrations"
    _edited(path, later)
    with pytest.raises(StoreUnusable, match="store_too_new"):
        Store.open(path, at=moment(1))


def test_a_migration_that_was_edited_afterwards_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    opened(path, figure("a", "10")).close()
    _edited(path, "update schema_migrations set sha256 = 'edited' where version = 1")
    with pytest.raises(StoreUnusable, match="migration_changed"):
        Store.open(path, at=moment(1))


@pytest.mark.file_only
@pytest.mark.slow
def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kpi.duckdb"
    broken = tmp_path / "0001_broken.sql"
    broken.write_text("create table half (x integer); select no_such_function();", encoding="utf-8")
    monkeypatch.setattr(migrating, "_MIGRATIONS", (broken,))
    with pytest.raises(StoreUnusable, match="migration_failed"):
        Store.open(path, at=moment(0))
    connection = duckdb.connect(str(path))
    assert connection.execute("select count(*) from information_schema.tables where table_name = 'half'").fetchall() == [(0,)]
    assert connection.execute("select count(*) from schema_migrations").fetchall() == [(0,)]
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "set enable_external_access = true",
        "install httpfs",
        "attach '/tmp/other.duckdb'",
    ],
)
def test_the_connection_has_no_way_out(tmp_path: Path, statement: str) -> None:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    with store._database.outside_transaction() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)
    store.close()


@pytest.mark.slow
def test_a_demo_is_a_demo_from_the_start_and_nothing_else_becomes_one(tmp_path: Path) -> None:
    demo = Store.open(tmp_path / "demo.duckdb", at=moment(0), demo=True)
    assert demo.is_demo
    demo.close()
    again = Store.open(tmp_path / "demo.duckdb", at=moment(0))
    assert again.is_demo
    again.close()
    opened(tmp_path / "real.duckdb", figure("a", "10")).close()
    with pytest.raises(StoreUnusable, match="not_a_demo") as refused:
        Store.open(tmp_path / "real.duckdb", at=moment(0), demo=True)
    real = Store.open(tmp_path / "real.duckdb", at=moment(0))
    assert (real.is_demo, refused.type) == (False, StoreUnusable)
    real.close()


@pytest.mark.slow
def test_a_demo_whose_making_broke_off_can_be_made_again(tmp_path: Path) -> None:
    """Nothing has happened to the database yet, so there is no fact in it that could be taken for fiction."""
    Store.open(tmp_path / "demo.duckdb", at=moment(0)).close()
    demo = Store.open(tmp_path / "demo.duckdb", at=moment(0), demo=True)
    assert demo.is_demo
    demo.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("update current_observations set value = 11", "store_projection"),
        ("insert into current_observations from current_observations", "store_unique_keys"),
        ("delete from originals", "store_references"),
        ("update batches set row_count = 7 where batch_id = 2", "store_row_counts"),
        ("delete from events where batch_id = 2", "store_events"),
        ("update originals set content = 'other'::blob", "store_originals"),
    ],
)
def test_verify_finds_damage(tmp_path: Path, damage: str, code: str) -> None:
    path = tmp_path / "kpi.duckdb"
    store = opened(path, figure("a", "10"))
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    assert store.verify() == []
    store.close()
    _edited(path, damage)
    damaged = Store.open(path, at=moment(2))
    assert code in {problem.code for problem in damaged.verify()}
    damaged.close()


@pytest.mark.file_only("a file gives way to a file")
@pytest.mark.slow
def test_a_backup_is_whole_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    store = opened(path, figure("a", "10"))
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    copy = store.backup(tmp_path / "safe", at=moment(2))
    store.commit_batches([upload("2.csv", figure("a", "99"))], actor=ACTOR, at=moment(3))
    with pytest.raises(KpiError, match="backup_exists"):
        store.backup(tmp_path / "safe", at=moment(2))
    store.close()
    kept = restore(copy, path, moment(4))
    assert kept is not None
    brought_back = Store.open(path, at=moment(5))
    assert values(brought_back.current()) == {"a 2023": 15}
    assert brought_back.original(2) == ("1.csv", b"1.csv")
    brought_back.close()
    before = Store.open(kept, at=moment(5))
    assert values(before.current()) == {"a 2023": 99}
    before.close()


@pytest.mark.file_only("a file gives way to a file")
@pytest.mark.slow
def test_restore_refuses_what_is_missing_or_damaged_and_keeps_what_is_there(tmp_path: Path) -> None:
    path, damaged = tmp_path / "kpi.duckdb", tmp_path / "damaged.duckdb"
    opened(path, figure("a", "10")).close()
    with pytest.raises(NotFound):
        restore(tmp_path / "nothing.duckdb", path, moment(1))
    opened(damaged, figure("a", "10")).close()
    _edited(damaged, "update current_observations set value = 11")
    with pytest.raises(StoreUnusable, match="store_damaged"):
        restore(damaged, path, moment(1))
    untouched = Store.open(path, at=moment(2))
    assert values(untouched.current()) == {"a 2023": 10}
    untouched.close()
