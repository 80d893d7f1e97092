"""Large texts, read set-wise in a child of their own, one at a time: whoever asks is told how far it is and may call it off."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import cast

from kpi.ingest.bulk.figures import LargeFigures
from kpi.ingest.files import UploadFile
from kpi.ingest.opening.containers import is_text
from kpi.ingest.opening.delimited import MOST_ROWS
from kpi.ingest.reading import MOST_VALUES, Reading, unread
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.serving import frames, sandbox
from kpi.ingest.serving.sandbox import Child
from kpi.ingest.serving.working import DONE, HandedOver
from kpi.ingest.serving.working_large import STAGE, LargeToRead, seconds_for
from kpi.ingest.tables.choices import FileChoices

OnStage = Callable[[str, float], None]
"""Told what is being done now, and how much of all is done; told the same again while nothing new is known. What it raises ends
the reading.
"""
_TOO_MUCH = frozenset({"too_many_rows", "too_many_values", "sheet_too_large", "reader_slow"})
_LARGE_BYTES = 20 * 1024 * 1024
_LARGE_CELLS = 6 * MOST_VALUES
_EVERY = 0.25
"""Seconds between two times that whoever waits is told."""
_ONE = threading.Semaphore()
"""One at a time: each may take a gigabyte and both processors."""
_SHARES = {"waiting": 0.0, "decoding": 0.02, "reading": 0.15, "checking": 0.85, "writing": 0.95}
_WIDTHS = {"decoding": 0.1, "reading": 0.7}


def is_large(content: bytes) -> bool:
    """Whether a file is a text with more in it than is read row by row."""
    if not is_text(content):
        return False
    separators = max(content.count(one) for one in (b",", b";", b"\t"))
    return len(content) > _LARGE_BYTES or content.count(b"\n") > MOST_ROWS or separators > _LARGE_CELLS


def too_large(content: bytes) -> bool:
    """Whether it has more bytes than is read row by row whatever they are."""
    return len(content) > _LARGE_BYTES


def is_too_much(content: bytes, row_by_row: Reading) -> bool:
    """Whether a text is refused for being more than is read row by row."""
    return is_text(content) and any(problem.code in _TOO_MUCH for problem in row_by_row.problems)


def read_large(known: HandedOver, file: UploadFile, choices: FileChoices, on_stage: OnStage) -> Reading:
    """The reading of one large file. Never raises for what it holds."""
    on_stage("waiting", 0.0)
    while not _ONE.acquire(timeout=_EVERY):
        on_stage("waiting", 0.0)
    try:
        return _Asked(known, file, choices, on_stage).reading()
    finally:
        _ONE.release()


class _Asked:
    """One child at its work."""

    def __init__(self, known: HandedOver, file: UploadFile, choices: FileChoices, on_stage: OnStage) -> None:
        self._job = LargeToRead(known, file, choices)
        self._on_stage = on_stage
        self._said: SimpleQueue[bytes | None] = SimpleQueue()
        self._stage = ("decoding", _SHARES["decoding"])
        self._until = 0.0

    def reading(self) -> Reading:
        """What the child makes of it; it is no more when this ends, however it ends."""
        file = self._job.file
        with sandbox.SLOTS:
            process = sandbox.started("large")
            self._until = time.monotonic() + 3 * seconds_for(len(file.content))
            talking = threading.Thread(target=self._talk, args=(process,), daemon=True)
            talking.start()
            try:
                return self._answer(process)
            except Refused as refused:
                return unread(file, refused)
            finally:
                process.kill()
                talking.join()
                process.end()

    def _talk(self, process: Child) -> None:
        """Hand the file over and take in what is said, on a thread: the other one tells whoever waits."""
        content = self._job.file.content
        with suppress(OSError, EOFError, ValueError):
            frames.send(process.stdin, len(content).to_bytes(8, "big"))
            frames.send(process.stdin, frames.packed(self._job))
            while True:
                self._said.put(frames.receive(process.stdout, frames.MOST_ANSWER + 8 * len(content)))
        self._said.put(None)

    def _answer(self, process: Child) -> Reading:
        said = self._next(process)
        if not said.startswith(DONE):
            raise sandbox.refusal(said[1:].decode("ascii", "replace"))
        try:
            reading = cast("Reading", frames.records(said[1:]))
        except Exception as error:  # a wrong pickle brings out errors of many classes
            raise sandbox.refusal("reader_died") from error
        if not reading.ok:
            return reading
        said = self._next(process)
        return replace(reading, large=LargeFigures.of(self._job.file.name, int.from_bytes(said[:8], "big"), said[8:]))

    def _next(self, process: Child) -> bytes:
        """The next that is said but for what is being done now. Refused if the child is no more, or was too slow."""
        while True:
            self._on_stage(*self._stage)
            if time.monotonic() > self._until:
                raise sandbox.refusal("reader_slow")
            try:
                said = self._said.get(timeout=_EVERY)
            except Empty:
                continue
            if said is None:
                raise sandbox.refusal(sandbox.cause_of_death(process.end()))
            if not said.startswith(STAGE):
                return said
            stage, _, share = said[1:].decode("ascii", "replace").partition(" ")
            self._stage = stage, _SHARES.get(stage, 0.0) + _WIDTHS.get(stage, 0.0) * float(share)


def sent_back(reading: Reading) -> bool:
    """Whether a file was not read because its rows are none that can be read set-wise."""
    return any(problem.code.startswith("bulk_") for problem in reading.problems) and not reading.sheets


def alone(file: UploadFile) -> Reading:
    """The reading of a large file among others."""
    return unread(file, Refused("bulk_not_alone", advice("bulk_not_alone")))
