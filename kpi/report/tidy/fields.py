"""Columns with names that stay: what stands in each, of which type, and the keys of the texts that describe it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.views import Amount, Face, Register, TableColumn, Type, heading

Value = str | bool | int | float | date | datetime | tuple[str, ...] | tuple[int, ...] | None
Row = TypeVar("Row")
Inner = TypeVar("Inner")


class Facet(StrEnum):
    """What a column holds of an amount; every other column is of its NUMBER."""

    NUMBER = "number"
    TEXT = "text"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class TidyField(Generic[Row]):
    """One column of a table whose lines are `Row`s."""

    name: str
    type: Type
    cell: Callable[[Row], Value]
    allowed: Iterable[str] = ()
    """The codes it can hold; empty for any value."""
    subject: str = ""
    """The key of its texts; empty: its name."""
    part: Facet = Facet.NUMBER

    def title(self, words: Texts) -> str:
        """A few words for a heading."""
        own = self._heading(words)
        return own if self.part is Facet.NUMBER else words(f"tidy.title_{self.part}", title=own)

    def description(self, words: Texts) -> str:
        """What it holds, in sentences."""
        if self.part is Facet.NUMBER:
            return words(f"tidy.about_{self.subject or self.name}")
        return words(f"tidy.about_{self.part}", title=self._heading(words))

    def _heading(self, words: Texts) -> str:
        key = self.subject or self.name
        return heading(words, _CALLED.get(key, key), Face.DATA)


_CALLED = {
    "batch_id": "batch",
    "status_text": "verdict",
    "member_status_text": "verdict",
    "paragraph": "catching_up",
    "share_pct": "share_of_whole",
    "rank": "rank_of",
}
"""Columns whose heading other tables call by another name."""

Fields = tuple[TidyField[Row], ...]


def chosen(register: Register[Inner], way: Callable[[Row], Inner], *keys: str) -> Fields[Row]:
    """Columns of the register for lines that hold what it is of."""
    return tuple(field for column in register.choose(*keys) for field in _fields(column, way))


def _fields(column: TableColumn[Inner], way: Callable[[Row], Inner]) -> Fields[Row]:
    def cell(row: Row) -> Any:  # noqa: ANN401  an amount, or what its type says
        return column.cell(way(row))

    name = column.name or column.key
    if column.type is Type.AMOUNT:
        return amount(name, cell, marked=column.marked)
    return (TidyField(name, column.type, cell, column.allowed, column.subject),)


def text(name: str, cell: Callable[[Row], str], *, subject: str = "", allowed: Iterable[str] = ()) -> Fields[Row]:
    """A column of text, or of codes where they are named."""
    return (TidyField(name, Type.STRING, cell, allowed, subject),)


def whole(name: str, cell: Callable[[Row], int | None], *, subject: str = "") -> Fields[Row]:
    """A column of whole numbers."""
    return (TidyField(name, Type.INTEGER, cell, subject=subject),)


def yes_no(name: str, cell: Callable[[Row], bool], *, subject: str = "") -> Fields[Row]:
    """A column of true and false."""
    return (TidyField(name, Type.BOOLEAN, cell, subject=subject),)


def day(name: str, cell: Callable[[Row], date | None]) -> Fields[Row]:
    """A column of dates."""
    return (TidyField(name, Type.DATE, cell),)


def moment(name: str, cell: Callable[[Row], datetime | None]) -> Fields[Row]:
    """A column of moments."""
    return (TidyField(name, Type.DATETIME, cell),)


def several(name: str, cell: Callable[[Row], tuple[str, ...] | tuple[int, ...]]) -> Fields[Row]:
    """A column of lists."""
    return (TidyField(name, Type.ARRAY, cell),)


def amount(name: str, cell: Callable[[Row], Amount], *, marked: bool = False) -> Fields[Row]:
    """A column of numbers and one of what is shown for them; `marked`: one of 约, ≥ and the like as well."""
    number: TidyField[Row] = TidyField(name, Type.NUMBER, lambda row: cell(row).number)
    shown: TidyField[Row] = TidyField(f"{name}_text", Type.STRING, lambda row: cell(row).text, subject=name, part=Facet.TEXT)
    mark: TidyField[Row] = TidyField(f"{name}_mark", Type.STRING, lambda row: cell(row).mark, subject=name, part=Facet.MARK)
    return (number, shown, mark) if marked else (number, shown)


def within(fields: Fields[Inner], way: Callable[[Row], Inner]) -> Fields[Row]:
    """The same columns for lines that hold an `Inner`."""

    def moved(field: TidyField[Inner]) -> TidyField[Row]:
        return TidyField(field.name, field.type, lambda row: field.cell(way(row)), field.allowed, field.subject, field.part)

    return tuple(moved(field) for field in fields)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that name a line of another table."""

    field: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class TidyTable(Generic[Row]):
    """A list of like things: how its lines are found in a report, their columns, and what names a line."""

    name: str
    lines: Callable[[GapReport], Iterable[Row]]
    fields: Fields[Row]
    key: tuple[str, ...]
    references: tuple[ForeignKey, ...] = ()
    always: bool = True
    """Whether it is part of a package without a line."""
