"""Plain tables for a terminal, where a Chinese character is as wide as two Latin letters."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from kpi.i18n import Texts
from kpi.views import Face, Register, heading

Row = TypeVar("Row")
_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Places a text takes in a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(letter) in _WIDE else 0 if unicodedata.combining(letter) else 1 for letter in text
    )


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], words: Texts) -> str:
    """Columns, by the keys of their headings, as wide as their widest cell, without trailing spaces."""
    header = {column: heading(words, column, Face.CLI) for column in columns}
    lines = [{column: _flat(line[column]) for column in columns} for line in (header, *rows)]
    widths = {column: max(width(line[column]) for line in lines) for column in columns}
    return "\n".join("  ".join(_padded(line[column], widths[column]) for column in columns).rstrip() for line in lines)


def listed(register: Register[Row], columns: Sequence[str], rows: Iterable[Row], words: Texts) -> str:
    """Columns of a register."""
    return table(columns, (register.texts(words, row, *columns) for row in rows), words)


def named(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same for columns that have names of their own."""
    lines = [[_flat(cell) for cell in line] for line in (columns, *rows)]
    widths = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _flat(text: str) -> str:
    """A cell on one line, without characters that would move the cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
