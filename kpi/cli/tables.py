"""Plain tables for a terminal, where a Chinese character is as wide as two Latin letters."""

import unicodedata
from collections.abc import Sequence

_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Places a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 0 if unicodedata.combining(each) else 1 for each in text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, under their headers, without trailing spaces."""
    lines = [[_flat(cell) for cell in line] for line in (header, *rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join("  ".join(_padded(cell, wide) for cell, wide in zip(line, widths, strict=True)).rstrip() for line in lines)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _flat(text: str) -> str:
    """A cell on one line, without characters that would move the cursor."""
    return "".join(each if each.isprintable() else " " for each in text)
