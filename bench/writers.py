"""Several processes commit to one lake at once and are killed at moments of chance; then nothing acknowledged may be gone.

Usage: python -m bench.writers [COMMITS OF EACH] [KILLS]. Who is killed is started anew and sends again what was not answered.
What the lake then says is held, byte for byte, against one file to which the same was committed in the same order. POSIX only.
"""

import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random
from selectors import EVENT_READ, DefaultSelector

from bench.kills import ACTOR, PLAN, load, opened
from kpi import services
from kpi.errors import KpiError
from kpi.model import BatchKind, Observation
from kpi.services import Query, ReportRequest, Workspace
from kpi.store import NewBatch
from kpi.wire import status_json
from tools.postgres import lake_of_its_own

WRITERS = 4
_LATEST = 0.3
"""Seconds from the moment that a kill is due to the kill, at most."""
_AS_OF = datetime(2027, 1, 1, tzinfo=UTC)
_YEARS = (2021, 2022, 2023)


@dataclass
class Tally:
    """What came of it."""

    acknowledged: int = 0
    kills: int = 0
    sent_again: int = 0
    """So many had been committed without an answer, and were refused the second time."""
    lost: int = 0
    twice: int = 0
    broken: int = 0
    """So many writers ended by themselves with an error."""
    findings: int = 0
    differing: list[str] = field(default_factory=list)
    """What of the reports is other than that of one file."""


@dataclass
class _Writer:
    """One process, and how far it has come."""

    number: int
    process: int
    pipe: int
    done: int
    rest: bytes = b""


def batch(writer: int, number: int) -> NewBatch:
    """A file with one figure of its own, or one that all writers quarrel over."""
    name = f"{writer}-{number}.csv"
    year = _YEARS[(writer + number) % len(_YEARS)]
    share = Decimal((writer * 31 + number * 7) % 97 + 1) / 100
    figure = Observation("sorted_share", "990100", "", "", None, None, date(year, 12, 31), share)
    return NewBatch(BatchKind.UPLOAD, name, sha256(name.encode()).hexdigest(), name.encode(), [figure])


def _write(address: str, files: str, writer: int, first: int, commits: int, pipe: int, gate: int) -> None:
    store = opened(address, files)
    for number in range(first, commits):
        if number == commits - 1:
            os.read(gate, 1)
        told = "new"
        try:
            store.commit_batches([batch(writer, number)], actor=ACTOR, at=datetime.now(UTC))
        except KpiError as error:
            if error.message.key != "error.file_loaded":
                raise
            told = "old"
        os.write(pipe, f"{number} {told}\n".encode())


class _Crowd:
    """The writers of one lake. Nobody writes its last file before `no_more_kills`: one is always left to be killed."""

    def __init__(self, address: str, files: str, commits: int, tally: Tally) -> None:
        self._address, self._files, self._commits, self._tally = address, files, commits, tally
        self._selector = DefaultSelector()
        self._gate, self._lock = os.pipe()
        self.alive: dict[int, _Writer] = {}

    def no_more_kills(self) -> None:
        """Lets all write to the end."""
        os.close(self._lock)

    def start(self, number: int, first: int) -> None:
        """Starts a writer at its next file."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(self._lock)
            try:
                _write(self._address, self._files, number, first, self._commits, writing, self._gate)
            except BaseException as error:
                os.write(2, f"writer {number}: {error!r}\n".encode())
                os._exit(1)
            os._exit(0)
        os.close(writing)
        writer = self.alive[number] = _Writer(number, process, reading, first)
        self._selector.register(reading, EVENT_READ, writer)

    def listen(self, seconds: float) -> None:
        """Takes what is acknowledged within so long; whoever is ready is gone."""
        for key, _ in self._selector.select(seconds):
            if not self._take(key.data):
                self._gone(key.data)

    def kill(self, writer: _Writer) -> None:
        """Ends one, and takes what it had acknowledged."""
        os.kill(writer.process, signal.SIGKILL)
        while self._take(writer):
            pass
        self._gone(writer, killed=True)

    def _take(self, writer: _Writer) -> bool:
        got = os.read(writer.pipe, 4096)
        *lines, writer.rest = (writer.rest + got).split(b"\n")
        for number, told in (line.split() for line in lines):
            writer.done = int(number) + 1
            self._tally.acknowledged += 1
            self._tally.sent_again += told == b"old"
        return bool(got)

    def _gone(self, writer: _Writer, *, killed: bool = False) -> None:
        self._selector.unregister(writer.pipe)
        os.close(writer.pipe)
        del self.alive[writer.number]
        _, status = os.waitpid(writer.process, 0)
        self._tally.kills += killed and os.WIFSIGNALED(status)
        self._tally.broken += not killed and status != 0
        if writer.done < self._commits and (killed or status == 0):
            self.start(writer.number, writer.done)


def run(address: str, folder: Path, commits: int, kills: int, seed: int = 1) -> Tally:
    """So many commits of each writer, with so many kills, on the empty lake at an address."""
    chance, tally, files = Random(seed), Tally(), str(folder / "files")  # noqa: S311 - no secret
    store = opened(address, files)
    load(store)
    store.close()
    crowd = _Crowd(address, files, commits, tally)
    for number in range(WRITERS):
        crowd.start(number, 0)
    for due in sorted(chance.randrange(WRITERS * (commits - 1)) for _ in range(kills)):
        while tally.acknowledged < due and not tally.broken:
            crowd.listen(1.0)
        until = time.monotonic() + chance.random() * _LATEST
        while (left := until - time.monotonic()) > 0:
            crowd.listen(left)
        if tally.broken:
            break
        crowd.kill(chance.choice(list(crowd.alive.values())))
    crowd.no_more_kills()
    while crowd.alive:
        crowd.listen(1.0)
    _hold_against_a_file(address, files, folder, commits, tally)
    return tally


def _hold_against_a_file(address: str, files: str, folder: Path, commits: int, tally: Tally) -> None:
    lake, file = opened(address, files), opened(str(folder / "one.duckdb"))
    load(file)
    there = [each for each in reversed(lake.batches()) if each.kind is BatchKind.UPLOAD]
    counted = Counter(each.file for each in there)
    wanted = {f"{writer}-{number}.csv" for writer in range(WRITERS) for number in range(commits)}
    tally.lost = len(wanted - counted.keys())
    tally.twice = sum(counted.values()) - len(counted)
    tally.findings = len(lake.verify())
    for each in there:
        writer, number = each.file.removesuffix(".csv").split("-")
        file.commit_batches([batch(int(writer), int(number))], actor=ACTOR, at=each.approved_at)
    ours, one = (reports_of(Workspace(store, lambda: _AS_OF, PLAN.name)) for store in (lake, file))
    tally.differing = [name for name in ours if ours[name] != one[name]]
    lake.close()
    file.close()


def reports_of(workspace: Workspace) -> dict[str, bytes]:
    """What is read of a database."""
    told = services.status(workspace, ACTOR, Query())
    documents = {form: services.gap_report(workspace, ACTOR, ReportRequest(), form).content for form in ("csv", "docx")}
    return documents | {"status": json.dumps(status_json(told), ensure_ascii=False).encode()}


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as scratch, lake_of_its_own() as lake:
        begun = time.perf_counter()
        counted = run(lake, Path(scratch), *(given or [500, 100]))
        print(counted, f"{time.perf_counter() - begun:.0f} s")
        sys.exit(bool(counted.lost or counted.twice or counted.broken or counted.findings or counted.differing))
