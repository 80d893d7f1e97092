"""A form as a workbook: what may be typed is open, what must stay is locked, and every choice is in sight.

Lists stand on the sheet of instructions and not on a hidden one, for a hidden sheet is something a reader must be told of.
Nothing here relies on one office program: plain cells, plain validation, protection without a password.
"""

import io
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Protocol, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kpi.i18n import runs
from kpi.ingest.periods import EARLIEST_YEAR
from kpi.ingest.tables.grid import Role

UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's properties know no time zone
"""The moment that workbooks to be filled in or sent back bear: the same content gives the same bytes."""
BLANK_ROWS = 200
"""Rows below the listed ones that are ready for towns and breakdowns."""
SCALE_SENTENCE = "template.how_scale"
"""Explains 万 by a unit of the form, and is left out where no unit has it."""
VALUES_SENTENCE = "template.how_values"
"""Names the year all rows are of; a form of several has another in its place."""
SENTENCES = (
    VALUES_SENTENCE,
    "template.how_units",
    SCALE_SENTENCE,
    "template.how_shares",
    "template.how_other_kinds",
    "template.how_periods",
    "template.how_dates",
    "template.how_qualifiers",
    "template.how_totals",
    "template.how_rows",
    "template.how_locked",
    "template.how_upload",
)
"""Keys of the instructions, in their order."""

Field: TypeAlias = str | int | Decimal
WIDTHS = {
    Role.CODE: 32,
    Role.NAME: 40,
    Role.YEAR: 9,
    Role.START: 12,
    Role.END: 12,
    Role.REGION: 14,
    Role.BREAKDOWN: 26,
    Role.VALUE: 14,
    Role.UNIT: 12,
    Role.LAST_YEAR: 12,
    Role.NOTE: 26,
}
"""The columns of the form in their order, each with its width in characters."""
_LIST_WIDTHS = (22, 18, 44, 44, 36, 46)
_TYPED = frozenset({Role.YEAR, Role.START, Role.END, Role.REGION, Role.BREAKDOWN, Role.VALUE, Role.UNIT, Role.NOTE})
_TYPED_BELOW = _TYPED | {Role.CODE, Role.NAME}
"""Rows that somebody adds say themselves what they are about."""
_NUMBERS = frozenset({Role.VALUE, Role.LAST_YEAR})
_MIDDLE = {"valign": "vcenter", "text_wrap": True}
_LINE = 18
"""Height of a row of one line, in points."""
_A4 = 9
_PROTECTION = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "insert_rows": True}


class Wording(Protocol):
    """What the form needs of the texts of a language."""

    @property
    def lang(self) -> str:
        """Its code."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One listed row."""

    fields: Sequence[Field]
    units: tuple[str, ...]
    """Every way of writing its unit that is offered."""
    yes_no: bool
    """Whether it is answered by yes or no."""


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that stands in the workbook but its fixed texts."""

    year: int
    """The last that may be filled in."""
    one_year: bool
    """Whether all rows are of that year."""
    rows: Sequence[FormRow]
    regions: Sequence[str]
    breakdowns: Sequence[tuple[str, str]]
    """How each is spelt, and what it means."""
    measures: Sequence[tuple[str, str]]
    """Code and name."""

    @property
    def units(self) -> tuple[str, ...]:
        """Every way of writing a unit that some row offers, once."""
        return tuple(dict.fromkeys(unit for row in self.rows for unit in row.units))

    @property
    def unit_example(self) -> Mapping[str, str] | None:
        """A unit of ten thousands and the one it is made of, to explain the first by; None where no row has one."""
        units = next((row.units for row in self.rows if len(row.units) > 1 and row.units[0].startswith("万")), None)
        return {"scaled": units[0], "base": units[1]} if units else None

    @property
    def last_row(self) -> int:
        """The last row that is ready to be filled in, counted from 0 like all rows here."""
        return len(self.rows) + BLANK_ROWS


def workbook(form: Form, header: Sequence[str], texts: Wording) -> bytes:
    """The form and its instructions as .xlsx."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": UNDATED})
        sheet = book.add_worksheet(texts("template.sheet"))
        guide = book.add_worksheet(texts("template.instructions_sheet"))
        looks = _FormLooks(book)
        ranges = _Guide(guide, form, texts, looks).write()
        _Sheet(sheet, form, texts, looks).write(header, ranges)
    return buffer.getvalue()


class _FormLooks:
    """The formats of cells. Rows below the listed ones show nothing, for whatever shows is printed: pages of empty lines."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format(_MIDDLE | {"bold": True, "bg_color": "#EEF1F4", "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
        self.text = book.add_format(_MIDDLE)
        self.listed = {role: book.add_format(_look(role, _TYPED) | _shown(role)) for role in WIDTHS}
        self.below = {role: book.add_format(_look(role, _TYPED_BELOW)) for role in WIDTHS}


def _look(role: Role, typed: Set[Role]) -> dict[str, object]:
    """Whether a cell is open, and how what is typed into it is to be seen."""
    look: dict[str, object] = _MIDDLE | {"locked": role not in typed, "align": "right" if role in _NUMBERS else "left"}
    return look | {"num_format": "yyyy-mm-dd"} if role in (Role.START, Role.END) else look


def _shown(role: Role) -> dict[str, object]:
    """A line under each row; a value that is waited for stands out."""
    if role is Role.VALUE:
        return {"bg_color": "#FFF8DC", "border": 1, "border_color": "#B8A888"}
    return {"bottom": 1, "bottom_color": "#D9DEE3"}


@dataclass(frozen=True, slots=True)
class _Guide:
    """Writes the sheet of instructions."""

    sheet: Worksheet
    form: Form
    texts: Wording
    looks: _FormLooks

    def write(self) -> Mapping[str, str]:
        """Everything on it; by the key of each list the formula of where it stands."""
        self.sheet.set_default_row(_LINE)
        sentences = self._sentences()
        self._write_sentences(sentences)
        top = len(sentences) + 2
        lists = self._lists()
        for column, (key, items) in enumerate(lists.items()):
            self.sheet.set_column(column, column, _LIST_WIDTHS[column])
            self.sheet.write_string(top, column, self.texts(key), self.looks.head)
            for row, text in enumerate(items, top + 1):
                self.sheet.write_string(row, column, text, self.looks.text)
        self._make_room(top + 1, lists)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        _print_across(self.sheet, top)
        return {key: self._range(top + 1, column, len(items)) for column, (key, items) in enumerate(lists.items())}

    def _sentences(self) -> list[str]:
        said = {"year": self.form.year, "region": self.form.regions[0], **(self.form.unit_example or {})}
        keys = [key for key in SENTENCES if self.form.unit_example or key != SCALE_SENTENCE]
        if not self.form.one_year:
            keys[keys.index(VALUES_SENTENCE)] = "template.how_values_by_row"
        return [f"{number}. {self.texts(key, **said)}" for number, key in enumerate(keys, 1)]

    def _write_sentences(self, sentences: Sequence[str]) -> None:
        self.sheet.set_row(0, 26)
        self.sheet.write_string(0, 0, self.texts("template.instructions_title"), self.looks.title)
        for row, text in enumerate(sentences, 1):
            self.sheet.set_row(row, _LINE * _lines(text, sum(_LIST_WIDTHS)))
            self.sheet.merge_range(row, 0, row, len(_LIST_WIDTHS) - 1, text, self.looks.text)

    def _lists(self) -> Mapping[str, Sequence[str]]:
        """Column by column, by the key of its head; meanings stand beside what they explain."""
        form = self.form
        return {
            "template.list_regions": form.regions,
            "template.list_units": form.units,
            "template.list_breakdowns": [spelling for spelling, _ in form.breakdowns],
            "template.list_meanings": [meaning for _, meaning in form.breakdowns],
            "template.list_measures": [code for code, _ in form.measures],
            "template.list_names": [name for _, name in form.measures],
        }

    def _make_room(self, first: int, lists: Mapping[str, Sequence[str]]) -> None:
        """Rows high enough for their longest text."""
        for row, texts in enumerate(zip_longest(*lists.values(), fillvalue=""), first):
            self.sheet.set_row(row, _LINE * max(map(_lines, texts, _LIST_WIDTHS)))

    def _range(self, first: int, column: int, count: int) -> str:
        letter = xl_col_to_name(column)
        return f"='{self.sheet.get_name()}'!${letter}${first + 1}:${letter}${first + max(count, 1)}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Writes the sheet that is filled in."""

    sheet: Worksheet
    form: Form
    texts: Wording
    looks: _FormLooks

    def write(self, header: Sequence[str], ranges: Mapping[str, str]) -> None:
        """Everything on it."""
        for index, width in enumerate(WIDTHS.values()):
            self.sheet.set_column(index, index, width)
            self.sheet.write_string(0, index, header[index], self.looks.head)
        self.sheet.set_default_row(_LINE)
        for number, row in enumerate(self.form.rows, 1):
            self._write_row(number, row.fields)
        for number in range(len(self.form.rows) + 1, self.form.last_row + 1):
            self._write_row(number, [""] * len(WIDTHS), listed=False)
        self._validate(ranges)
        self._set_up()

    def _write_row(self, number: int, fields: Sequence[Field], *, listed: bool = True) -> None:
        looks = self.looks.listed if listed else self.looks.below
        for index, (role, field) in enumerate(zip(WIDTHS, fields, strict=True)):
            look = looks[role]
            if field == "":
                self.sheet.write_blank(number, index, None, look)
            elif isinstance(field, str):
                self.sheet.write_string(number, index, field, look)
            else:
                self.sheet.write_number(number, index, field, look)

    def _set_up(self) -> None:
        self.sheet.freeze_panes(1, 2)
        self.sheet.autofilter(0, 0, self.form.last_row, len(WIDTHS) - 1)
        self.sheet.protect("", _PROTECTION)
        _print_across(self.sheet, 0)

    def _validate(self, ranges: Mapping[str, str]) -> None:
        """What the reader may accept in another spelling is only warned of; a year or a code that it cannot is stopped."""
        listed, below = range(1, len(self.form.rows) + 1), range(len(self.form.rows) + 1, self.form.last_row + 1)
        everywhere = [*listed, *below]
        year = {"validate": "integer", "criteria": "between", "minimum": EARLIEST_YEAR, "maximum": self.form.year}
        self._rule(Role.YEAR, everywhere, year, "stop", "template.stop_year")
        self._rule(Role.REGION, everywhere, _list_of(ranges["template.list_regions"]), "warning", "template.warn_region")
        self._rule(
            Role.BREAKDOWN, everywhere, _list_of(ranges["template.list_breakdowns"]), "warning", "template.warn_breakdown"
        )
        self._rule(Role.CODE, below, _list_of(ranges["template.list_measures"]), "stop", "template.stop_code")
        for units, rows in self._rows_by_units().items():
            self._rule(Role.UNIT, rows, _list_of(list(units)), "warning", "template.warn_unit")
        self._rule(Role.UNIT, below, _list_of(ranges["template.list_units"]), "warning", "template.warn_unit")
        self._validate_values(everywhere)

    def _validate_values(self, everywhere: Iterable[int]) -> None:
        """A number may be written in many ways, so values are only advised on; yes and no are chosen."""
        yes_no = [number for number, row in enumerate(self.form.rows, 1) if row.yes_no]
        answers = _list_of([self.texts("template.yes"), self.texts("template.no")])
        self._rule(Role.VALUE, yes_no, answers | self._hint("template.hint_yes_no"), "warning", "template.warn_yes_no")
        numbers = [row for row in everywhere if row not in set(yes_no)]
        self._rule(Role.VALUE, numbers, {"validate": "any"} | self._hint("template.hint_value"))

    def _rows_by_units(self) -> Mapping[tuple[str, ...], list[int]]:
        rows: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(self.form.rows, 1):
            rows.setdefault(row.units, []).append(number)
        return rows

    def _hint(self, key: str) -> dict[str, object]:
        return {"input_title": self.texts("template.value"), "input_message": self.texts(key)}

    def _rule(self, role: Role, rows: Iterable[int], rule: Mapping[str, object], severity: str = "", message: str = "") -> None:
        """One rule for a column in some rows."""
        column = list(WIDTHS).index(role)
        areas = [[first, column, last, column] for first, last in runs(rows)]
        if not areas:
            return
        error = {}
        if message:
            text = self.texts(message, year=self.form.year)
            error = {"error_type": severity, "error_title": self.texts(f"template.{role}"), "error_message": text}
        self.sheet.data_validation(*areas[0], {**rule, **error, "other_cells": areas[1:]})


def _list_of(source: str | list[str]) -> dict[str, object]:
    return {"validate": "list", "source": source}


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in so many columns of a digit each; nobody measures merged cells when the file is opened."""
    taken = sum(1 if character.isascii() else 2 for character in text)
    return max(-(-taken // (width - width // 20)), 1)


def _print_across(sheet: Worksheet, header: int) -> None:
    """A4 lying, all columns on a page, the header on every page, numbered."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(header)
    sheet.set_footer("&C&P / &N")
