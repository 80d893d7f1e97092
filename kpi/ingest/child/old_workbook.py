"""An old workbook (.xls) as rows of text, read twice: by xlrd for types, formats and what is hidden, and by calamine.

A cell that the two read differently is marked `disputed`, unless the text of one is damaged and that of the other is whole. A
text cell in which nothing stands, as statistics offices export them, is a blank; a formula without a result is not.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from struct import unpack_from
from typing import Any

import python_calamine
import xlrd
from xlrd import compdoc

from .archive import Unreadable
from .formats import as_number, plain, shown
from .merging import Spreading
from .raised import in_runs
from .scan import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from .workbook import hidden

_EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_BIFF8 = 80
_WESTERN = (None, 1252)
_DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
_FORMULA, _END, _SUBSTREAM, _UNCALCULATED = 0x0006, 0x000A, 0x0809, 0x005E
_WORKSHEET = 0x0010
_CALCULATED_ON_LOAD = 0x0002
"""Of a formula's options: nobody has calculated it yet."""
_NO_RESULT = (b"\x03", b"\xff\xff")
"""First and last bytes of a formula's result that is no text at all: nobody can tell whether it was ever calculated."""

Cell = tuple[str, str]
"""Text and mark."""


def read_old_workbook(content: bytes) -> object:
    """The same answer as `read_workbook`, of an .xls file."""
    try:
        book = _opened(content)
        second = python_calamine.load_workbook(io.BytesIO(content))
        uncalculated = _uncalculated(content)
        visible = [sheet for sheet in book.sheets() if not sheet.visibility]
        hidden = [sheet.name for sheet in book.sheets() if sheet.visibility and _filled(sheet)]
        spreading = Spreading()
        sheets = [
            _sheet(book, sheet, _texts(second, sheet.name), uncalculated.get(sheet.number, set()), spreading)
            for sheet in visible
        ]
    except (xlrd.XLRDError, python_calamine.CalamineError, compdoc.CompDocError) as error:
        raise Unreadable("encrypted" if "encrypted" in str(error).lower() else "archive_damaged") from error
    except (MemoryError, RecursionError, Unreadable):
        raise
    except Exception as error:  # a crafted record breaks the parser in many ways
        raise Unreadable("archive_damaged") from error
    return {"sheets": sheets, "hidden": hidden}


def _opened(content: bytes) -> xlrd.Book:
    """The book; one that does not say in which code page it is written is read as Chinese, if it can be."""
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    if book.biff_version >= _BIFF8 or book.codepage not in _WESTERN:
        return book
    try:
        chinese = xlrd.open_workbook(
            file_contents=content, formatting_info=True, encoding_override="gb18030", logfile=io.StringIO()
        )
    except (xlrd.XLRDError, UnicodeDecodeError):
        return book
    return chinese


def _texts(book: python_calamine.CalamineWorkbook, name: str) -> Sequence[Sequence[object]]:
    """What the second reader makes of a sheet; nothing if it knows none of that name."""
    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, python_calamine.WorksheetNotFound):
        return []


def _filled(sheet: xlrd.sheet.Sheet) -> bool:
    return any(kind not in _EMPTY for row in range(sheet.nrows) for kind in sheet.row_types(row))


def _sheet(
    book: xlrd.Book,
    sheet: xlrd.sheet.Sheet,
    second: Sequence[Sequence[object]],
    uncalculated: set[tuple[int, int]],
    spreading: Spreading,
) -> object:
    if sheet.nrows > MOST_ROWS or sheet.ncols > MOST_COLUMNS or sheet.nrows * sheet.ncols > MOST_CELLS:
        raise Unreadable("sheet_too_large")
    rows: list[list[str]] = []
    marks: dict[tuple[int, int], str] = {}
    for row in range(sheet.nrows):
        rows.append([])
        for column in range(sheet.ncols):
            other = second[row][column] if row < len(second) and column < len(second[row]) else ""
            text, mark = _cell(book, sheet, (row, column), other)
            if (row, column) in uncalculated:
                text, mark = "=", "formula"
            rows[row].append(text)
            if mark:
                marks[row, column] = mark
    unseen = hidden(rows, _hidden_places(sheet.rowinfo_map), _hidden_places(sheet.colinfo_map))
    merged = spreading.spread(
        rows, marks, ((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    )
    return {
        "name": sheet.name,
        "rows": rows,
        "marks": [[row, column, mark] for (row, column), mark in marks.items()],
        "merged": merged,
        **unseen,
    }


def _hidden_places(told: Mapping[int, Any]) -> list[int]:
    return [place for place, info in told.items() if info.hidden]


def _cell(book: xlrd.Book, sheet: xlrd.sheet.Sheet, place: tuple[int, int], other: object) -> Cell:
    cell = sheet.cell(*place)
    if cell.ctype in _EMPTY:
        return "", ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A"), "error"
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if cell.value else "FALSE"), "boolean"
    if cell.ctype == xlrd.XL_CELL_TEXT:
        text, mark = _text(str(cell.value), other)
        return (text if mark or text != cell.value else _as_set(book, sheet, place, text)), mark
    number = as_number(repr(cell.value))
    if isinstance(other, int | float) and number is not None and as_number(repr(float(other))) != number:
        return plain(number), "disputed"
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
    known = book.format_map.get(style.format_key) if style else None
    return shown(repr(cell.value), known.format_str if known else "General", from_1904=book.datemode == 1)


def _as_set(book: xlrd.Book, sheet: xlrd.sheet.Sheet, place: tuple[int, int], text: str) -> str:
    """A text whose digits are raised or lowered as its cell shows them."""
    kinds = {1: "superscript", 2: "subscript"}
    runs = [
        (start, kinds.get(book.font_list[font].escapement, "") if font < len(book.font_list) else "")
        for start, font in sheet.rich_text_runlist_map.get(place, ())
    ]
    return in_runs(text, runs) if runs else text


def _text(text: str, other: object) -> Cell:
    """A text as both readers have it, or as the one whose text is whole."""
    if not text:
        return "", ""  # a formula without a result is known by its record, not by its empty text
    second = str(other) if isinstance(other, str) else ""
    if text.strip() == second.strip():
        return text, "disputed" if _DAMAGED.search(text) else ""
    if _DAMAGED.search(text):
        return (second, "") if second and not _DAMAGED.search(second) else (text, "disputed")
    return text, "" if not second or _DAMAGED.search(second) or _mistaken(second) else "disputed"


def _mistaken(text: str) -> bool:
    """Whether a text is Chinese bytes taken for Western letters."""
    try:
        return bool(text.encode("latin-1").decode("gb18030")) and not text.isascii()
    except UnicodeError:
        return False


def _uncalculated(content: bytes) -> dict[int, set[tuple[int, int]]]:
    """By sheet: the cells of formulas without a result of their own, every one of a sheet that says so itself."""
    cells: dict[int, set[tuple[int, int]]] = {}
    sheet, depth, whole = -1, 0, False
    for kind, start, size, data in _records(content):
        if kind == _SUBSTREAM:
            depth += 1
            if depth == 1 and unpack_from("<H", data, start + 2)[0] == _WORKSHEET:
                sheet, whole = sheet + 1, False  # a chart inside a sheet, or on one of its own, is a substream too
        elif kind == _END:
            depth -= 1
        elif kind == _UNCALCULATED:
            whole = True
        elif kind == _FORMULA and size >= 16:
            row, column = unpack_from("<HH", data, start)
            resultless = (data[start + 6 : start + 7], data[start + 12 : start + 14]) == _NO_RESULT
            if whole or resultless or unpack_from("<H", data, start + 14)[0] & _CALCULATED_ON_LOAD:
                cells.setdefault(sheet, set()).add((row, column))
    return cells


def _records(content: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Kind, start and size of each record of the workbook's stream, and the bytes they lie in."""
    try:
        document = compdoc.CompDoc(content, logfile=io.StringIO())
        stream = document.get_named_stream("Workbook") or document.get_named_stream("Book") or b""
    except (compdoc.CompDocError, IndexError, ValueError):
        return
    position = 0
    while position + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, position)
        if position + 4 + size > len(stream):
            return
        yield kind, position + 4, size, stream
        position += 4 + size
