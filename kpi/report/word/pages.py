"""Pages of the Word report: paper, margins, grid, page numbers and the mark of made-up figures on every page."""

from docx.document import Document
from docx.oxml.ns import qn

from kpi.report.document import typography as gbt
from kpi.report.word.elements import Element, add, add_field, add_paragraph, add_run, twips

_HEADER_BELOW_EDGE = 15
_PORTRAIT = {"right": gbt.FORE_EDGE, "left": gbt.BINDING}
_LANDSCAPE = {"top": gbt.BINDING, "right": gbt.TOP, "bottom": gbt.FORE_EDGE, "left": gbt.BOTTOM}
"""The sheet turned so that the head of its table lies at the binding edge of odd pages."""


class Pages:
    """Divides the body of a document into sections. Content is appended to `body`; `finish` is called last.

    A section's properties stand in its last paragraph, so no section may end with a table.
    """

    def __init__(self, document: Document, type_: gbt.Typography, mark: str) -> None:
        """`mark` is printed on top of every page, if there is one."""
        self._type = type_
        self._references = _headers_and_footers(document, mark)
        self.body: Element = document.element.body
        self._landscape = False

    def turn(self, *, landscape: bool) -> None:
        """Ends the section; what follows starts on a new page of that orientation."""
        last = self.body[-1]
        self._section(last.find(qn("w:pPr")))
        self._landscape = landscape

    def finish(self) -> None:
        """Ends the last section."""
        self._section(self.body)

    def _section(self, parent: Element) -> None:
        section = add(parent, "sectPr")
        section.extend(self._references)
        self._references = []
        width, height = reversed(gbt.PAPER) if self._landscape else gbt.PAPER
        turned = {"orient": "landscape"} if self._landscape else {}
        add(section, "pgSz", w=twips(width), h=twips(height), **turned)
        upright = _PORTRAIT | {"top": self._type.top, "bottom": self._type.bottom}
        margins = _LANDSCAPE if self._landscape else upright
        distances = {"header": _HEADER_BELOW_EDGE, "footer": margins["bottom"] - gbt.PAGE_NUMBER_BELOW, "gutter": 0}
        add(section, "pgMar", **{side: twips(distance) for side, distance in (margins | distances).items()})
        grid = {"type": "linesAndChars", "linePitch": gbt.LINE_PITCH, "charSpace": gbt.CHARACTER_SPACE}
        add(section, "docGrid", **(grid if self._type.character_grid else {"linePitch": gbt.LINE_PITCH}))


def _headers_and_footers(document: Document, mark: str) -> list[Element]:
    """Fills those of the first section, which all others share, and returns the references to them; empties the body."""
    section = document.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _page_number(_emptied(footer.part.element), align)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        add_paragraph(_emptied(header.part.element), mark, "Header")
    properties = document.element.body.find(qn("w:sectPr"))
    references = [child for child in properties if child.tag in {qn("w:headerReference"), qn("w:footerReference")}]
    _emptied(document.element.body)
    return references


def _page_number(footer: Element, align: str) -> None:
    """— 1 —, one character in from the edge."""
    paragraph = add_paragraph(footer, "— ", "Footer")
    add(paragraph[0], "ind", **{f"{align}Chars": 100, align: gbt.PAGE_NUMBER_SIZE * 10})
    add(paragraph[0], "jc", val=align)
    add_field(paragraph, "PAGE")
    add_run(paragraph, " —")


def _emptied(element: Element) -> Element:
    for child in list(element):
        element.remove(child)
    return element
