"""How much of a page is taken, reckoned by characters: a table that must go on it has as many rows as there is room for."""

from collections.abc import Iterable, Sequence
from math import ceil

from kpi.report.document.typography import CELL_MARGIN, TABLE_SIZE, TYPE_AREA, Typography
from kpi.report.wording import half_widths

_PER_MILLIMETRE = 72 / 25.4
_TABLE_LINE, _ROW_PADDING, _CAPTION, _STRIP = 12.5, 6.0, 46.0, 40.0
"""Points: a line of a cell, what is above and below its lines, caption and head of a table, the bar of statuses."""
_SPARE = 12.0
"""Points that are left free, since no two programs break lines alike."""


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
    line, width = type_.body_line / 20, TYPE_AREA[0] * _PER_MILLIMETRE
    taken = len(title) * type_.title_line / 20 + (lines + 1) * (line + type_.after / 20) + type_.before_heading / 20
    taken += _STRIP + _CAPTION + _SPARE
    for text in filter(None, paragraphs):
        taken += _lines(half_widths(text) + type_.indent / 50, width, type_.body_size / 4) * line + type_.after / 20
    return taken + sum(row_height(texts, rail) for texts in rows) <= TYPE_AREA[1] * _PER_MILLIMETRE


def row_height(texts: Iterable[tuple[str, float]], rail: float) -> float:
    """Points that a row takes: the highest of its texts or the rail beside them, whichever is higher."""
    rooms = ((half_widths(text), column * _PER_MILLIMETRE - CELL_MARGIN / 10) for text, column in texts)
    return max(rail, *(_lines(halves, room, TABLE_SIZE / 4) * _TABLE_LINE for halves, room in rooms)) + _ROW_PADDING


def _lines(halves: float, width: float, half: float) -> int:
    return ceil(halves / (width // half))
