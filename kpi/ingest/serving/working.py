"""What the child does with one file after another: bytes in, a reading or a marked workbook out, within its limits.

It is started with the plan and what is known of spellings and mappings as plain data; nothing else of the product is near.
"""

import gc
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpi.catalog import Catalog
from kpi.ingest.child.archive import Unreadable
from kpi.ingest.child.process import TASKS, give_seconds, limit_itself, reader_of
from kpi.ingest.files import Knowledge, UploadFile
from kpi.ingest.opening.containers import open_book
from kpi.ingest.problems import Remark
from kpi.ingest.reading import Reading, outlined, read_upload
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import frames
from kpi.ingest.serving.sandbox import refusal
from kpi.ingest.tables.choices import FileChoices
from kpi.model import Alias, Profile

DONE, REFUSED = b"+", b"-"
"""How an answer begins: with what was made, or with the code of why nothing was."""
SPENT = REFUSED + b"reader_limit"
"""The last answer of a child that has used up its memory."""
SECONDS = 20
"""Of processor time for one file."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What files are read against, as it is handed over."""

    catalog: Catalog
    aliases: tuple[Alias, ...]
    profiles: tuple[Profile, ...]
    today: date


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to be read."""

    file: UploadFile
    choices: FileChoices | None


@dataclass(frozen=True, slots=True)
class ToMark:
    """A file whose tables are to go back with `remarks` in them."""

    content: bytes
    """Empty where no more of its tables goes back than there is in the reading."""
    reading: Reading
    remarks: Sequence[Remark]
    lang: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The few texts a marked workbook needs."""

    lang: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **_values: object) -> str:
        return self.texts[key]


def main() -> int:
    """Serve jobs from stdin until there are no more, or until one of them has used up the memory."""
    limit_itself()
    gc.set_threshold(100_000)  # what reading makes is kept, so that looking for waste is waste
    source, target = sys.stdin.buffer, sys.stdout.buffer
    known = frames.trusted(frames.receive(source))
    knowledge = Knowledge.of(known.catalog, known.aliases, known.profiles) if isinstance(known, HandedOver) else None
    while True:
        try:
            job = frames.trusted(frames.receive(source))
        except EOFError:
            return 0
        give_seconds(SECONDS)
        try:
            answer = DONE + _done(job, knowledge, known.today if isinstance(known, HandedOver) else date.min)
        except Refused as refused:
            answer = REFUSED + refused.code.encode()
        except (MemoryError, RecursionError):
            frames.send(target, SPENT)
            return 0
        frames.send(target, answer)


def _done(job: object, knowledge: Knowledge | None, today: date) -> bytes:
    if isinstance(job, ToRead) and knowledge:
        reading = read_upload(job.file, knowledge, today=today, choices=job.choices, parse=parse)
        return frames.packed(outlined(reading))
    if isinstance(job, ToMark):
        return _marked(job)
    raise TypeError(type(job))


def _marked(job: ToMark) -> bytes:
    from kpi.ingest.forms.returned import error_workbook  # noqa: PLC0415 - takes a while to import and is seldom wanted

    book = job.reading.book
    if book and job.content:
        try:
            book = open_book(job.content, lambda _: 0, FileChoices(book.encoding, book.delimiter), parse)
        except Refused:  # read as it may have been meant: there are only the tables as they were read
            if any(sheet.beyond for sheet in book.sheets):
                raise
    return error_workbook(replace(job.reading, book=book), job.remarks, _Texts(job.lang, job.texts))


def parse(task: str, content: bytes) -> object:
    """What another child would make of `content`: this one is limited already. Refused as `sandbox.run`."""
    assert task in TASKS  # noqa: S101 - the parser's name is our own
    try:
        return reader_of(task)(content)
    except Unreadable as refused:
        raise refusal(refused.code) from refused
