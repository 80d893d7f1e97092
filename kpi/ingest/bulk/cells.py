"""The cells of values of a large table as numbers: which of the different regions, measures and periods each is of, as its row
and its column say it. Rows that no other row speaks for are told apart here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kpi.ingest.bulk.texts import Coded, Numbers, TextTable, grouped
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.asking import remark_tells
from kpi.ingest.tables.grid import OPTIONAL_AT_END, Role
from kpi.ingest.tables.layouts import Layout, ValueColumn

Flags = npt.NDArray[np.bool_]
_REGION = (Role.REGION_CODE, Role.REGION)
_MEASURE = (Role.CODE, Role.NAME, Role.UNIT, Role.BREAKDOWN, Role.MEMBER)
_PERIOD = (Role.YEAR, Role.PERIOD, Role.START, Role.END)
MOST_TEXTS = 2_000
"""Different remarks, or words of a column that is not read."""
FIRST_ROWS = 60
"""Below the header, in which it is seen what columns hold."""
MOST_PAIRS = 30_000
_TORN = re.compile(r"\d{3}(\.\d+)?")
"""A remark that may be the second half of a number."""
_WORDS = re.compile(r"[^\d\s.,%:/+\-]")


def not_plain(why: str, row: int | None = None, **values: object) -> Refused:
    """Why a table of this size cannot be read: it is none of plain rows."""
    return Refused(f"bulk_{why}", advice("bulk_not_plain"), row=row, **values)


@dataclass(frozen=True)
class Cells:
    """What is known of a table's rows before any is read."""

    table: pa.Table
    """line, place, r, m, p, text, state (0 value, 1 blank beside others, 2 in a row without any), odd; by line and place."""
    first: frozenset[int]
    """Rows to be read whatever they say: each different word of columns that nobody asked for."""
    filled: int
    """Rows below the header that are not blank."""
    notes: Sequence[str]
    """Each different remark, by its number."""


def cells_of(texts: TextTable, layout: Layout) -> Cells:
    """All cells of values below the header. Refused for a table that is none of plain rows."""
    return _Telling(texts, layout).all()


class _Telling:
    def __init__(self, texts: TextTable, layout: Layout) -> None:
        self.texts, self.layout, self.rows = texts, layout, len(texts)
        self.below = slice(layout.header_row, self.rows)
        self.stubs = {role: Coded(texts.columns[column.index]) for role, column in layout.stubs.items()}
        places = {value.column.index for value in layout.values}
        self.values = {place: Coded(texts.columns[place]) for place in sorted(places)}
        known = places | {column.index for column in layout.stubs.values()}
        self.rest = {place: Coded(column) for place, column in enumerate(texts.columns) if place not in known}

    def all(self) -> Cells:
        filled = np.zeros(self.rows, dtype=np.int64)
        for coded in (*self.stubs.values(), *self.values.values(), *self.rest.values()):
            filled += ~coded.blank
        odd = self._odd(filled)
        without = np.ones(self.rows, dtype=bool)
        for coded in self.values.values():
            without &= coded.blank
        other = np.zeros(self.rows, dtype=bool)
        for coded in self.rest.values():
            other |= ~coded.blank
        odd |= without & other
        lines = np.flatnonzero(filled > 0)
        lines = lines[lines >= self.layout.header_row]
        return Cells(self._table(lines, odd, without), self._first(), len(lines), self._notes())

    def _odd(self, filled: Numbers) -> Flags:
        """Rows that have to be read one by one."""
        layout = self.layout
        needed = [column.index + 1 for role, column in layout.stubs.items() if role not in OPTIONAL_AT_END]
        least = max([*needed, *(value.column.index + 1 for value in layout.values)])
        odd: Flags = (self.texts.widths < least) | (self.texts.widths > layout.width) | self.texts.spread | (filled == 1)
        headed = {column.index for column in (*layout.stubs.values(), *layout.ignored)} | set(self.values)
        for place in range(len(self.texts.columns)):
            if place not in headed:
                odd |= ~self.rest[place].blank
        stated = np.zeros(self.rows, dtype=bool)
        for coded in self.stubs.values():
            stated |= ~coded.blank
        if Role.NOTE in self.stubs:
            note = self.stubs[Role.NOTE]
            telling = [bool(_TORN.fullmatch(text)) or remark_tells(text) for text in note.texts]
            odd |= np.array(telling, dtype=bool)[note.codes]
        return odd | ~stated

    def _table(self, lines: Numbers, odd: Flags, without: Flags) -> pa.Table:
        region, measure, period = (self._parts(roles, lines) for roles in (_REGION, _MEASURE, _PERIOD))
        note = [self.stubs[Role.NOTE].codes[lines]] if Role.NOTE in self.stubs else []
        self._refuse_mixed(lines, odd)
        size = len(lines)
        by_row = [grouped(parts, size) for parts in ([*region, *note], measure, [*period, *note])]
        columns = [self._by_column(value) for value in self.layout.values]
        kinds = [list(dict.fromkeys(each[part] for each in columns)) for part in range(3)]
        tables = []
        for place, value in enumerate(self.layout.values):
            coded = self.values[value.column.index]
            ids = [by_row[part] * len(kinds[part]) + kinds[part].index(columns[place][part]) for part in range(3)]
            column = self.texts.columns[value.column.index]
            texts = column.take(pa.array(lines)) if size < self.rows else column
            state = np.where(coded.blank[lines], np.where(without[lines], 2, 1), 0)
            tables.append(
                pa.table({
                    "line": lines,
                    "place": np.full(size, place, dtype=np.int64),
                    **dict(zip("rmp", ids, strict=True)),
                    "n": note[0] if note else np.zeros(size, dtype=np.int64),
                    "text": texts,
                    "state": state.astype(np.int64),
                    "odd": odd[lines],
                })
            )  # fmt: skip
        return pa.concat_tables(tables)

    def _parts(self, roles: Sequence[Role], lines: Numbers) -> list[Numbers]:
        return [self.stubs[role].codes[lines] for role in roles if role in self.stubs]

    def _by_column(self, value: ValueColumn) -> tuple[tuple[object, ...], ...]:
        """What a column says of region, measure and period."""
        told = [tuple(value.said.get(role) for role in roles) for roles in (_REGION, _MEASURE, _PERIOD)]
        return told[0], told[1], (*told[2], value.period)

    def _refuse_mixed(self, lines: Numbers, odd: Flags) -> None:
        """Whose a row without a region is depends on the rows before it."""
        named = [self.stubs[role].blank[lines] for role in _REGION if role in self.stubs]
        if not named:
            return
        unnamed = np.logical_and.reduce(named) & ~odd[lines]
        if unnamed.any() and not np.logical_and.reduce(named).all():
            raise not_plain("region_missing", int(lines[unnamed.argmax()]) + 1)

    def _first(self) -> frozenset[int]:
        first = set(range(self.rows)[self.below][:FIRST_ROWS])
        ignored = {column.index: column for column in self.layout.ignored}
        for place, coded in self.rest.items():
            telling = [code for code, text in enumerate(coded.texts) if _WORDS.search(text)]
            if place not in ignored or not telling:
                continue
            if len(telling) > MOST_TEXTS:
                raise not_plain("column_unread", column=ignored[place].header, most=MOST_TEXTS)
            found, where = np.unique(coded.codes[self.below], return_index=True)
            first |= {int(at) + self.layout.header_row for code, at in zip(found, where, strict=True) if code in set(telling)}
            first |= self._pairs(coded)
        note = self.stubs.get(Role.NOTE)
        if note and len(note.texts) > MOST_TEXTS:
            raise not_plain("notes", most=MOST_TEXTS)
        return frozenset(first)

    def _pairs(self, coded: Coded) -> set[int]:
        """Rows with each pair of a word and a region, as long as they are few: a column may say again where rows belong."""
        regions = [self.stubs[role].codes[self.below] for role in _REGION if role in self.stubs]
        size = self.rows - self.layout.header_row
        _, where = np.unique(grouped([coded.codes[self.below], *regions], size), return_index=True)
        return {int(at) + self.layout.header_row for at in where} if regions and len(where) <= MOST_PAIRS else set()

    def _notes(self) -> Sequence[str]:
        return self.stubs[Role.NOTE].texts if Role.NOTE in self.stubs else ("",)
