"""One uploaded file read to the end: what was understood, and every problem, each at its row."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kpi.catalog import Catalog
from kpi.ingest.files import FileReader, Knowledge, UploadFile
from kpi.ingest.opening.containers import SECOND_READINGS, Parser, open_book, second_books
from kpi.ingest.problems import listed, problem_of, stopped_at
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.task import SheetReading
from kpi.ingest.tables.choices import FileChoices, SavedMapping, SheetChoices, headers_of
from kpi.ingest.tables.grid import Book, Sheet
from kpi.ingest.tables.layouts import header_score
from kpi.model import Message, Observation, ObservationKey, Problem, Severity

if TYPE_CHECKING:  # what holds the figures of a large file is imported only where there is one
    from kpi.ingest.bulk.figures import LargeFigures

MOST_VALUES = 100_000
"""Values of one file; whoever looks through a preview has long lost the overview."""
OUTLINE_CELLS = 100_000
"""Of one file, in what is left of its tables once they are read."""
LONGEST_SHOWN = 1_000
"""Characters of a cell, there."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file says. `observations` is what was understood, also when errors refuse the file."""

    file: str
    sha256: str
    encoding_note: Message
    """What the file was taken for: encoding and separator, or sheets."""
    sheets: tuple[SheetReading, ...] = ()
    observations: tuple[Observation, ...] = ()
    problems: tuple[Problem, ...] = ()
    book: Book | None = None
    """Its tables; None if it could not be opened."""
    large: "LargeFigures | None" = None
    """Its figures, where the file was so large that it was read set-wise: then there are no `observations`."""

    @property
    def count(self) -> int:
        """How many figures it has."""
        return self.large.count if self.large else len(self.observations)

    @property
    def keys(self) -> Iterable[ObservationKey]:
        """Those of its figures."""
        return self.large.keys() if self.large else (each.key for each in self.observations)

    @property
    def subjects(self) -> tuple[tuple[str, str], ...]:
        """The measures and regions that its figures are of, each pair once."""
        if self.large:
            return self.large.subjects
        return tuple(dict.fromkeys((each.measure_id, each.region_code) for each in self.observations))

    @property
    def ok(self) -> bool:
        """Whether nothing refuses the file; warnings may still have to be confirmed."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def read_upload(
    file: UploadFile,
    catalog: Catalog | Knowledge,
    *,
    today: date,
    choices: FileChoices | None = None,
    parse: Parser | None = None,
) -> Reading:
    """Read `file` against a catalog. Never raises for what the file holds; `today` is the day of upload in Asia/Shanghai.

    This is done where it is called, but for workbooks, which `parse` or a child opens: see `reader` for files of others.
    """
    knowledge = catalog if isinstance(catalog, Knowledge) else Knowledge.of(catalog)
    choices = choices or FileChoices()
    sha256 = hashlib.sha256(file.content).hexdigest()
    try:
        book = open_book(file.content, lambda row: header_score(knowledge.headings, row), choices, parse)
    except Refused as refused:
        reading = unread(file, refused)
    else:
        reading = _read_book(FileReader(file, book, knowledge, today, choices), sha256)
    return reading if reading.ok else _second_reading(reading, file, knowledge, today, choices) or reading


def _read_book(reader: "FileReader", sha256: str, doubts: Iterable[Problem] = ()) -> Reading:
    reader.read()
    problems = in_order(reader.book, [*doubts, *reader.problems.collected, *duplicates(reader.observations)])
    stopped = [stopped_at(reader.file.name, *reader.read_to)] if reader.read_to else []
    if len(reader.observations) > MOST_VALUES:
        return unread(reader.file, Refused("too_many_values", advice("split_file"), most=MOST_VALUES))
    return Reading(
        reader.file.name,
        sha256,
        reader.book.taken_for,
        tuple(reader.sheets),
        tuple(reader.observations),
        tuple(listed(reader.file.name, [*stopped, *problems])),
        reader.book,
    )


def unread(file: UploadFile, refused: Refused) -> Reading:
    """The reading of a file that could not be opened."""
    sha256 = hashlib.sha256(file.content).hexdigest()
    problem = problem_of(file.name, refused, Severity.ERROR, refused.row)
    return Reading(file.name, sha256, Message("reading.nothing"), problems=(problem,))


def outlined(reading: Reading) -> Reading:
    """The same with no more of its tables than somebody looks at who maps their columns."""
    if reading.book is None:
        return reading
    sheets, cells = [], 0
    for sheet in reading.book.sheets:
        rows = []
        for row in sheet.rows if sheet.filled else ():
            cells += len(row) + 1
            if cells > OUTLINE_CELLS:
                break
            rows.append([text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…" for text in row])
        beyond = len(sheet.rows) - len(rows) if sheet.filled else 0
        sheets.append(Sheet(sheet.name, rows, beyond=beyond))
    return replace(reading, book=replace(reading.book, sheets=tuple(sheets)))


def _second_reading(
    refused: Reading, file: UploadFile, knowledge: Knowledge, today: date, choices: FileChoices
) -> Reading | None:
    """The one other reading of a refused text in which every row fits its header; None if there is none or more than one."""
    code = next((problem.code for problem in refused.problems if problem.code in SECOND_READINGS), "")
    meanings: dict[object, Reading] = {}
    for book, doubts in second_books(file.content, lambda row: header_score(knowledge.headings, row), choices, code):
        warned = [problem_of(file.name, doubt, Severity.WARNING, doubt.row) for doubt in doubts]
        reading = _read_book(FileReader(file, book, knowledge, today, choices), refused.sha256, warned)
        if reading.ok and reading.observations:
            meanings.setdefault(tuple((value.key, value.value, value.qualifier) for value in reading.observations), reading)
    return next(iter(meanings.values())) if len(meanings) == 1 else None


def in_order(book: Book, problems: Iterable[Problem]) -> list[Problem]:
    """As a person goes through the file: sheet by sheet, row by row, what concerns the whole sheet last."""
    order = {sheet.name: index for index, sheet in enumerate(book.sheets)}
    return sorted(problems, key=lambda problem: (order.get(problem.sheet, -1), problem.row is None, problem.row or 0))


def duplicates(observations: Iterable[Observation]) -> list[Problem]:
    """A problem for every observation whose key an earlier one has, naming both rows."""
    first: dict[ObservationKey, Observation] = {}
    problems = []
    for observation in observations:
        earlier = first.setdefault(observation.key, observation)
        if earlier is not observation:
            problems.append(duplicate(earlier, observation))
    return problems


def duplicate(earlier: Observation, later: Observation) -> Problem:
    """The problem of a row whose key an earlier one has."""
    elsewhere = (earlier.file, earlier.sheet) != (later.file, later.sheet)
    other_file = earlier.file if earlier.file != later.file else ""
    place = " ".join(filter(None, (other_file, earlier.sheet)))
    return Problem(
        Severity.ERROR,
        "duplicate_elsewhere" if elsewhere else "duplicate",
        later.file,
        later.sheet,
        later.row,
        value=later.printed,
        values={
            "row": earlier.row,
            "cell": f"{earlier.column}{earlier.row}",
            "value": earlier.printed,
            "place": place,
            "file": other_file,
            "letter": later.column,
        },
        suggestion=advice("duplicate"),
    )


def saved_mapping(reading: Reading, sheet: str, choices: SheetChoices) -> SavedMapping | None:
    """What is kept of the choices for a sheet: with its header, so that the next such file is known; None without the sheet."""
    table = next((one for one in reading.book.sheets if one.name == sheet), None) if reading.book else None
    if table is None or not 0 < choices.header_row <= len(table.rows):
        return None
    first = choices.header_row - 1
    return SavedMapping(headers_of(table.rows[first : first + choices.header_rows]), replace(choices, header_row=0, profile=""))
