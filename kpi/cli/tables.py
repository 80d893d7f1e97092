"""Plain tables for a terminal, where a Chinese character is as wide as two Latin letters."""

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width under their headers, without trailing spaces."""
    lines = [header, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join("  ".join(_pad(cell, wide) for cell, wide in zip(line, widths, strict=True)).rstrip() for line in lines)


def _pad(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))
