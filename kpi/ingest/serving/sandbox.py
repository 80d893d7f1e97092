"""The limited child as whoever asks it sees it: strange formats are parsed where a crafted file aborts nothing but its parser.

Where the system can fork, children come from one process that has imported everything already (see `forker`) and cost a few
milliseconds; elsewhere each is an interpreter of its own. Either way a child is bare of the environment, knows nothing of the
product but how to read, and reads nothing before it has set its limits."""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import IO, cast

from kpi.ingest.refusals import Refused, advice

CHILD = Path(__file__).parents[1] / "child"
CODE_BYTES = 4
"""Of an exit code as a forker writes it."""
_PATIENCE = 1.0
"""Seconds for a child to end by itself once nobody talks to it any more."""
_KEPT = ("SYSTEMROOT", "PATH", "TMPDIR", "TEMP")
"""What an interpreter needs of the environment; settings and credentials are not the parser's business."""


def started(task: str, folder: Path = CHILD) -> "Child":
    """A child that waits for its task."""
    if sys.platform == "linux" and folder == CHILD:
        return FORKER.child(task)
    return Fresh(task, folder)


def _interpreter(task: str, folder: Path, source: int, target: int) -> subprocess.Popen[bytes]:
    """A bare interpreter (`-I`: no environment, no current folder), out of reach of the keys pressed in this terminal."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, "-I", str(folder), task],
        stdin=source,
        stdout=target,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )


class Fresh:
    """A child that is an interpreter of its own."""

    def __init__(self, task: str, folder: Path) -> None:
        self._process = _interpreter(task, folder, subprocess.PIPE, subprocess.PIPE)
        self.stdin, self.stdout = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)

    @property
    def returncode(self) -> int | None:
        """As of the process."""
        return self._process.returncode

    def kill(self) -> None:
        """At once."""
        self._process.kill()

    def end(self) -> int | None:
        """Wait for it, but not long."""
        _close(self.stdin, self.stdout)
        try:
            return self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


class Forked:
    """A child of a forker's, which alone knows its process and is asked by number."""

    def __init__(self, forker: "Forker", number: int, stdin: int, stdout: int, status: int) -> None:
        self.stdin, self.stdout = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb")
        self.returncode: int | None = None
        self._status: int | None = status
        self._forker = forker
        self._number = number

    def kill(self) -> None:
        """At once."""
        self._forker.kill(self._number)

    def end(self) -> int | None:
        """Its exit code is written when it is no more; nothing is written if the forker is no more either."""
        _close(self.stdin, self.stdout)
        status, self._status = self._status, None
        if status is None:
            return self.returncode
        if not select.select([status], [], [], _PATIENCE)[0]:
            self.kill()
        written = os.read(status, CODE_BYTES)
        os.close(status)
        self.returncode = int.from_bytes(written, "big", signed=True) if written else None
        return self.returncode


Child = Fresh | Forked
"""A process that reads somebody's file; how it ended is told by its return code, negative for a signal."""


class Forker:
    """The process that children are forked from: started when the first is wanted, and again should it have died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def child(self, task: str) -> Forked:
        """A new child."""
        number = next(self._numbers)
        child_reads, stdin = os.pipe()
        stdout, child_writes = os.pipe()
        status, told = os.pipe()
        given = (child_reads, child_writes, told)
        try:
            self._ask(f"start {number} {task}", given)
        finally:
            for end in given:
                os.close(end)
        return Forked(self, number, stdin, stdout, status)

    def kill(self, number: int) -> None:
        """End a child, if there is still one of that number."""
        with self._lock, contextlib.suppress(OSError):
            if self._control:
                self._control.send(f"kill {number}".encode())

    def stop(self) -> None:
        """End the process; its children end with it."""
        with self._lock:
            self._forget()

    def _ask(self, message: str, files: Sequence[int]) -> None:
        with self._lock:
            control = self._listening()
            try:
                socket.send_fds(control, [message.encode()], files)
            except OSError:
                self._forget()
                socket.send_fds(self._listening(), [message.encode()], files)

    def _listening(self) -> socket.socket:
        """The forker's ear: this process' own forker, not one that it has inherited."""
        if self._control is None or self._owner != os.getpid():
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = _interpreter("forker", CHILD, theirs.fileno(), subprocess.DEVNULL)
            self._control, self._owner = ours, os.getpid()
        return self._control

    def _forget(self) -> None:
        process, self._process = self._process, None
        control, self._control = self._control, None
        if control:
            control.close()
        if process and self._owner == os.getpid():
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


FORKER = Forker()
atexit.register(FORKER.stop)


def _close(*pipes: IO[bytes]) -> None:
    for pipe in pipes:
        with contextlib.suppress(OSError, ValueError):
            pipe.close()


SECONDS = 60.0
"""By the wall; of processor time a child has a third of it, see `child/process.py`."""
MOST_AT_ONCE = 4
SLOTS = threading.BoundedSemaphore(MOST_AT_ONCE)
"""Children of this process that may run at once, whoever has them read: each may take a gigabyte."""
MOST_ANSWER = 256_000_000
"""Bytes of an answer."""

_ADVICE = {
    "encrypted": "encrypted",
    "archive_too_large": "split_file",
    "archive_without_tables": "archive_without_tables",
    "sheet_too_large": "split_file",
    "reader_slow": "split_file",
}
"""What to do about a refusal; for all others: save the file anew."""


def run(task: str, content: bytes, *, seconds: float = SECONDS, child: Path = CHILD) -> object:
    """What the child makes of `content` by `task` (see `child/process.py`). Refused if it says so, dies or takes too long."""
    with SLOTS:
        process = started(task, child)
        late = threading.Event()
        clock = threading.Timer(seconds, _stop, [process, late])
        clock.start()
        try:
            output = _said(process, content)
        finally:
            clock.cancel()
            code = process.end()
    if late.is_set():
        raise refusal("reader_slow")
    if code != 0:
        raise refusal(cause_of_death(code))
    return _answer(output)


def _said(process: Child, content: bytes) -> bytes:
    """All that a child says once it has been told everything; it may die of it."""
    with contextlib.suppress(OSError):
        process.stdin.write(content)
        process.stdin.close()
    return process.stdout.read(MOST_ANSWER)


def _stop(process: Child, late: threading.Event) -> None:
    late.set()
    process.kill()


def cause_of_death(code: int | None) -> str:
    """Why a child that is no more has not answered: out of processor time, or anything else."""
    return "reader_slow" if sys.platform != "win32" and code == -signal.SIGXCPU else "reader_died"


def _answer(output: bytes) -> object:
    try:
        answer = json.loads(output)
    except ValueError as error:
        raise refusal("reader_died") from error
    if "refused" in answer:
        raise refusal(answer["refused"])
    return answer["result"]


def refusal(code: str) -> Refused:
    """How a file is refused that the child could not or would not read."""
    return Refused(code, advice(_ADVICE.get(code, "save_as_xlsx")))
