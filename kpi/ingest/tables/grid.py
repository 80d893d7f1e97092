"""A file as tables of text cells, before anything is understood of them. Rows and columns are counted as Excel shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.model import Message

HEAD_ROWS = 30
"""Rows of a table in which its header is looked for."""


class Mark(StrEnum):
    """Why the text of a cell is not to be taken at its word; the values are the child process's words."""

    ERROR = "error"
    FORMULA = "formula"
    BOOLEAN = "boolean"
    FORMAT = "format"
    MERGED = "merged"
    """Another cell's text, seen here because the two are merged."""
    DISPUTED = "disputed"
    """Two readers make different things of it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows[0]` is row 1 as seen in Excel; a record of a text file that spans lines is one row."""

    name: str
    """Empty for a text file."""
    rows: Sequence[Sequence[str]]
    marks: dict[tuple[int, int], Mark] = field(default_factory=dict)
    """(row, column) from 0."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Top, left, bottom and right of ranges that are one cell, from 0; their text stands in each of their cells."""
    hidden_rows: tuple[int, ...] = ()
    """Rows that hold something and are not shown, from 0; columns likewise."""
    hidden_columns: tuple[int, ...] = ()
    beyond: int = 0
    """Rows below that are not kept here, of a table that is only shown."""

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return self.beyond > 0 or any(text.strip() for row in self.rows for text in row)

    def own_texts(self, row: int) -> list[str]:
        """The texts of a row, each merged cell once and blank ones not at all."""
        if not self.marks:
            return [text for text in map(str.strip, self.rows[row]) if text]
        cells = enumerate(self.rows[row])
        return [text.strip() for place, text in cells if text.strip() and self.mark(row, place) is not Mark.MERGED]

    def mark(self, row: int, column: int) -> Mark | None:
        """The mark of a cell, counted from 0."""
        return self.marks.get((row, column)) if self.marks else None


@dataclass(frozen=True, slots=True)
class Book:
    """All tables of a file and what it was taken for."""

    sheets: tuple[Sheet, ...]
    taken_for: Message
    encoding: str = ""
    """Of a text file, as shown to people; empty for a workbook. So is `delimiter`."""
    delimiter: str = ""
    hidden: tuple[str, ...] = ()
    """Names of sheets that hold something and are not shown; they are not read."""


def letter(column: int) -> str:
    """The letter over a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
