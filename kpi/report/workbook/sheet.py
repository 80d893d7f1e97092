"""One sheet and what all sheets have in common: title, mark, lists with their heads, notes, print set-up.

Text is always written as text, so that nothing in a name or note becomes a formula or a link.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from kpi.model import Lamp
from kpi.report.model import GapReport
from kpi.report.pictures import DENSITY, POINTS_PER_PIXEL, Mark
from kpi.report.wording import basis_told, half_widths
from kpi.report.workbook.cells import Drawn, Formula, Noted, Row, SheetCell, SheetColumn, Styled
from kpi.report.workbook.formats import Format, Formats
from kpi.views import Amount, Face, as_listed, heading

_LONGEST_TEXT = 32767
"""Characters a cell can hold."""
_A4 = 9
_TITLE_ROW, _NOTE_ROW, _FIRST_ROW = 0, 1, 2
_TITLE_HEIGHT, _LINE_HEIGHT, _MOST_LINES = 26, 15, 27
"""Heights in points; a row can be 409 of them high."""
_FILLED = 0.97
"""How much of a line text fills before it wraps."""
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 330, 16, 50
"""Of a note, in pixels, and how many half-width letters go on a line of it."""
_OF_A_PICTURE = 96 / DENSITY
"""A picture has more pixels than a screen shows of it."""
_LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Where a list stands: its sheet, its columns by key, its first and last line counted from 1."""

    sheet: str
    letters: Mapping[str, str]
    first: int
    last: int

    def column(self, key: str) -> str:
        """All its cells of one column, as other sheets refer to them."""
        letter = self.letters[key]
        return f"{quote_sheetname(self.sheet)}!${letter}${self.first}:${letter}${self.last}"

    def cells(self, key: str, first: int, last: int) -> str:
        """Some lines of a column, counted from 0 within the list; for charts."""
        letter = self.letters[key]
        end = f":${letter}${self.first + last}" if last > first else ""
        return f"={quote_sheetname(self.sheet)}!${letter}${self.first + first}{end}"


class SheetWriter:
    """One sheet."""

    def __init__(
        self, workbook: Workbook, formats: Formats, report: GapReport, name: str, pictures: Mapping[Mark, bytes] | None = None
    ) -> None:
        self.name = name
        self._pictures = pictures or {}
        self.words = report.texts
        self.raw = workbook.add_worksheet(name)
        self.formats = formats
        self._report = report
        self.raw.hide_gridlines(2)
        self._set_up_print()

    def table(
        self,
        columns: Sequence[SheetColumn[Row]],
        rows: Iterable[Row],
        *,
        frozen: int,
        pages_wide: int = 1,
        legend: Sequence[str] = (),
        below: Sequence[str] = (),
        top: int = _FIRST_ROW,
    ) -> SheetTable:
        """A list under its title; the heads and the first `frozen` columns stay in sight and are printed on every page.

        `legend` stands between title and list, `below` after it, and both are printed; `top` is the first line, from 0.
        """
        if top == _FIRST_ROW:
            self.title(self.name)
            for text in legend:
                self.text(top, text, "note")
                top += 1
        table = self._list(columns, rows, top)
        right = len(columns) - 1
        self.raw.freeze_panes(top + 1, frozen)
        self.raw.autofilter(top, 0, table.last - 1, right)
        for line, text in enumerate(below, start=table.last + 1):
            self.text(line, text, "note")
        self.raw.print_area(_FIRST_ROW, 0, table.last + len(below) if below else table.last - 1, right)
        self.raw.repeat_rows(top)
        self.raw.repeat_columns(0, frozen - 1)
        self.raw.fit_to_pages(pages_wide, 0)
        self.print_header()
        return table

    def _list(self, columns: Sequence[SheetColumn[Row]], rows: Iterable[Row], top: int) -> SheetTable:
        letters = {column.key: xl_col_to_name(place) for place, column in enumerate(columns)}
        lines = list(rows)
        whole = {f"all_{key}": f"${letter}${top + 2}:${letter}${top + 1 + len(lines)}" for key, letter in letters.items()}
        self.heads([(column.title or heading(self.words, column.key, Face.BOOK), column.width) for column in columns], top)
        last = top
        for last, row in enumerate(lines, start=top + 1):
            cells = {column.key: self._listed(column.cell(row)) for column in columns}
            needed = max(_lines_of(cells[column.key], column.width) for column in columns)
            drawn = max((each.mark.height for each in cells.values() if isinstance(each, Drawn)), default=0)
            self.raw.set_row(last, max(_LINE_HEIGHT * min(needed, _MOST_LINES), drawn * POINTS_PER_PIXEL) + 3)
            addresses = whole | {key: f"${letter}{last + 1}" for key, letter in letters.items()}
            for place, cell in enumerate(cells.values()):
                self.write(last, place, cell, addresses)
        for place, column in enumerate(columns):
            self.raw.set_column(place, place, column.width)
        return SheetTable(self.name, letters, top + 2, last + 1)

    def _listed(self, cell: SheetCell) -> SheetCell:
        return cell if isinstance(cell, Formula | Noted | Styled | Drawn) else as_listed(self.words, cell)

    def lamps(self, table: SheetTable, *keys: str, by: str = "lamp") -> None:
        """Colours cells of the columns `keys` by the shape that the text in column `by` begins with."""
        if table.last < table.first:
            return
        for lamp in Lamp:
            shape = self.words(f"lamp.shape_{lamp}")
            rule = f'=LEFT(${table.letters[by]}{table.first},1)="{shape}"'
            for key in keys:
                area = f"{table.letters[key]}{table.first}:{table.letters[key]}{table.last}"
                self.raw.conditional_format(area, {"type": "formula", "criteria": rule, "format": self.formats.lamp(lamp)})

    def empty(self, text: str) -> None:
        """A sheet that has nothing to list says so."""
        self.title(self.name)
        self.text(_FIRST_ROW, text, "note")
        self.raw.fit_to_pages(1, 0)
        self.print_header()

    def title(self, text: str) -> None:
        """The title with the mark of made-up figures; below it what the report rests on and, if so, that it is issued."""
        report, words = self._report, self.words
        title = words("report.marked", mark=words("report.demo"), text=text) if report.demo else text
        self.raw.set_row(_TITLE_ROW, _TITLE_HEIGHT)
        self.text(_TITLE_ROW, title, "title")
        basis = basis_told(words, report)
        issue = report.issue
        issued = words("xlsx.issued", number=issue.number, user=issue.user, moment=issue.moment) if issue else ""
        self.text(_NOTE_ROW, words("xlsx.joined", first=basis, second=issued) if issued else basis, "note")

    def heads(self, heads: Sequence[tuple[str, float]], line: int) -> None:
        """The heads of a list, each with the width of its column."""
        self.raw.set_row(line, _LINE_HEIGHT * max(2, *(_lines_of(text, width) for text, width in heads)))
        for place, (text, _) in enumerate(heads):
            self.raw.write_string(line, place, text[:_LONGEST_TEXT], self.formats["head"])

    def text(self, line: int, text: str, kind: str, place: int = 0) -> None:
        """A text on its own."""
        self.raw.write_string(line, place, text[:_LONGEST_TEXT], self.formats[kind])

    def paragraph(self, line: int, text: str, kind: str, widths: Sequence[float], place: int = 0) -> None:
        """A text over several columns, as high as it needs."""
        self.raw.set_row(line, (_LINE_HEIGHT + 1) * min(_lines_of(text, sum(widths)), _MOST_LINES) + 4)
        if len(widths) > 1:
            self.raw.merge_range(line, place, line, place + len(widths) - 1, "", self.formats[kind])
        self.text(line, text, kind, place)

    def write(self, line: int, place: int, cell: SheetCell, addresses: Mapping[str, str]) -> None:
        """One cell; a formula's keys are filled in from `addresses`."""
        partial = False
        if isinstance(cell, Noted):
            self._note(line, place, cell.note)
            partial, cell = cell.partial, cell.cell
        if isinstance(cell, Formula):
            self._formula(line, place, cell, addresses, partial=partial)
            return
        match cell:
            case None | "" | Amount(text="", number=None):
                self.raw.write_blank(line, place, None, self.formats["text"])
            case Drawn():
                self._draw(line, place, cell.mark)
            case Styled():
                self.raw.write_string(line, place, cell.text[:_LONGEST_TEXT], self.formats[cell.kind])
            case Amount(number=None):
                self.raw.write_string(line, place, cell.text[:_LONGEST_TEXT], self.formats["text"])
            case Amount():
                self.raw.write_number(line, place, cell.number, self.formats.number(cell, partial=partial))
            case date():
                self.raw.write_datetime(line, place, cell, self.formats["date"])
            case int():
                self.raw.write_number(line, place, cell, self.formats["number"])
            case str():
                self.raw.write_string(line, place, cell[:_LONGEST_TEXT], self.formats["text"])

    def _formula(self, line: int, place: int, cell: Formula, addresses: Mapping[str, str], *, partial: bool) -> None:
        result = cell.result
        look: Format = self.formats["text"] if isinstance(result, str) else self.formats["number"]
        value: object = result
        if isinstance(result, Amount):
            look, value = self.formats.number(result, partial=partial), result.number
        self.raw.write_formula(line, place, cell.template.format_map(addresses), look, value)

    def _draw(self, line: int, place: int, mark: Mark) -> None:
        """Lays a mark on an empty cell; where there is no picture of it the cell says the same in words."""
        if mark not in self._pictures:
            self.raw.write_string(line, place, mark.alt[:_LONGEST_TEXT], self.formats["text"])
            return
        self.raw.write_blank(line, place, None, self.formats["text"])
        where = {"x_offset": 2, "y_offset": 2, "x_scale": _OF_A_PICTURE, "y_scale": _OF_A_PICTURE, "object_position": 1}
        picture = {"image_data": io.BytesIO(self._pictures[mark]), "description": mark.alt}
        self.raw.insert_image(line, place, "picture.png", where | picture)

    def _note(self, line: int, place: int, text: str) -> None:
        if not text:
            return
        text = text[:_LONGEST_NOTE]
        lines = sum(-(-half_widths(part) // _NOTE_LETTERS) or 1 for part in text.split("\n"))
        size = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * lines + 12}
        self.raw.write_comment(line, place, text, {**size, "font_name": self._report.texts.language.sheet_font, "font_size": 9})

    def _set_up_print(self) -> None:
        self.raw.set_landscape()
        self.raw.set_paper(_A4)
        self.raw.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        self.raw.set_footer(f"&C{self.words('report.page_of')}")

    def print_header(self) -> None:
        """On top of every printed page; in the middle the mark of made-up figures."""
        report, words = self._report, self.words
        right = words("report.subtitle_plain", day=report.as_of)
        if report.issue:
            right = words("xlsx.joined", first=words("xlsx.issue_number", number=report.issue.number), second=right)
        parts = {"L": self.name, "C": words("report.demo") if report.demo else "", "R": right}
        self.raw.set_header("".join(f"&{side}{text.replace('&', '&&')}" for side, text in parts.items() if text))


def _lines_of(cell: SheetCell, width: float) -> int:
    """How many lines a text needs in a column that holds `width` half-width characters."""
    if isinstance(cell, Noted):
        cell = cell.cell
    if isinstance(cell, Formula):
        cell = cell.result
    if isinstance(cell, Styled):
        cell = cell.text
    if not isinstance(cell, str):
        return 1
    return int(half_widths(cell) // (width * _FILLED)) + 1
