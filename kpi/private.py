"""What a process leaves on the disk is its owner's alone: the database, its log, its journal, its copies, whoever makes them.

DuckDB makes its files itself, with the mode that the process allows; so the process is told, once, at each door.
"""

import os
from functools import cache

_OTHERS = 0o077


@cache
def usual_mask() -> int:
    """What the machine's user keeps from others otherwise; from the first call on, the process keeps everything from them."""
    return os.umask(_OTHERS)


def keep_private() -> None:
    """From now on nobody else may read what the process makes."""
    usual_mask()
