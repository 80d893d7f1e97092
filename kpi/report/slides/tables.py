"""Tables of a slide measured before they are drawn: the type that takes every cell whole, and what is cut where none does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kpi.i18n import Texts
from kpi.report.slides import fit
from kpi.report.slides.areas import Area
from kpi.report.wording import shown
from kpi.views import Face, Head, Register, heads

Row = TypeVar("Row")

CELL_MARGIN = 5
"""Points to the left and right of a cell's text."""
_ROW_MARGIN = 8
_SIZES = (16, 14, 13, 12, 11)
_MORE_LINES = 8
"""By how many a cell that is cut may have more than asked for, where there is room."""


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table of a slide: its columns, as wide as their shares of the slide are, and the cells of each row by their keys."""

    heads: Sequence[Head]
    rows: Sequence[Mapping[str, str]]
    least: float = 0.0
    """Points that a row is high at least: what lies on its cells has room then."""

    @classmethod
    def of(
        cls, words: Texts, register: Register[Row], shares: Mapping[str, float], rows: Iterable[Row], **named: object
    ) -> "SlideTable":
        """The columns that `shares` names; where nothing stands in one there is a dash."""
        cells = ({key: shown(words, text) for key, text in register.texts(words, row, *shares).items()} for row in rows)
        return cls(heads(words, register, shares, Face.SLIDES, named), tuple(cells))

    @property
    def lines(self) -> "list[Mapping[str, str]]":
        """Headings and rows."""
        return [{head.key: head.text for head in self.heads}, *self.rows]

    def widths(self, area: Area) -> dict[str, float]:
        """Of the columns in an area, by key."""
        total = sum(head.width for head in self.heads)
        return {head.key: area.width * head.width / total for head in self.heads}


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table as it will stand: the size of its type, and each line's cells and height, the first being the headings."""

    size: float
    widths: Mapping[str, float]
    lines: Sequence[Mapping[str, str]]
    heights: Sequence[float]


def laid_out(area: Area, table: SlideTable, lines: int, *, whole: bool) -> LaidTable:
    """As many rows as fit; cells that no size takes whole are cut to `lines`, by sentences if `whole` is asked for."""
    widths, told = table.widths(area), table.lines
    size = _size(area, table, lines)
    if size is None:
        size = _SIZES[-1]
        told = _cut_to_room(area, table, widths, lines, whole=whole)
    heights = _heights(table, told, widths, size)
    fitting = max(number for number in range(1, len(heights) + 1) if number == 1 or sum(heights[:number]) <= area.height)
    return LaidTable(size, widths, told[:fitting], heights[:fitting])


def _size(area: Area, table: SlideTable, lines: int | None) -> float | None:
    """The largest type in which an area holds every cell whole, best in `lines` lines; None if none does."""
    widths = table.widths(area)
    for most in dict.fromkeys((lines, None)):
        for size in _SIZES:
            whole = all(
                fit.fits(text, widths[key] - 2 * CELL_MARGIN, size, most) for line in table.lines for key, text in line.items()
            )
            if whole and sum(_heights(table, table.lines, widths, size)) <= area.height:
                return size
    return None


def _cut_to_room(
    area: Area, table: SlideTable, widths: Mapping[str, float], lines: int, *, whole: bool
) -> list[Mapping[str, str]]:
    """Every line cut to so many lines, or to more as long as all of them fit."""
    size, told = _SIZES[-1], table.lines
    made: list[Mapping[str, str]] = [_cut(line, widths, size, lines, whole=whole) for line in told]
    for most in range(lines + 1, lines + _MORE_LINES + 1):
        further: list[Mapping[str, str]] = [_cut(line, widths, size, most, whole=whole) for line in told]
        if sum(_heights(table, further, widths, size)) > area.height:
            break
        made = further
    return made


def _cut(line: Mapping[str, str], widths: Mapping[str, float], size: float, lines: int, *, whole: bool) -> dict[str, str]:
    cut = fit.whole_sentences if whole else fit.shortened
    return {key: cut(text, widths[key] - 2 * CELL_MARGIN, size, lines) for key, text in line.items()}


def _height(line: Mapping[str, str], widths: Mapping[str, float], size: float) -> float:
    """Of a row of a table."""
    return (
        max(fit.lines_of(text, widths[key] - 2 * CELL_MARGIN, size) for key, text in line.items()) * size * fit.LINE
        + _ROW_MARGIN
    )


def _heights(table: SlideTable, lines: Sequence[Mapping[str, str]], widths: Mapping[str, float], size: float) -> list[float]:
    """Of the headings and of each row."""
    return [max(_height(line, widths, size), table.least if place else 0.0) for place, line in enumerate(lines)]
