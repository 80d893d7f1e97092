"""Where words go: results to stdout, messages to stderr, JSON as UTF-8; and tables whose Chinese columns line up."""

import io
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence

_WIDE = frozenset("WF")
_GAP = "  "


def prepare_streams() -> None:
    """Makes both streams able to carry any text: what a terminal cannot show is escaped instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def result(text: str) -> None:
    """Part of what was asked for."""
    sys.stdout.write(text + "\n")


def result_json(value: Mapping[str, object] | Sequence[object]) -> None:
    """What was asked for, as JSON. NaN is no JSON and raises ValueError."""
    result(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def message(text: str) -> None:
    """Something to know that is not the result."""
    sys.stderr.write(text + "\n")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a header, columns as wide as their widest cell on a terminal where Chinese takes two places."""
    shown = [[_flat(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[column]) for row in shown) for column in range(len(header))]
    return "\n".join(_GAP.join(_padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in shown)


def width(text: str) -> int:
    """How many places a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 0 if unicodedata.combining(each) else 1 for each in text)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def _flat(text: str) -> str:
    """A cell on one line, without characters that would move the cursor."""
    return "".join(each if each.isprintable() else " " for each in text)
