"""How files are read: spellings that were accepted, mappings that were saved, and a table laid open for mapping by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kpi import ingest
from kpi.ingest import FileChoices, Reading

_SHOWN_ROWS = 12
_MOST_COLUMNS = 60
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class UploadColumnView:
    """One column of a table that is being mapped by hand."""

    index: int
    letter: str
    header: str
    samples: tuple[str, ...]
    """Its first values."""
    role: str
    """What it was taken for; empty if it was left out."""


@dataclass(frozen=True, slots=True)
class TableView:
    """One table as it came, for whoever maps its columns."""

    sheet: str
    header_row: int
    """First row of the header as seen in Excel; 1 where none was found."""
    header_rows: int
    width: int
    columns: tuple[UploadColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first rows, every one `width` cells long."""
    row_count: int


@dataclass(frozen=True, slots=True)
class AliasView:
    """An accepted spelling. The moment is Asia/Shanghai."""

    alias_id: int
    thing_text: str
    spelling: str
    code: str
    name: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A saved mapping. The moment is Asia/Shanghai."""

    profile_id: int
    name: str
    headers: tuple[str, ...]
    saved_by: str
    saved_at: datetime


def table_view(reading: Reading, sheet: str, choices: FileChoices) -> TableView | None:
    """A sheet as it came, for whoever maps its columns; None if the file has no such sheet."""
    raw = next((other for other in reading.book.sheets if other.name == sheet), None) if reading.book else None
    if raw is None:
        return None
    read = next((other for other in reading.sheets if other.sheet == sheet), None)
    chosen = choices.by_sheet.get(sheet)
    first = (chosen.header_row if chosen else 0) or (read.first_row if read else 0) or _first_filled(raw.rows)
    height = (chosen.header_rows if chosen and chosen.header_row else 0) or (
        read.header_row - read.first_row + 1 if read else 1
    )
    width = min(max((len(row) for row in raw.rows[: first + _SHOWN_ROWS]), default=0), _MOST_COLUMNS)
    headers = ingest.headers_of(raw.rows[first - 1 : first - 1 + height])
    roles = {column.index: str(role) for role, column in read.layout.stubs.items()} if read and read.layout else {}
    roles |= {value.column.index: "value" for value in read.layout.values} if read and read.layout else {}
    body = raw.rows[first - 1 + height :]
    columns = tuple(
        UploadColumnView(
            index=place,
            letter=ingest.letter(place),
            header=headers[place] if place < len(headers) else "",
            samples=tuple([row[place] for row in body if place < len(row) and row[place].strip()][:_SAMPLES]),
            role=roles.get(place, ""),
        )
        for place in range(width)
    )
    top = max(first - 3, 0)
    rows = tuple((*row[:width], *[""] * (width - len(row))) for row in raw.rows[top : top + _SHOWN_ROWS])
    return TableView(sheet, first, height, width, columns, rows, len(raw.rows))


def _first_filled(rows: Sequence[Sequence[str]]) -> int:
    return next((number for number, row in enumerate(rows, 1) if any(text.strip() for text in row)), 1)
