"""Strange formats are parsed in a child process that has limits and dies alone: a crafted workbook aborts its parser.

The child starts from a bare interpreter (`-I`: no environment, no current folder) and knows nothing of the product.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from kpi.ingest.refusals import Refused, advice

CHILD = Path(__file__).with_name("child")
SECONDS = 30.0
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
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, "-I", str(child), task],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    )
    try:
        output, _ = process.communicate(content, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise _refused("reader_slow") from error
    if process.returncode != 0:
        raise _refused("reader_died")
    return _answer(output)


def _answer(output: bytes) -> object:
    try:
        answer = json.loads(output)
    except ValueError as error:
        raise _refused("reader_died") from error
    if "refused" in answer:
        raise _refused(answer["refused"])
    return answer["result"]


def _refused(code: str) -> Refused:
    return Refused(code, advice(_ADVICE.get(code, "save_as_xlsx")))
