"""Bytes → text → one table. For everyone in one order: byte order mark, UTF-16 where there is a NUL, strict UTF-8, GB18030.
Nothing is replaced or dropped: a byte that does not fit, or a control character, refuses the file.

The separator is the one that makes a header of one of the first lines. Quotes are taken strictly: one that is not closed
would hide the rows behind it in a single cell.
"""

import codecs
import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.tables.grid import HEAD_ROWS

_MARKS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16 LE", codecs.BOM_UTF16_BE: "UTF-16 BE"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what its bytes were taken for."""

    text: str
    encoding: str
    """As shown to people: UTF-8, UTF-16 LE, GB18030."""


ENCODINGS = {"UTF-8": "utf-8", "GB18030": "gb18030", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be"}
"""What a person may choose, by the name shown to people."""


def decode(content: bytes, *, allow_page_breaks: bool = False, encoding: str = "") -> Decoded:
    """The text of `content`, in `encoding` if one is chosen. Refused if none fits or a control character is in it."""
    decoded = _as_chosen(content, encoding) if encoding else _decoded(content)
    for control in _CONTROL.finditer(decoded.text):
        if not (allow_page_breaks and control[0] == "\x0c"):
            line = decoded.text.count("\n", 0, control.start()) + 1
            character = f"U+{ord(control[0]):04X}"
            raise Refused(
                "control_characters", advice("check_export"), row=line, character=character, encoding=decoded.encoding
            )
    return decoded


def _as_chosen(content: bytes, encoding: str) -> Decoded:
    if encoding not in ENCODINGS:
        raise Refused("encoding_unknown", advice("encoding_unknown", choices=tuple(ENCODINGS)), encoding=encoding)
    mark = next((mark for mark, own in _MARKS.items() if own == encoding and content.startswith(mark)), b"")
    return _strict(content[len(mark) :], encoding)


def _decoded(content: bytes) -> Decoded:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding)
    if b"\0" in content:
        # Digits, separators and line ends have their NUL second in little endian, first in big endian.
        little = content[1::2].count(0) >= content[0::2].count(0)
        return _strict(content, "UTF-16 LE" if little else "UTF-16 BE")
    return _strict(content, "UTF-8", "GB18030")


def _strict(content: bytes, *encodings: str) -> Decoded:
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            return Decoded(content.decode(ENCODINGS[encoding]), encoding)
    raise Refused("undecodable", advice("save_as_xlsx"), tried=encodings)


DELIMITERS = (",", "\t", ";")
HeaderScore = Callable[[Sequence[str]], int]
"""How many columns a row names, if it is a header."""
MOST_ROWS = 50_000
MOST_CELLS = 2_000_000
LONGEST_LINE = 100_000
"""Characters; also keeps every cell under the csv module's own limit."""


def split(text: str, header_score: HeaderScore, chosen: str = "") -> tuple[str, list[list[str]]]:
    """The separator, `chosen` or found, and all records.

    Refused if a line or the file is too long, or its quotes are broken.
    """
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > LONGEST_LINE:
            raise Refused("line_too_long", advice("check_export"), row=number, most=LONGEST_LINE)
    delimiter = chosen or best_delimiter(text, header_score)
    return delimiter, list(_records(text, delimiter))


def best_delimiter(text: str, header_score: HeaderScore) -> str:
    """The usual separator that makes a header of one of the first lines and rows of one width below it."""
    return max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter, header_score))


def _fit(text: str, delimiter: str, header_score: HeaderScore) -> tuple[int, int, int]:
    """How well `delimiter` fits: columns the best of the first rows names, then how many rows have one width, and it."""
    best, widths = 0, Counter[int]()
    try:
        for record in islice(_records(text, delimiter), HEAD_ROWS):
            best = max(best, header_score(record))
            widths[len(record)] += len(record) > 1
    except Refused:
        pass
    width, rows = widths.most_common(1)[0] if widths else (0, 0)
    return best, rows, width


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = cells = 0
    try:
        for number, record in enumerate(reader, 1):
            cells += len(record)
            if number > MOST_ROWS:
                raise Refused("too_many_rows", advice("split_file"), most=MOST_ROWS)
            if cells > MOST_CELLS:
                raise Refused("sheet_too_large", advice("split_file"))
            yield record
    except csv.Error as error:
        raise Refused("broken_quotes", advice("broken_quotes"), row=number + 1) from error


def swallowed_lines(record: Sequence[str], delimiter: str, columns: int) -> bool:
    """Whether a quoted cell of several lines holds what looks like whole rows: two stray quotes have hidden them."""
    inside = [line for cell in record if "\n" in cell or "\r" in cell for line in cell.splitlines()]
    return any(line.count(delimiter) >= max(columns - 1, 2) for line in inside)
