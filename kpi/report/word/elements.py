"""Building blocks of WordprocessingML. Lengths come in millimetres; texts are escaped by lxml, never pasted into markup."""

from typing import Any

from docx.oxml.ns import nsmap

Element = Any
"""An lxml element; lxml ships no types."""

_W = f"{{{nsmap['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def twips(millimetres: float) -> int:
    """Twentieths of a point, the unit of widths in WordprocessingML."""
    return round(millimetres / 25.4 * 1440)


def add(parent: Element, tag: str, **attributes: object) -> Element:
    """A new last child `w:tag` of `parent`, with attributes `w:name`."""
    child = parent.makeelement(f"{_W}{tag}", {f"{_W}{name}": str(value) for name, value in attributes.items()})
    parent.append(child)
    return child


def add_paragraph(parent: Element, text: str, style: str) -> Element:
    """A new paragraph in a paragraph style, by the style's id."""
    paragraph = add(parent, "p")
    add(add(paragraph, "pPr"), "pStyle", val=style)
    if text:
        add_run(paragraph, text)
    return paragraph


def keep_with_next(paragraph: Element) -> None:
    """A paragraph that stays on one page with what follows it."""
    add(paragraph[0], "keepNext")


def on_new_page(paragraph: Element) -> None:
    """A paragraph that begins a page."""
    add(paragraph[0], "pageBreakBefore")


def add_run(paragraph: Element, text: str) -> None:
    """A run of text at the end of a paragraph."""
    written = add(add(paragraph, "r"), "t")
    written.text = text
    written.set(_SPACE, "preserve")


def add_break(paragraph: Element) -> None:
    """A new line within a paragraph."""
    add(add(paragraph, "r"), "br")


def add_field(paragraph: Element, code: str) -> None:
    """A field such as PAGE, which the word processor fills in."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = add(paragraph, "r")
        if kind == "code":
            add(run, "instrText").text = f" {code} "
        elif kind == "shown":
            add(run, "t").text = "1"
        else:
            add(run, "fldChar", fldCharType=kind)
