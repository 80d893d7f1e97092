"""A catalog's CSV files as rows of text. Nothing is guessed: what cannot be read becomes a problem with file and row.

Rows are numbered as a spreadsheet shows them: the header is row 1, and blank rows count.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpi.model import Message, Problem, Severity

MAX_BYTES = 20_000_000
"""A plan's table has some kilobytes; a file beyond this is something else."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no table of text holds: every control character but tabs and line ends."""


@dataclass(frozen=True, slots=True)
class Format:
    """One file of a catalog: what it is called and which columns are read."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    must_exist: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, trimmed text by column."""

    file: str
    number: int
    cells: Mapping[str, str]
    fits: bool = True
    """Whether it has as many cells as the header; if not, nothing but its id is used."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a plan: its columns in their order, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class Problems:
    """Everything that is wrong, in the order found. Reading goes on after a problem, so that all are seen at once."""

    found: list[Problem] = field(default_factory=list)

    def of_file(self, file: str, code: str, severity: Severity = Severity.ERROR, **values: object) -> None:
        """Something wrong with a file as a whole."""
        self.found.append(Problem(severity, code, file, values=values))

    def of_cell(
        self,
        row: Row,
        column: str,
        code: str,
        severity: Severity = Severity.ERROR,
        suggestion: Message | None = None,
        **values: object,
    ) -> None:
        """Something wrong with one cell; `column` is empty where the row as a whole is meant."""
        value = row.cells.get(column, "")
        said = {"column": column, "value": value, **values}
        self.found.append(Problem(severity, code, row.file, "", row.number, column, value, said, suggestion))

    def of_severity(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of one severity."""
        return tuple(problem for problem in self.found if problem.severity is severity)


def read_bytes(folder: Path, form: Format, problems: Problems) -> bytes | None:
    """The bytes of a file; None if it is absent or cannot be read, which is a problem unless it may be absent."""
    path = folder / form.name
    try:
        if not path.exists():
            if form.must_exist:
                problems.of_file(form.name, "catalog_file_missing")
            return None
        if path.stat().st_size > MAX_BYTES:
            problems.of_file(form.name, "catalog_file_too_large", most=MAX_BYTES // 1_000_000)
            return None
        return path.read_bytes()
    except OSError:
        problems.of_file(form.name, "catalog_file_unreadable")
        return None


def read_table(content: bytes, form: Format, problems: Problems) -> Table | None:
    """A file with its rows that are not blank; None if the file or its header cannot be used, which is a problem."""
    records = _records(content, form.name, problems)
    if records is None:
        return None
    header = [name.strip() for name in records[0]] if records else []
    if not any(header):
        problems.of_file(form.name, "catalog_file_empty")
        return None
    if not _header_fits(header, form, problems):
        return None
    rows = [_row(number, record, header, form, problems) for number, record in enumerate(records[1:], start=2)]
    return Table(tuple(header), tuple(row for row in rows if row))


def write_table(table: Table) -> bytes:
    """A file as a folder holds it: UTF-8, line feeds, quotes only where they are needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row.cells.get(column, "") for column in table.columns] for row in table.rows)
    return text.getvalue().encode()


def _records(content: bytes, file: str, problems: Problems) -> list[list[str]] | None:
    try:
        text = content.decode("utf-8-sig")
        if not _CONTROL.search(text):
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        problems.of_file(file, "catalog_file_not_text")
    except UnicodeDecodeError:
        problems.of_file(file, "catalog_file_not_utf8")
    except csv.Error:
        problems.of_file(file, "catalog_file_not_csv")
    return None


def _header_fits(header: Sequence[str], form: Format, problems: Problems) -> bool:
    head = Row(form.name, 1, {})
    missing = [name for name in form.required if name not in header]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    for name in missing:
        problems.of_cell(head, name, "catalog_column_missing")
    for name in twice:
        problems.of_cell(head, name, "catalog_column_twice")
    return not missing and not twice


def _row(number: int, record: Sequence[str], header: Sequence[str], form: Format, problems: Problems) -> Row | None:
    cells = [cell.strip() for cell in record]
    if not any(cells):
        return None
    row = Row(form.name, number, dict(zip(header, cells, strict=False)), fits=len(cells) == len(header))
    if not row.fits:
        problems.of_cell(row, "", "catalog_row_width", cells=len(cells), columns=len(header))
    return row
