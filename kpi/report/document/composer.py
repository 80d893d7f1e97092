"""Takes a document down block by block and numbers it as an official document is.

一、 and （一） count by themselves, tables and figures through the whole, and an annex begins its own 一、.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kpi.i18n import Texts, ordinal
from kpi.report.document.blocks import Annex, Block, Group, Paragraph, Picture, SectionHeading, Strip, Style, Table, Title
from kpi.report.document.columns import even_decimals, fitted, in_lines, with_room
from kpi.report.pictures import Mark
from kpi.report.plots import Plot
from kpi.report.wording import annex_label, half_widths, numbered_item, title_lines
from kpi.views import Face, Register, heads

Row = TypeVar("Row")
_LINE = 48
"""Half characters that fit beside the number of an item."""
TITLE_WIDTH = 20
"""Widest line of a title, in characters."""


class Composer:
    """A document while it is written."""

    def __init__(self, words: Texts) -> None:
        self.words = words
        self.blocks: list[Block] = []
        self._first_level = self._second_level = 0

    @property
    def next_table(self) -> int:
        """The number the next table will have."""
        return sum(isinstance(block, Table) for block in self.blocks) + 1

    @property
    def next_figure(self) -> int:
        """The number the next figure will have."""
        return sum(isinstance(block, Picture) for block in self.blocks) + 1

    def title(self, text: str) -> None:
        """The title."""
        self.blocks.append(Title(title_lines(text, TITLE_WIDTH)))

    def heading(self, text: str, *, numbered: bool = True, new_page: bool = False) -> None:
        """一、; or none of the numbered ones, before them all."""
        self._first_level, self._second_level = self._first_level + numbered, 0
        annexed = any(isinstance(block, Annex) for block in self.blocks)
        told = self._numbered("report.heading_first", self._first_level, text) if numbered else text
        self.blocks.append(SectionHeading(told, 1, annexed, new_page))

    def subheading(self, text: str) -> None:
        """（一）"""
        self._second_level += 1
        self.blocks.append(SectionHeading(self._numbered("report.heading_second", self._second_level, text), 2))

    def _numbered(self, key: str, number: int, text: str) -> str:
        return self.words(key, number=ordinal(self.words.lang, number), text=text)

    def paragraph(self, *sentences: str, style: Style = Style.BODY) -> None:
        """One paragraph of sentences that bring their full stops; none if they are all empty."""
        text = self.words.paragraph(sentences)
        if text:
            self.blocks.append(Paragraph(text, style))

    def items(self, texts: Sequence[str]) -> None:
        """A numbered list: 1. A single item has no number; a last one of a line does not go on alone to the next page."""
        if len(texts) == 1:
            self.paragraph(texts[0])
            return
        for number, text in enumerate(texts, start=1):
            item = numbered_item(self.words, number, text)
            kept = number == len(texts) - 1 and half_widths(texts[-1]) < _LINE
            self.blocks.append(Paragraph(item, Style.ITEM, kept))

    def table(
        self,
        key: str,
        register: Register[Row],
        widths: Mapping[str, float],
        rows: Iterable[Row | Group],
        mark: Callable[[Row], Mark] | None = None,
        *,
        beside: bool = False,
        **named: object,
    ) -> None:
        """A table under its numbered caption, of the columns that `widths` names; `named` stands in caption and headings.

        Widths are millimetres. Where nothing stands in a column there is a dash. `mark` draws what stands below a row's
        texts, or `beside` them in the last column.
        """
        words = self.words
        text = words("report.caption", number=self.next_table, text=words(key, **named))
        lines = list(rows)
        cells = [row if isinstance(row, Group) else self._cells(register, widths, row) for row in lines]
        told = even_decimals(words, cells)
        columns = fitted(heads(words, register, with_room(words, widths), Face.DOCUMENT, named), told)
        told = in_lines(columns, told)
        if beside:
            told = tuple(row if isinstance(row, Group) else {**row, columns[-1].key: ""} for row in told)
        marks = (None if isinstance(row, Group) else mark(row) for row in lines) if mark else ()
        self._keep_note()
        self.blocks.append(Table(key, text, columns, told, tuple(marks), beside))

    def _keep_note(self) -> None:
        """A note that stands before a table stays with it."""
        *before, note = self.blocks or (None,)
        if isinstance(note, Paragraph) and note.style is Style.NOTE and not (before and isinstance(before[-1], Table)):
            self.blocks[-1] = replace(note, kept=True)

    def _cells(self, register: Register[Row], keys: Iterable[str], row: Row) -> dict[str, tuple[object, ...]]:
        """What stands in each column, line by line; amounts are still numbers."""
        cells = {key: register[key].cell(row) for key in keys}
        return {key: cell if isinstance(cell, tuple) else (cell,) for key, cell in cells.items()}

    def figure(self, plot: Plot) -> None:
        """A chart above its numbered caption."""
        self.blocks.append(Picture(self.words("document.figure", number=self.next_figure, text=plot.title), plot))

    def strip(self, mark: Mark) -> None:
        """A mark on a line of its own."""
        self.blocks.append(Strip(mark))

    def annex(self, number: int, text: str, *, landscape: bool = False) -> None:
        """Starts an annex; 0 is the only one, which has no number."""
        self._first_level = self._second_level = 0
        self.blocks.append(Annex(annex_label(self.words, number), title_lines(text, TITLE_WIDTH), landscape))
