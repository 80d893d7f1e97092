"""A picture as a template has it: its pixels, its size on screen and what it shows; whoever lays out says how it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import escape


@dataclass
class Drawn:
    """One picture. Where it cannot be drawn, what it shows is told."""

    alt: str
    width: int
    height: int
    """Both in pixels, 96 to the inch."""
    png: bytes = b""
    place: "Callable[[Drawn, float | None], str] | None" = field(default=None, repr=False)
    """Makes the markup of a picture, as wide as it is or so many millimetres."""

    def at(self, millimetres: float | None = None) -> str:
        """Its markup."""
        return self.place(self, millimetres) if self.place and self.png else str(escape(self.alt))

    def __html__(self) -> str:
        """Its markup in its own size."""
        return self.at()

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.png or self.alt)
