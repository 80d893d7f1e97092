"""A large text file read to the end: its figures in a file for the database, its problems by row and then by kind."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa

from kpi.ingest.bulk.cells import cells_of
from kpi.ingest.bulk.database import Work
from kpi.ingest.bulk.sheets import Bulk, BulkSheetReader
from kpi.ingest.bulk.texts import TextTable, longest_line, table_of
from kpi.ingest.files import FileReader, Knowledge, UploadFile
from kpi.ingest.opening.containers import text_book, text_of
from kpi.ingest.opening.delimited import Decoded, best_delimiter
from kpi.ingest.problems import problem_of
from kpi.ingest.reading import Reading, in_order, outlined, unread
from kpi.ingest.refusals import Refused
from kpi.ingest.rows.fields import Course
from kpi.ingest.sheets.task import SheetTask
from kpi.ingest.tables.choices import FileChoices
from kpi.ingest.tables.grid import Sheet
from kpi.ingest.tables.layouts import Layout, header_score
from kpi.model import Message, Observation, Problem, Severity

MOST_LISTED = 1_000
"""Problems that are listed in full; the others are counted by kind."""
HEAD = 200
"""Rows in which the layout is first looked for."""
HEAD_CHARACTERS = 500_000
"""In which the separator is looked for."""
_BATCH = 100_000
OnProgress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class BulkReading:
    """What a large file says. Its figures are in the file that was asked for, unless something refuses them."""

    reading: Reading
    """Without observations; its book holds the first rows."""
    values: int = 0
    own: tuple[Observation, ...] = ()
    """Figures of the plan's own region."""


class _Seen(Exception):
    """How the table is built, as far as its first rows tell."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout


def read_bulk(
    file: UploadFile,
    knowledge: Knowledge,
    today: date,
    choices: FileChoices,
    into: Path,
    on_progress: OnProgress = lambda stage, share: None,
) -> BulkReading:
    """Read `file`, which is text, and write its figures to `into`. Never raises for what the file holds."""
    work = Work(into.parent)
    try:
        return _read(file, knowledge, today, choices, into, on_progress, work)
    except Refused as refused:
        return BulkReading(unread(file, refused))
    finally:
        work.close()


def _read(
    file: UploadFile,
    knowledge: Knowledge,
    today: date,
    choices: FileChoices,
    into: Path,
    on_progress: OnProgress,
    work: Work,
) -> BulkReading:
    on_progress("decoding", 0.0)
    sha256 = hashlib.sha256(file.content).hexdigest()
    decoded, delimiter, texts = _opened(file, knowledge, choices)
    on_progress("decoding", 1.0)
    rows: list[list[str]] = [[]] * len(texts)
    rows[:HEAD] = [texts.record(index) for index in range(min(HEAD, len(texts)))]
    book = text_book(decoded, delimiter, rows)
    del decoded
    probe = FileReader(file, book, knowledge, today, choices)
    layout = _layout(probe)
    if layout is None:
        return BulkReading(_reading(sha256, probe, in_order(book, probe.problems.collected)))
    rows[layout.header_row :] = [[]] * (len(texts) - layout.header_row)
    bulk = Bulk(texts, layout, cells_of(texts, layout), knowledge.catalog, work, rows, on_progress)
    for line in bulk.cells.first:
        rows[line] = texts.record(line)

    def sheet_reader(task: SheetTask, course: Course) -> BulkSheetReader:
        made = BulkSheetReader(task, course)
        made.bulk = bulk
        return made

    reader = FileReader(file, book, knowledge, today, choices, sheet_reader=sheet_reader)
    reader.read()
    on_progress("checking", 0.0)
    twice, more = bulk.duplicates(file.name)
    ordered = in_order(book, [*reader.problems.collected, *twice])
    reading = _reading(sha256, reader, listed_by_kind(file.name, ordered, {"duplicate": more} if more else {}, bulk.unread))
    if not reading.ok:
        return BulkReading(reading, bulk.values)
    on_progress("writing", 0.0)
    _write(work, into)
    own = bulk.of_region(knowledge.catalog.plan_region.region_code, file.name, MOST_OWN)
    return BulkReading(reading, bulk.values, tuple(own))


MOST_OWN = 100_000
"""Figures of the plan's own region that are looked at one by one."""


def _opened(file: UploadFile, knowledge: Knowledge, choices: FileChoices) -> tuple[Decoded, str, TextTable]:
    decoded, chosen = text_of(file.content, choices)
    longest_line(decoded.text)
    head = decoded.text[:HEAD_CHARACTERS]
    whole_lines = head[: head.rfind("\n") + 1] if len(head) < len(decoded.text) else head
    delimiter = chosen or best_delimiter(whole_lines or head, partial(header_score, knowledge.headings))
    return decoded, delimiter, table_of(decoded.text, delimiter)


def _layout(reader: FileReader) -> Layout | None:
    """How the table is built; None if it has no header that can be read, of which the reader then has said why."""

    def caught(task: SheetTask, course: Course) -> BulkSheetReader:
        raise _Seen(task.layout)

    reader.sheet_reader = caught
    try:
        reader.read()
    except _Seen as seen:
        return seen.layout
    return None


def _reading(sha256: str, reader: FileReader, problems: Sequence[Problem]) -> Reading:
    (sheet,) = reader.book.sheets
    head = replace(reader.book, sheets=(Sheet(sheet.name, sheet.rows[:HEAD], beyond=max(len(sheet.rows) - HEAD, 0)),))
    told = tuple(reader.sheets)
    return outlined(Reading(reader.file.name, sha256, head.taken_for, told, (), tuple(problems), head))


def listed_by_kind(
    file: str, problems: Sequence[Problem], more: Mapping[str, int], unread: int = 0, most: int = MOST_LISTED
) -> list[Problem]:
    """The first problems in full, then one for each kind that there are more of, with how many: nobody reads a million."""
    kept, rest = list(problems[:most]), problems[most:]
    counts: dict[tuple[Severity, str], int] = {}
    first: dict[tuple[Severity, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.severity, problem.code), problem)
    for problem in rest:
        kind = problem.severity, problem.code
        counts[kind] = counts.get(kind, 0) + 1
    for code, count in more.items():
        kind = Severity.ERROR, code
        counts[kind] = counts.get(kind, 0) + count
    for (severity, code), count in counts.items():
        like = first[severity, code]
        said = {"file": file, "sheet": "", "row": like.row or "", "column": like.column, "value": like.value, "letter": ""}
        values = {"count": count, "like": Message(f"problem.{code}", {**said, **like.values})}
        kept.append(problem_of(file, Refused.saying("bulk_more", None, values), severity))
    if unread:
        kept.append(problem_of(file, Refused("bulk_unread", count=unread), Severity.ERROR))
    return kept


def _write(work: Work, into: Path) -> None:
    with (
        work.stream("result", _BATCH) as batches,
        pa.OSFile(str(into), "wb") as sink,
        pa.ipc.new_file(sink, batches.schema) as file,
    ):
        for batch in batches:
            file.write_batch(batch)
