"""Files of others, read in children that have limits and die alone: nothing that a file may make costly is done here.

An upload has up to two children at work and each reads one file after another, so that a hundred small files do not cost a
hundred starts; one that dies, or has read a score of files, is followed by another.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from queue import Empty, SimpleQueue
from typing import cast

from kpi.catalog import Catalog
from kpi.errors import UnreadableFile
from kpi.ingest.files import UploadFile
from kpi.ingest.forms.returned import TEXTS
from kpi.ingest.forms.workbook import Wording
from kpi.ingest.problems import MOST_PROBLEMS, Remark, listed
from kpi.ingest.reading import MOST_VALUES, Reading, unread
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.serving import frames, sandbox
from kpi.ingest.serving.archives import is_archive, is_document, read_archive
from kpi.ingest.serving.large import OnStage, alone, is_large, is_too_much, read_large, sent_back, too_large
from kpi.ingest.serving.sandbox import Child
from kpi.ingest.serving.working import DONE, SPENT, HandedOver, ToMark, ToRead
from kpi.ingest.tables.choices import FileChoices
from kpi.model import Alias, Profile

AT_ONCE = 2
"""Children of one upload."""
FILES_PER_CHILD = 20
LEAST_PROBLEMS = 20
"""That are listed of a file whatever the files before it have."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Reads files against a plan, the spellings somebody accepted and saved mappings."""

    catalog: Catalog
    aliases: Iterable[Alias]
    profiles: Iterable[Profile]
    today: date

    def read(
        self,
        files: Sequence[UploadFile],
        choices: Callable[[UploadFile], FileChoices | None],
        on_stage: OnStage = lambda stage, share: None,
    ) -> Iterator[Reading]:
        """The reading of every file, in order, as they are finished. Never raises for what a file holds.

        A text with more in it than is read row by row comes alone, and `on_stage` is told of it.
        """
        known = HandedOver(self.catalog, tuple(self.aliases), tuple(self.profiles), self.today)
        if len(files) > 1:
            yield from _within_budget(files, self._all(known, files, choices))
        for file in files if len(files) == 1 else ():
            yield self._one(known, file, choices(file), on_stage)

    def _all(
        self, known: HandedOver, files: Sequence[UploadFile], choices: Callable[[UploadFile], FileChoices | None]
    ) -> Iterator[Reading]:
        """Several files: archives one after another, all others a few at a time."""
        others = [file for file in files if not is_archive(file.content)]
        readings = _together(known, others, [choices(file) for file in others])
        for file in files:
            if is_archive(file.content):
                reading = self._one(known, file, choices(file), lambda stage, share: None)
                yield alone(file) if reading.large else reading
            else:
                yield next(readings)

    def _one(self, known: HandedOver, file: UploadFile, choices: FileChoices | None, on_stage: OnStage) -> Reading:
        """Set-wise where it is large, and row by row where it is none that can be read so and not too large for it."""
        if is_archive(file.content):
            archive = read_archive(file, choices or FileChoices(), partial(_together, known), on_stage)
            if not is_document(archive):
                return archive
        reading = None
        if is_large(file.content):
            reading = read_large(known, file, choices or FileChoices(), on_stage)
            if not sent_back(reading) or too_large(file.content):
                return reading
        (row_by_row,) = _each(known, [file], [choices])
        if reading is None and is_too_much(file.content, row_by_row):
            reading = read_large(known, file, choices or FileChoices(), on_stage)
        return row_by_row if reading is None or (sent_back(reading) and not is_too_much(file.content, row_by_row)) else reading


def _together(known: HandedOver, files: Sequence[UploadFile], choices: Sequence[FileChoices | None]) -> Iterator[Reading]:
    """The reading of every one of several files, in order; those that would have to come alone are refused."""
    large = [is_large(file.content) for file in files]
    few = [(file, chosen) for file, chosen, many in zip(files, choices, large, strict=True) if not many]
    readings = _each(known, [file for file, _ in few], [chosen for _, chosen in few])
    for file, many in zip(files, large, strict=True):
        yield alone(file) if many else next(readings)


def _each(handed_over: HandedOver, files: Sequence[UploadFile], choices: Sequence[FileChoices | None]) -> Iterator[Reading]:
    """The reading of every file, row by row, in order, a few at a time."""
    known = frames.packed(handed_over)
    idle: SimpleQueue[_Child] = SimpleQueue()

    def read(file: UploadFile, chosen: FileChoices | None) -> Reading:
        try:
            child = idle.get_nowait()
        except Empty:
            child = _Child(known)
        try:
            return _read(child, file, chosen)
        finally:
            idle.put(child)

    try:
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            yield from pool.map(read, files, choices)
    finally:
        while not idle.empty():
            idle.get().end()


def _within_budget(files: Iterable[UploadFile], readings: Iterable[Reading]) -> Iterator[Reading]:
    """All files of an upload together bring and list no more than one may: their preview is made in the server."""
    values = problems = 0
    for file, reading in zip(files, readings, strict=True):
        values += len(reading.observations)
        if values > MOST_VALUES:
            values -= len(reading.observations)
            yield unread(file, Refused("too_many_values", advice("upload_apart"), most=MOST_VALUES))
            continue
        kept = listed(file.name, reading.problems, max(MOST_PROBLEMS - problems, LEAST_PROBLEMS))
        problems += len(kept)
        yield replace(reading, problems=tuple(kept))


def _read(child: "_Child", file: UploadFile, choices: FileChoices | None) -> Reading:
    try:
        return cast("Reading", frames.records(child.ask(ToRead(file, choices))))
    except Refused as refused:
        return unread(file, refused)
    except Exception:  # a wrong pickle brings out errors of many classes
        return unread(file, sandbox.refusal("reader_died"))


def marked_workbook(content: bytes, reading: Reading, remarks: Sequence[Remark], texts: Wording) -> bytes:
    """The tables of a file as .xlsx with `remarks` in them, of a large one the first rows and those that remarks are of.

    UnreadableFile if that takes more than there is.
    """
    said: Mapping[str, str] = {key: texts(key) for key in TEXTS}
    child = _Child(frames.packed(None))
    try:
        return child.ask(
            ToMark(b"" if is_large(content) or is_archive(content) else content, reading, remarks, texts.lang, said)
        )
    except Refused as refused:
        raise UnreadableFile(refused.code, **{"name": reading.file, **refused.values}) from refused
    finally:
        child.end()


class _Child:
    """One child process after another, never more than one, each within the machine's share."""

    def __init__(self, known: bytes) -> None:
        self._known = known
        self._process: Child | None = None
        self._jobs = 0
        self._too_slow = False

    def ask(self, job: object) -> bytes:
        """What the child makes of a job. Refused if it says so, dies or takes too long."""
        with sandbox.SLOTS:  # held for one job only: who holds it waits for nothing but a child with a clock
            return self._answer(job)

    def _answer(self, job: object) -> bytes:
        process = self._process or self._start()
        self._too_slow = False
        clock = threading.Timer(sandbox.SECONDS, self._stop, [process])
        clock.start()
        try:
            answer = self._exchange(process, job)
        except (OSError, EOFError) as error:
            code = self.end()
            raise sandbox.refusal("reader_slow" if self._too_slow else sandbox.cause_of_death(code)) from error
        finally:
            clock.cancel()
        if self._jobs >= FILES_PER_CHILD or answer == SPENT:
            self.end()
        if not answer.startswith(DONE):
            raise sandbox.refusal(answer[1:].decode("ascii", "replace"))
        return answer[1:]

    def end(self) -> int | None:
        """End the process, if there is one, and say how it ended."""
        process, self._process = self._process, None
        return process.end() if process else None

    def _start(self) -> Child:
        self._process, self._jobs = sandbox.started("reader"), 0
        return self._process

    def _exchange(self, process: Child, job: object) -> bytes:
        if not self._jobs:
            frames.send(process.stdin, self._known)
        self._jobs += 1
        frames.send(process.stdin, frames.packed(job))
        return frames.receive(process.stdout, frames.MOST_ANSWER)

    def _stop(self, process: Child) -> None:
        self._too_slow = True
        process.kill()
