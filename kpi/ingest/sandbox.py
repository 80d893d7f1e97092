"""Strange formats are parsed in a child process that has limits and dies alone: a crafted workbook aborts its parser.

The child starts from a bare interpreter (`-I`: no environment, no current folder) and knows nothing of the product but, where
it reads whole files (see `reader`), how to read.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from kpi.ingest.refusals import Refused, advice

CHILD = Path(__file__).with_name("child")
SECONDS = 60.0
"""By the wall; of processor time a child has a third of it, see `child/process.py`."""
MOST_AT_ONCE = 4
SLOTS = threading.BoundedSemaphore(MOST_AT_ONCE)
"""Children of this process that may run at once, whoever has them read: each may take a gigabyte."""
_KEPT = ("SYSTEMROOT", "PATH", "TMPDIR", "TEMP")
"""What an interpreter needs of the environment; settings and credentials are not the parser's business."""


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
        try:
            output, _ = process.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.communicate()
            raise refusal("reader_slow") from error
    if process.returncode != 0:
        raise refusal(cause_of_death(process.returncode))
    return _answer(output)


def started(task: str, child: Path = CHILD) -> subprocess.Popen[bytes]:
    """A child that waits for its task."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, "-I", str(child), task],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    )


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
