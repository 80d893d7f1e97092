"""Backup and restore: whole or not at all, never over fiction or fact by mistake, and nothing of what was there is lost."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError, StoreBusy, StoreUnusable
from kpi.store import Store, restore
from kpi.store.files import copies
from tests.store.helpers import ACTOR, figure, killed_before_checkpoint, moment, noisy_upload, opened, upload, values

pytestmark = pytest.mark.slow


def made(path: Path, value: str = "10", *, demo: bool = False) -> Store:
    return opened(path, figure("a", value), demo=demo)


def copy_of(folder: Path, value: str, *, demo: bool = False) -> Path:
    """A backup of a database of its own."""
    store = made(folder / "other" / "kpi.duckdb", value, demo=demo)
    copy = store.backup(folder / "copies", at=moment(1))
    store.close()
    return copy


def shown(path: Path) -> dict[str, float]:
    store = Store.open(path, at=moment(99))
    try:
        return values(store.current())
    finally:
        store.close()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.file_only("named after the file")
@pytest.mark.parametrize("stem", ["kpi", "数据 'quoted\"", "copy of kpi", "batches", "temp"])
def test_a_backup_is_one_file_named_for_its_database_and_moment(tmp_path: Path, stem: str) -> None:
    store = made(tmp_path / "live" / f"{stem}.duckdb")
    store.commit_batches([noisy_upload("big.csv", 600_000, figure("a", "15"))], actor=ACTOR, at=moment(1))
    copy = store.backup(tmp_path / "copies", at=moment(2))
    assert copy.name == f"{stem}-20260101T020000Z.duckdb"
    assert files(tmp_path / "copies") == [copy.name]
    assert files(tmp_path / "live" / "scratch") == []
    assert store.data_version == 2
    store.close()
    brought_back = Store.open(copy, at=moment(3))
    assert brought_back.original(2)[1] == noisy_upload("big.csv", 600_000).content
    assert [event.action for event in brought_back.events()] == ["commit", "commit"]
    brought_back.close()


@pytest.mark.slow
def test_a_backup_made_while_others_write_holds_whole_commits(tmp_path: Path) -> None:
    store = made(tmp_path / "kpi.duckdb")
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            both = (figure("x", str(number)), figure("y", str(number)))
            store.commit_batches([upload(f"{number}.csv", *both)], actor=ACTOR, at=moment(number))

    writer = threading.Thread(target=write)
    writer.start()
    copies_made = [store.backup(tmp_path / "copies", at=moment(hour)) for hour in (1, 2, 3)]
    done.set()
    writer.join()
    store.close()
    for copy in copies_made:
        found = shown(copy)
        assert found.get("x 2023") == found.get("y 2023")


def test_nobody_writes_while_the_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, quoted, could_write = made(tmp_path / "kpi.duckdb"), copies.quoted, []

    def quoted_while_another_tries_to_write(text: str, mark: str) -> str:
        def attempt() -> None:
            could_write.append(store._database._write_lock.acquire(blocking=False))

        other = threading.Thread(target=attempt)
        other.start()
        other.join()
        return quoted(text, mark)

    monkeypatch.setattr(copies, "quoted", quoted_while_another_tries_to_write)
    store.backup(tmp_path / "copies", at=moment(1))
    assert could_write == [False, False, False]
    store.close()


def test_a_folder_that_cannot_take_a_backup_is_said_so_and_leaves_nothing(tmp_path: Path) -> None:
    store = made(tmp_path / "live" / "kpi.duckdb")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KpiError, match="backup_failed"):
        store.backup(tmp_path / "file", at=moment(1))
    assert files(tmp_path / "live" / "scratch") == []
    assert values(store.current()) == {"a 2023": 10}
    store.close()


def test_a_copy_that_breaks_off_leaves_no_file_that_looks_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:4096])
        raise OSError("no space left on device")

    store = made(tmp_path / "live" / "kpi.duckdb")
    monkeypatch.setattr(shutil, "copyfile", break_off)
    with pytest.raises(KpiError, match="backup_failed"):
        store.backup(tmp_path / "copies", at=moment(1))
    assert files(tmp_path / "copies") == []
    assert files(tmp_path / "live" / "scratch") == []
    store.close()


def test_a_database_that_does_not_prove_whole_is_not_backed_up_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "live" / "kpi.duckdb"
    made(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("update current_observations set value = 11")
    store = Store.open(path, at=moment(1))
    with pytest.raises(StoreUnusable, match="store_damaged") as refused:
        store.backup(tmp_path / "copies", at=moment(1))
    assert refused.value.message.values["path"] == str(store.path)
    assert files(tmp_path / "copies") == []
    store.close()


@pytest.mark.file_only("a file gives way to a file")
@pytest.mark.parametrize("old", [b"not a database" * 1000, b""])
def test_a_damaged_database_can_be_restored_over_and_is_kept(tmp_path: Path, old: bytes) -> None:
    copy, path = copy_of(tmp_path, "15"), tmp_path / "live" / "kpi.duckdb"
    path.parent.mkdir()
    path.write_bytes(old)
    log = path.with_name("kpi.duckdb.wal")
    log.write_bytes(b"log")
    kept = restore(copy, path, moment(2))
    assert shown(path) == {"a 2023": 15}
    assert kept == path.with_name("kpi.duckdb.before-restore-20260101T020000Z")
    assert kept.read_bytes() == old
    assert kept.with_name(kept.name + ".wal").read_bytes() == b"log"


def test_restoring_where_there_is_nothing_makes_the_database(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kpi.duckdb"
    assert restore(copy_of(tmp_path, "15"), path, moment(2)) is None
    assert shown(path) == {"a 2023": 15}
    assert files(tmp_path / "new" / "scratch") == []


@pytest.mark.file_only("the log of the file")
def test_a_log_left_behind_does_not_get_into_the_restored_database(tmp_path: Path) -> None:
    path = tmp_path / "live" / "kpi.duckdb"
    path.parent.mkdir()
    path.with_name("kpi.duckdb.wal").write_bytes(b"of the database that was deleted")
    restore(copy_of(tmp_path, "15"), path, moment(2))
    assert shown(path) == {"a 2023": 15}
    assert files(path.parent) == ["kpi.duckdb", "kpi.duckdb.before-restore-20260101T020000Z.wal", "kpi.duckdb.journal"]


@pytest.mark.file_only("a file gives way to a file")
def test_two_restores_in_one_second_keep_both(tmp_path: Path) -> None:
    path = tmp_path / "live" / "kpi.duckdb"
    made(path, "1").close()
    first = restore(copy_of(tmp_path, "15"), path, moment(2))
    second = restore(tmp_path / "copies" / "kpi-20260101T010000Z.duckdb", path, moment(2))
    assert isinstance(first, Path)
    assert isinstance(second, Path)
    assert second.name == f"{first.name}-2"
    assert [shown(first), shown(second), shown(path)] == [{"a 2023": 1}, {"a 2023": 15}, {"a 2023": 15}]


@pytest.mark.file_only("a file gives way to a file")
def test_what_was_kept_can_be_restored_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "live" / "kpi.duckdb"
    made(path, "1").close()
    kept = restore(copy_of(tmp_path, "15"), path, moment(2))
    assert isinstance(kept, Path)
    restore(kept, path, moment(3))
    assert shown(path) == {"a 2023": 1}


def test_a_copy_with_its_log_brings_the_log_along(tmp_path: Path) -> None:
    """As when somebody copied the files of a computer that lost its power."""
    source, path = tmp_path / "found" / "kpi.duckdb", tmp_path / "live" / "kpi.duckdb"
    killed_before_checkpoint(source)
    before = files(source.parent)
    assert before == ["kpi.duckdb", "kpi.duckdb.journal", "kpi.duckdb.wal"]
    restore(source, path, moment(2))
    assert shown(path) == {"a 2023": 10}
    assert files(source.parent) == before


@pytest.mark.file_only("several may open a lake")
@pytest.mark.parametrize("held", ["target", "source"])
def test_a_database_this_process_has_open_is_neither_replaced_nor_copied(tmp_path: Path, held: str) -> None:
    copy, path = copy_of(tmp_path, "15"), tmp_path / "live" / "kpi.duckdb"
    made(path).close()
    store = Store.open(path if held == "target" else copy, at=moment(1))
    with pytest.raises(StoreBusy):
        restore(copy, path, moment(2))
    store.close()
    assert shown(path) == {"a 2023": 10}


@pytest.mark.file_only("several may open a lake")
@pytest.mark.slow
@pytest.mark.parametrize("held", ["target", "source"])
def test_a_database_another_process_has_open_is_neither_replaced_nor_copied(tmp_path: Path, held: str) -> None:
    copy, path = copy_of(tmp_path, "15"), tmp_path / "live" / "kpi.duckdb"
    made(path).close()
    code = (
        f"import duckdb, sys; c = duckdb.connect({str(path if held == 'target' else copy)!r}); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreBusy):
            restore(copy, path, moment(2))
        holder.communicate("")
    assert shown(path) == {"a 2023": 10}


@pytest.mark.file_only("a file gives way to a file")
@pytest.mark.parametrize(("backup_is_demo", "database_is_demo"), [(True, False), (False, True)])
def test_fiction_and_fact_do_not_take_each_others_place(tmp_path: Path, backup_is_demo: bool, database_is_demo: bool) -> None:
    copy, path = copy_of(tmp_path, "15", demo=backup_is_demo), tmp_path / "live" / "kpi.duckdb"
    made(path, demo=database_is_demo).close()
    with pytest.raises(KpiError, match="restore_mixes"):
        restore(copy, path, moment(2))
    assert shown(path) == {"a 2023": 10}
    assert files(path.parent) == ["kpi.duckdb", "kpi.duckdb.journal"]


def test_fiction_does_not_take_the_place_of_what_can_no_longer_be_read(tmp_path: Path) -> None:
    copy, path = copy_of(tmp_path, "15", demo=True), tmp_path / "kpi.duckdb"
    path.write_bytes(b"may have been fact")
    with pytest.raises(KpiError, match="restore_mixes"):
        restore(copy, path, moment(2))
    assert path.read_bytes() == b"may have been fact"


@pytest.mark.file_only("a file gives way to a file")
def test_fiction_takes_the_place_of_fiction(tmp_path: Path) -> None:
    copy, path = copy_of(tmp_path, "15", demo=True), tmp_path / "live" / "kpi.duckdb"
    made(path, demo=True).close()
    restore(copy, path, moment(2))
    assert shown(path) == {"a 2023": 15}


def test_a_backup_from_a_newer_version_is_refused_by_its_own_name(tmp_path: Path) -> None:
    copy, path = copy_of(tmp_path, "15"), tmp_path / "live" / "kpi.duckdb"
    with duckdb.connect(str(copy)) as connection:
        connection.execute("insert into schema_migrations values (999, 'later', 'x', timestamp '2030-01-01')")
    with pytest.raises(StoreUnusable, match="store_too_new") as refused:
        restore(copy, path, moment(2))
    assert refused.value.message.values["path"] == str(copy)
    assert not path.exists()


def test_a_disk_that_fails_during_a_restore_leaves_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, path = copy_of(tmp_path, "15"), tmp_path / "live" / "kpi.duckdb"
    made(path).close()

    def fail(source: Path, target: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(copies, "copy_file", fail)
    with pytest.raises(KpiError, match="restore_failed"):
        restore(copy, path, moment(2))
    assert shown(path) == {"a 2023": 10}


@pytest.mark.file_only("a file gives way to a file")
def test_where_a_file_cannot_have_two_names_it_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError("this file system has no links")

    copy, path = copy_of(tmp_path, "15"), tmp_path / "live" / "kpi.duckdb"
    made(path).close()
    monkeypatch.setattr(copies.os, "link", no_links)
    kept = restore(copy, path, moment(2))
    assert isinstance(kept, Path)
    assert [shown(path), shown(kept)] == [{"a 2023": 15}, {"a 2023": 10}]
