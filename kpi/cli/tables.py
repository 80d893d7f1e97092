"""Plain tables for a terminal, where a Chinese character is as wide as two Latin letters."""

import unicodedata
from collections.abc import Sequence

from kpi.i18n import Texts
from kpi.views import Face, heading

_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Places a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 0 if unicodedata.combining(each) else 1 for each in text)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], words: Texts) -> str:
    """Columns, by the keys of their headings, as wide as their widest cell, without trailing spaces."""
    return named_table([heading(words, column, Face.CLI) for column in columns], rows)


def named_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for columns that have names of their own."""
    lines = [[_flat(cell) for cell in line] for line in (header, *rows)]
    widths = [max(width(line[place]) for line in lines) for place in range(len(header))]
    return "\n".join("  ".join(_padded(cell, wide) for cell, wide in zip(line, widths, strict=True)).rstrip() for line in lines)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _flat(text: str) -> str:
    """A cell on one line, without characters that would move the cursor."""
    return "".join(each if each.isprintable() else " " for each in text)
