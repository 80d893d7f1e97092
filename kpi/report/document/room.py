"""How much of a page is taken, reckoned by characters: a table that must go on it has as many rows as there is room for."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from kpi.report.document.blocks import Block, Cell, Group, Paragraph, Picture, SectionHeading, Signature, Style, Table
from kpi.report.document.typography import CELL_MARGIN, TABLE_SIZE, TYPE_AREA, Typography
from kpi.report.wording import half_widths, widest
from kpi.views import Head

_PER_MILLIMETRE = 72 / 25.4
_TABLE_LINE, _ROW_PADDING, _CAPTION, _STRIP, _FIGURE = 12.5, 6.0, 46.0, 40.0, 205.0
"""Points: a line of a cell, what is above and below its lines, caption and head of a table, the bar of statuses, a chart."""
_SPARE = 12.0
"""Points that are left free, since no two programs break lines alike."""


_LATIN = 0.9
"""Half characters that a Latin letter takes where all are Latin; among Chinese characters it is reckoned with a whole one."""


def fits_on_a_page(
    type_: Typography,
    title: Sequence[str],
    lines: int,
    paragraphs: Iterable[str],
    rows: Iterable[Sequence[tuple[str, float]]],
    *,
    rail: float = 37.0,
) -> bool:
    """Whether a table fits on the page below a title, so many lines on their own, a heading, a bar, and beside paragraphs.

    `rows` are the longer texts of the table's rows, each with the millimetres of its column; beside them is a rail, `rail`
    points high.
    """
    line = type_.body_line / 20
    taken = len(title) * type_.title_line / 20 + (lines + 1) * (line + type_.after / 20) + type_.before_heading / 20
    taken += _STRIP + _CAPTION + _SPARE
    taken += sum(_paragraph(type_, text) for text in paragraphs if text)
    latin = 1.0 if type_.character_grid else _LATIN
    return taken + sum(row_height(texts, rail, latin) for texts in rows) <= TYPE_AREA[1] * _PER_MILLIMETRE


def row_height(texts: Iterable[tuple[str, float]], rail: float, latin: float = 1.0) -> float:
    """Points that a row takes: the highest of its texts or the rail beside them, whichever is higher."""
    rooms = ((widest(text, latin), _room(column)) for text, column in texts)
    return max(rail, *(_lines(halves, room, TABLE_SIZE / 4) * _TABLE_LINE for halves, room in rooms)) + _ROW_PADDING


def pages_taken(type_: Typography, blocks: Iterable[Block]) -> float:
    """How many pages blocks take, what ends a page early not counted."""
    return sum(_height(type_, block) for block in blocks) / (TYPE_AREA[1] * _PER_MILLIMETRE)


def _height(type_: Typography, block: Block) -> float:
    line, after = type_.body_line / 20, type_.after / 20
    match block:
        case SectionHeading():
            return line + after + type_.before_heading / 20
        case Paragraph(style=Style.NOTE):
            return 2 * _TABLE_LINE
        case Paragraph():
            return _paragraph(type_, block.text) + line * (block.style is Style.ANNEX_LIST)
        case Table():
            return _CAPTION + sum(_row(block, row) for row in block.rows)
        case Picture():
            return _FIGURE
        case Signature():
            return (2 + len(block.lines)) * line
    return 0.0


def _paragraph(type_: Typography, text: str) -> float:
    halves = widest(text, 1.0 if type_.character_grid else _LATIN) + type_.indent / 50
    width = TYPE_AREA[0] * _PER_MILLIMETRE
    return _lines(halves, width, type_.body_size / 4) * type_.body_line / 20 + type_.after / 20


def _row(table: Table, row: Mapping[str, Cell] | Group) -> float:
    """Points of a row: of its cells the one with the most lines."""
    if isinstance(row, Group):
        return _TABLE_LINE + _ROW_PADDING
    cells = (((cell,) if isinstance(cell, str) else cell, head.width) for head, cell in _cells(table, row))
    lines = (sum(_lines(max(half_widths(text), 1), _room(width), TABLE_SIZE / 4) for text in texts) for texts, width in cells)
    return max(lines) * _TABLE_LINE + _ROW_PADDING


def _cells(table: Table, row: Mapping[str, Cell]) -> Iterable[tuple[Head, Cell]]:
    return ((head, row[head.key]) for head in table.heads)


def _room(width: float) -> float:
    """Points between the margins of a cell that is so many millimetres wide."""
    return width * _PER_MILLIMETRE - CELL_MARGIN / 10


def _lines(halves: float, width: float, half: float) -> int:
    return ceil(halves / (width // half))
