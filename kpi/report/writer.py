"""What a document is told to: headings, paragraphs, tables and charts, one after the other, numbered by whoever writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kpi.i18n import Texts
from kpi.report.plots import Plot

Cell = str | tuple[str, ...]
"""A text, or several, each on a line of its own."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, its width in millimetres, and whether its cells are centred."""

    text: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A row that names what the rows below it have in common."""

    text: str


class Writer(Protocol):
    """Takes a document down. 一、 and （一） count by themselves, tables and figures through the whole document."""

    words: Texts

    @property
    def next_table(self) -> int:
        """The number the next table will have."""
        ...

    @property
    def next_figure(self) -> int:
        """The number the next chart will have."""
        ...

    def title(self, text: str) -> None:
        """The title, broken by sense."""
        ...

    def heading(self, text: str) -> None:
        """一、"""
        ...

    def subheading(self, text: str) -> None:
        """（一）"""
        ...

    def paragraph(self, *sentences: str, style: str = "BodyText") -> None:
        """One paragraph of sentences that bring their full stops; none if they are all empty."""
        ...

    def items(self, texts: Sequence[str]) -> None:
        """A numbered list: 1. A single item has no number."""
        ...

    def table(self, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell] | Group]) -> None:
        """A table under its numbered caption."""
        ...

    def figure(self, plot: Plot) -> None:
        """A chart above its numbered caption."""
        ...

    def annex(self, number: int, text: str, *, landscape: bool = False) -> None:
        """Starts an annex on a new page; 0 is the only one, which has no number."""
        ...
