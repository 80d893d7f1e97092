"""One sheet and what all sheets have in common: title, mark, lists with their heads, notes, print set-up.

Text is always written as text, so that nothing in a name or note becomes a formula or a link.
"""

import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from kpi.model import Lamp
from kpi.report.model import GapReport
from kpi.report.pictures import DENSITY, POINTS_PER_PIXEL, Mark
from kpi.report.wording import basis_told, half_widths
from kpi.report.workbook.cells import (
    Drawn,
    Formula,
    Noted,
    Percent,
    Row,
    SheetCell,
    SheetColumn,
    Styled,
    kind_of,
    number_in,
    plain,
)
from kpi.report.workbook.formats import Format, Formats
from kpi.report.workbook.printing import pages_down
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
_WORD, _LETTERS = re.compile(r"[!-~]+\s*|\S\s*"), re.compile(r"[A-Za-z]+")
"""What a line can be broken after: a word, with what follows it, or a Chinese character; and a word's letters alone."""
_LONGEST_WORD, _INDENTED = 14, 2
"""Half-width characters: of the longest word that a column is widened for, and what a cell has before and after it."""
_OF_A_PICTURE = 96 / DENSITY
"""A picture has more pixels than a screen shows of it."""
_LONGEST_NOTE = 2000
_ANNEX_TAB = "#A6B0BA"
_PAGE_WIDTH, _EMPTY_COLUMNS = 140, 14
"""Half-width characters that a page across holds in full size, and the last column of a sheet without a list, from 0."""


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
        self,
        workbook: Workbook,
        formats: Formats,
        report: GapReport,
        name: str,
        pictures: Mapping[Mark, bytes] | None = None,
        *,
        annexed: bool = False,
    ) -> None:
        """An `annexed` sheet is to be looked things up in: of it only what says so is printed."""
        self.name = name
        self._annexed = annexed
        self._pictures = pictures or {}
        self.words = report.texts
        self.raw = workbook.add_worksheet(name)
        self.formats = formats
        self._report = report
        self._heights: dict[int, float] = {}
        """Of lines that are not as high as usual, in points."""
        self.raw.hide_gridlines(2)
        if annexed:
            self.raw.set_tab_color(_ANNEX_TAB)
        self._set_up_print()

    def table(
        self,
        columns: Sequence[SheetColumn[Row]],
        rows: Iterable[Row],
        *,
        frozen: int,
        unprinted: int = 0,
        dropped: Collection[str] = (),
        legend: Sequence[str] = (),
        below: Sequence[str] = (),
        top: int = _FIRST_ROW,
        alike: bool = False,
    ) -> SheetTable:
        """A list under its title; the heads and the first `frozen` columns stay in sight, and the heads are on every page.

        `legend` stands between title and list, `below` after it, and both are printed; `top` is the first line, from 0.
        `unprinted` is how many columns at the right are not. Of the columns `dropped` those go that are empty throughout.
        Where its columns are `alike`, as years are, numbers of one unit show
        as many digits after the point in all of them.
        """
        if top == _FIRST_ROW:
            self.title(self.name)
            top += len(legend)
        lines = [{column.key: self._listed(column.cell(row)) for column in columns} for row in rows]
        columns = [
            column for column in columns if column.key not in dropped or not all(_is_empty(line[column.key]) for line in lines)
        ]
        columns = [
            replace(column, width=_wide_enough(column.width, (line[column.key] for line in lines))) for column in columns
        ]
        table = self._list(columns, lines, top, alike=alike)
        right, printed = len(columns) - 1, len(columns) - unprinted
        widths = [column.width for column in columns[:printed]]
        for line, text in enumerate(legend, start=top - len(legend)):
            self._across(line, text, widths)
        self.raw.freeze_panes(top + 1, frozen)
        self.raw.autofilter(top, 0, table.last - 1, right)
        for line, text in enumerate(below, start=table.last + 1):
            self._across(line, text, widths)
        self.raw.repeat_rows(top)
        last = table.last + len(below) if below else table.last - 1
        self.print_set_up(last, printed - 1, [column.width for column in columns])
        if not self._annexed:
            heights = [self._heights.get(line, _LINE_HEIGHT) for line in range(last + 1)]
            self.raw.fit_to_pages(1, pages_down(widths, heights, self._heights[top]))
        return table

    def print_set_up(self, last: int, right: int, widths: Sequence[float] = ()) -> None:
        """Prints the sheet from its title on, one page wide; of an annexed one the title alone, as far across as a page is."""
        if self._annexed:
            last = _NOTE_ROW
            right = max(sum(whole <= _PAGE_WIDTH for whole in accumulate(widths)) - 1, 0) if widths else right
        self.raw.print_area(_TITLE_ROW, 0, last, right)
        self.raw.fit_to_pages(1, 0)
        self.print_header()

    def _list(
        self, columns: Sequence[SheetColumn[Row]], lines: Sequence[Mapping[str, SheetCell]], top: int, *, alike: bool
    ) -> SheetTable:
        letters = {column.key: xl_col_to_name(place) for place, column in enumerate(columns)}
        digits = _digits(lines, alike=alike)
        whole = {f"all_{key}": f"${letter}${top + 2}:${letter}${top + 1 + len(lines)}" for key, letter in letters.items()}
        self.heads([(column.title or heading(self.words, column.key, Face.BOOK), column.width) for column in columns], top)
        last = top
        for last, cells in enumerate(lines, start=top + 1):
            needed = max(_lines_of(cells[column.key], column.width) for column in columns)
            drawn = max((each.mark.height for each in cells.values() if isinstance(each, Drawn)), default=0)
            self._high(last, max(_LINE_HEIGHT * min(needed, _MOST_LINES), drawn * POINTS_PER_PIXEL) + 3)
            addresses = whole | {key: f"${letter}{last + 1}" for key, letter in letters.items()}
            for place, (key, cell) in enumerate((column.key, cells[column.key]) for column in columns):
                shown = plain(cell)
                least = digits["" if alike else key, kind_of(shown)] if isinstance(shown, Amount | Percent) else 0
                self.write(last, place, cell, addresses, least)
        for place, column in enumerate(columns):
            self.raw.set_column(place, place, column.width)
        return SheetTable(self.name, letters, top + 2, last + 1)

    def _listed(self, cell: SheetCell) -> SheetCell:
        return cell if isinstance(cell, Percent | Formula | Noted | Styled | Drawn) else as_listed(self.words, cell)

    def lamps(self, table: SheetTable, *keys: str, by: str = "lamp") -> None:
        """Colours cells of the columns `keys` by the shape that the text in column `by` begins with."""
        if table.last < table.first:
            return
        missed = self.words("board.shape_missed"), Lamp.RED
        for shape, lamp in (*((self.words(f"lamp.shape_{lamp}"), lamp) for lamp in Lamp), missed):
            rule = f'=LEFT(${table.letters[by]}{table.first},1)="{shape}"'
            for key in keys:
                area = f"{table.letters[key]}{table.first}:{table.letters[key]}{table.last}"
                self.raw.conditional_format(area, {"type": "formula", "criteria": rule, "format": self.formats.lamp(lamp)})

    def empty(self, text: str) -> None:
        """A sheet that has nothing to list says so."""
        self.title(self.name)
        self.text(_FIRST_ROW, text, "note")
        self.print_set_up(_FIRST_ROW, _EMPTY_COLUMNS)

    def title(self, text: str) -> None:
        """The title with the mark of made-up figures; below it what the report rests on and, if so, that it is issued."""
        report, words = self._report, self.words
        title = words("report.marked", mark=words("report.demo"), text=text) if report.demo else text
        self._high(_TITLE_ROW, _TITLE_HEIGHT)
        self.text(_TITLE_ROW, title, "title")
        basis = basis_told(words, report)
        issue = report.issue
        issued = words("xlsx.issued", number=issue.number, user=issue.user, moment=issue.moment) if issue else ""
        first = words("xlsx.annexed") if self._annexed else basis
        self.text(_NOTE_ROW, words("xlsx.joined", first=first, second=issued) if issued else first, "note")

    def heads(self, heads: Sequence[tuple[str, float]], line: int) -> None:
        """The heads of a list, each with the width of its column."""
        self._high(line, _LINE_HEIGHT * max(2, *(_lines_of(text, width) for text, width in heads)))
        for place, (text, _) in enumerate(heads):
            self.raw.write_string(line, place, text[:_LONGEST_TEXT], self.formats["head"])

    def _high(self, line: int, height: float) -> None:
        self._heights[line] = height
        self.raw.set_row(line, height)

    def text(self, line: int, text: str, kind: str, place: int = 0) -> None:
        """A text on its own."""
        self.raw.write_string(line, place, text[:_LONGEST_TEXT], self.formats[kind])

    def _across(self, line: int, text: str, widths: Sequence[float]) -> None:
        """A note at a list: on one line if the printed columns are as wide, else on as many as it takes within them."""
        lines = min(_lines_of(text, sum(widths)), _MOST_LINES)
        if lines == 1 or len(widths) == 1:
            self.text(line, text, "note")
            return
        self._high(line, _LINE_HEIGHT * lines + 3)
        self.raw.merge_range(line, 0, line, len(widths) - 1, "", self.formats["wrapped"])
        self.text(line, text, "wrapped")

    def paragraph(self, line: int, text: str, kind: str, widths: Sequence[float], place: int = 0) -> None:
        """A text over several columns, as high as it needs."""
        self.raw.set_row(line, (_LINE_HEIGHT + 1) * min(_lines_of(text, sum(widths)), _MOST_LINES) + 4)
        if len(widths) > 1:
            self.raw.merge_range(line, place, line, place + len(widths) - 1, "", self.formats[kind])
        self.text(line, text, kind, place)

    def write(self, line: int, place: int, cell: SheetCell, addresses: Mapping[str, str], least: int = 0) -> None:
        """One cell; a formula's keys are filled in from `addresses`, and a number shows `least` digits after the point."""
        partial = False
        if isinstance(cell, Noted):
            self._note(line, place, cell.note)
            partial, cell = cell.partial, cell.cell
        if isinstance(cell, Formula):
            self._formula(line, place, cell, addresses, self._look(cell.result, least, partial=partial))
            return
        if isinstance(cell, Percent) and cell.amount.number is None:
            cell = cell.amount
        match cell:
            case None | "" | Amount(text="", number=None):
                self.raw.write_blank(line, place, None, self.formats["text"])
            case Drawn():
                self._draw(line, place, cell.mark)
            case Styled():
                self.raw.write_string(line, place, cell.text[:_LONGEST_TEXT], self.formats[cell.kind])
            case Amount(number=None):
                self.raw.write_string(line, place, cell.text[:_LONGEST_TEXT], self.formats["text"])
            case Amount() | Percent():
                self.raw.write_number(line, place, number_in(cell), self.formats.number(cell, least, partial=partial))
            case date():
                self.raw.write_datetime(line, place, cell, self.formats["date"])
            case int():
                self.raw.write_number(line, place, cell, self.formats["number"])
            case str():
                self.raw.write_string(line, place, cell[:_LONGEST_TEXT], self.formats["text"])

    def link(self, line: int, place: int, sheet: str) -> None:
        """The name of a sheet, which leads there."""
        self.raw.write_url(line, place, f"internal:{quote_sheetname(sheet)}!A1", self.formats["link"], sheet)

    def _look(self, result: SheetCell, least: int, *, partial: bool) -> Format:
        """What the result of a formula looks like."""
        if isinstance(result, Amount | Percent):
            return self.formats.number(result, least, partial=partial)
        return self.formats["text" if isinstance(result, str) else "number"]

    def _formula(self, line: int, place: int, cell: Formula, addresses: Mapping[str, str], look: Format) -> None:
        result = cell.result
        value: object = number_in(result) if isinstance(result, Amount | Percent) else result
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


def _digits(lines: Sequence[Mapping[str, SheetCell]], *, alike: bool) -> Mapping[tuple[str, str], int]:
    """By column and unit, the most digits after the point that one of its numbers has: all of them show as many.

    Columns that are alike count as one, which has no name.
    """
    most: dict[tuple[str, str], int] = {}
    for key, cell in ((key, plain(cell)) for cells in lines for key, cell in cells.items()):
        if isinstance(cell, Amount | Percent):
            amount, kind = cell.amount if isinstance(cell, Percent) else cell, ("" if alike else key, kind_of(cell))
            most[kind] = max(most.get(kind, 0), amount.decimals)
    return most


def _lines_of(cell: SheetCell, width: float) -> int:
    """How many lines a text needs in a column that holds `width` half-width characters."""
    text = _worded(cell)
    room, wide = width * _FILLED, half_widths(text)
    return max(int(wide // room) + 1, _wrapped(text, room)) if wide > room else 1


def _worded(cell: SheetCell) -> str:
    """The text that is in a cell; none where it holds a number."""
    cell = plain(cell)
    amount = cell.amount if isinstance(cell, Percent) else cell
    if isinstance(amount, Amount):
        return amount.text if amount.number is None else ""
    return cell.text if isinstance(cell, Styled) else cell if isinstance(cell, str) else ""


def _wrapped(text: str, room: float) -> int:
    """How many lines of so many half-width characters words take that are not broken."""
    lines, taken = 1, 0
    for word in _WORD.findall(text):
        wide = half_widths(word.rstrip())
        if taken and taken + wide > room:
            lines, taken = lines + 1, 0
        taken += half_widths(word)
    return lines


def _wide_enough(width: float, cells: Iterable[SheetCell]) -> float:
    """The width of a column in which none of its English words is broken, unless it is very long."""
    if width >= _LONGEST_WORD + _INDENTED:
        return width
    longest = max((len(word) for cell in cells for word in _LETTERS.findall(_worded(cell))), default=0)
    return max(width, min(longest, _LONGEST_WORD) + _INDENTED)


def _is_empty(cell: SheetCell) -> bool:
    """Whether nothing is shown in it."""
    cell = plain(cell)
    amount = cell.amount if isinstance(cell, Percent) else cell
    return amount in (None, "") or (isinstance(amount, Amount) and amount.number is None and not amount.text)
