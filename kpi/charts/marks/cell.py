"""A cell of the wall: how a target stood at the end of a year, or what is asked for there."""

from collections.abc import Iterator

from kpi.charts.marks.shapes import head
from kpi.charts.marks.svg import HATCHED, Drawing, Mark, Paint
from kpi.charts.marks.text import SMALL, cut_short, width_of
from kpi.i18n import Texts
from kpi.views import CellState, Standing, WallCell

HEIGHT = 26
_GROUNDS = {
    CellState.BASELINE: "grey-tint grey-edge",
    CellState.NOT_COMPARABLE: HATCHED,
    CellState.OVERDUE: "overdue",
    CellState.DUE: "empty",
}
_WITH_SHAPE = 14.0
"""Pixels for a shape and the room behind it."""


def cell(cell: WallCell, words: Texts, *, width: int = 88, paint: Paint = Paint.SCREEN) -> Mark:
    """What a year-end says about a target: a shape and its word, a word on strokes, a word in a dashed frame, or nothing."""
    drawing = Drawing(width, HEIGHT, paint)
    if cell.state is not CellState.BLANK:
        judged = cell.standing if cell.state is CellState.JUDGED and cell.standing and cell.standing.judged else None
        _frame(drawing, cell.state, judged)
        _say(drawing, cell, list(_lines(cell, judged, words)), judged)
    return drawing.mark(cell.told)


def _frame(drawing: Drawing, state: CellState, judged: Standing | None) -> None:
    ground = f"{judged.lamp}-tint {judged.lamp}-edge" if judged else _GROUNDS.get(state, "grey-tint grey-edge")
    drawing.add("rect", ground, x=1, y=1, width=drawing.width - 2, height=HEIGHT - 2, rx=3)


def _lines(cell: WallCell, judged: Standing | None, words: Texts) -> Iterator[str]:
    """The word; of a verdict that is a person's, that it is, on a line of its own."""
    if judged and judged.assessment.judgement:
        yield words(f"status.{judged.status}")
        yield words("mark.by_person")
    else:
        yield cell.text


def _say(drawing: Drawing, cell: WallCell, lines: list[str], judged: Standing | None) -> None:
    """The shape and the words, in the middle."""
    shape = _WITH_SHAPE if judged or cell.state is CellState.BASELINE else 0.0
    room = drawing.width - 6 - shape
    small = len(lines) > 1 or width_of(lines[0]) > room
    scale = SMALL if small else 1.0
    texts = [cut_short(line, room / scale) for line in lines]
    wide = max(width_of(text) for text in texts) * scale
    left, middle = (drawing.width - wide - shape) / 2, HEIGHT / 2
    if judged:
        head(drawing, judged.lamp, judged.status, left + 5, middle)
    elif shape:
        drawing.add("circle", "hollow", cx=left + 5, cy=middle, r=3.6)
    if cell.state is CellState.NOT_COMPARABLE:
        drawing.add("rect", "on", x=left - 3, y=middle - 8, width=wide + 6, height=16)
    ink = str(judged.lamp) if judged else "ink" if cell.state is CellState.OVERDUE else "quiet"
    first = middle + 4 - 5 * (len(texts) - 1)
    for place, text in enumerate(filter(None, texts)):
        drawing.add("text", f"{ink} small" if small else ink, text, x=left + shape, y=first + 10 * place)
