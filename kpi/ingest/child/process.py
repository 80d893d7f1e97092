"""One task per process: limits first, then bytes from stdin, then one JSON object to stdout.

The answer is `{"result": …}` or `{"refused": code}`; whatever else happens, the parent sees an exit code.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import cast

from .archive import Unreadable

TASKS = {
    "workbook": "workbook",
    "old_workbook": "old_workbook",
    "docx": "documents",
    "pdf": "documents",
    "plan_workbook": "plans",
    "plan_archive": "plans",
    "check_template": "papers.filling",
    "fill_template": "papers.filling",
}
"""Which module knows which task; only that one is imported, because starting must be quick."""

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 20


def main(task: str) -> int:
    """Read stdin, do `task`, write the answer; 0 unless the process was cut short."""
    limit_itself()
    give_seconds(CPU_SECONDS)
    content = sys.stdin.buffer.read()
    try:
        answer: Mapping[str, object] = {"result": reader_of(task)(content)}
    except Unreadable as refused:
        answer = {"refused": refused.code}
    except (MemoryError, RecursionError):
        answer = {"refused": "reader_limit"}
    sys.stdout.write(json.dumps(answer))
    return 0


def limit_itself(memory: int = MEMORY_BYTES) -> None:
    """Give up memory, files and core dumps beyond what an honest file needs; the parent keeps the wall clock.

    It steps back, too: whoever uses the dashboard meanwhile comes first.
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none; there only the parent's clock limits the child
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, allowed))
        except (ValueError, OSError):
            continue
    os.nice(5)


def give_seconds(seconds: int) -> None:
    """From now on so much processor time, and then the end."""
    try:
        import resource  # noqa: PLC0415 - as above
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(used) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def reader_of(task: str) -> Callable[[bytes], object]:
    """The function that does a task."""
    module = importlib.import_module(f".{TASKS[task]}", __package__)
    return cast("Callable[[bytes], object]", getattr(module, f"read_{task}"))
