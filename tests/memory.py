"""Where tests keep their files: in memory, where the machine offers enough. On a disk a test waits for it a dozen times, since
a database has each of its steps written down for good; what is written is the same.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux offers it to everybody; folders made in it are the test's own
ENOUGH = 6 << 30
"""Far more than the databases and browser profiles of all workers take at a time: the rest is for what failed tests leave."""


def use() -> None:
    """For this process and those it starts, unless somebody has said where."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
