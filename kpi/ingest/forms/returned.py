"""The sender's own tables with what is wrong marked in them: every row where it was, faulty cells coloured, a column 问题.

It can be corrected and uploaded as it is: our column is passed over, and marks say nothing to a reader of values.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from kpi.ingest.forms.workbook import UNDATED, Wording
from kpi.ingest.problems import Remark
from kpi.ingest.reading import Reading
from kpi.ingest.tables.grid import Mark, Role, Sheet
from kpi.ingest.tables.layouts import Layout
from kpi.model import Problem, Severity

TEXTS = ("template.sheet", "template.problem", "template.problem_sheet")
"""All texts it needs besides its remarks."""
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_MOST_IN_CELL = 32_000
_MOST_MERGED = 200_000
_WIDEST, _NARROWEST = 42, 8


def error_workbook(reading: Reading, remarks: Sequence[Remark], texts: Wording) -> bytes:
    """The tables of `reading` as .xlsx with `remarks` at their cells and rows, and a first sheet with those of no row."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": UNDATED})
        looks = _Looks(
            workbook.add_format({"bg_color": "#F8CBAD", "border": 1, "border_color": "#C00000"}),
            workbook.add_format({"bg_color": "#FFE699", "border": 1, "border_color": "#BF8F00"}),
            workbook.add_format({"text_wrap": True, "valign": "top", "font_color": "#9C0006"}),
            workbook.add_format({"bold": True}),
        )
        taken: set[str] = set()
        for sheet in reading.book.sheets if reading.book else ():
            own = [remark for remark in remarks if remark.problem.sheet == sheet.name]
            worksheet = workbook.add_worksheet(_sheet_name(sheet.name or texts("template.sheet"), taken))
            read = next((part for part in reading.sheets if part.sheet == sheet.name), None)
            _write(worksheet, sheet, read.layout if read else None, own, looks, texts)
        general = [remark for remark in remarks if _of_no_row(reading, remark.problem)]
        if general or not (reading.book and reading.book.sheets):
            _list(workbook.add_worksheet(_sheet_name(texts("template.problem_sheet"), taken)), general, looks, texts)
    return buffer.getvalue()


class _Looks(NamedTuple):
    error: Format
    warning: Format
    remark: Format
    bold: Format


def _of_no_row(reading: Reading, problem: Problem) -> bool:
    """Whether nothing in the tables can carry it: it is of no row, or of the header's."""
    headers = {sheet.header_row for sheet in reading.sheets if sheet.sheet == problem.sheet}
    return problem.row is None or problem.row in headers or reading.book is None


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel takes, like `wanted`: at most 31 characters, none twice."""
    base = _FORBIDDEN_IN_NAMES.sub("_", wanted).strip("'")[:31] or "Sheet"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base[:27]}_{number}", number + 1
    taken.add(name.casefold())
    return name


def _write(
    worksheet: Worksheet, sheet: Sheet, layout: Layout | None, remarks: Sequence[Remark], looks: _Looks, texts: Wording
) -> None:
    """All cells where they were; our column of an earlier return is written anew."""
    width = max((len(row) for row in sheet.rows), default=0)
    header = layout.header_row - 1 if layout else 0
    ours = layout.stubs[Role.PROBLEM].index if layout and Role.PROBLEM in layout.stubs else width
    cells = _marked(remarks)
    for area in _kept_together(sheet, width):
        worksheet.merge_range(*area, "")
    for index, row in enumerate(sheet.rows):
        for place, text in enumerate(row):
            if place != ours and sheet.mark(index, place) is not Mark.MERGED:
                _write_cell(worksheet, index, place, text, cells.get((index, place)), looks)
    for (index, place), remark in cells.items():
        worksheet.write_comment(index, place, remark.text[:_MOST_IN_CELL], {"x_scale": 2})
    for place in range(width):
        longest = max((_width(row[place]) for row in sheet.rows if place < len(row)), default=0)
        worksheet.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST))
    worksheet.set_column(ours, ours, 60)
    if remarks:
        worksheet.write_string(header, ours, texts("template.problem"), looks.bold)
    for index, said in _by_row(remarks).items():
        if index == header and layout:
            continue
        worksheet.write_string(index, ours, "\n".join(said)[:_MOST_IN_CELL], looks.remark)


def _kept_together(sheet: Sheet, width: int) -> Iterator[tuple[int, int, int, int]]:
    """The merged areas as far as the table reaches: each cell in one of them at most, and no more cells than can be written."""
    covered: set[tuple[int, int]] = set()
    for top, left, lowest, last in sheet.merged:
        bottom, right = min(lowest, len(sheet.rows) - 1), min(last, width - 1)
        if bottom < top or right < left or (top, left) == (bottom, right):
            continue
        if len(covered) + (bottom - top + 1) * (right - left + 1) > _MOST_MERGED:
            return
        cells = set(product(range(top, bottom + 1), range(left, right + 1)))
        if covered.isdisjoint(cells):
            covered |= cells
            yield top, left, bottom, right


def _marked(remarks: Sequence[Remark]) -> Mapping[tuple[int, int], Remark]:
    """Cells with a problem of their own; of several the gravest."""
    cells: dict[tuple[int, int], Remark] = {}
    for remark in sorted(remarks, key=lambda said: said.problem.severity is Severity.ERROR):
        letters = str(remark.problem.values.get("letter", ""))
        if remark.problem.row and letters:
            cells[remark.problem.row - 1, xl_cell_to_rowcol(f"{letters}1")[1]] = remark
    return cells


def _by_row(remarks: Sequence[Remark]) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for remark in remarks:
        if remark.problem.row is not None:
            rows.setdefault(remark.problem.row - 1, []).append(remark.text)
    return rows


def _write_cell(worksheet: Worksheet, row: int, column: int, text: str, remark: Remark | None, looks: _Looks) -> None:
    look = None
    if remark:
        look = looks.error if remark.problem.severity is Severity.ERROR else looks.warning
    if _PLAIN_NUMBER.fullmatch(text) and len(text) <= 15:
        worksheet.write_number(row, column, float(text), look)
    elif text or look:
        worksheet.write_string(row, column, text[:_MOST_IN_CELL], look)


def _width(text: str) -> int:
    """Columns of a text, a Chinese character counting two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text[:60])


def _list(worksheet: Worksheet, remarks: Sequence[Remark], looks: _Looks, texts: Wording) -> None:
    worksheet.set_column(0, 0, 100)
    worksheet.write_string(0, 0, texts("template.problem_sheet"), looks.bold)
    for index, remark in enumerate(remarks, 1):
        worksheet.write_string(index, 0, remark.text[:_MOST_IN_CELL], looks.remark)
