"""Plain tables for a terminal, where a Chinese character is as wide as two Latin letters."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial
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


def table(rows: Iterable[Row], words: Texts, /, **cells: Callable[[Row], str]) -> str:
    """Columns by the keys of their headings, each with what stands in it."""
    lines = [[cell(row) for cell in cells.values()] for row in rows]
    return named([heading(words, key, Face.CLI) for key in cells], lines)


def listed(register: Register[Row], columns: Sequence[str], rows: Iterable[Row], words: Texts) -> str:
    """Columns of a register."""
    return table(rows, words, **{key: partial(register.text, words, key=key) for key in columns})


def named(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns that have names of their own, as wide as their widest cell, without trailing spaces."""
    lines = [[_flat(cell) for cell in line] for line in (columns, *rows)]
    widths = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _flat(text: str) -> str:
    """A cell on one line, without characters that would move the cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
