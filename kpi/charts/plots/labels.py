"""Words beside points of a chart, each where it touches neither the others nor a marker, on a telephone too.

A chart is as wide as its page, so places are tried on the narrowest one there is; where there is more room, they only move
apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from typing import Any

from kpi.charts.marks.text import width_of
from kpi.charts.plots.frame import plain

WIDTH, HEIGHT = 285.0, 225.0
"""Pixels of the plot on a telephone."""
SIZE = 12.0
_DESK = 900.0
"""Pixels it is wide on a desk, where lines rise less steeply."""
_LINE = 15.0
_NEAR = 9.0
"""Pixels between a point and its words."""
_MARKER = 5.0
_STEP = 8.0
"""Pixels, at most, between places on a line."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words that belong to a point of the plot."""

    x: Any
    y: float
    across: float
    """The place as a share of the plot: 0 at the left, 1 at the right."""
    up: float
    """0 at the bottom, 1 on top."""
    text: str
    sides: Sequence[str] = ("above", "below", "right", "left")
    """Where it may stand, the best first."""
    bold: bool = False
    instead: Sequence["Label"] = ()
    """The same words at other points that they may belong to as well, the best first."""


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "_Box") -> bool:
        return self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top


def annotations(
    labels: Iterable[Label], markers: Iterable[tuple[float, float]], lines: Iterable[Sequence[tuple[float, float]]] = ()
) -> list[Mapping[str, Any]]:
    """The labels as Plotly has them, the most important first; one that has no room is left out: its point says it too.

    Words never cover words or markers; where they can, they keep clear of `lines` as well, on a telephone and on a desk.
    """
    taken = [_around(across, up) for across, up in markers]
    every = list(lines)
    crossed = {wide: [_around(*place, wide) for line in every for place in _along(line, wide)] for wide in (WIDTH, _DESK)}
    placed = []
    for label in labels:
        points = (label, *label.instead)
        places = [(_box(at, side, lean), at, side, lean) for at in points for side in at.sides for lean in _LEANS[side]]
        free = [place for place in places if _inside(place[0]) and not any(place[0].meets(other) for other in taken)]
        if free:
            box, at, side, lean = min(free, key=lambda place: _crossing(place[1], place[2], place[3], crossed))
            taken.append(box)
            placed.append(_annotation(at, side, lean))
    return placed


def _crossing(label: Label, side: str, lean: float, crossed: Mapping[float, Sequence[_Box]]) -> int:
    """How much of the lines would run through the words."""
    boxes = {wide: _box(label, side, lean, wide) for wide in crossed}
    return sum(boxes[wide].meets(other) for wide, others in crossed.items() for other in others)


def _along(line: Sequence[tuple[float, float]], plot: float) -> Iterable[tuple[float, float]]:
    """Places on a line, close to each other."""
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, ceil(hypot((x1 - x0) * plot, (y1 - y0) * HEIGHT) / _STEP))
        for step in range(steps + 1):
            share = step / steps
            yield x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


_LEANS = {"above": (0.5, 0.0, 1.0), "below": (0.5, 0.0, 1.0), "left": (1.0,), "right": (0.0,)}
"""Which part of a text may stand at its point: its middle, its beginning or its end."""


def _around(across: float, up: float, plot: float = WIDTH) -> _Box:
    x, y = across * plot, up * HEIGHT
    return _Box(x - _MARKER, y - _MARKER, x + _MARKER, y + _MARKER)


def _box(label: Label, side: str, lean: float, plot: float = WIDTH) -> _Box:
    lines = label.text.split("\n")
    wide, high = max(width_of(line, SIZE, bold=label.bold) for line in lines), _LINE * len(lines)
    x, y = label.across * plot, label.up * HEIGHT
    if side in ("left", "right"):
        left = x - _NEAR - wide if side == "left" else x + _NEAR
        return _Box(left, y - high / 2, left + wide, y + high / 2)
    left, bottom = x - wide * lean, y + _NEAR if side == "above" else y - _NEAR - high
    return _Box(left, bottom, left + wide, bottom + high)


def _inside(box: _Box) -> bool:
    """Whether it stays in the plot; a little above it is room too."""
    return box.left >= -_NEAR and box.right <= WIDTH + _NEAR and box.bottom >= 0 and box.top <= HEIGHT + _LINE


def _annotation(label: Label, side: str, lean: float) -> Mapping[str, Any]:
    text = "<br>".join(plain(line) for line in label.text.split("\n"))
    shift = {"above": (0, _NEAR), "below": (0, -_NEAR), "left": (-_NEAR, 0), "right": (_NEAR, 0)}[side]
    return {
        "x": label.x,
        "y": label.y,
        "text": f"<b>{text}</b>" if label.bold else text,
        "showarrow": False,
        "font": {"size": SIZE},
        "xanchor": {0.0: "left", 0.5: "center", 1.0: "right"}[lean],
        "yanchor": {"above": "bottom", "below": "top"}.get(side, "middle"),
        "xshift": shift[0],
        "yshift": shift[1],
    }
