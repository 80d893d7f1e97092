"""Tables of a slide measured before they are drawn: the type that takes every cell whole, and what is cut where none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.report.slides import fit
from kpi.report.slides.areas import Area

CELL_MARGIN = 5
"""Points to the left and right of a cell's text."""
_ROW_MARGIN = 8
_SIZES = (16, 14, 13, 12, 11)


@dataclass(frozen=True, slots=True)
class SlideHead:
    """A column of a table: its heading, its share of the width, and whether it is of numbers."""

    text: str
    share: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table as it will stand: the size of its type, and each line's cells and height, the first being the headings."""

    size: float
    widths: Sequence[float]
    lines: Sequence[Sequence[str]]
    heights: Sequence[float]


def laid_out(area: Area, heads: Sequence[SlideHead], rows: Sequence[Sequence[str]], lines: int, *, whole: bool) -> LaidTable:
    """As many rows as fit; cells that no size takes whole are cut to `lines`, by sentences if `whole` is asked for."""
    widths, cells = _widths(area, heads), _lines_of_cells(heads, rows)
    size, shown = _size(area, widths, cells, lines), cells
    if size is None:
        size = _SIZES[-1]
        shown = [_cut(line, widths, size, lines, whole=whole) for line in cells]
    heights = [_height(line, widths, size) for line in shown]
    fitting = max(number for number in range(1, len(heights) + 1) if number == 1 or sum(heights[:number]) <= area.height)
    return LaidTable(size, widths, shown[:fitting], heights[:fitting])


def table_fits(area: Area, heads: Sequence[SlideHead], rows: Sequence[Sequence[str]]) -> bool:
    """Whether an area holds every row of a table whole."""
    return _size(area, _widths(area, heads), _lines_of_cells(heads, rows), None) is not None


def _widths(area: Area, heads: Sequence[SlideHead]) -> list[float]:
    total = sum(head.share for head in heads)
    return [area.width * head.share / total for head in heads]


def _lines_of_cells(heads: Sequence[SlideHead], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[head.text for head in heads], *(list(row) for row in rows)]


def _size(area: Area, widths: Sequence[float], cells: Sequence[Sequence[str]], lines: int | None) -> float | None:
    """The largest type in which an area holds every cell whole, best in `lines` lines; None if none does."""
    for most in dict.fromkeys((lines, None)):
        for size in _SIZES:
            whole = all(
                fit.fits(text, width - 2 * CELL_MARGIN, size, most)
                for line in cells
                for text, width in zip(line, widths, strict=True)
            )
            if whole and sum(_height(line, widths, size) for line in cells) <= area.height:
                return size
    return None


def _cut(line: Sequence[str], widths: Sequence[float], size: float, lines: int, *, whole: bool) -> list[str]:
    cut = fit.whole_sentences if whole else fit.shortened
    return [cut(text, width - 2 * CELL_MARGIN, size, lines) for text, width in zip(line, widths, strict=True)]


def _height(line: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Of a row of a table."""
    lines = (fit.lines_of(text, width - 2 * CELL_MARGIN, size) for text, width in zip(line, widths, strict=True))
    return max(lines) * size * fit.LINE + _ROW_MARGIN
