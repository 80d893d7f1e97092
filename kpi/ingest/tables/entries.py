"""A row of a table as entries: one for each of its values, with whatever the row, the column and the titles say of it."""

from collections.abc import Iterator, Sequence

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import folded
from kpi.ingest.tables.grid import Sheet
from kpi.ingest.tables.headers import OPTIONAL_AT_END, Above, Cell, Entry, Role, SheetColumn
from kpi.ingest.tables.layouts import Layout, ValueColumn


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
