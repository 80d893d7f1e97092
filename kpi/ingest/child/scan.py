"""What a worksheet's XML says of its cells that a reader of values hides: errors, booleans, formulas nobody has calculated,
numbers shown with a percent sign, words or parts of a date.

A value reader gives an error cell and an uncalculated formula as an empty cell. Here each of them is named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .archive import Handler, Unreadable
from .formats import shown
from .raised import RunReader

MOST_CELLS = 500_000
MOST_ROWS = 60_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000
"""Characters; Excel holds a third of it."""
MOST_AREA = 5_000_000
"""Rows × columns up to the last cell in use: the value reader makes room for every one of them."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")


@dataclass
class Scanned:
    """The cells of one sheet that are not simply what a value reader gives: (row, column) from 0 → text and mark."""

    cells: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class CellScan(Handler):
    """Goes through one worksheet. Unreadable if the sheet is too large."""

    def __init__(self, formats: Sequence[str], *, from_1904: bool, uncalculated: bool, raised: Mapping[int, str]) -> None:
        """`formats`: the number format of each cell style; `uncalculated`: no stored result of a formula is to be believed;
        `raised`: shared strings that are shown otherwise than their characters say.
        """
        self._raised = raised
        self._runs = RunReader()
        self.scanned = Scanned()
        self._formats = formats
        self._from_1904 = from_1904
        self._uncalculated = uncalculated
        self._row = self._column = -1
        self._count = 0
        self._last_row = self._last_column = 0
        self._attributes: Mapping[str, str] = {}
        self._formula: str | None = None
        self._inside = ""
        self._value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep the place, and whether a formula or a value is coming."""
        if tag == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self._row + 1
            self._column = -1
            if _true(attributes.get("hidden")):
                self.scanned.hidden_rows.add(self._row)
        elif tag == "col" and _true(attributes.get("hidden")):
            self._hide_columns(attributes)
        elif tag == "c":
            self._enter(attributes)
        elif tag == "f":
            self._formula = ""
        self._runs.start(tag, attributes)
        self._inside = tag if tag in ("f", "v", "t") else self._inside

    def end(self, tag: str) -> None:
        """Judge the cell when it is whole."""
        self._runs.end(tag)
        if tag == "c":
            self._leave()
        if tag == self._inside:
            self._inside = ""

    def text(self, data: str) -> None:
        """Collect the formula, the stored value, or the words of a cell that holds its own."""
        if len(self._value) + len(self._formula or "") + len(data) > LONGEST_CELL:
            raise Unreadable("cell_too_long")
        if self._inside == "f":
            self._formula = (self._formula or "") + data
        elif self._inside:
            self._value += data
            if self._inside == "t":
                self._runs.add(data)

    def _hide_columns(self, attributes: Mapping[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdigit() and last.isdigit():
            self.scanned.hidden_columns |= set(range(int(first) - 1, min(int(last), MOST_COLUMNS)))

    def _enter(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.match(attributes.get("r", ""))
        if reference:
            self._row, self._column = int(reference[2]) - 1, column_number(reference[1])
        else:
            self._column += 1
        self._attributes, self._formula, self._value = attributes, None, ""
        self._runs = RunReader()
        self._count += 1
        if self._count > MOST_CELLS:
            raise Unreadable("sheet_too_large")

    def _leave(self) -> None:
        if not self._value and self._formula is None:
            return
        self._last_row, self._last_column = max(self._row, self._last_row), max(self._column, self._last_column)
        if self._row >= MOST_ROWS or self._column >= MOST_COLUMNS or self._last_row * self._last_column > MOST_AREA:
            raise Unreadable("sheet_too_large")
        text, mark = self.judged(self._attributes.get("t", "n"))
        if mark != "plain":
            self.scanned.cells[self._row, self._column] = text, mark

    def judged(self, kind: str) -> tuple[str, str]:
        """The text of a cell and its mark; `plain` where a value reader gives just that."""
        if kind == "e":
            return self._value, "error"
        if self._formula is not None and (self._uncalculated or (not self._value and kind != "str")):
            return "=" + self._formula, "formula"
        if kind == "b":
            return "TRUE" if self._value == "1" else "FALSE", "boolean"
        if kind == "d":
            return re.sub(r"T00:00:00(\.0+)?Z?$", "", self._value), ""
        if kind == "s" and self._value.isdigit() and int(self._value) in self._raised:
            return self._raised[int(self._value)], ""
        if kind == "inlineStr" and self._runs.changed:
            return self._runs.text, ""
        if kind != "n" or not self._value:
            return self._value, "plain"
        return shown(self.value, self.number_format, from_1904=self._from_1904)

    @property
    def value(self) -> str:
        """What is stored in the cell."""
        return self._value

    @property
    def formula(self) -> str | None:
        """The cell's formula, if it has one; one that shares another's may be empty."""
        return self._formula

    @property
    def number_format(self) -> str:
        """How the cell shows a number."""
        style = self._attributes.get("s", "0")
        return self._formats[int(style)] if style.isdigit() and int(style) < len(self._formats) else "General"


def _true(flag: str | None) -> bool:
    return flag in ("1", "true")


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
