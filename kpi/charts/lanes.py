"""One line of years with stretches of time above each other: when figures were counted, when targets count. There are no values
on a scale here, so nothing that may not be compared can be.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import width_of
from kpi.i18n import Texts
from kpi.views import Band, BandKind, Lane, Lanes

SIZE = 13.0
_PAD = 10.0
_HEADING, _ROW, _THICK, _AFTER, _AXIS = 22.0, 30.0, 22.0, 12.0, 46.0
"""Pixels of a heading, of a row, of a stretch in it, below a lane, and of the years."""
_LEAST_YEAR = 44.0
_LINE = 18.0
_DOT = 6.0
_ABOVE, _BELOW = 13.0, 5.0
"""Pixels from the line that words stand on to what is free of them."""
_FONT = "font-size:13px"
_CLASSES = {
    BandKind.COUNTED: "figure",
    BandKind.OUTSIDE: "hatched",
    BandKind.ASKED: "frame",
    BandKind.EMPTY: "empty",
}


def lanes(picture: Lanes, words: Texts, *, width: int, paint: Paint = Paint.SCREEN) -> Mark:
    """Every lane under its heading, the years below them, and the day it is about."""
    return _Drawn(picture, words, width, paint).mark()


@dataclass(frozen=True)
class _Placed:
    """A stretch in pixels, and where its words begin."""

    band: Band
    left: float
    right: float
    words_at: float
    inside: bool
    told: str
    below: bool = False
    """Whether its words have no room beside it, and stand in a line of their own."""


@dataclass
class _Drawn:
    picture: Lanes
    words: Texts
    width: int
    paint: Paint
    drawing: Drawing = field(init=False)
    worded: list[tuple[float, float, float]] = field(default_factory=list)
    """Where words stand beside their stretches: from and to in pixels across, and the line they stand on."""

    def __post_init__(self) -> None:
        self.drawing = Drawing(self.width, round(self.bottom + _AXIS), self.paint)

    @cached_property
    def rows(self) -> list[tuple[Lane, list[list[_Placed]]]]:
        """Of each lane its stretches in as many rows as they need to stand clear of each other."""
        return [(lane, self._rows(lane)) for lane in self.picture.lanes]

    @cached_property
    def bottom(self) -> float:
        return sum(_HEADING * len(self._folded(lane.heading)) + sum(map(_height, rows)) + _AFTER for lane, rows in self.rows)

    def at(self, day: date, *, over: bool = False) -> float:
        """Where a day begins, or is over, in pixels."""
        first, last = self.picture.first.toordinal(), self.picture.last.toordinal()
        return _PAD + (day.toordinal() - first + over) / (last - first + 1) * (self.width - 2 * _PAD)

    def mark(self) -> Mark:
        self._windows()
        y = 0.0
        for lane, rows in self.rows:
            for line in self._folded(lane.heading):
                self.drawing.add("text", "quiet", line, x=_PAD, y=y + 14, style=_FONT)
                y += _HEADING
            for row in rows:
                for placed in row:
                    self._band(placed, y)
                y += _height(row)
            y += _AFTER
        self._years()
        self._as_of()
        return self.drawing.mark(self.picture.alt)

    def _folded(self, heading: str) -> list[str]:
        """A heading on as many lines as it needs."""
        lines, room = [""], self.width - 2 * _PAD
        for letter in heading:
            if width_of(lines[-1] + letter, SIZE) > room:
                lines.append("")
            lines[-1] += letter
        return lines

    def _rows(self, lane: Lane) -> list[list[_Placed]]:
        rows: list[list[_Placed]] = []
        for band in lane.bands:
            placed = self._place(band)
            ends = placed.left, placed.right, placed.words_at, placed.words_at + width_of(placed.told, SIZE)
            for row in rows:
                if all(max(ends) <= _start(other) + 0.5 or min(ends) >= _end(other) - 0.5 for other in row):
                    row.append(placed)
                    break
            else:
                rows.append([placed])
        return rows

    def _place(self, band: Band) -> _Placed:
        left = self.at(band.start) if band.start else _PAD
        right = self.at(band.end, over=True) if band.end else self.width - _PAD
        if band.start and band.start == band.end:
            left, right = right - _DOT, right + _DOT
        for told in self._wordings(band):
            wide = width_of(told, SIZE)
            if wide + 8 <= right - left:
                return _Placed(band, left, right, left + min(6, (right - left - wide) / 2), inside=True, told=told)
            if right + 6 + wide <= self.width:
                return _Placed(band, left, right, right + 6, inside=False, told=told)
            if left - 6 - wide >= 0:
                return _Placed(band, left, right, left - 6 - wide, inside=False, told=told)
        start = max(min(left, self.width - width_of(band.text, SIZE)), 0.0)
        return _Placed(band, left, right, start, inside=False, told=band.text, below=True)

    def _wordings(self, band: Band) -> Iterable[str]:
        """What is told of a stretch, the longest first."""
        if band.told:
            yield f"{band.text} · {band.told}"
        yield band.text

    def _band(self, placed: _Placed, y: float) -> None:
        band, kind = placed.band, _CLASSES[placed.band.kind]
        if band.start and band.start == band.end:
            middle = (placed.left + placed.right) / 2
            shape = f"M{middle:.1f} {y + 4:.1f}l7 7-7 7-7-7z"
            self.drawing.add("path", kind, d=shape)
        else:
            self.drawing.add("rect", kind, x=placed.left, y=y, width=placed.right - placed.left, height=_THICK, rx=2)
            self._open_ends(placed, y)
        if placed.told:
            self._words(placed, y + (_THICK + 14 if placed.below else 15.5))

    def _open_ends(self, placed: _Placed, y: float) -> None:
        """Nobody knows when it began, or when it is due."""
        if placed.band.start is None and placed.band.kind in (BandKind.COUNTED, BandKind.OUTSIDE):
            self.drawing.add("text", "ink", "?", x=1, y=y + 15.5, style=_FONT)
        if placed.band.end is None:
            self.drawing.add("text", "ink", "?", x=placed.right - 12, y=y + 15.5, style=_FONT)

    def _words(self, placed: _Placed, y: float) -> None:
        """Words on strokes stand on a ground of their own."""
        if placed.inside and placed.band.kind is BandKind.OUTSIDE:
            wide = width_of(placed.told, SIZE) + 6
            self.drawing.add("rect", "open", x=placed.words_at - 3, y=y - 12.5, width=wide, height=16, rx=2)
        self.worded.append((placed.words_at - 3, placed.words_at + width_of(placed.told, SIZE) + 3, y))
        classes = "on" if placed.inside and placed.band.kind is BandKind.COUNTED else "ink"
        self.drawing.add("text", classes, placed.told, x=placed.words_at, y=y, style=_FONT)

    def _windows(self) -> None:
        """The days that the first target counts, behind all lanes: what reaches beyond them is seen to."""
        asked = [lane for lane in self.picture.lanes if any(band.kind is BandKind.ASKED for band in lane.bands)]
        for band in asked[0].bands if asked else ():
            if band.start and band.end:
                left, right = self.at(band.start), self.at(band.end, over=True)
                self.drawing.add("rect", "veil", x=left, y=0, width=right - left, height=self.bottom)

    def _years(self) -> None:
        first, last = self.picture.first.year, self.picture.last.year
        room = (self.width - 2 * _PAD) / (last - first + 1)
        step = max(1, -int(-_LEAST_YEAR // room))
        self.drawing.add("path", "axis", d=f"M{_PAD:g} {self.bottom:.1f}H{self.width - _PAD:g}")
        for year in range(first, last + 1):
            x = self.at(date(year, 1, 1))
            self.drawing.add("path", "axis", d=f"M{x:.1f} {self.bottom:.1f}v5")
            if (last - year) % step == 0:
                self.drawing.add(
                    "text", "quiet", str(year), x=x + room / 2, y=self.bottom + 18, text_anchor="middle", style=_FONT
                )

    def _as_of(self) -> None:
        """A line down to the years, which no words stand in the way of."""
        x = self.at(self.picture.as_of, over=True)
        clear = sorted(y for left, right, y in self.worded if left < x < right)
        pieces = pairwise([0.0, *(edge for y in clear for edge in (y - _ABOVE, y + _BELOW)), self.bottom])
        way = "".join(f"M{x:.1f} {top:.1f}V{end:.1f}" for top, end in list(pieces)[::2] if end > top)
        self.drawing.add("path", "axis dashed", d=way)
        told = self.picture.as_of_text
        start = min(max(x - width_of(told, SIZE) / 2, 0), self.width - width_of(told, SIZE))
        self.drawing.add("text", "quiet", told, x=start, y=self.bottom + 38, style=_FONT)
        self.drawing.add("path", "quiet", d=f"M{x:.1f} {self.bottom:.1f}l4 6h-8z")


def _height(row: list[_Placed]) -> float:
    """Pixels of a row: more where words stand below it."""
    return _ROW + (_LINE if any(placed.below for placed in row) else 0.0)


def _start(placed: _Placed) -> float:
    return min(placed.left, placed.words_at)


def _end(placed: _Placed) -> float:
    return max(placed.right, placed.words_at + width_of(placed.told, SIZE))
