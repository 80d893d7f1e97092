"""A large text file read to the end: its figures packed for the database, its problems by row and then by kind."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa

from kpi.ingest.bulk.cells import cells_of
from kpi.ingest.bulk.database import MEMORY, Work
from kpi.ingest.bulk.figures import BATCH, OPTIONS, SCHEMA, LargeFigures
from kpi.ingest.bulk.sheets import Bulk, BulkSheetReader
from kpi.ingest.bulk.texts import TextTable, longest_line, table_of
from kpi.ingest.files import FileReader, Knowledge, UploadFile
from kpi.ingest.opening.containers import MOST_LARGE_MEGABYTES, check_size, text_book, text_of
from kpi.ingest.opening.delimited import Decoded, best_delimiter
from kpi.ingest.problems import problem_of
from kpi.ingest.reading import Reading, in_order, outlined, unread
from kpi.ingest.refusals import Refused
from kpi.ingest.rows.fields import Course
from kpi.ingest.sheets.task import SheetTask
from kpi.ingest.tables.choices import FileChoices
from kpi.ingest.tables.grid import Sheet
from kpi.ingest.tables.layouts import Layout, header_score
from kpi.model import Message, Problem, Severity

MOST_LISTED = 1_000
"""Problems that are listed in full; the others are counted by kind."""
HEAD = 200
"""Rows in which the layout is first looked for."""
HEAD_CHARACTERS = 500_000
"""In which the separator is looked for."""
OnProgress = Callable[[str, float], None]


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
    on_progress: OnProgress = lambda stage, share: None,
    memory: str = MEMORY,
) -> Reading:
    """Read `file`, which is text, with so much memory for its table. Never raises for what the file holds.

    Its figures are `large`, unless something refuses them; its book holds the first rows.
    """
    work = Work(memory)
    try:
        return _read(file, knowledge, today, choices, on_progress, work)
    except Refused as refused:
        return unread(file, refused)
    finally:
        work.close()


def _read(
    file: UploadFile,
    knowledge: Knowledge,
    today: date,
    choices: FileChoices,
    on_progress: OnProgress,
    work: Work,
) -> Reading:
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
        return _reading(sha256, probe, in_order(book, probe.problems.collected))
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
        return reading
    on_progress("writing", 0.0)
    return replace(reading, large=LargeFigures(file.name, bulk.values, _packed(work)))


def _opened(file: UploadFile, knowledge: Knowledge, choices: FileChoices) -> tuple[Decoded, str, TextTable]:
    check_size(file.content, MOST_LARGE_MEGABYTES)
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
        kind = next(kind for kind in first if kind[1] == code)
        counts[kind] = counts.get(kind, 0) + count
    for (severity, code), count in counts.items():
        like = first[severity, code]
        said = {"file": file, "sheet": "", "row": like.row or "", "column": like.column, "value": like.value, "letter": ""}
        values = {"count": count, "like": Message(f"problem.{code}", {**said, **like.values})}
        kept.append(problem_of(file, Refused.saying("bulk_more", None, values), severity))
    if unread:
        kept.append(problem_of(file, Refused("bulk_unread", count=unread), Severity.ERROR))
    return kept


def _packed(work: Work) -> bytes:
    """All figures in the order of the file, as many rows together as are put in order without filling the memory."""
    rows = work.table("result")
    order = np.lexsort((rows["place"].to_numpy(), rows["line"].to_numpy()))
    rows = rows.drop_columns(["line", "place"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA, options=OPTIONS) as stream:
        for start in range(0, len(order), BATCH):
            part = rows.take(pa.array(order[start : start + BATCH]))
            part = part.add_column(0, "position", pa.array(range(start, start + len(part)), pa.int64()))
            stream.write_table(part.append_column("sheet", pa.array([""] * len(part))).cast(SCHEMA))
    return bytes(sink.getvalue())
