"""The few shapes that marks are made of, drawn where they are asked for."""

from kpi.charts.marks.svg import Drawing
from kpi.model import Lamp, Status

_CROSS = "M-4.6-2.3L-2.3-4.6 0-2.3 2.3-4.6 4.6-2.3 2.3 0 4.6 2.3 2.3 4.6 0 2.3-2.3 4.6-4.6 2.3-2.3 0z"
_HEADS = {
    Lamp.BLUE: "M0-5.6L5.6 0 0 5.6-5.6 0z",
    Lamp.YELLOW: "M0-5.6L5.4 4.2H-5.4z",
    Lamp.RED: "M-4.4-4.4h8.8v8.8h-8.8z",
    Lamp.GREY: "M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z",
    Lamp.GREEN: "M-4.8 0a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0-9.6 0z",
}
"""The shape of each lamp, as `lamp.shape_…` has it in words, round its middle."""


def head(drawing: Drawing, lamp: Lamp, status: Status, x: float, y: float, classes: str = "") -> None:
    """The lamp's shape; a cross where a target was missed for good, whatever its lamp."""
    path = _CROSS if status is Status.MISSED else _HEADS[lamp]
    drawing.add("path", classes or f"{lamp} halo", d=path, transform=f"translate({x:.1f} {y:.1f})")


def flag(drawing: Drawing, x: float, top: float, bottom: float) -> None:
    """What is to be reached."""
    drawing.add("path", "ink", d=f"M{x - 0.8:.1f} {bottom:g}V{top:g}h10l-3 3.2 3 3.2h-8.4V{bottom:g}z")


def wall(drawing: Drawing, x: float, top: float, bottom: float) -> None:
    """What is not to be passed."""
    drawing.add("rect", "ink", x=x - 0.8, y=top, width=3.6, height=bottom - top)


def question(drawing: Drawing, x: float, top: float, bottom: float) -> None:
    """What should have been reached, and nobody knows."""
    middle = (top + bottom) / 2
    drawing.add("rect", "ink", x=x - 0.8, y=top, width=1.6, height=bottom - top)
    drawing.add("circle", "hollow", cx=x, cy=middle, r=6.5)
    drawing.add("text", "ink bold", "?", x=x, y=middle + 4, text_anchor="middle")


def bracket(drawing: Drawing, classes: str, first: float, last: float, y: float) -> None:
    """From one place to another, below a track."""
    drawing.add("path", classes, d=f"M{first:.1f} {y:g}v3H{last:.1f}v-3")


def cut(drawing: Drawing, x: float, y: float, strokes: int) -> None:
    """That what is drawn goes on further than there is room."""
    places = (x - 2 * (strokes - 1) + 4 * stroke for stroke in range(strokes))
    drawing.add("path", "cut", d="".join(f"M{place - 2:.1f} {y + 6:g}l4-12" for place in places))


def mark_at(drawing: Drawing, classes: str, x: float, top: float, bottom: float) -> None:
    """A line across a track that shows on what is filled and on what is not."""
    for each in ("under", classes):
        drawing.add("path", each, d=f"M{x:.1f} {top:g}V{bottom:g}")
