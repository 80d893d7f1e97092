"""Copies in the making that a killed process left: removed at the next start, and nothing else is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpi.store import Store
from kpi.store.files import leftovers
from tests.store.helpers import ACTOR, ROOT, figure, load_figures, moment

pytestmark = pytest.mark.file_only


@pytest.fixture(scope="module")
def gone() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(timeout=60)
    return ended.pid


def start(path: Path) -> None:
    Store.open(path, at=moment(0)).close()


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.slow
def test_what_a_killed_process_left_is_removed_at_start_and_nothing_else(tmp_path: Path, gone: int) -> None:
    scratch, backups = tmp_path / "scratch", tmp_path / "backups"
    scratch.mkdir()
    backups.mkdir()
    ours = [f"{use}-20260101T000000Z-{gone}.duckdb" for use in ("backup", "restore", "demo", "move")]
    running = f"backup-20260101T000000Z-{os.getppid()}.duckdb"
    others = ["kpi-20260101T000000Z.duckdb", f"我的备份-{gone}.duckdb", f"restore-2026-{gone}.duckdb", "notes.txt"]
    for name in [*ours, f"{ours[0]}.wal", f"{ours[2]}.journal", running, *others]:
        (scratch / name).write_text("x")
    part, whole = f"kpi-20260101T000000Z.duckdb.{gone}.part", "kpi-20260101T000000Z.duckdb"
    for name in (part, whole, "mine.part", f"kpi-20260101T000000Z.duckdb.{os.getppid()}.part"):
        (backups / name).write_text("x")
    start(tmp_path / "kpi.duckdb")
    assert names(scratch) == sorted([running, *others])
    assert names(backups) == sorted([whole, "mine.part", f"kpi-20260101T000000Z.duckdb.{os.getppid()}.part"])


@pytest.mark.slow
def test_a_folder_named_like_a_copy_is_left_alone(tmp_path: Path, gone: int) -> None:
    folder = tmp_path / "scratch" / f"backup-20260101T000000Z-{gone}.duckdb"
    folder.mkdir(parents=True)
    start(tmp_path / "kpi.duckdb")
    assert folder.is_dir()


@pytest.mark.slow
@pytest.mark.parametrize("step", ["prove", "_put"])
def test_a_backup_killed_on_the_way_is_cleared_up_after(tmp_path: Path, step: str) -> None:
    path = tmp_path / "kpi.duckdb"
    store = Store.open(path, at=moment(0))
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    store.close()
    code = (
        "import os, shutil, signal\nfrom pathlib import Path\nfrom kpi.store import Store\nfrom kpi.store.files import copies\n"
        "from tests.store.helpers import load_figures, moment\n"
        "def die(*_):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"store = Store.open(Path({str(path)!r}), at=moment(1))\n"
        f"copies.{'prove' if step == 'prove' else 'settle'} = die\n"
        f"store.backup({str(tmp_path / 'backups')!r}, at=moment(1))\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert names(tmp_path / "scratch") != []
    start(path)
    assert names(tmp_path / "scratch") == []
    assert names(tmp_path / "backups") == []


def test_a_process_of_somebody_else_counts_as_running(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(process: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(leftovers.os, "kill", forbidden)
    assert leftovers._runs(4711)
