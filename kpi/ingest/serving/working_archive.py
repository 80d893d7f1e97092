"""What the child does with an archive: one zip in, its members out, one after another."""

import sys

from kpi.ingest.child.archive import Unreadable
from kpi.ingest.child.members import members
from kpi.ingest.child.process import CPU_SECONDS, give_seconds, limit_itself
from kpi.ingest.serving import frames
from kpi.ingest.serving.working import DONE, REFUSED, SPENT

MEMBER = b"="
"""How a frame begins that holds one."""


def main() -> int:
    """Unpack what comes from stdin."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    limit_itself()
    give_seconds(CPU_SECONDS)
    try:
        for member in members(frames.receive(source)):
            frames.send(target, MEMBER + frames.packed(member))
        frames.send(target, DONE)
    except Unreadable as refused:
        frames.send(target, REFUSED + refused.code.encode())
    except MemoryError:
        frames.send(target, SPENT)
    return 0
