"""The example that ships: an official document by GB/T 9704-2012 whose every figure is a placeholder. To be changed at will.

It is laid out by what lays out the report itself, so that it opens with the same styles, page numbers and tables.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from docx.oxml.ns import qn

from kpi.i18n import ordinal, texts
from kpi.report.archive import describe, normalised
from kpi.report.document import Block, Paragraph, SectionHeading, Style, Table, Title
from kpi.report.document.typography import typography
from kpi.report.templates.naming import Naming
from kpi.report.word.drawings import WordDrawings
from kpi.report.word.elements import Element
from kpi.report.word.layout import lay_out
from kpi.report.word.package import new_document, to_bytes
from kpi.report.word.pages import Pages
from kpi.views import Face, Head, heading

_GAPS = {"number": 10, "measure": 38, "target": 24, "current": 22, "gap": 26, "remaining": 17, "required": 19}
_FOREMOST = {"verdict": 24, "standing": 132}
_TARGETS = {"measure": 44, "target": 28, "current": 28, "gap": 30, "verdict": 26}
"""Millimetres; each together as wide as the type area."""
_IN_THE_MIDDLE = frozenset({"number", "remaining", "required", "verdict"})
_RAIL = 106
"""Millimetres."""
_MADE = datetime(2025, 1, 1, tzinfo=UTC)
"""As the properties of the file have it; it says nothing and never changes."""


def example_docx(lang: str) -> bytes:
    """The example as a .docx file."""
    words, type_ = texts(lang), typography(lang)
    naming = Naming(lang)
    document = new_document(type_)
    lay_out(tuple(_Example(lang).blocks()), Pages(document, type_, naming.shown("demo")), WordDrawings(document, lang, {}))
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        _place(paragraph, naming)
    for row in document.element.body.iter(qn("w:tr")):
        _let_go(row)
    describe(document.core_properties, words("office.example_title"), words("report.language"), _MADE)
    return normalised(to_bytes(document))


def _place(paragraph: Element, naming: Naming) -> None:
    """A picture needs a line as high as it is, which the styles of texts do not give.

    Who signs, and when, stands to the right; a table below a heading of its own has no caption.
    """
    text, style = _text(paragraph), paragraph.find(qn("w:pPr")).find(qn("w:pStyle"))
    if style.get(qn("w:val")) == "Caption" and not text:
        paragraph.getparent().remove(paragraph)
    if text == naming.shown("status_bar"):
        style.set(qn("w:val"), "Figure")
    if text in (naming.shown("signatory"), naming.shown("signed_on")):
        paragraph[0].append(paragraph.makeelement(qn("w:jc"), {qn("w:val"): "right"}))
    if text.startswith("{{") and naming.name("foremost.rail") in text:
        style.set(qn("w:val"), "TableMark")


def _let_go(row: Element) -> None:
    """A row that is repeated does not hold on to the next, or the whole table would have to stand on one page."""
    following = row.getnext()
    if following is not None and "endfor" in _text(following):
        for kept in list(row.iter(qn("w:keepNext"))):
            kept.getparent().remove(kept)


def _text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


class _Example:
    """The blocks of the example in one language."""

    def __init__(self, lang: str) -> None:
        self._lang, self._words, self._naming = lang, texts(lang), Naming(lang)
        self._row, self._group = self._words("office.row"), self._words("office.group")

    def blocks(self) -> Iterator[Block]:
        """All of it, in its order."""
        words, shown = self._words, self._naming.shown
        yield Title((shown("title"),))
        yield Paragraph(words("office.example_as_of", as_of=shown("as_of")), Style.SUBTITLE)
        yield from self._where("addressee", Paragraph(words("document.addressee", names=shown("addressee")), Style.ADDRESSEE))
        yield self._heading(1, "report.heading_overview")
        yield Paragraph(shown("status_bar"))
        yield Paragraph(self._naming.sentences("summary", "earlier"))
        yield from self._where("since", Paragraph(shown("since")))
        yield from self._where("foremost", self._table("foremost", _FOREMOST, with_rail=True))
        yield self._heading(2, "office.heading_gaps")
        yield from self._where("gaps", *self._gaps(), otherwise="report.nothing_missing")
        yield self._heading(3, "office.heading_categories")
        yield from self._each(f"{self._group} in {self._naming.name('categories')}", *self._category())
        yield self._heading(4, "report.heading_pending")
        yield from self._pending()
        yield self._heading(5, "document.heading_next")
        yield Paragraph(words("document.placeholder"), Style.PLACEHOLDER, kept=True)
        yield from self._where("signatory", Paragraph(shown("signatory"), kept=True))
        yield Paragraph(shown("signed_on"))
        yield from self._where("copy_to", Paragraph(words("office.example_copy", names=shown("copy_to")), Style.NOTE))
        yield Paragraph(shown("basis"), Style.NOTE)

    def _gaps(self) -> Iterator[Block]:
        shown, row = self._naming.shown, self._row
        yield Paragraph(self._words("office.example_gaps", count=shown("gap_count")))
        yield self._table("gaps", _GAPS)
        needed = f"{row} in {self._naming.name('gaps')} if {row}.{self._naming.name('gaps.required')}"
        yield from self._each(needed, self._item("{{ loop.index }}", shown("gaps.paragraph", row)))

    def _category(self) -> Iterator[Block]:
        shown, group = self._naming.shown, self._group
        number, name = shown("categories.ordinal", group), shown("categories.name", group)
        yield SectionHeading(self._words("report.heading_second", number=number, text=name), 2)
        yield Paragraph(shown("categories.told", group))
        yield self._table("categories.targets", _TARGETS, f"{group}.{self._naming.name('categories.targets')}")

    def _pending(self) -> Iterator[Block]:
        shown, row = self._naming.shown, self._row
        told = {each: shown(f"pending_causes.{each}", row) for each in ("cause", "count", "names")}
        causes = Paragraph(self._words("office.example_cause", **told))
        rows = self._each(f"{row} in {self._naming.name('pending_causes')}", causes)
        yield from self._where("pending_causes", *rows, otherwise="report.nothing_pending")
        yield from self._where("due", Paragraph(self._words("office.example_due", count=shown("due_count"))))

    def _heading(self, number: int, key: str) -> SectionHeading:
        words = self._words
        return SectionHeading(words("report.heading_first", number=ordinal(self._lang, number), text=words(key)), 1)

    def _item(self, number: str, text: str) -> Paragraph:
        return Paragraph(self._words("report.item", number=number, text=text), Style.ITEM)

    def _each(self, rows: str, *blocks: Block) -> Iterator[Block]:
        """Blocks once for each of some rows."""
        yield Paragraph(f"{{%p for {rows} %}}")
        yield from blocks
        yield Paragraph("{%p endfor %}")

    def _where(self, name: str, *blocks: Block, otherwise: str = "") -> Iterator[Block]:
        """Blocks where there is something of that name, and else a sentence."""
        yield Paragraph(f"{{%p if {self._naming.name(name)} %}}")
        yield from blocks
        if otherwise:
            yield Paragraph("{%p else %}")
            yield Paragraph(self._words(otherwise))
        yield Paragraph("{%p endif %}")

    def _table(self, path: str, widths: Mapping[str, float], rows: str = "", *, with_rail: bool = False) -> Table:
        """A table with a line for each row, which may have its rail below."""
        first, *others = widths
        blank = dict.fromkeys(others, "")
        none = self._words("value.none")
        line = {key: self._naming.shown(f"{path}.{key}", self._row, otherwise=none) for key in widths}
        repeated = f"{{%tr for {self._row} in {rows or self._naming.name(path)} %}}"
        drawn = [{first: "", others[0]: self._rail(path), **dict.fromkeys(others[1:], "")}] if with_rail else []
        told = [{first: repeated, **blank}, line, *drawn, {first: "{%tr endfor %}", **blank}]
        heads = tuple(
            Head(key, heading(self._words, key, Face.DOCUMENT), width, key in _IN_THE_MIDDLE) for key, width in widths.items()
        )
        caption = self._words(f"office.caption_{path}") if "." not in path else ""
        return Table(path, caption, heads, tuple(told))

    def _rail(self, path: str) -> str:
        return f"{{{{ {self._row}.{self._naming.name(f'{path}.rail')}|mm({_RAIL}) }}}}"
