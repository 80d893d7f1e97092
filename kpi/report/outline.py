"""The document as blocks, one after the other: what Word and PDF both lay out, with nothing of either.

`Outline` numbers as an official document does: 一、 and （一） count by themselves, tables and figures through the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.report.plots import Plot
from kpi.report.word.text import tell
from kpi.report.word.typography import typography
from kpi.report.wording import annex_label, numbered_item, ordinal, title_lines
from kpi.report.writer import Cell, Group, Head


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title, broken by sense."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A numbered heading of the first or second level."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one of the document's styles, by its name in Word: BodyText, Subtitle, ListItem, Note and more."""

    text: str
    style: str
    kept: bool = False
    """Whether it stays on one page with the next."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table under its numbered caption."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Sequence[Cell] | Group, ...]


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A chart above its numbered caption."""

    caption: str
    plot: Plot


@dataclass(frozen=True, slots=True)
class Annex:
    """The start of an annex, on a new page."""

    label: str
    lines: tuple[str, ...]
    landscape: bool


Block = Title | HeadingBlock | Paragraph | TableBlock | FigureBlock | Annex


class Outline:
    """Takes the document down block by block."""

    def __init__(self, words: Texts, title_width: int) -> None:
        """`title_width` is the widest line of a title, in characters."""
        self.words = words
        self.blocks: list[Block] = []
        self._title_width = title_width
        self._first_level = 0
        self._second_level = 0
        self._tables = 0
        self._figures = 0

    @property
    def next_table(self) -> int:
        """The number the next table will have."""
        return self._tables + 1

    @property
    def next_figure(self) -> int:
        """The number the next figure will have."""
        return self._figures + 1

    def title(self, text: str) -> None:
        """The title."""
        self.blocks.append(Title(title_lines(text, self._title_width)))

    def heading(self, text: str) -> None:
        """一、"""
        self._first_level, self._second_level = self._first_level + 1, 0
        number = ordinal(self.words.lang, self._first_level)
        self.blocks.append(HeadingBlock(self.words("report.heading_first", number=number, text=text), 1))

    def subheading(self, text: str) -> None:
        """（一）"""
        self._second_level += 1
        number = ordinal(self.words.lang, self._second_level)
        self.blocks.append(HeadingBlock(self.words("report.heading_second", number=number, text=text), 2))

    def paragraph(self, *sentences: str, style: str = "BodyText") -> None:
        """One paragraph of sentences that bring their full stops; none if they are all empty."""
        told = [sentence for sentence in sentences if sentence]
        if told:
            self.blocks.append(Paragraph((" " if self.words.lang == "en" else "").join(told), style))

    def items(self, texts: Sequence[str]) -> None:
        """A numbered list: 1. A single item has no number."""
        if len(texts) == 1:
            self.paragraph(texts[0])
            return
        for number, text in enumerate(texts, start=1):
            item = numbered_item(self.words, number, text)
            self.blocks.append(Paragraph(item, "ListItem", kept=number == len(texts) - 1))

    def table(self, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell] | Group]) -> None:
        """A table under its numbered caption."""
        self._tables += 1
        text = self.words("report.caption", number=self._tables, text=caption)
        self.blocks.append(TableBlock(text, tuple(heads), tuple(rows)))

    def figure(self, plot: Plot) -> None:
        """A chart above its numbered caption."""
        self._figures += 1
        self.blocks.append(FigureBlock(self.words("document.figure", number=self._figures, text=plot.title), plot))

    def annex(self, number: int, text: str, *, landscape: bool = False) -> None:
        """Starts an annex."""
        self.blocks.append(Annex(annex_label(self.words, number), title_lines(text, self._title_width), landscape))


def outline_of(report: GapReport) -> tuple[Block, ...]:
    """The whole document in its order."""
    write = Outline(report.texts, typography(report.lang).title_width)
    tell(write, report)
    return tuple(write.blocks)
