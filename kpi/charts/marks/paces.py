"""What is needed beside the best there has been: two bars on one scale, each below its number."""

from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import cut_short, width_of
from kpi.i18n import Texts
from kpi.views import PaceView

_STEP, _BAR, _FIRST, _HEIGHT = 24, 6, 11, 46
"""Pixels from one pace to the next, the thickness of a bar, where the first words stand, and the whole height."""


def paces(view: PaceView, words: Texts, *, width: int = 200, paint: Paint = Paint.SCREEN) -> Mark:
    """The pace that is needed and the best so far, each as long as it is; one that goes the other way has no length."""
    drawing = Drawing(width, _HEIGHT, paint)
    sides = [(view.needed, "ink"), *([(view.best, "figure")] if view.best else [])]
    longest = max(side.number for side, _ in sides)
    whole = all(width_of(side.text) <= width for side, _ in sides)
    for place, (side, classes) in enumerate(sides):
        y = _FIRST + place * _STEP
        drawing.add("text", "ink", side.text if whole else cut_short(side.short, width), x=0, y=y)
        drawing.add("rect", classes, x=0, y=y + 4, width=max(side.number / longest * width, 1.0), height=_BAR)
    if not view.best:
        drawing.add("text", "quiet", words("mark.no_pace"), x=0, y=_FIRST + _STEP)
    told = [view.needed.text, view.best.text if view.best else words("mark.no_pace")]
    return drawing.mark(words("mark.and").join(told))
