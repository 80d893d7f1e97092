"""All targets by status as one bar: a part is exactly as wide as its share of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.analysis import WORST_FIRST
from kpi.charts.marks.shapes import head
from kpi.charts.marks.svg import HATCHED, Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out, width_of
from kpi.i18n import Texts
from kpi.model import Lamp, Status

_TOP, _THICK, _LINE = 15.0, 22.0, 18.0
"""Top and height of the bar, height of a line of its key."""
_SHAPE = 13.0
"""Pixels for a lamp's shape before its number."""
_LAMPS = {
    Status.MET: Lamp.BLUE,
    Status.ON_PACE: Lamp.GREEN,
    Status.BEHIND: Lamp.YELLOW,
    Status.FAR_BEHIND: Lamp.RED,
    Status.MISSED: Lamp.RED,
}
"""As the default scheme has them: the bar is of verdicts, whatever lamps are looked at."""
_GROUNDS = {
    Status.PENDING: "zone",
    Status.INCOMPLETE: "half",
    Status.NOT_COMPARABLE: HATCHED,
    Status.NO_DATA: "blank",
    Status.BASELINE_ONLY: "pale",
    Status.NOT_ASSESSED: "track",
    Status.NOT_STARTED: "soon",
}


@dataclass(frozen=True, slots=True)
class _Part:
    status: Status
    count: int
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def status_bar(counts: Mapping[Status, int], words: Texts, *, width: int = 600, paint: Paint = Paint.SCREEN) -> Mark:
    """How many targets there are of each status, the worst first; those of which there are none are left out."""
    there = [(status, counts[status]) for status in WORST_FIRST if counts.get(status)]
    drawing, parts = Drawing(width, 0, paint), _parts(there, width)
    outside = [Label(part.middle, (str(part.count),), "ink") for part in parts if not _inside(drawing, part)]
    for placed in lay_out(outside, 0, width):
        drawing.add("text", placed.classes, placed.text, x=placed.x, y=_TOP - 4, text_anchor=placed.anchor)
    drawing.height = int(_TOP + _THICK + _LINE * _key(drawing, there, words)) + 4
    told = [words("mark.counted", status=status, count=count) for status, count in there]
    return drawing.mark(words("mark.and").join(told))


def _parts(there: list[tuple[Status, int]], width: int) -> list[_Part]:
    total, before, parts = sum(count for _, count in there), 0, []
    for status, count in there:
        parts.append(_Part(status, count, width * before / total, width * (before + count) / total))
        before += count
    return parts


def _inside(drawing: Drawing, part: _Part) -> bool:
    """Draws a part; whether its number has room in it."""
    lamp = _LAMPS.get(part.status)
    ground = str(lamp) if lamp else _GROUNDS[part.status]
    drawing.add("rect", ground, x=part.left, y=_TOP, width=part.right - part.left, height=_THICK)
    if part.left:
        drawing.add("path", "cut", d=f"M{part.left:.1f} {_TOP:g}v{_THICK:g}")
    text, wide = str(part.count), width_of(str(part.count), bold=True)
    if wide + 6 > part.right - part.left:
        return False
    middle = _TOP + _THICK / 2
    if ground == HATCHED:
        drawing.add("rect", "on", x=part.middle - wide / 2 - 3, y=middle - 8, width=wide + 6, height=16)
    shape = _SHAPE if lamp and wide + _SHAPE + 6 <= part.right - part.left else 0.0
    if lamp and shape:
        head(drawing, lamp, part.status, part.middle - wide / 2 - 1, middle, "on")
    ink = "on" if lamp else "ink"
    drawing.add("text", f"{ink} bold", text, x=part.middle + shape / 2, y=middle + 4, text_anchor="middle")
    return True


def _key(drawing: Drawing, there: list[tuple[Status, int]], words: Texts) -> int:
    """What each part is, in lines below the bar; how many lines that takes."""
    x, line = 0.0, 1
    for status, count in there:
        text = f"{words(f'status.{status}')} {count}"
        wide = 14 + width_of(text) + 14
        if x and x + wide - 14 > drawing.width:
            x, line = 0.0, line + 1
        y = _TOP + _THICK + _LINE * line - 5
        lamp = _LAMPS.get(status)
        if lamp:
            head(drawing, lamp, status, x + 6, y - 4)
        else:
            drawing.add("rect", _GROUNDS[status], x=x + 1, y=y - 9, width=10, height=10)
        drawing.add("text", "ink", text, x=x + 15, y=y)
        x += wide
    return line
