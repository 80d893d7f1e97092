"""Why two windows do not fit: when a figure was counted, above when the target counts, on one line of years."""

from kpi.charts.marks.message import Told
from kpi.charts.marks.rail import rail
from kpi.charts.marks.svg import Mark, Paint
from kpi.i18n import Texts
from kpi.model import Status
from kpi.views import Standing


def window_diagram(standing: Standing, words: Texts, *, width: int = 260, paint: Paint = Paint.SCREEN) -> Mark:
    """When the figure was counted and when the target counts."""
    mark = rail(standing, words, width=width, paint=paint)
    return Mark(mark.svg, Told(standing, words).alt, mark.width, mark.height)


def mark_of(standing: Standing, words: Texts, *, width: int = 260, paint: Paint = Paint.SCREEN) -> Mark:
    """A rail, or why there can be none."""
    draw = window_diagram if standing.status is Status.NOT_COMPARABLE else rail
    return draw(standing, words, width=width, paint=paint)
