"""Words in a picture: how wide they are, and where several stand on one line without touching each other or the edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpi.i18n import visible

SIZE = 11.0
"""Pixels an em is wide."""
SMALL = 9 / SIZE
"""What a text of the class `small` is as wide as, of its usual width."""
_BOLD = 1.06
_FIRST_WIDE = "\u2e80"
_EMS = {
    **dict.fromkeys("≥≤·—…“”‘’●■▲◆○✖✓←→↓↑", 1.0),
    **dict.fromkeys("%mMW@", 0.93),
    **dict.fromkeys("wABCDEFGHJKLNOPQRSTUVXYZ+−=<>~", 0.72),
    **dict.fromkeys(" .,:;'|!iIjl()[]", 0.34),
}
"""How wide letters are that are neither Chinese nor like most: at most, over the fonts that marks ask for."""
_LIKE_MOST = 0.58
_BETWEEN = 5.0
"""Least room between two texts, in pixels."""


@lru_cache(4096)
def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How wide a text is at most, in pixels: a Chinese letter is an em, most others a little more than half of one."""
    ems = sum(1.0 if letter >= _FIRST_WIDE else _EMS.get(letter, _LIKE_MOST) for letter in visible(text))
    return ems * size * (_BOLD if bold else 1.0)


def cut_short(text: str, room: float) -> str:
    """As much of a text as there is room for, and a sign where that is not all of it."""
    if width_of(text) <= room:
        return text
    return next((kept for kept in (text[:end] + "…" for end in range(len(text) - 1, 0, -1)) if width_of(kept) <= room), "")


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to a place, in several wordings, the longest first."""

    at: float
    """The place it belongs to, in pixels."""
    wordings: tuple[str, ...]
    classes: str
    lean: float = 0.5
    """Which part of it stands at the place: 0 its beginning, 1 its end."""
    spare: int = 0
    """Of its wordings how many of the last are only for want of room, and not so that the one that matters stands nearer."""

    @property
    def bold(self) -> bool:
        """Whether its letters are, and so wider."""
        return "bold" in self.classes


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and the room it has."""

    x: float
    """Where its `lean` stands: its beginning, middle or end."""
    anchor: str
    text: str
    classes: str


_ANCHORS = {0.0: "start", 0.5: "middle", 1.0: "end"}


def lay_out(labels: Sequence[Label], left: float, right: float, *, firm: float = 12.0) -> tuple[Placed, ...]:
    """Labels on one line between two edges, each as near its place as the others let it; the order of places is kept.

    The first is the one that matters: where it would stand more than `firm` pixels off, what pushes it there is worded shorter,
    or left out where its last wording is empty. Where they do not all fit, the last is worded shorter first, and what then
    still does not fit is left out. What is left never overlaps.
    """
    chosen = [0] * len(labels)
    while True:
        line = _Line.of(labels, chosen, left, right)
        pushing = line.pushing(firm) if line.fits else line.shown
        shorter = [place for place in pushing if chosen[place] + 1 < _most(labels[place], fits=line.fits)]
        if line.fits and not shorter:
            return line.placed
        chosen[max(shorter or line.shown)] += 1


def _most(label: Label, *, fits: bool) -> int:
    """How many of its wordings may be taken."""
    return max(len(label.wordings) - (label.spare if fits else 0), 1)


@dataclass(frozen=True, slots=True)
class _Line:
    """One choice of wordings on a line."""

    labels: Sequence[Label]
    texts: Sequence[str]
    shown: Sequence[int]
    """The labels that have a text, in the order of their places."""
    widths: Sequence[float]
    starts: Sequence[float]
    left: float
    right: float

    @classmethod
    def of(cls, labels: Sequence[Label], chosen: Sequence[int], left: float, right: float) -> "_Line":
        """The texts chosen, spread."""
        texts = [_text(label, choice) for label, choice in zip(labels, chosen, strict=True)]
        order = sorted(range(len(labels)), key=lambda place: (labels[place].at, labels[place].lean))
        shown = [place for place in order if texts[place]]
        widths = [width_of(texts[place], bold=labels[place].bold) for place in shown]
        wished = [labels[place].at - width * labels[place].lean for place, width in zip(shown, widths, strict=True)]
        return cls(labels, texts, shown, widths, _spread(wished, widths, left, right), left, right)

    @property
    def fits(self) -> bool:
        """Whether there is room for all."""
        return sum(self.widths) + _BETWEEN * max(len(self.widths) - 1, 0) <= self.right - self.left

    def pushing(self, firm: float) -> Sequence[int]:
        """The labels on the side from which the one that matters is pushed more than so many pixels from where it belongs."""
        if 0 not in self.shown:
            return ()
        at = self.shown.index(0)
        width, label = self.widths[at], self.labels[0]
        off = self.starts[at] - max(min(label.at - width * label.lean, self.right - width), self.left)
        if abs(off) <= firm:
            return ()
        return self.shown[:at] if off > 0 else self.shown[at + 1 :]

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The texts with their places."""
        return tuple(
            Placed(start + width * self.labels[place].lean, _ANCHORS[self.labels[place].lean], self.texts[place], classes)
            for place, start, width in zip(self.shown, self.starts, self.widths, strict=True)
            for classes in (self.labels[place].classes,)
        )


def _text(label: Label, choice: int) -> str:
    return label.wordings[choice] if choice < len(label.wordings) else ""


def _spread(starts: list[float], widths: Sequence[float], left: float, right: float) -> list[float]:
    """Moves what overlaps apart: to the right from the left edge, then back from the right one."""
    for place, start in enumerate(starts):
        least = left if place == 0 else starts[place - 1] + widths[place - 1] + _BETWEEN
        starts[place] = max(start, least)
    for place in reversed(range(len(starts))):
        most = right if place == len(starts) - 1 else starts[place + 1] - _BETWEEN
        starts[place] = min(starts[place], most - widths[place])
    return starts
