"""A file as tables of text cells, before anything is understood of them. Rows and columns are counted as Excel shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.model import Message


class Mark(StrEnum):
    """Why the text of a cell is not to be taken at its word; the values are the child process's words."""

    ERROR = "error"
    FORMULA = "formula"
    BOOLEAN = "boolean"
    FORMAT = "format"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows[0]` is row 1 as seen in Excel; a record of a text file that spans lines is one row."""

    name: str
    """Empty for a text file."""
    rows: Sequence[Sequence[str]]
    marks: dict[tuple[int, int], Mark] = field(default_factory=dict)
    """(row, column) from 0."""

    def mark(self, row: int, column: int) -> Mark | None:
        """The mark of a cell, counted from 0."""
        return self.marks.get((row, column)) if self.marks else None


@dataclass(frozen=True, slots=True)
class Book:
    """All tables of a file and what it was taken for."""

    sheets: tuple[Sheet, ...]
    taken_for: Message
    delimiter: str = ""
    """Of a text file."""


def letter(column: int) -> str:
    """The letter over a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
