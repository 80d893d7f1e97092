"""A cell of the wall: how a target stood at the end of a year, or what is asked for there."""

from kpi.charts.marks.message import Told
from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out
from kpi.i18n import Texts
from kpi.views import CellState, WallCell

HEIGHT = 26
_GROUNDS = {
    CellState.JUDGED: "track",
    CellState.BASELINE: "track",
    CellState.NOT_COMPARABLE: "track",
    CellState.OVERDUE: "empty",
    CellState.DUE: "empty",
}


def cell(cell: WallCell, words: Texts, *, width: int = 88, paint: Paint = Paint.SCREEN) -> Mark:
    """What a year-end says about a target."""
    drawing = Drawing(width, HEIGHT, paint)
    if cell.state is not CellState.BLANK:
        drawing.add("rect", _GROUNDS[cell.state], x=1, y=1, width=width - 2, height=HEIGHT - 2, rx=3)
        standing = cell.standing
        shape = f"{words(f'lamp.shape_{standing.lamp}')} " if standing else ""
        classes = Told(standing, words).colour if standing else "quiet"
        for placed in lay_out([Label(width / 2, (f"{shape}{cell.text}", cell.text), classes)], 2, width - 2):
            drawing.add("text", placed.classes, placed.text, x=placed.x, y=17)
    return drawing.mark(cell.told)
