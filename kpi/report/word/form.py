"""署名 and 版记 in Word: lines round a common middle, and a box at the foot of the last page with room kept for it."""

import math

from kpi.report.document import CopyTo, Signature
from kpi.report.document import typography as gbt
from kpi.report.word.boxes import Place, add_box
from kpi.report.word.elements import Element, add, add_paragraph, keep_with_next, twips
from kpi.report.wording import half_widths

_CHARACTER = gbt.COPY_TO_SIZE * 10
"""Of 版记, in twentieths of a point."""
_BESIDE = 120
"""What the rules and the paragraph that ends the box take, in twentieths of a point."""


def add_signature(body: Element, signature: Signature, type_: gbt.Typography) -> None:
    """The lines, each in the middle of as much room at the right as lets them have a common one."""
    left = round((type_.characters - 2 * signature.middle) * type_.character * 20)
    for place, line in enumerate(signature.lines):
        paragraph = add_paragraph(body, line, "Signature")
        if signature.kept or place < len(signature.lines) - 1:
            keep_with_next(paragraph)
        if place == 0:
            add(paragraph[0], "spacing", before=type_.body_line)
        add(paragraph[0], "ind", left=left)


def height_of(block: CopyTo, width: float) -> int:
    """Of 版记 in a text of so many millimetres, in twentieths of a point."""
    room = twips(width) - 2 * _CHARACTER - _indent(block)
    return math.ceil(half_widths(block.names) * _CHARACTER / 2 / room) * gbt.COPY_TO_LINE + _BESIDE


def _indent(block: CopyTo) -> int:
    return half_widths(block.label) * _CHARACTER // 2


def add_copy_to(body: Element, block: CopyTo, width: float, number: int, *, has_room: bool) -> None:
    """Between two rules as wide as the text, which is `width` millimetres; the names are one block.

    The box is bound to a paragraph that takes as much room in the text, unless a table before it has that: no page has the one
    without the other.
    """
    indent, height = _indent(block), height_of(block, width)
    kept = add_paragraph(body, "", "SectionEnd")
    if not has_room:
        add(kept[0], "spacing", line=height, lineRule="exact")
    place = Place("margin", "center", "bottom", width, height / 1440 * 25.4)
    inside = add_box(kept, place, block.label.strip(), number)
    _between_rules(inside, twips(width), block.label + block.names, indent)
    add_paragraph(inside, "", "SectionEnd")


def _between_rules(inside: Element, width: int, text: str, indent: int) -> None:
    """A table of one cell, ruled above and below."""
    table = add(inside, "tbl")
    properties = add(table, "tblPr")
    add(properties, "tblW", w=width, type="dxa")
    borders = add(properties, "tblBorders")
    for side in ("top", "bottom"):
        add(borders, side, val="single", sz=gbt.RULE, space=0, color="auto")
    add(properties, "tblLayout", type="fixed")
    add(add(table, "tblGrid"), "gridCol", w=width)
    cell = add(add(table, "tr"), "tc")
    add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
    beside = _CHARACTER - gbt.CELL_MARGIN
    add(add_paragraph(cell, text, "CopyTo")[0], "ind", left=beside + indent, right=beside, hanging=indent)
