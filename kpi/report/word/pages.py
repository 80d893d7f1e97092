"""Pages of the Word report: paper, margins, grid, page numbers and the mark of made-up figures on every page."""

from copy import deepcopy
from typing import Any, NamedTuple

from docx.document import Document
from docx.oxml.ns import qn

from kpi.report.document import typography as gbt
from kpi.report.word.boxes import Place, add_box
from kpi.report.word.elements import Element, add, add_field, add_paragraph, add_run, twips

_HEADER_BELOW_EDGE = 15
_PORTRAIT = {"right": gbt.FORE_EDGE, "left": gbt.BINDING}
_LANDSCAPE = {"top": gbt.BINDING, "right": gbt.TOP, "bottom": gbt.FORE_EDGE, "left": gbt.BOTTOM}
"""The sheet turned so that the head of its table lies at the binding edge of odd pages."""
_NUMBER_ROOM, _NUMBER_LINE = 60, 320 / 1440 * 25.4
"""Millimetres that a page number has along the edge of a sheet, and across."""


class _Side(NamedTuple):
    """Odd pages or even ones."""

    type: str
    """Their name in Word."""
    align: str
    """The side their number stands on."""
    turned: str
    """The same on a sheet that lies across."""
    number: int


_ODD, _EVEN = _Side("default", "right", "bottom", 1), _Side("even", "left", "top", 2)


class Pages:
    """Divides the body of a document into sections. Content is appended to `body`; `finish` is called last.

    A section's properties stand in its last paragraph, so no section may end with a table.
    """

    def __init__(self, document: Document, type_: gbt.Typography, mark: str) -> None:
        """`mark` is printed on top of every page, if there is one."""
        self.type = type_
        self.body: Element = _emptied(document.element.body)
        self._parts: Any = document.part  # python-docx ships no types for what is called on it
        self._mark = mark
        self._landscape = self._numbered_anew = False
        self._furniture: dict[bool, list[Element]] = {}

    @property
    def width(self) -> int:
        """Of the type area of the section, in millimetres."""
        return gbt.PAPER[1] - gbt.TOP - gbt.BOTTOM if self._landscape else gbt.TYPE_AREA[0]

    def turn(self, *, landscape: bool, numbered_anew: bool = False) -> None:
        """Ends the section; what follows starts on a new page of that orientation, which may be page 1 again."""
        last = self.body[-1]
        self._section(last.find(qn("w:pPr")))
        self._landscape, self._numbered_anew = landscape, numbered_anew

    def finish(self) -> None:
        """Ends the last section."""
        self._section(self.body)

    def _section(self, parent: Element) -> None:
        section = add(parent, "sectPr")
        section.extend(self._references())
        width, height = reversed(gbt.PAPER) if self._landscape else gbt.PAPER
        turned = {"orient": "landscape"} if self._landscape else {}
        add(section, "pgSz", w=twips(width), h=twips(height), **turned)
        upright = _PORTRAIT | {"top": self.type.top, "bottom": self.type.bottom}
        margins = _LANDSCAPE if self._landscape else upright
        distances = {"header": _HEADER_BELOW_EDGE, "footer": margins["bottom"] - gbt.PAGE_NUMBER_BELOW, "gutter": 0}
        add(section, "pgMar", **{side: twips(distance) for side, distance in (margins | distances).items()})
        if self._numbered_anew:
            add(section, "pgNumType", start=1)
        grid = {"type": "linesAndChars", "linePitch": gbt.LINE_PITCH, "charSpace": gbt.CHARACTER_SPACE}
        add(section, "docGrid", **(grid if self.type.character_grid else {"linePitch": gbt.LINE_PITCH}))

    def _references(self) -> list[Element]:
        """To headers and footers, which all sections of an orientation share."""
        if self._landscape not in self._furniture:
            made = (self._made(part, side) for part in ("header", "footer") for side in (_ODD, _EVEN))
            self._furniture[self._landscape] = list(made)
        return deepcopy(self._furniture[self._landscape])

    def _made(self, name: str, side: _Side) -> Element:
        """A new header or footer with what stands in it, and the reference to it."""
        part, relation = self._parts.add_header_part() if name == "header" else self._parts.add_footer_part()
        element = _emptied(part.element)
        if name == "header":
            paragraph = add_paragraph(element, self._mark, "Header")
            if self._landscape:
                _turned_number(paragraph, side)
        elif self._landscape:
            add_paragraph(element, "", "Footer")
        else:
            _page_number(element, side.align)
        reference = add(element, f"{name}Reference", type=side.type)
        element.remove(reference)
        reference.set(qn("r:id"), relation)
        return reference


def _turned_number(paragraph: Element, side: _Side) -> None:
    """The number of a sheet that lies across, where it stands on the others if it is held upright: at the left edge, turned.

    What is the right of an upright sheet is then the foot.
    """
    away = gbt.PAGE_NUMBER_BELOW - _NUMBER_LINE
    place = Place("leftMargin", "right", side.turned, gbt.PAGE_NUMBER_BELOW, _NUMBER_ROOM, away)
    _page_number(add_box(paragraph, place, "page number", side.number, turned=True), side.align)


def _page_number(parent: Element, align: str) -> None:
    """— 1 —, one character in from the edge."""
    paragraph = add_paragraph(parent, "— ", "Footer")
    add(paragraph[0], "ind", **{f"{align}Chars": 100, align: gbt.PAGE_NUMBER_SIZE * 10})
    add(paragraph[0], "jc", val=align)
    add_field(paragraph, "PAGE")
    add_run(paragraph, " —")


def _emptied(element: Element) -> Element:
    for child in list(element):
        element.remove(child)
    return element
