"""Strange formats are parsed in a child process that has limits and dies alone: a crafted workbook aborts its parser.

The child knows nothing of the environment, and nothing of the product but how to read (see `children`).
"""

import contextlib
import json
import signal
import sys
import threading
from pathlib import Path

from kpi.ingest.process.children import CHILD, Child, born
from kpi.ingest.refusals import Refused, advice

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


def started(task: str, child: Path = CHILD) -> Child:
    """A child that waits for its task."""
    return born(task, child)


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
