"""Where one value lies among others: all of them as dots on one line from the least to the greatest, its own larger."""

from collections.abc import Sequence

from kpi.charts.marks.svg import Drawing, Mark, Paint

WIDTH, HEIGHT = 168, 22
_EDGE = 7
_MIDDLE = HEIGHT / 2


def strip(values: Sequence[float], own: float, alt: str, paint: Paint = Paint.SCREEN) -> Mark:
    """`values` and `own` are per cent of the way from the least to the greatest; where better lies is for `alt` to say."""
    drawing = Drawing(WIDTH, HEIGHT, paint)
    drawing.add("line", "axis", x1=_EDGE, x2=WIDTH - _EDGE, y1=_MIDDLE, y2=_MIDDLE)
    for value in dict.fromkeys(values):
        drawing.add("circle", "quiet", cx=_across(value), cy=_MIDDLE, r=2.5)
    drawing.add("circle", "figure", cx=_across(own), cy=_MIDDLE, r=6)
    return drawing.mark(alt)


def _across(share: float) -> float:
    return _EDGE + (WIDTH - 2 * _EDGE) * share / 100
