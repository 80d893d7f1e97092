"""Words in a picture: how wide they are, and where several stand on one line without touching each other or the edges."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.i18n import visible

SIZE = 11.0
"""Pixels an em is wide."""
_WIDE, _NARROW, _BOLD = 1.0, 0.57, 1.06
_FIRST_WIDE = "\u2e80"
_WIDE_SIGNS = frozenset("≥≤·—…“”‘’●■▲◆○✖✓←→↓↑")
"""Signs below the Chinese letters that Chinese fonts make as wide as one."""
_BETWEEN = 5.0
"""Least room between two texts, in pixels."""


def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How wide a text is at most, in pixels: a Chinese letter is an em, any other a little more than half of one."""
    ems = sum(_WIDE if letter >= _FIRST_WIDE or letter in _WIDE_SIGNS else _NARROW for letter in visible(text))
    return ems * size * (_BOLD if bold else 1.0)


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to a place, in several wordings: the longest first, the last one empty where it can be left out."""

    at: float
    """The place its middle belongs to, in pixels."""
    wordings: tuple[str, ...]
    classes: str
    bold: bool = False
    lean: float = 0.5
    """Which part of it stands at the place: 0 its beginning, 1 its end."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and where it begins."""

    x: float
    text: str
    classes: str


def lay_out(labels: Sequence[Label], left: float, right: float) -> tuple[Placed, ...]:
    """Labels on one line between two edges, each as near its place as the others let it; the order of places is kept.

    Where they do not fit, the one given last is worded shorter first. Texts that still do not fit are left out, from the
    last; what is left never overlaps.
    """
    chosen = [0] * len(labels)
    while (at := _too_long(labels, chosen, right - left)) is not None:
        chosen[at] += 1
    kept = [(label, _text(label, choice)) for label, choice in zip(labels, chosen, strict=True)]
    shown = sorted(((label, text) for label, text in kept if text), key=lambda pair: pair[0].at)
    widths = [width_of(text, bold=label.bold) for label, text in shown]
    wished = [label.at - width * label.lean for (label, _), width in zip(shown, widths, strict=True)]
    starts = _spread(wished, widths, left, right)
    return tuple(Placed(start, text, label.classes) for start, (label, text) in zip(starts, shown, strict=True))


def _text(label: Label, choice: int) -> str:
    return label.wordings[choice] if choice < len(label.wordings) else ""


def _too_long(labels: Sequence[Label], chosen: Sequence[int], room: float) -> int | None:
    """The label to be worded shorter, or left out where none can be; None where all fit."""
    texts = [_text(label, choice) for label, choice in zip(labels, chosen, strict=True)]
    shown = [width_of(text, bold=label.bold) for label, text in zip(labels, texts, strict=True) if text]
    if sum(shown) + _BETWEEN * max(len(shown) - 1, 0) <= room:
        return None
    shorter = [place for place, label in enumerate(labels) if _text(label, chosen[place] + 1)]
    return max(shorter or [place for place, text in enumerate(texts) if text])


def _spread(starts: list[float], widths: list[float], left: float, right: float) -> list[float]:
    """Moves what overlaps apart: to the right from the left edge, then back from the right one."""
    for place, start in enumerate(starts):
        least = left if place == 0 else starts[place - 1] + widths[place - 1] + _BETWEEN
        starts[place] = max(start, least)
    for place in reversed(range(len(starts))):
        most = right if place == len(starts) - 1 else starts[place + 1] - _BETWEEN
        starts[place] = min(starts[place], most - widths[place])
    return starts
