"""What the child does with one large text: bytes in, a reading and packed figures out, and meanwhile how far it is.

Its limits grow with the file, which is as large as its sender likes up to what may be sent at all; what does not change is that
it writes no file and dies alone.
"""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO

from kpi.ingest.bulk.database import OutOfMemory
from kpi.ingest.bulk.reading import read_bulk
from kpi.ingest.child.process import give_seconds, limit_itself
from kpi.ingest.files import Knowledge, UploadFile
from kpi.ingest.serving import frames
from kpi.ingest.serving.working import DONE, SPENT, HandedOver
from kpi.ingest.tables.choices import FileChoices

STAGE = b"="
"""How a frame begins that says what is being done now."""
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class LargeToRead:
    """A large file to be read, and against what."""

    known: HandedOver
    file: UploadFile
    choices: FileChoices


def seconds_for(size: int) -> int:
    """Of processor time for a file of so many bytes."""
    return 60 + 2 * (size // _MEGABYTE)


def address_space_for(size: int) -> int:
    """Bytes that a child may ask the system for; what it touches of them is a third."""
    return 3 * 1024 * _MEGABYTE + 40 * size


def table_memory_for(size: int) -> str:
    """What its private database may take of that."""
    return f"{400 + 8 * (size // _MEGABYTE)}MB"


def main() -> int:
    """Read one file. First comes its size, by which the limits are set, and then everything else."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    size = int.from_bytes(frames.receive(source, 8), "big")
    limit_itself(address_space_for(size))
    give_seconds(seconds_for(size))
    gc.set_threshold(100_000)
    asked = frames.trusted(frames.receive(source))
    if not isinstance(asked, LargeToRead):
        raise TypeError(type(asked))
    try:
        _answer(asked, size, target)
    except (MemoryError, OutOfMemory):
        frames.send(target, SPENT)
    return 0


def _answer(asked: LargeToRead, size: int, target: IO[bytes]) -> None:
    known = asked.known
    knowledge = Knowledge.of(known.catalog, known.aliases, known.profiles)
    reading = read_bulk(asked.file, knowledge, known.today, asked.choices, _telling(target), table_memory_for(size))
    frames.send(target, DONE + frames.packed(replace(reading, large=None)))
    if reading.large:
        frames.send(target, reading.large.count.to_bytes(8, "big") + reading.large.packed)


def _telling(target: IO[bytes]) -> Callable[[str, float], None]:
    def tell(stage: str, share: float) -> None:
        frames.send(target, STAGE + f"{stage} {share:.2f}".encode("ascii"))

    return tell
