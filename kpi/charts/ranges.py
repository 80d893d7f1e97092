"""What a rule allows, from nought to the largest value there is; and one share, as a part of all."""

from dataclasses import dataclass, field

from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import width_of
from kpi.i18n import Texts
from kpi.views import Extent, Ranges

SIZE = 13.0
_PAD = 4.0
_LABEL, _TRACK, _ROW = 16.0, 18.0, 48.0
"""Pixels of the words above a track, of the track, and of both with the room below them."""
_AXIS = 22.0
_FONT = "font-size:13px"


def ranges(picture: Ranges, words: Texts, *, width: int, paint: Paint = Paint.SCREEN) -> Mark:
    """A track for each row, filled from where to where it is allowed."""
    return _Drawn(picture, words, width, Drawing(width, round(_ROW * len(picture.rows) + _AXIS), paint)).mark()


@dataclass
class _Drawn:
    picture: Ranges
    words: Texts
    width: int
    drawing: Drawing
    length: float = field(init=False)

    def __post_init__(self) -> None:
        self.length = self.width - 2 * _PAD

    def at(self, value: float) -> float:
        return _PAD + value / self.picture.top * self.length

    def mark(self) -> Mark:
        for place, row in enumerate(self.picture.rows):
            self._row(row, place * _ROW)
        self._axis(_ROW * len(self.picture.rows))
        return self.drawing.mark(self.picture.alt)

    def _row(self, row: Extent, y: float) -> None:
        """The words above it, the value in bold letters; a point is a mark across the track."""
        self.drawing.add("text", "quiet", row.label, x=_PAD, y=y + 12, style=_FONT)
        start = _PAD + width_of(row.label, SIZE) + 10
        self.drawing.add("text", "ink", row.text, x=start, y=y + 12, style=f"{_FONT};font-weight:700")
        top = y + _LABEL + 2
        self.drawing.add("rect", "track", x=_PAD, y=top, width=self.length, height=_TRACK, rx=2)
        low, high = row.low or 0.0, row.high if row.high is not None else self.picture.top
        left, right = self.at(low), self.at(high)
        if row.low == row.high:
            self.drawing.add("rect", "figure", x=_PAD, y=top + 5, width=right - _PAD, height=_TRACK - 10)
            self.drawing.add("rect", "figure", x=right - 2, y=top - 2, width=4, height=_TRACK + 4)
            return
        self.drawing.add("rect", "figure", x=left, y=top, width=right - left, height=_TRACK)
        if row.high is None:
            self.drawing.add("path", "open", d=f"M{right - 9:.1f} {top:.1f}h10v{_TRACK:g}h-10l8-{_TRACK / 2:g}z")

    def _axis(self, y: float) -> None:
        nought = self.words.quantity(0.0, self.picture.measure)
        self.drawing.add("text", "quiet", nought, x=_PAD, y=y + 10, style=_FONT)
        if self.picture.top_text:
            x = self.width - _PAD
            self.drawing.add("text", "quiet", self.picture.top_text, x=x, y=y + 10, text_anchor="end", style=_FONT)
