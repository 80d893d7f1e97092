"""What is opened, what is refused, who has the file, and what the connection may not do."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError, StoreBusy, StoreUnusable
from kpi.store import Store
from tests.store.helpers import ACTOR, ROOT, figure, load_figures, moment, upload, values


def made(path: Path) -> Store:
    store = Store.open(path, at=moment(0))
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    return store


@pytest.mark.file_only("bytes of the file")
@pytest.mark.slow
@pytest.mark.parametrize("folder", ["plain", "block in a lock", "数据 'quoted\""])
@pytest.mark.parametrize("offset", [4096, 8192, 12388, 12288 + 262144 + 50])
def test_a_damaged_database_is_not_taken_for_a_busy_one(tmp_path: Path, folder: str, offset: int) -> None:
    path = tmp_path / folder / "kpi.duckdb"
    made(path).close()
    content = bytearray(path.read_bytes())
    content[offset : offset + 3000] = bytes(byte ^ 0xFF for byte in content[offset : offset + 3000])
    path.write_bytes(content)
    with pytest.raises(StoreUnusable, match="store_unusable"):
        Store.open(path, at=moment(1))
    assert path.read_bytes() == content


@pytest.mark.file_only("bytes of the file")
@pytest.mark.slow
def test_a_database_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    made(path).close()
    path.write_bytes(path.read_bytes()[:20000])
    with pytest.raises(StoreUnusable):
        Store.open(path, at=moment(1))


@pytest.mark.parametrize(("name", "content"), [("kpi.duckdb", b""), ("kpi.csv", b"a,b\n1,2\n"), ("kpi.json", b"[]")])
def test_a_file_duckdb_would_open_as_something_else_is_refused_and_left_alone(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StoreUnusable, match="store_unusable"):
        Store.open(path, at=moment(0))
    assert path.read_bytes() == content


@pytest.mark.slow
def test_the_database_of_another_program_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table accounts (number integer)")
    with pytest.raises(StoreUnusable, match="store_foreign"):
        Store.open(path, at=moment(0))
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("select table_name from duckdb_tables()").fetchall() == [("accounts",)]


def test_a_ledger_of_another_kind_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table schema_migrations (id integer)")
    with pytest.raises(StoreUnusable, match="store_unusable"):
        Store.open(path, at=moment(0))


@pytest.mark.file_only("the log of the file")
@pytest.mark.parametrize("suffix", [".wal", ".wal.checkpoint", ".wal.recovery"])
def test_a_log_whose_database_is_gone_is_not_thrown_away(tmp_path: Path, suffix: str) -> None:
    log = tmp_path / f"kpi.duckdb{suffix}"
    log.write_bytes(b"the only trace of what was committed last")
    with pytest.raises(StoreUnusable):
        Store.open(tmp_path / "kpi.duckdb", at=moment(0))
    assert log.read_bytes() == b"the only trace of what was committed last"


@pytest.mark.file_only("the folder of the file")
def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnusable, match="store_unusable"):
        Store.open(tmp_path / "file" / "kpi.duckdb", at=moment(0))


@pytest.mark.file_only("several may open a lake")
@pytest.mark.slow
def test_a_second_opening_in_the_same_process_is_busy_and_does_not_let_others_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing any handle on the file would give up the lock of this process on it."""
    path = tmp_path / "kpi.duckdb"
    (tmp_path / "link.duckdb").symlink_to(path)
    monkeypatch.chdir(tmp_path)
    store = made(path)
    for name in (path, Path("kpi.duckdb"), tmp_path / "link.duckdb"):
        with pytest.raises(StoreBusy):
            Store.open(name, at=moment(1))
    code = f"import duckdb; duckdb.connect({str(path)!r})"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Could not set lock on file" in other.stderr
    assert values(store.current()) == {"a 2023": 10}
    store.close()
    made(path).close()


@pytest.mark.file_only("several may open a lake")
@pytest.mark.slow
def test_a_store_nobody_holds_any_more_gives_the_file_back(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    store = made(path)
    del store
    Store.open(path, at=moment(1)).close()


@pytest.mark.file_only("several may open a lake")
@pytest.mark.slow
def test_of_several_openings_at_once_one_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    stores: list[Store] = []
    refused: list[str] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        try:
            stores.append(Store.open(path, at=moment(0)))
        except KpiError as error:
            refused.append(type(error).__name__)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["StoreBusy"] * 3
    assert stores[0].verify() == []
    stores[0].close()


@pytest.mark.slow
def test_closing_twice_is_nothing_and_reading_afterwards_is_said_in_words(tmp_path: Path) -> None:
    store = made(tmp_path / "kpi.duckdb")
    store.close()
    store.close()
    with pytest.raises(StoreUnusable, match="store_closed"):
        store.current()


@pytest.mark.file_only("a lake cannot have more")
@pytest.mark.slow
def test_the_schema_has_only_what_ducklake_has_too(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    made(path).close()
    with duckdb.connect(str(path)) as connection:
        kinds = connection.execute("select distinct constraint_type from duckdb_constraints()").fetchall()
        defaults = connection.execute("select column_name from duckdb_columns() where column_default is not null").fetchall()
        others = connection.execute(
            "select index_name from duckdb_indexes() union select sequence_name from duckdb_sequences()"
        ).fetchall()
    assert kinds == [("NOT NULL",)]
    assert defaults == []
    assert others == []


@pytest.mark.slow
def test_the_connection_is_closed_off_but_for_two_folders(tmp_path: Path) -> None:
    store = made(tmp_path / "kpi.duckdb")
    (tmp_path / "outside.csv").write_text("a\n1\n")
    for folder in ("backups", "scratch"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "inside.csv").write_text("a\n2\n")
    wanted = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "enable_external_access": False,
        "lock_configuration": True,
    }
    with store._database.outside_transaction() as cursor:
        assert {name: cursor.execute(f"select current_setting('{name}')").fetchall()[0][0] for name in wanted} == wanted
        for folder in ("backups", "scratch"):
            assert cursor.execute(f"from '{tmp_path / folder / 'inside.csv'}'").fetchall() == [(2,)]
        for way_out in ("outside.csv", "backups/../outside.csv", "backups_/x.csv"):
            with pytest.raises(duckdb.PermissionException):
                cursor.execute(f"from read_csv('{tmp_path / way_out}')")
    store.close()


@pytest.mark.slow
def test_what_was_committed_outlives_the_process_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    code = (
        "import os, signal\nfrom pathlib import Path\nfrom kpi.store import Store\n"
        "from tests.store.helpers import ACTOR, figure, load_figures, moment, upload\n"
        f"store = Store.open(Path({str(path)!r}), at=moment(0))\n"
        "load_figures(store, [figure('a', '10')], 'catalog', actor=ACTOR, at=moment(0))\n"
        "store.commit_batches([upload('1.csv', figure('a', '15'))], actor=ACTOR, at=moment(1))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert killed.returncode == -9
    store = Store.open(path, at=moment(2))
    assert values(store.current()) == {"a 2023": 15}
    assert store.verify() == []
    assert store.commit_batches([upload("2.csv", figure("a", "16"))], actor=ACTOR, at=moment(3)) == [3]
    store.close()
