"""A column of a table: the key it is chosen by, what stands in it, and what is to be known to lay it out anywhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from kpi.i18n import Texts
from kpi.model import Comparator, Lamp
from kpi.views.amounts import Amount

Cell = str | bool | int | date | datetime | Amount | tuple[str, ...] | None
"""What stands in a column, before a face writes it: codes are enumerations, lists are tuples."""
Row = TypeVar("Row")
_COMPARATORS = {
    Comparator.AT_LEAST: "at_least",
    Comparator.AT_MOST: "at_most",
    Comparator.EQUAL: "equal",
    Comparator.BETWEEN: "between",
}


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


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row]):
    """One column of tables whose rows are `Row`s."""

    key: str
    """Of its heading; tables choose it by this."""
    cell: Callable[[Row], Cell]
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


class Register(Generic[Row]):
    """Every column that tables of one kind of row can have."""

    def __init__(self, columns: Iterable[TableColumn[Row]]) -> None:
        self._by_key = {column.key: column for column in columns}

    def __getitem__(self, key: str) -> TableColumn[Row]:
        return self._by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def choose(self, *keys: str) -> tuple[TableColumn[Row], ...]:
        """The columns of these keys, in this order. KeyError for one there is none of."""
        return tuple(self._by_key[key] for key in keys)

    def text(self, words: Texts, row: Row, key: str) -> str:
        """What a reader sees in the column of a key."""
        return as_text(words, self._by_key[key].cell(row))


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
            return words(f"report.comparator_{_COMPARATORS[cell]}")
        case Lamp():
            return f"{words(f'lamp.shape_{cell}')} {words(f'lamp.{cell}')}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return words.day(cell)
        case tuple():
            return words.paragraph(map(str, cell))
    return str(cell)


def as_listed(words: Texts, cell: Cell) -> str | int | date | Amount | None:
    """A cell as a list of data has it: numbers and dates stay what they are."""
    if isinstance(cell, Amount | date) and not isinstance(cell, datetime):
        return cell
    if cell is None or (isinstance(cell, int) and not isinstance(cell, bool)):
        return cell
    return as_text(words, cell)
