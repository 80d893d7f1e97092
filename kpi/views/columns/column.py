"""A column of a table: the key it is chosen by, what stands in it, and what is to be known to lay it out anywhere.

A table is a list of keys, and what it has for each row is told by these keys: nothing is matched by its place.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from kpi.i18n import Texts
from kpi.model import ChangeUnit, Comparator, Lamp, Nature
from kpi.views.amounts import Amount

Cell = str | bool | int | float | date | datetime | Amount | tuple[str, ...] | tuple[int, ...] | tuple[Amount | str, ...] | None
"""What stands in a column, before a face writes it: codes are enumerations, lists are tuples."""
Row = TypeVar("Row")
Line = TypeVar("Line")
Held = TypeVar("Held", covariant=True)  # noqa: PLC0105


class Type(StrEnum):
    """A type as Table Schema names it; an amount is a number and its text."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    ARRAY = "array"
    AMOUNT = "amount"


class Room(StrEnum):
    """How much room cells ask for in a table that is set, which tells how they stand."""

    SHORT = "short"
    """A number, a mark or a word: in the middle."""
    FIGURE = "figure"
    """An amount with its unit, or a period: in the middle of slides, to the left of a document's narrow columns."""
    TEXT = "text"
    """Sentences and names: to the left."""


class Facet(StrEnum):
    """What a column of data holds of an amount; every other column is of its NUMBER."""

    NUMBER = "number"
    TEXT = "text"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row, Held]):
    """One column of tables whose rows are `Row`s."""

    key: str
    """Of its heading; tables choose it by this."""
    cell: Callable[[Row], Held]
    type: Type = Type.STRING
    width: float = 0
    """In a workbook, in characters of the default font; 0 where no workbook has it."""
    name: str = ""
    """What data call it; empty: its key."""
    subject: str = ""
    """The key of the texts that describe it to programs; empty: its name."""
    allowed: Iterable[str] = ()
    """The codes it can hold; empty for any value."""
    marked: bool = False
    """Whether data have a column of its own for 约, ≥ and the like."""
    room: Room = Room.TEXT
    facet: Facet = Facet.NUMBER
    title: str = ""
    """What stands above it where that is no text of a key: a year."""

    @property
    def called(self) -> str:
        """Its name in data."""
        return self.name or self.key

    def of(self, way: "Callable[[Line], Row]") -> "TableColumn[Line, Held]":
        """The same column for lines that hold a `Row`."""
        cell: Any = lambda line: self.cell(way(line))  # noqa: E731  replace() cannot know that the row is another
        return cast("TableColumn[Line, Held]", replace(self, cell=cell))

    def parts(self) -> "tuple[TableColumn[Row, Cell], ...]":
        """Itself, for data; an amount as a number and what is shown for it, and its mark if it has one."""
        if self.type is not Type.AMOUNT:
            return (cast("TableColumn[Row, Cell]", self),)
        facets = (Facet.NUMBER, Facet.TEXT, Facet.MARK) if self.marked else (Facet.NUMBER, Facet.TEXT)
        return tuple(self._part(facet) for facet in facets)

    def _part(self, facet: Facet) -> "TableColumn[Row, Cell]":
        amount = cast("Callable[[Row], Amount]", self.cell)
        if facet is Facet.NUMBER:
            return TableColumn(self.key, lambda row: amount(row).number, Type.NUMBER, name=self.called)
        name = f"{self.called}_{facet}"
        return TableColumn(self.key, lambda row: getattr(amount(row), facet), name=name, subject=self.called, facet=facet)


Column = TableColumn[Row, Cell]


class Register(Generic[Row]):
    """Every column that tables of one kind of row can have; of two with one key the later counts."""

    def __init__(self, columns: Iterable[Column[Row]]) -> None:
        self._by_key = {column.key: column for column in columns}

    def __getitem__(self, key: str) -> Column[Row]:
        return self._by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[Column[Row]]:
        return iter(self._by_key.values())

    def of(self, way: Callable[[Line], Row]) -> "Iterator[Column[Line]]":
        """Its columns for lines that hold a row."""
        return (column.of(way) for column in self)

    def choose(self, *keys: str, **widths: float) -> tuple[Column[Row], ...]:
        """The columns of these keys, in this order, some with a width of the table's own. KeyError for one there is none of."""
        chosen = (self._by_key[key] for key in keys)
        return tuple(replace(column, width=widths.get(column.key, column.width)) for column in chosen)

    def text(self, words: Texts, row: Row, key: str) -> str:
        """What a reader sees in the column of a key."""
        return as_text(words, self._by_key[key].cell(row))

    def texts(self, words: Texts, row: Row, *keys: str) -> dict[str, str]:
        """What a reader sees in the columns of some keys, by key."""
        return {key: self.text(words, row, key) for key in keys}


def as_text(words: Texts, cell: Cell) -> str:
    """A cell as a reader sees it."""
    match cell:
        case None:
            return ""
        case Amount():
            return cell.text
        case bool():
            return words("report.yes" if cell else "report.no")
        case Comparator():
            return words(f"report.comparator_{cell.name.lower()}")
        case Nature():
            return words(f"nature.{cell}")
        case ChangeUnit():
            return words(f"change_unit.{cell}")
        case Lamp():
            return f"{words(f'lamp.shape_{cell}')} {words(f'lamp.{cell}')}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return words.day(cell)
        case tuple():
            return words.paragraph(as_text(words, part) for part in cell)
    return str(cell)


def as_listed(words: Texts, cell: Cell) -> str | int | date | Amount | None:
    """A cell as a list of data has it: numbers and dates stay what they are."""
    if isinstance(cell, Amount | date) and not isinstance(cell, datetime):
        return cell
    if cell is None or (isinstance(cell, int) and not isinstance(cell, bool)):
        return cell
    return as_text(words, cell)
