"""Kills a process that commits without pause, at moments of chance, and counts what it had acknowledged and is gone afterwards.

Usage: python -m bench.kills [COUNT] [lake]. Every other time what the kill left in a file's log is torn or flipped as well.
POSIX only.
"""

import os
import signal
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random

from kpi.access import OWNER
from kpi.catalog import load_catalog, read_folder
from kpi.model import Actor, BatchKind, Observation
from kpi.services.plans.catalogs import Plans
from kpi.services.verdicts.written import judge_of, unlike_verdicts
from kpi.store import (
    LOGS,
    NewBatch,
    NewRevision,
    PlanChange,
    PlanState,
    RevisionKind,
    RowChange,
    Store,
    compare_plan,
    counting_at,
)
from tools.postgres import lake_of_its_own

ACTOR = Actor("bench", OWNER)
START = datetime(2026, 1, 1, tzinfo=UTC)
PLAN = Path(__file__).parents[1] / "tests" / "data" / "tiny_catalog"
LONGEST_LIFE = 0.25
LONGEST_LIFE_OF_A_LAKE = 1.0
"""Seconds from the first acknowledgement to the kill, at most: a few commits."""


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    with_log: int = 0
    """After so many kills there was something in the log."""
    damaged: int = 0
    told: int = 0
    """So many times something was said on opening."""
    not_whole: int = 0
    unlike: int = 0
    """So many verdicts were written down that the figures and the plan of their moment do not give."""


def batch(number: int) -> NewBatch:
    """A file with one figure, which says another share each time."""
    content = f"{number}.csv".encode()
    share = Decimal(number % 90 + 1) / 100
    year = Observation("sorted_share", "990100", "", "", None, None, date(2023, 12, 31), share)
    return NewBatch(BatchKind.UPLOAD, f"{number}.csv", sha256(content).hexdigest(), content, [year])


def load(store: Store) -> None:
    """The plan whose target is revised again and again."""
    files = read_folder(PLAN)
    change = compare_plan(files, store.plan_state(files.plan_id, ())).change
    new = NewRevision(RevisionKind.LOAD, "plan", change)
    store.commit_revision(new, load_catalog(PLAN).observations(), actor=ACTOR, at=START)


REVISIONS = (RevisionKind.REVISE, RevisionKind.ANSWER, RevisionKind.LOAD)


def revision(number: int, state: PlanState) -> NewRevision:
    """A target's value is the number; the revision is called like the file that would have been committed."""
    kind = REVISIONS[number // 2 % len(REVISIONS)]
    log = next(each for each in LOGS if each.name == "target_log")
    cells = {**state.rows[log.name]["G1"].cells, "value": f"1/{number + 1}"}
    change = PlanChange(state.plan_id, str(number), (RowChange(log, state.plan_id, "G1", 2, cells),))
    return NewRevision(kind, f"{number}.csv", change)


def opened(database: str | Path, files: str = "") -> Store:
    """The database, of a lake with its `files`, and with who judges its plans."""
    store = Store.open(database, at=START, data_path=files)
    store.judge = judge_of(Plans(store))
    return store


def commit_for_ever(database: str | Path, files: str, first: int, pipe: int) -> None:
    """Commits files and, in turn, revisions, answers and loads; writes each number to the pipe once the store has answered."""
    store = opened(database, files)
    figures = load_catalog(PLAN).observations()
    state = store.plan_state(PLAN.name, counting_at(store.revisions(), PLAN.name))
    number = first
    while True:
        at = START + timedelta(seconds=number)
        if number % 2:
            store.commit_revision(revision(number, state), figures, actor=ACTOR, at=at)
        else:
            store.commit_batches([batch(number)], actor=ACTOR, at=at)
        os.write(pipe, f"{number}\n".encode())
        number += 1


def one_kill(database: str | Path, files: str, first: int, chance: Random) -> list[int]:
    """Starts such a process, kills it, and returns the numbers it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        commit_for_ever(database, files, first, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as acknowledged:
        numbers = [int(acknowledged.readline())]
        time.sleep(
            chance.random() * (LONGEST_LIFE_OF_A_LAKE if files else LONGEST_LIFE)
        )  # the moment of chance, not a wait for anything
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = acknowledged.read().split(b"\n")[:-1]
    return numbers + [int(number) for number in rest]


def damage(log: Path, chance: Random) -> None:
    """Tears the log off somewhere, or flips one of its bits."""
    content = bytearray(log.read_bytes())
    if chance.random() < 0.5:
        content = content[: chance.randrange(len(content))]
    else:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    log.write_bytes(content)


def run(folder: Path, count: int, seed: int = 1, *, lake: str = "") -> Tally:
    """So many kills of a process on one database: a file in the folder, or an empty lake with its files there."""
    path, log, chance, tally = folder / "kpi.duckdb", folder / "kpi.duckdb.wal", Random(seed), Tally()  # noqa: S311
    database, files = lake or path, str(folder / "files") if lake else ""
    promised: set[str] = set()
    store = opened(database, files)
    load(store)
    store.close()
    for _ in range(count):
        numbers = one_kill(database, files, 3 + max((int(name.removesuffix(".csv")) for name in promised), default=0), chance)
        promised |= {f"{number}.csv" for number in numbers}
        tally.kills += 1
        if log.exists() and log.stat().st_size:
            tally.with_log += 1
            if chance.random() < 0.5:
                damage(log, chance)
                tally.damaged += 1
        store = Store.open(database, at=START, data_path=files)
        there = {each.file for each in store.batches()} | {each.name for each in store.revisions()}
        tally.told += bool(store.notices)
        tally.not_whole += bool(store.verify())
        store.close()
        tally.lost += len(promised - there)
    tally.acknowledged = len(promised)
    store = opened(database, files)
    tally.unlike = len(list(unlike_verdicts(store, Plans(store))))
    store.close()
    return tally


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch, lake_of_its_own() if "lake" in sys.argv else nullcontext("") as address:
        counted = run(Path(scratch), int(sys.argv[1]) if len(sys.argv) > 1 else 100, lake=address)
        print(counted)
        sys.exit(bool(counted.lost or counted.not_whole or counted.unlike))
