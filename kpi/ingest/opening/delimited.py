"""Delimited text → one table. The separator is the one that makes a header of one of the first lines.

Quotes are taken strictly: one that is not closed would hide the rows behind it in a single cell.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.tables.grid import HEAD_ROWS

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
