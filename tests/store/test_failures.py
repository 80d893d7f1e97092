"""A failing disk: nothing half done, a sentence instead of a stack trace, and a store that works again afterwards."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kpi.errors import StoreUnusable
from kpi.store import Store, connection
from tests.store.helpers import ACTOR, ROOT, figure, load_figures, moment, upload, values

pytestmark = pytest.mark.slow

Restrict = Callable[[duckdb.DuckDBPyConnection, Path], None]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose first commit cannot be checkpointed, fatally, once: it is in the log and was not acknowledged."""
    restrict: Restrict = connection._restrict

    def restrict_and_break(opened: duckdb.DuckDBPyConnection, path: Path) -> None:
        if not path.with_name("broken once").exists():
            path.with_name("broken once").touch()
            opened.execute("set debug_checkpoint_abort = 'BEFORE_HEADER'")
        restrict(opened, path)

    made = Store.open(tmp_path / "kpi.duckdb", at=moment(0))
    load_figures(made, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    made.close()
    monkeypatch.setattr(connection, "_restrict", restrict_and_break)
    return Store.open(tmp_path / "kpi.duckdb", at=moment(0))


def fail(store: Store) -> None:
    with pytest.raises(StoreUnusable, match="store_unsecured"):
        store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))


@pytest.mark.file_only("a lake has no checkpoint of its own")
def test_after_a_fatal_error_the_next_call_opens_the_file_anew(store: Store) -> None:
    fail(store)
    assert values(store.current()) == {"a 2023": 15}
    store.commit_batches([upload("2.csv", figure("a", "16"))], actor=ACTOR, at=moment(2))
    assert store.verify() == []
    store.close()
    again = Store.open(store.path, at=moment(3))
    assert values(again.current()) == {"a 2023": 16}
    again.close()


@pytest.mark.file_only("a lake has no checkpoint of its own")
def test_a_file_opened_anew_is_closed_off_again(store: Store) -> None:
    fail(store)
    with store._database.outside_transaction() as cursor, pytest.raises(duckdb.PermissionException):
        cursor.execute("from read_csv('/etc/passwd')")
    store.close()


@pytest.mark.file_only("a lake has no checkpoint of its own")
def test_while_another_call_is_inside_the_failed_database_callers_are_told_so(store: Store) -> None:
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with store._database._cursor():
            inside.set()
            leave.wait(timeout=30)

    other = threading.Thread(target=stay)
    other.start()
    inside.wait(timeout=30)
    fail(store)
    with pytest.raises(StoreUnusable, match="store_failed"):
        store.current()
    leave.set()
    other.join()
    assert values(store.current()) == {"a 2023": 15}
    store.close()


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from kpi.errors import StoreUnusable
from kpi.store import NewBatch, Store
from tests.store.helpers import ACTOR, figure, load_figures, moment, noisy_upload, upload, values
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
store = Store.open(path, at=moment(0))
load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, unlimited[1]))
try:
    store.commit_batches([noisy_upload("big.csv", 8_000_000, figure("a", "99"))], actor=ACTOR, at=moment(1))
except StoreUnusable as error:
    print(error.message.key)
print(values(store.current()), len(store.batches()), store.data_version)
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
print(store.commit_batches([upload("2.csv", figure("a", "15"))], actor=ACTOR, at=moment(2)), values(store.current()))
print(store.verify())
store.close()
"""


@pytest.mark.slow
def test_a_full_disk_refuses_the_commit_and_changes_nothing(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "kpi.duckdb")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines() == ["error.store_io", "{'a 2023': 10.0} 1 1", "[2] {'a 2023': 15.0}", "[]"]
