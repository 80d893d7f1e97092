"""Where things stand on a slide of 960 × 540 points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def columns(self, number: int, gap: float) -> tuple["Area", ...]:
        """Cut into equal columns."""
        width = (self.width - gap * (number - 1)) / number
        return tuple(Area(self.left + place * (width + gap), self.top, width, self.height) for place in range(number))

    def rows(self, number: int, gap: float) -> tuple["Area", ...]:
        """Cut into equal rows."""
        height = (self.height - gap * (number - 1)) / number
        return tuple(Area(self.left, self.top + place * (height + gap), self.width, height) for place in range(number))

    def below(self, height: float) -> tuple["Area", "Area"]:
        """Cut into one part of `height` and the rest below it."""
        top, left = self.top + height, self.height - height
        return Area(self.left, self.top, self.width, height), Area(self.left, top, self.width, left)

    def split(self, left: float, gap: float) -> tuple["Area", "Area"]:
        """Cut into one part of the width `left` and the rest."""
        start = self.left + left + gap
        return Area(self.left, self.top, left, self.height), Area(start, self.top, self.right - start, self.height)


SLIDE = Area(0, 0, 960, 540)
TITLE = Area(40, 22, 750, 46)
MARK = Area(800, 30, 120, 28)
LEAD = Area(40, 74, 880, 70)
PLAIN_BODY = Area(40, 84, 880, 408)
"""Below the title; a lead takes of it what it needs."""
FOOTER = Area(40, 506, 760, 20)
NUMBER = Area(840, 506, 80, 20)
TITLE_OF_DECK = Area(70, 130, 820, 150)
SUBTITLE = Area(70, 300, 820, 130)
