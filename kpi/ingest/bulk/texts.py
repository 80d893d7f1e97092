"""A large text as columns of text, counted as Excel shows its rows. Cells are what a reader of quoted text takes them for: the
quick way is only gone where there are no quotation marks, and then both agree.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from kpi.ingest.opening.delimited import LONGEST_LINE
from kpi.ingest.refusals import Refused, advice

Numbers = npt.NDArray[np.int64]
MOST_ROWS = 5_000_000
MOST_COLUMNS = 500
_CHUNK = 50_000
_MOST_ODD = 20_000
"""Records of another width than the first ones, beyond which the quick way is none."""


@dataclass(frozen=True)
class TextTable:
    """All records of a text; the row at `index` is row `index + 1` as seen in Excel."""

    columns: Sequence[pa.ChunkedArray]
    """Their texts; empty where a record ends before."""
    widths: Numbers
    """Cells of each record."""
    other: dict[int, list[str]] = field(default_factory=dict)
    """Records that are wider than the columns, whole."""
    one_line: bool = False
    """Whether every record is a line, so that no cell can have several."""

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.widths)

    def record(self, index: int) -> list[str]:
        """One record as it stands."""
        if index in self.other:
            return self.other[index]
        width = int(self.widths[index])
        return [column[index].as_py() for column in self.columns[:width]]

    @cached_property
    def spread(self) -> npt.NDArray[np.bool_]:
        """Records with a cell of several lines."""
        found = np.zeros(len(self), dtype=bool)
        for column in () if self.one_line else self.columns:
            found |= pc.match_substring_regex(column, "[\r\n]").to_numpy(zero_copy_only=False)
        return found


class Coded:
    """One column as numbers: what each of its different texts is, and which of them stands in each record."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        coded = column.combine_chunks().dictionary_encode()
        coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
        self.texts: list[str] = [text.strip() for text in coded.dictionary.to_pylist()]
        self.codes: Numbers = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)

    @cached_property
    def blank(self) -> npt.NDArray[np.bool_]:
        """Records in which nothing stands here."""
        return np.array([not text for text in self.texts], dtype=bool)[self.codes]


def grouped(parts: Sequence[Numbers], size: int) -> Numbers:
    """A number for each combination of numbers."""
    found: Numbers = np.zeros(size, dtype=np.int64)
    for part in parts:
        most = int(part.max(initial=0)) + 1
        if int(found.max(initial=0)) > (1 << 62) // most:
            found = np.unique(found, return_inverse=True)[1].astype(np.int64)
        found = found * most + part
    return found


def table_of(text: str, delimiter: str) -> TextTable:
    """All records of a text. Refused if it is larger than may be, or its quotation marks are broken."""
    quick = None if '"' in text or text.count("\r") != text.count("\r\n") else _quickly(text, delimiter)
    return quick or _strictly(text, delimiter)


def _quickly(text: str, delimiter: str) -> TextTable | None:
    """Without quotation marks every line is a record, and every separator separates. None if too many have other widths."""
    width = text[: text.find("\n") if "\n" in text else len(text)].count(delimiter) + 1
    width = max(width, *(line.count(delimiter) + 1 for line in text[:100_000].split("\n")[:60]))
    odd: list[tuple[int, str]] = []

    def misfit(row: Any) -> str:  # noqa: ANN401 - pyarrow's own
        odd.append((row.number - 1, row.text))
        return "skip" if len(odd) <= _MOST_ODD else "error"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.encode()),
            arrow_csv.ReadOptions(use_threads=False, column_names=[str(n) for n in range(width)], block_size=1 << 22),
            arrow_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False, invalid_row_handler=misfit),
            arrow_csv.ConvertOptions(
                column_types={str(n): pa.string() for n in range(width)}, strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    rows = len(table) + len(odd)
    _require_size(rows, width)
    if not odd:
        return TextTable(table.columns, np.full(rows, width, dtype=np.int64), one_line=True)
    places = np.array([number for number, _ in odd], dtype=np.int64)
    kept = np.ones(rows, dtype=bool)
    kept[places] = False
    order = np.where(kept, np.cumsum(kept) - 1, 0)
    cells = {number: next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), []) for number, line in odd}
    return _with_odd(table, rows, width, pa.array(order, mask=~kept), cells)


def _with_odd(table: pa.Table, rows: int, width: int, order: pa.Array, cells: dict[int, list[str]]) -> TextTable:
    """The columns with a place for each record that does not fit them; of one that is too short its cells stand there."""
    widths = np.full(rows, width, dtype=np.int64)
    for number, record in cells.items():
        widths[number] = len(record)
    mask = np.zeros(rows, dtype=bool)
    mask[list(cells)] = True
    columns = []
    for place, column in enumerate(table.columns):
        put = [record[place] if place < len(record) else "" for _, record in sorted(cells.items())]
        taken = column.take(order).combine_chunks()
        columns.append(pa.chunked_array([pc.replace_with_mask(taken, pa.array(mask), pa.array(put, pa.string()))]))
    return TextTable(
        columns, widths, {number: record for number, record in cells.items() if len(record) > width}, one_line=True
    )


def _strictly(text: str, delimiter: str) -> TextTable:
    chunks: list[list[pa.Array]] = []
    widths: list[Numbers] = []
    other: dict[int, list[str]] = {}
    width = done = 0
    source = _records(text, delimiter)
    while records := list(islice(source, _CHUNK)):
        width = width or max(map(len, records[:60]))
        _require_size(done + len(records), width)
        widths.append(np.fromiter(map(len, records), dtype=np.int64, count=len(records)))
        for at in np.flatnonzero(widths[-1] > width).tolist():
            other[done + at] = records[at]
        fitting = [record if len(record) == width else [*record, *[""] * width][:width] for record in records]
        chunks.append([pa.array(column, pa.string()) for column in zip(*fitting, strict=True)])
        done += len(records)
    columns = [pa.chunked_array(parts) for parts in zip(*chunks, strict=True)]
    return TextTable(columns, np.concatenate(widths) if widths else np.zeros(0, dtype=np.int64), other)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    done = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            done += 1
            yield record
    except csv.Error as error:
        raise Refused("broken_quotes", advice("broken_quotes"), row=done + 1) from error


def _require_size(rows: int, width: int) -> None:
    if rows > MOST_ROWS:
        raise Refused("too_many_rows", advice("split_file"), most=MOST_ROWS)
    if width > MOST_COLUMNS:
        raise Refused("sheet_too_large", advice("split_file"))


def longest_line(text: str) -> None:
    """Refused if a line is longer than any honest one."""
    start = 0
    while len(text) - start > LONGEST_LINE:
        stop = start + LONGEST_LINE - text.startswith("\r\n", start + LONGEST_LINE - 1)
        end = max(text.rfind(mark, start, stop) for mark in "\n\r")
        if end < 0:
            before = text[:start]
            row = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
            raise Refused("line_too_long", advice("check_export"), row=row, most=LONGEST_LINE)
        start = end + 1
