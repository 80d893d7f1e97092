"""Which rows are the header and how the table is built: long, or with years, regions or measures across, under one row or
more.

Every shape becomes the same entries: one value with whatever its row, its column and the titles say of it. Columns are found
by name, never by place; a person's choices come before anything that is found.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from kpi.ingest.periods import read_label
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import folded, halved, shortened
from kpi.ingest.tables.choices import ColumnChoice, SheetChoices
from kpi.ingest.tables.grid import (
    HEAD_ROWS,
    LONGEST_HEADER,
    OPTIONAL_AT_END,
    Above,
    Cell,
    Entry,
    Role,
    Sheet,
    SheetColumn,
    header_text,
)
from kpi.ingest.tables.headings import Columns, Heading, Headings, see_columns

MOST_HEADER_ROWS = 3
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+[%‰]?")
_UNIT_TITLE = re.compile(r"[(]?(计量|数据)?(单位|unit)s?\s*[:：]", re.IGNORECASE)
_COLUMN = 1000
DATES = frozenset({Role.YEAR, Role.PERIOD, Role.END})


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values, and what its header says of all of them."""

    column: SheetColumn
    said: Mapping[Role, str]
    period: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is built."""

    first_row: int
    """First row of the header as seen in Excel."""
    header_row: int
    """Last row of the header as seen in Excel."""
    width: int
    """Number of cells in the header, also of those that are empty at its end."""
    stubs: Mapping[Role, SheetColumn]
    """Columns that say something about their row."""
    values: tuple[ValueColumn, ...]
    ignored: tuple[SheetColumn, ...]
    headers: tuple[str, ...]
    """What stands over each column."""
    unit_in_stub: str = ""
    """A unit that the header of a column of names gives for the whole table."""

    @property
    def wide(self) -> bool:
        """Whether headers say something of the values below them."""
        return any(value.said.keys() - {Role.UNIT} or value.period for value in self.values)

    @property
    def columns(self) -> dict[Role, SheetColumn]:
        """One column for each role there is; the first of several columns of values."""
        return {**self.stubs, **({Role.VALUE: self.values[0].column} if self.values else {})}

    def unnamed(self, row: Sequence[str]) -> bool:
        """Whether nothing stands in any of the columns that say what a row of a wide table is."""
        named = [column.index for column in self.stubs.values()]
        return self.wide and bool(named) and not any(row[place].strip() for place in named if place < len(row))


def find_layout(sheet: Sheet, headings: Headings, choices: SheetChoices) -> Layout | None:
    """The layout of a sheet; None if no rows look like a header. Refused if columns are named twice."""
    block = _chosen_block(sheet, choices) or _best_block(sheet, headings)
    if block is None:
        return None
    first, height = block
    return _built(sheet, _columns(sheet, headings, first, height, choices), first, height, choices)


def complete(layout: Layout, around: Mapping[Role, Cell], choices: SheetChoices) -> bool:
    """Whether columns, headers and titles (`around`) say all that is needed; False for what may be no header at all.

    Refused, naming every column that is missing, if it is a header.
    """
    missing = _missing(layout, around)
    if not missing:
        return True
    if not choices.columns and len(layout.stubs) + len(layout.values) < 2:
        return False  # it names so little that it may be no header at all
    columns = tuple(map(header_text, missing))
    raise Refused("column_missing", advice("column_missing"), row=layout.first_row, columns=columns)


def header_score(headings: Headings, row: Sequence[str]) -> int:
    """How many columns a row names, if it may be a header."""
    if any(_is_number(text) for text in row):
        return 0
    return _score([headings.of((text,)) for text in row])


def _score(headings: Sequence[Heading]) -> int:
    """How much headings say: columns first, then what a further row adds to those of values."""
    stubs = {heading.role for heading in headings if heading.stub}
    values = {heading.text: heading.says for heading in headings if heading.over_values}
    return _COLUMN * (len(stubs) + len(values)) + sum(values.values())


def _is_number(text: str) -> bool:
    plain = halved(text)
    return bool(_NUMBER.fullmatch(plain)) and read_label(plain) is None


def _chosen_block(sheet: Sheet, choices: SheetChoices) -> tuple[int, int] | None:
    if not choices.header_row and choices.columns:
        wide = next((index for index in range(min(HEAD_ROWS, len(sheet.rows))) if len(sheet.own_texts(index)) > 1), 0)
        return wide, choices.header_rows
    if not choices.header_row:
        return None
    if choices.header_row > len(sheet.rows):
        raise Refused("header_row_beyond", advice("header_row_beyond"), chosen=choices.header_row, rows=len(sheet.rows))
    return choices.header_row - 1, max(min(choices.header_rows, len(sheet.rows) - choices.header_row + 1), 1)


def _best_block(sheet: Sheet, headings: Headings) -> tuple[int, int] | None:
    """First row and height of the rows that name the most columns; the first of equals, with the rows that add to it."""
    best, block = 0, None
    for first in range(min(HEAD_ROWS, len(sheet.rows))):
        if not _is_title(sheet, first):
            score, height = max(_scores(sheet, headings, first), default=(0, 0), key=itemgetter(0))
            if score // _COLUMN > best:
                best, block = score // _COLUMN, (first, height)
    return block


def _scores(sheet: Sheet, headings: Headings, first: int) -> Iterator[tuple[int, int]]:
    """How much a header beginning at `first` says with one row, two and so on, while a further row may be part of it."""
    above: list[Heading] = []
    for height in range(1, min(MOST_HEADER_ROWS, len(sheet.rows) - first) + 1):
        row = sheet.rows[first + height - 1]
        if any(_is_number(text) for text in row) or (above and not _goes_on(sheet, above, first + height - 1)):
            return
        above = [headings.of(texts) for texts in _stacked(sheet, first, height)]
        yield _score(above), height


def _goes_on(sheet: Sheet, above: Sequence[Heading], index: int) -> bool:
    """Whether a row may belong to the header above it: nothing new stands under what names a row, and a year that is a bare
    number stands among nothing else, since it may be a value.
    """
    row = sheet.rows[index]
    named = [text for heading, text in zip(above, row, strict=False) if heading.stub and text.strip() not in ("", heading.text)]
    texts = [text.strip() for text in row if text.strip()]
    bare = [text for text in texts if halved(text).isdigit()]
    return bool(texts) and not named and len(bare) in (0, len(texts))


def _is_title(sheet: Sheet, index: int) -> bool:
    """Whether nothing but one text at its left stands in a row, or nothing at all; no header does with so little."""
    own = sheet.own_texts(index)
    row = sheet.rows[index]
    if own and all(_UNIT_TITLE.match(halved(text)) for text in own):
        return True
    return not own or (len(own) == 1 and bool(row[0].strip()) and (len(row) > 1 or not sheet.merged))


def _stacked(sheet: Sheet, first: int, height: int) -> list[tuple[str, ...]]:
    """The texts over each column. In a text file a group's name stands over its first column only and is carried on."""
    block = sheet.rows[first : first + height]
    width = max(len(row) for row in block)
    rows = [[*row, *[""] * (width - len(row))] for row in block]
    if not sheet.name and height > 1:
        for upper, lower in pairwise(rows):
            _carry(upper, lower)
    return [tuple(column) for column in zip(*rows, strict=True)]


def _carry(upper: list[str], lower: Sequence[str]) -> None:
    for place in range(1, len(upper)):
        if not upper[place].strip() and lower[place].strip() and lower[place - 1].strip():
            upper[place] = upper[place - 1]


def _columns(sheet: Sheet, headings: Headings, first: int, height: int, choices: SheetChoices) -> Columns:
    """Every column with what it is: chosen, named by its header, or, where the header says nothing, seen in its cells."""
    columns = []
    stacked = _stacked(sheet, first, height)
    for place, texts in enumerate(stacked):
        heading = headings.of(texts)
        if place in choices.columns:
            heading = _as_chosen(headings, heading, choices.columns[place])
        columns.append((SheetColumn(place, shortened(heading.text, LONGEST_HEADER), heading.role), heading, texts))
    if not choices.columns:
        see_columns(sheet, headings, columns, first + height)
    return columns


def _as_chosen(headings: Headings, heading: Heading, choice: ColumnChoice) -> Heading:
    if choice.role is not Role.VALUE:
        return Heading(heading.text, choice.role is not None, choice.role)
    said = headings.of((choice.says,)) if choice.says.strip() else heading
    if choice.says.strip() and not said.over_values and not said.said:
        raise Refused("meaning_unreadable", advice("meaning_unreadable"), text=choice.says, column=heading.text)
    return Heading(heading.text, True, Role.VALUE, said.said, said.period, said.total)


def _built(sheet: Sheet, columns: Columns, first: int, height: int, choices: SheetChoices) -> Layout:
    stubs: dict[Role, SheetColumn] = {}
    ignored: list[SheetColumn] = []
    values: list[tuple[SheetColumn, Heading]] = []
    unit_in_stub = ""
    for column, heading, texts in columns:
        if heading.stub and heading.role:
            if twice := stubs.get(heading.role):
                raise Refused("column_twice", advice("column_twice"), row=first + 1, columns=(twice.header, column.header))
            stubs[heading.role] = column
            unit_in_stub = unit_in_stub or heading.said.get(Role.UNIT, "")
        elif heading.over_values:
            values.append((column, heading))
        elif any(text.strip() for text in texts):
            ignored.append(column)
    kept, left_out = _chosen_values(stubs, values, first + 1, by_hand=bool(choices.columns))
    return Layout(
        first_row=first + 1,
        header_row=first + height,
        width=max(len(row) for row in sheet.rows[first : first + height]),
        stubs=stubs,
        values=tuple(
            ValueColumn(replace(column, role=Role.VALUE), heading.said, heading.period, heading.total)
            for column, heading in kept
        ),
        ignored=tuple(sorted((*ignored, *left_out), key=lambda column: column.index)),
        headers=tuple(column.header for column, _, _ in columns),
        unit_in_stub=unit_in_stub,
    )


def _chosen_values(
    stubs: Mapping[Role, SheetColumn], values: Sequence[tuple[SheetColumn, Heading]], row: int, *, by_hand: bool
) -> tuple[list[tuple[SheetColumn, Heading]], list[SheetColumn]]:
    """The columns of values, and those left out: beside a 数值 no other, and none that names what its rows name."""
    plain = [value for value in values if value[1].plain_value]
    if len(plain) > 1:
        raise Refused("column_twice", advice("column_twice"), row=row, columns=tuple(c.header for c, _ in plain[:2]))
    if plain and not by_hand:
        return plain, [column for column, _ in values if column is not plain[0][0]]
    rivals = {Role.NAME: {Role.NAME, Role.CODE}, Role.REGION: {Role.REGION, Role.REGION_CODE}}
    if by_hand:
        return list(values), []
    kept: list[tuple[SheetColumn, Heading]] = []
    left_out: list[SheetColumn] = []
    for column, heading in values:
        if any(rivals.get(role, set()) & stubs.keys() for role in heading.said):
            left_out.append(column)
        else:
            kept.append((column, heading))
    return kept, left_out


def _missing(layout: Layout, around: Mapping[Role, Cell]) -> list[Role]:
    """What no column, header or title says."""
    missing = []
    values = [value for value in layout.values if not value.total]
    if not ({Role.CODE, Role.NAME} & layout.stubs.keys() or Role.NAME in around) and not (
        values and all(Role.NAME in value.said for value in values)
    ):
        missing.append(Role.CODE)
    if not (DATES & layout.stubs.keys() or Role.PERIOD in around) and not (values and all(value.period for value in values)):
        missing.append(Role.YEAR)
    if not values:
        missing.append(Role.VALUE)
    return missing


class Entries:
    """Makes them of the rows of one sheet."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self._sheet = sheet
        self._layout = layout
        needed = [column for role, column in layout.stubs.items() if role not in OPTIONAL_AT_END]
        needed += [value.column for value in layout.values]
        self._least = max((column.index + 1 for column in needed), default=0)
        headed = {column.index for column in (*layout.stubs.values(), *needed, *layout.ignored)}
        self._unheaded = [place for place in range(layout.width) if place not in headed]

    def of(self, index: int, above: Above) -> Iterator[Entry | Refused]:
        """What the row at `index`, from 0, says; a row that does not fit the header is refused whole."""
        row = self._sheet.rows[index]
        if self._misfits(row):
            yield Refused("row_shape", advice("row_shape"), row=index + 1, cells=len(row), columns=self._layout.width)
            return
        stubs = {role: self._cell(index, row, column) for role, column in self._layout.stubs.items()}
        for value in self._layout.values:
            yield self._entry(index, value, {**stubs, Role.VALUE: self._cell(index, row, value.column)}, above)

    def _misfits(self, row: Sequence[str]) -> bool:
        """A cell too many is an unquoted separator inside a value, and all behind it stands in the wrong column."""
        if not self._least <= len(row) <= self._layout.width:
            return True
        return any(place < len(row) and row[place].strip() for place in self._unheaded)

    def _entry(self, index: int, value: ValueColumn, cells: dict[Role, Cell], above: Above) -> Entry | Refused:
        for role, text in value.said.items():
            stub = cells.get(role)
            if stub is None or stub.blank:
                cells[role] = Cell(text, None, value.column)
            elif folded(stub.text) != folded(text) and not cells[Role.VALUE].blank:
                said = {"first": stub.text, "second": text, "column": value.column.header}
                return Refused("said_twice", advice("said_twice"), row=index + 1, **said)
        labels = (Cell(value.period, None, value.column),) if value.period else ()
        return Entry(index + 1, cells, labels, above, total=value.total)

    def _cell(self, index: int, row: Sequence[str], column: SheetColumn) -> Cell:
        text = row[column.index].strip() if column.index < len(row) else ""
        return Cell(text, self._sheet.mark(index, column.index), column)
