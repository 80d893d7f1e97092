"""Small figures and batches for the tests of the store."""

import atexit
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import duckdb
import pandas as pd

from kpi.access import OWNER
from kpi.model import Actor, BatchKind, Observation
from kpi.store import FIRST, AuditEntry, NewBatch, Store, committing
from kpi.store.auditing.chain import linked
from kpi.store.database import query
from tests.databases import copied

ROOT = Path(__file__).resolve().parents[2]
ACTOR = Actor("审核人", OWNER)
START = datetime(2026, 1, 1, tzinfo=UTC)


def moment(hours: int) -> datetime:
    """So many hours after the tests begin."""
    return START + timedelta(hours=hours)


def figure(measure: str, value: str, *, year: int = 2023, member: str = "") -> Observation:
    """A year's flow."""
    breakdown = "level" if member else ""
    return Observation(measure, "1", breakdown, member, date(year, 1, 1), date(year, 12, 31), None, Decimal(value))


def upload(name: str, *observations: Observation, note: str = "") -> NewBatch:
    """A file whose bytes are its name."""
    content = name.encode()
    return NewBatch(BatchKind.UPLOAD, name, hashlib.sha256(content).hexdigest(), content, observations, note)


def noisy_upload(name: str, size: int, *observations: Observation) -> NewBatch:
    """A file of `size` bytes that cannot be compressed, always the same ones."""
    content = Random(size).randbytes(size)  # noqa: S311 - test data, not a secret
    return NewBatch(BatchKind.UPLOAD, name, hashlib.sha256(content).hexdigest(), content, observations)


def values(frame: pd.DataFrame) -> dict[str, float]:
    """Value by measure and year."""
    years = frame["window_end"].dt.year
    return {f"{m} {y}": v for m, y, v in zip(frame["measure_id"], years, frame["value"], strict=True)}


def made_once(folder: Path, make: Callable[..., None], *arguments: Hashable) -> None:
    """Puts into `folder` what `make` makes in a folder of its own; that is done once, and copied."""
    copied_folder(_made(make, *arguments), folder)


def copied_folder(source: Path, target: Path) -> None:
    """All that is in a folder, databases that nobody has open included."""
    shutil.copytree(source, target, dirs_exist_ok=True)


@cache
def _made(make: Callable[..., None], *arguments: Hashable) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="made"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make(folder, *arguments)
    return folder


def opened(path: Path, *baseline: Observation, catalog: str = "catalog", demo: bool = False) -> Store:
    """A store at `path` with its baseline, if any: a copy, so that only the first of its kind is migrated and filled."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copied(_made(_fill, baseline, catalog, demo) / "kpi.duckdb", path)
    return Store.open(path, at=moment(0), demo=demo)


def load_figures(store: Store, figures: Sequence[Observation], sha256: str, *, actor: Actor, at: datetime) -> int | None:
    """Makes figures the baseline of a database that has no plan in its tables yet; the batch, None if nothing changed."""
    with store._database.writing(at) as transaction:
        return committing.follow_plans(transaction, figures, sha256, actor)


def _fill(folder: Path, baseline: tuple[Observation, ...], catalog: str, demo: bool) -> None:
    store = Store.open(folder / "kpi.duckdb", at=moment(0), demo=demo)
    if baseline:
        load_figures(store, baseline, catalog, actor=ACTOR, at=moment(0))
    store.close()


def killed_before_checkpoint(path: Path, *files: str) -> None:
    """Leaves at `path` what a process killed between its last commit and the checkpoint leaves: that commit is in the log.

    The baseline says a is 10; each of `files` is committed in turn and says 15, 16 and so on. The last is not acknowledged.
    """
    left = _made(_be_killed, files)
    path.parent.mkdir(parents=True, exist_ok=True)
    for part in left.iterdir():
        shutil.copyfile(part, path.with_name(part.name.replace("kpi.duckdb", path.name)))


def _be_killed(folder: Path, files: tuple[str, ...]) -> None:
    """Makes a database in a process that is killed so."""
    path = folder / "kpi.duckdb"
    code = f"""
import os, signal
from pathlib import Path
from kpi.store import Store
from kpi.store.database import Database
from tests.store.helpers import ACTOR, figure, load_figures, moment, upload
store = Store.open(Path({str(path)!r}), at=moment(0))
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
files = {list(files)!r}
if not files:
    Database._secure = die
load_figures(store, [figure('a', '10')], 'catalog', actor=ACTOR, at=moment(0))
for hour, file in enumerate(files, start=1):
    if file == files[-1]:
        Database._secure = die
    store.commit_batches([upload(file, figure('a', str(14 + hour)))], actor=ACTOR, at=moment(hour))
"""
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    if killed.returncode != -9:
        raise AssertionError(f"ended with {killed.returncode} instead of being killed")


def rehash(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes a chain of what is there, as the program would have written it."""
    names = [each.name for each in fields(AuditEntry)]
    rows = connection.execute(query("audit_entries")).fetchall()
    connection.execute("delete from audit_log")
    previous = FIRST
    for number, row in enumerate(rows, 1):
        kept = dict(zip(names, row, strict=True))
        told = {name: value for name, value in kept.items() if name not in ("entry_id", "previous", "sha256")}
        entry = linked(told, number, previous)
        previous = str(entry["sha256"])
        connection.execute(query("insert_audit_entry"), entry)
