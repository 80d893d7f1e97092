"""A plan's tables as a workbook that people fill in: a sheet per file, text cells, lists to choose from, instructions in front.

Lists stand on a sheet in sight, for a hidden sheet is something a reader must be told of. Whatever is written here,
`read_plan_workbook` reads back as it was.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kpi.catalog import FORMATS, Table
from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.ingest.forms.workbook import UNDATED
from kpi.ingest.plans import columns
from kpi.ingest.plans.examples import EXAMPLES

LONGEST_CELL = 32_767
"""Characters; what is longer Excel cannot hold."""
READY_ROWS = 500
"""Rows below the filled ones that lists are offered in."""
_LEAST_WIDTH, _WIDTH, _WIDEST = 10, 16, 44
_LONG = frozenset({"definition", "definition_en", "doubt", "doubt_en", "note", "note_en", "note_zh", "text_zh", "text_en"})
"""Columns that hold sentences."""
_SENTENCES = (
    "order", "example", "filled", "codes", "numbers", "scale", "days", "periods", "load",
)  # fmt: skip
_GUIDE_WIDTHS = (18, 110)
_LINE = 18
_A4 = 9
_MOST_ASCII = 127


def plan_workbook(tables: Mapping[str, Table], words: Texts, *, examples: bool = False) -> bytes:
    """The tables as .xlsx, headings and words in one language; `examples` gives each sheet a row that is not loaded."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": UNDATED})
        made = _Book(book, words, {name.removesuffix(".csv"): table for name, table in tables.items()}, examples)
        made.write()
    return buffer.getvalue()


def empty_workbook(words: Texts) -> bytes:
    """A workbook to begin a plan with: every sheet with all its columns and one row that is only an example."""
    tables = {form.name: Table((*form.required, *form.optional), ()) for form in FORMATS}
    return plan_workbook(tables, words, examples=True)


class _Looks:
    """The formats of cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        head = {"bold": True, "valign": "vcenter", "text_wrap": True, "bottom": 1, "num_format": "@"}
        self.head = book.add_format({**head, "bg_color": "#EEF1F4"})
        self.filled = book.add_format({**head, "bg_color": "#B9CDE0"})
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.long = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self.example = book.add_format({"num_format": "@", "valign": "top", "italic": True, "font_color": "#6B7280"})
        self.title = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
        self.sentence = book.add_format({"text_wrap": True, "valign": "top"})


@dataclass
class _Book:
    """Writes all sheets."""

    book: xlsxwriter.Workbook
    words: Texts
    tables: Mapping[str, Table]
    examples: bool
    looks: _Looks = field(init=False)

    def write(self) -> None:
        """Instructions first, then the sheets in the order in which they are filled in, and what may be chosen last."""
        self.looks = _Looks(self.book)
        self._write_guide(self.book.add_worksheet(columns.title(columns.GUIDE, self.words)))
        present = [sheet for sheet in columns.ORDER if sheet in self.tables]
        made = {sheet: self.book.add_worksheet(columns.title(sheet, self.words)) for sheet in present}
        ranges = self._write_choices(self.book.add_worksheet(columns.title(columns.CHOICES, self.words)))
        for sheet, worksheet in made.items():
            _Sheet(sheet, worksheet, self, ranges).write()

    def column_range(self, sheet: str) -> str:
        """Where the codes of another sheet stand; empty where there is no such sheet."""
        if sheet not in self.tables:
            return ""
        place = self.tables[sheet].columns.index(columns.key_of(sheet))
        letter, title = xl_col_to_name(place), columns.title(sheet, self.words)
        return f"='{title}'!${letter}$2:${letter}${last_row(self.tables[sheet]) + 1}"

    def _write_guide(self, sheet: Worksheet) -> None:
        words = self.words
        for place, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(place, place, width, self.looks.sentence)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, words("plan_guide.title"), self.looks.title)
        told = [words(f"plan_guide.{name}") for name in _SENTENCES if self.examples or name != "example"]
        for row, text in enumerate(told, 1):
            sheet.merge_range(row, 0, row, 1, f"{row}. {text}", self.looks.sentence)
            sheet.set_row(row, _LINE * lines(text, sum(_GUIDE_WIDTHS)))
        top = len(told) + 2
        sheet.write_string(top, 0, words("plan_guide.contents"), self.looks.head)
        sheet.write_blank(top, 1, None, self.looks.head)
        for row, name in enumerate((name for name in columns.ORDER if name in self.tables), top + 1):
            sheet.write_string(row, 0, columns.title(name, words), self.looks.sentence)
            sheet.write_string(row, 1, words(f"plan_guide.of_{name}"), self.looks.sentence)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def _write_choices(self, sheet: Worksheet) -> Mapping[tuple[str, str], str]:
        """Every list there is, once; by sheet and column the formula of where it stands."""
        places: dict[tuple[str, ...], str] = {}
        ranges: dict[tuple[str, str], str] = {}
        title = columns.title(columns.CHOICES, self.words)
        for name, table in self.tables.items():
            for column in table.columns:
                offered = tuple(columns.word(name, column, code, self.words) for code in columns.choices(name, column))
                if not offered:
                    continue
                if offered not in places:
                    place, letter = len(places), xl_col_to_name(len(places))
                    head = f"{columns.title(name, self.words)} · {columns.heading(name, column, self.words)}"
                    self._write_list(sheet, place, head, offered)
                    places[offered] = f"='{title}'!${letter}$2:${letter}${len(offered) + 1}"
                ranges[name, column] = places[offered]
        sheet.freeze_panes(1, 0)
        return ranges

    def _write_list(self, sheet: Worksheet, place: int, head: str, offered: Sequence[str]) -> None:
        sheet.set_column(place, place, max(width_of(text) for text in (head, *offered)) + 2, self.looks.text)
        for row, text in enumerate((head, *offered)):
            sheet.write_string(row, place, text, self.looks.text if row else self.looks.head)


@dataclass(frozen=True)
class _Sheet:
    """Writes one sheet of the plan."""

    name: str
    worksheet: Worksheet
    book: _Book
    ranges: Mapping[tuple[str, str], str]

    @property
    def table(self) -> Table:
        """What stands in it."""
        return self.book.tables[self.name]

    def write(self) -> None:
        """Everything on it."""
        self._write_head()
        rows: list[tuple[Mapping[str, str], Format | None]] = []
        if self.book.examples:
            rows.append((EXAMPLES[self.name], self.book.looks.example))
        rows += [(row.cells, None) for row in self.table.rows]
        for number, (cells, look) in enumerate(rows, 1):
            for place, column in enumerate(self.table.columns):
                if text := cells.get(column, ""):
                    written = self._written(column, text, number, example=look is not None)
                    self.worksheet.write_string(number, place, written, look or self._look(column))
        self._validate()
        last = max(len(rows), 1)
        self.worksheet.autofilter(0, 0, last, max(len(self.table.columns) - 1, 0))
        self.worksheet.freeze_panes(1, 1)
        self.worksheet.ignore_errors(
            {"number_stored_as_text": f"A1:{xl_col_to_name(len(self.table.columns))}{last + READY_ROWS}"}
        )
        self.worksheet.set_landscape()
        self.worksheet.set_paper(_A4)
        self.worksheet.repeat_rows(0)
        self.worksheet.repeat_columns(0)
        self.worksheet.set_footer("&C&P / &N")

    def _look(self, column: str) -> Format:
        return self.book.looks.long if column in _LONG else self.book.looks.text

    def _write_head(self) -> None:
        looks = self.book.looks
        self.worksheet.set_row(0, 2 * _LINE)
        for place, column in enumerate(self.table.columns):
            text = columns.heading(self.name, column, self.book.words)
            self.worksheet.set_column(place, place, self._width(column, text), self._look(column))
            must = f"{self.name}.{column}" in columns.FILLED
            self.worksheet.write_string(0, place, text, looks.filled if must else looks.head)

    def _width(self, column: str, head: str) -> int:
        """As wide as what stands in it, within bounds; sentences are wrapped."""
        if column in _LONG:
            return _WIDEST
        texts = chain((head, EXAMPLES[self.name].get(column, "")), (row.cells.get(column, "") for row in self.table.rows))
        return min(max(_LEAST_WIDTH, *(width_of(text) + 2 for text in texts)), _WIDEST)

    def _written(self, column: str, text: str, number: int, *, example: bool) -> str:
        words = self.book.words
        written = columns.word(self.name, column, text, words)
        if column == columns.key_of(self.name):
            if example:
                return f"{words('plan_sheet.example_mark')}{text}"
            if columns.is_example(text) or columns.within(text) is not None:
                written = columns.literal(text)
        if len(written) > LONGEST_CELL:
            place = {"sheet": columns.title(self.name, words), "column": columns.heading(self.name, column, words)}
            raise KpiError("plan_cell_too_long", row=number + 1, count=len(written), **place)
        return written

    def _validate(self) -> None:
        """Words must be one of the list; codes of other sheets may be typed before they are there."""
        words, last = self.book.words, last_row(self.table)
        for place, column in enumerate(self.table.columns):
            own = self.ranges.get((self.name, column))
            source = own or self.book.column_range(columns.listed(self.name, column))
            if source:
                self.worksheet.data_validation(
                    1,
                    place,
                    last,
                    place,
                    {
                        "validate": "list",
                        "source": source,
                        "error_type": "stop" if own else "information",
                        "error_title": words("plan_guide.choose_title"),
                        "error_message": words("plan_guide.choose" if own else "plan_guide.refer"),
                    },
                )


def last_row(table: Table) -> int:
    """The last row that is ready to be filled in, counted from 0."""
    return len(table.rows) + READY_ROWS


def width_of(text: str) -> int:
    """Columns of a digit that a text takes: its longest line, Chinese characters twice as wide."""
    return max(sum(1 if ord(character) <= _MOST_ASCII else 2 for character in line) for line in text.split("\n"))


def lines(text: str, width: int) -> int:
    """How many lines a text takes; nobody measures merged cells when the file is opened."""
    return max(-(-width_of(text) // (width - width // 10)), 1)
