"""Puts headings, paragraphs, lists and tables one after the other, and numbers them as an official document does."""

from collections.abc import Sequence

from kpi.i18n import Texts
from kpi.report.plots import Plot
from kpi.report.word.charts import WordCharts
from kpi.report.word.elements import Element, add_break, add_paragraph, add_run, keep_with_next
from kpi.report.word.pages import Pages
from kpi.report.word.tables import Cell, Group, Head, add_table
from kpi.report.wording import annex_label, numbered_item, ordinal, title_lines


class Composer:
    """Writes to the end of a document's body. 一、 and （一） count by themselves, tables and charts through all."""

    def __init__(self, pages: Pages, charts: WordCharts, words: Texts, title_width: int) -> None:
        """`title_width` is the widest line of a title, in characters."""
        self.words = words
        self._pages = pages
        self._charts = charts
        self._title_width = title_width
        self._first_level = 0
        self._second_level = 0
        self._tables = 0

    @property
    def next_table(self) -> int:
        """The number the next table will have."""
        return self._tables + 1

    @property
    def next_figure(self) -> int:
        """The number the next chart will have."""
        return self._charts.count + 1

    def title(self, text: str, style: str = "Title") -> None:
        """A title, broken by sense."""
        first, *others = title_lines(text, self._title_width)
        paragraph = self._add(first, style)
        for line in others:
            add_break(paragraph)
            add_run(paragraph, line)

    def heading(self, text: str) -> None:
        """一、"""
        self._first_level, self._second_level = self._first_level + 1, 0
        number = ordinal(self.words.lang, self._first_level)
        self._add(self.words("report.heading_first", number=number, text=text), "Heading1")

    def subheading(self, text: str) -> None:
        """（一）"""
        self._second_level += 1
        number = ordinal(self.words.lang, self._second_level)
        self._add(self.words("report.heading_second", number=number, text=text), "Heading2")

    def paragraph(self, *sentences: str, style: str = "BodyText") -> None:
        """One paragraph of sentences that bring their full stops; none if they are all empty."""
        told = [sentence for sentence in sentences if sentence]
        if told:
            self._add((" " if self.words.lang == "en" else "").join(told), style)

    def items(self, texts: Sequence[str]) -> None:
        """A numbered list: 1. A single item has no number."""
        if len(texts) == 1:
            self.paragraph(texts[0])
            return
        for number, text in enumerate(texts, start=1):
            item = self._add(numbered_item(self.words, number, text), "ListItem")
            if number == len(texts) - 1:
                keep_with_next(item)

    def table(self, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell] | Group]) -> None:
        """A table under its numbered caption."""
        self._tables += 1
        self._add(self.words("report.caption", number=self._tables, text=caption), "Caption")
        add_table(self._pages.body, heads, rows)

    def figure(self, plot: Plot) -> None:
        """A chart above its numbered caption."""
        number = self.next_figure
        self._charts.add(self._add("", "Figure"), plot)
        self._add(self.words("document.figure", number=number, text=plot.title), "FigureCaption")

    def annex(self, number: int, text: str, *, landscape: bool = False) -> None:
        """Starts an annex on a new page; 0 is the only one, which has no number."""
        self._add("", "SectionEnd")
        self._pages.turn(landscape=landscape)
        self._add(annex_label(self.words, number), "AnnexLabel")
        self.title(text, "AnnexTitle")

    def finish(self) -> None:
        """Ends the document."""
        self._pages.finish()

    def _add(self, text: str, style: str) -> Element:
        return add_paragraph(self._pages.body, text, style)
