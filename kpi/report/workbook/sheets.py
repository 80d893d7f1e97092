"""The sheets of the workbook. Text is always written as text, so that nothing in a name or note becomes a formula or a link."""

from collections.abc import Iterable, Sequence
from datetime import date

from xlsxwriter import Workbook

from kpi.report.columns import Cell, Column, Row
from kpi.report.model import GapReport
from kpi.report.rows import Amount
from kpi.report.workbook.formats import Formats

_LONGEST_TEXT = 32767
"""Characters a cell can hold."""
_A4 = 9
_TITLE_ROW, _NOTE_ROW, _HEAD_ROW = 0, 1, 2
_TITLE_HEIGHT, _LINE_HEIGHT, _MOST_LINES = 26, 15, 27
"""Heights in points; a row can be 409 of them high."""
_LAST_HALF_WIDTH = 0x2000
_FILLED = 0.97
"""How much of a line text fills before it wraps."""
_FIRST_OVERVIEW_COLUMN, _OVERVIEW_COLUMN, _LEAST_OVERVIEW_COLUMNS = 18, 12, 9


class Sheet:
    """One sheet and what all sheets have in common: title, mark, print set-up."""

    def __init__(self, workbook: Workbook, formats: Formats, report: GapReport, key: str) -> None:
        """`key` is the name of the sheet in report.sheet_…"""
        self._report, self._words, self._formats = report, report.texts, formats
        self.name = self._words(f"report.sheet_{key}")
        self._sheet = workbook.add_worksheet(self.name)
        self._sheet.hide_gridlines(2)
        self._set_up_print()

    def table(self, columns: Sequence[Column[Row]], rows: Iterable[Row], *, frozen: int, pages_wide: int = 1) -> None:
        """A list under its title; the heads and the first `frozen` columns stay in sight and are printed on every page."""
        self._title(self.name)
        self._heads([column.heading(self._words) for column in columns], [column.width for column in columns])
        last = _HEAD_ROW
        for last, row in enumerate(rows, start=_HEAD_ROW + 1):
            cells = [column.cell(row) for column in columns]
            lines = [_lines_of(cell, column.width) for cell, column in zip(cells, columns, strict=True)]
            self._sheet.set_row(last, _LINE_HEIGHT * min(max(lines), _MOST_LINES) + 3)
            for place, cell in enumerate(cells):
                self._write(last, place, cell)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
        self._sheet.freeze_panes(_HEAD_ROW + 1, frozen)
        self._sheet.autofilter(_HEAD_ROW, 0, last, len(columns) - 1)
        self._sheet.print_area(_HEAD_ROW, 0, last, len(columns) - 1)
        self._sheet.repeat_rows(_HEAD_ROW)
        self._sheet.repeat_columns(0, frozen - 1)
        self._sheet.fit_to_pages(pages_wide, 0)
        self._print_header(left=self.name, right=self._words("report.subtitle_plain", day=self._report.as_of))

    def overview(self) -> None:
        """Title, the sentences of the headline, and targets by category and status."""
        report, words = self._report, self._words
        self._title(report.title)
        width = max(len(report.counts) + 2, _LEAST_OVERVIEW_COLUMNS)
        self._sheet.set_column(0, 0, _FIRST_OVERVIEW_COLUMN)
        self._sheet.set_column(1, width - 1, _OVERVIEW_COLUMN)
        sentences = [sentence for sentence in (report.headline or words("report.no_targets"), report.earlier) if sentence]
        for line, sentence in enumerate(sentences, start=_HEAD_ROW):
            self._lead(line, width, sentence)
        self._counts(_HEAD_ROW + len(sentences) + 1)
        self._sheet.fit_to_pages(1, 0)
        self._print_header()

    def _set_up_print(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        self._sheet.set_footer(f"&C{self._words('report.page_of')}")

    def _print_header(self, left: str = "", right: str = "") -> None:
        """On top of every printed page; in the middle the mark of made-up figures."""
        mark = self._words("report.demo") if self._report.demo else ""
        parts = {"L": left, "C": mark, "R": right}
        self._sheet.set_header("".join(f"&{side}{text.replace('&', '&&')}" for side, text in parts.items() if text))

    def _title(self, text: str) -> None:
        report, words = self._report, self._words
        title = words("report.marked", mark=words("report.demo"), text=text) if report.demo else text
        self._sheet.set_row(_TITLE_ROW, _TITLE_HEIGHT)
        self._text(_TITLE_ROW, title, "title")
        basis = words("report.basis", day=report.as_of, moment=report.known_at or report.generated, version=report.data_version)
        self._text(_NOTE_ROW, basis, "note")

    def _lead(self, line: int, columns: int, sentence: str) -> None:
        width = _FIRST_OVERVIEW_COLUMN + (columns - 1) * _OVERVIEW_COLUMN
        self._sheet.set_row(line, (_LINE_HEIGHT + 2) * _lines_of(sentence, width) + 4)
        self._sheet.merge_range(line, 0, line, columns - 1, "", self._formats["lead"])
        self._text(line, sentence, "lead")

    def _heads(self, texts: Sequence[str], widths: Sequence[float], line: int = _HEAD_ROW) -> None:
        most = max(_lines_of(text, width) for text, width in zip(texts, widths, strict=True))
        self._sheet.set_row(line, _LINE_HEIGHT * max(most, 2))
        for place, text in enumerate(texts):
            self._sheet.write_string(line, place, text, self._formats["head"])

    def _counts(self, top: int) -> None:
        """Targets by category and status."""
        report, words = self._report, self._words
        statuses = [count.text for count in report.counts]
        heads = [words("report.column_category"), *statuses, words("report.column_total")]
        self._heads(heads, [_OVERVIEW_COLUMN] * len(heads), top)
        named = [(category.name, category.counted) for category in report.categories if category.counted]
        lines = [*named, (words("report.column_total"), report.counted)]
        for line, (name, rows) in enumerate(lines, start=top + 1):
            last = line == top + len(lines)
            found = [row.status for row in rows]
            self._sheet.write_string(line, 0, name, self._formats["total_text" if last else "text"])
            numbers = [*(found.count(count.status) for count in report.counts), len(rows)]
            for place, number in enumerate(numbers, start=1):
                self._sheet.write_number(line, place, number, self._formats["total" if last else "count"])

    def _text(self, line: int, text: str, kind: str) -> None:
        self._sheet.write_string(line, 0, text[:_LONGEST_TEXT], self._formats[kind])

    def _write(self, line: int, place: int, cell: Cell) -> None:
        match cell:
            case None | "" | Amount(text="", number=None):
                self._sheet.write_blank(line, place, None, self._formats["text"])
            case Amount(number=None):
                self._sheet.write_string(line, place, cell.text[:_LONGEST_TEXT], self._formats["text"])
            case Amount():
                self._sheet.write_number(line, place, cell.number, self._formats.number(cell))
            case date():
                self._sheet.write_datetime(line, place, cell, self._formats["date"])
            case int():
                self._sheet.write_number(line, place, cell, self._formats["number"])
            case str():
                self._sheet.write_string(line, place, cell[:_LONGEST_TEXT], self._formats["text"])


def _lines_of(cell: Cell, width: float) -> int:
    """How many lines a text needs in a column that holds `width` half-width characters."""
    if not isinstance(cell, str):
        return 1
    half_widths = sum(2 if ord(character) > _LAST_HALF_WIDTH else 1 for character in cell)
    return int(half_widths // (width * _FILLED)) + 1
