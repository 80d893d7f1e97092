"""The cells of one row as values. A cell that cannot be read is a problem and yields a stand-in, so that reading goes on."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from kpi.catalog.tables import Problems, Row
from kpi.model import Bilingual

Choice = TypeVar("Choice")

_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,8})?")
"""What the store's DECIMAL(28,8) holds."""
_FRACTION = re.compile(r"([+-]?[0-9]{1,20})/([0-9]{1,20})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_PLACE = re.compile(r"[1-9][0-9]?")
_MOST_DECIMALS = 8


class Cells:
    """One row while it is read. `sound` tells whether every cell asked for so far could be read."""

    def __init__(self, row: Row, problems: Problems) -> None:
        self.row = row
        self.sound = True
        self._problems = problems

    def problem(self, column: str, code: str, choices: tuple[str, ...] = ()) -> None:
        """Notes an error of a cell, with what it may hold; the row will not be used."""
        self.sound = False
        self._problems.of_cell(self.row, column, code, choices=choices)

    def text(self, column: str) -> str:
        """The text of a cell, empty if the file has no such column."""
        return self.row.cells.get(column, "")

    def required(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        if not self.text(column):
            self.problem(column, "catalog_value_missing")
        return self.text(column)

    def choice(self, column: str, choices: Iterable[Choice], default: Choice | None = None) -> Choice:
        """One of the choices, each written as its text; without a default the cell must not be empty."""
        text = self.text(column) if default else self.required(column)
        for choice in choices:
            if str(choice) == text:
                return choice
        if text:
            self.problem(column, "catalog_bad_choice", choices=tuple(map(str, choices)))
        return default or next(iter(choices))

    def flag(self, column: str, *, default: bool = False) -> bool:
        """yes or no."""
        text = self.text(column)
        if text not in {"", "yes", "no"}:
            self.problem(column, "catalog_bad_choice", choices=("yes", "no"))
        return text == "yes" if text else default

    def number(self, column: str) -> Decimal:
        """A decimal number that must be there; never an exponent, a separator or a scale."""
        text = self.required(column)
        if text and not _NUMBER.fullmatch(text):
            self.problem(column, "catalog_bad_number")
        return Decimal(text) if _NUMBER.fullmatch(text) else Decimal(0)

    def optional_number(self, column: str) -> Decimal | None:
        """A decimal number, or None for an empty cell."""
        return self.number(column) if self.text(column) else None

    def fraction(self, column: str) -> Fraction:
        """A decimal number or a fraction such as 1/3, exactly."""
        parts = _FRACTION.fullmatch(self.text(column))
        if parts and int(parts[2]):
            return Fraction(int(parts[1]), int(parts[2]))
        return Fraction(self.number(column))

    def decimals(self, column: str, default: int) -> int:
        """Most digits after the point, 0 to 8."""
        text = self.text(column)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and int(text) <= _MOST_DECIMALS):
            self.problem(column, "catalog_bad_number")
            return default
        return int(text)

    def place(self, column: str) -> int | None:
        """A row or column of a map of squares, 1 to 99, or None for an empty cell."""
        text = self.text(column)
        if text and not _PLACE.fullmatch(text):
            self.problem(column, "catalog_bad_tile")
            return None
        return int(text) if text else None

    def day(self, column: str) -> date | None:
        """A day written 2023-06-30, or None for an empty cell."""
        text = self.text(column)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.problem(column, "catalog_bad_date")
        return None

    def years(self, column: str) -> tuple[int, ...]:
        """Years with `;` between them, ascending and each once."""
        texts = self.items(column)
        if not all(_YEAR.fullmatch(text) for text in texts):
            self.problem(column, "catalog_bad_years")
            return ()
        return tuple(sorted({int(text) for text in texts}))

    def items(self, column: str) -> tuple[str, ...]:
        """Texts with `;` between them."""
        return tuple(item.strip() for item in self.text(column).split(";") if item.strip())

    def bilingual(self, column: str) -> Bilingual:
        """A text, and those in other languages of the columns beside it."""
        return Bilingual(self.text(column), self.text(f"{column}_en"), self.further(column))

    def named(self, stem: str) -> Bilingual:
        """What the columns `…_zh`, `…_en` and so on say."""
        return Bilingual(self.text(f"{stem}_zh"), self.text(f"{stem}_en"), self.further(stem))

    def further(self, stem: str, ending: str = "") -> tuple[tuple[str, str], ...]:
        """The texts of further languages, by their codes: a column each, which a plan may have or not."""
        columns = _further_columns(tuple(self.row.cells), stem, ending)
        return tuple((code, self.row.cells[column]) for code, column in columns if self.row.cells[column])


@lru_cache(maxsize=512)
def _further_columns(columns: tuple[str | None, ...], stem: str, ending: str) -> tuple[tuple[str, str], ...]:
    """Which of a file's columns hold `stem` in further languages, by code; the same for each of its rows."""
    pattern = re.compile(rf"{stem}_(?!zh|en)([a-z]{{2,3}}{ending})")
    return tuple((match[1], column) for column in columns if column and (match := pattern.fullmatch(column)))
