"""A deck of the office's with placeholders filled in: in text boxes and tables, whose rows may be repeated for given rows.

A deck grows no further slides. Rows that would run over the lower edge of their slide are left out, and how many is said.
"""

import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from .language import Language
from .package import Unfit
from .pictures import Drawn

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LEVEL = re.compile(r"\{%\s*(tr|p)\s+")
_ALONE = re.compile(r"\{\{\s*(\w+)\s*(?:\|\s*\w+\s*\([^)]*\)\s*)?\}\}")
_CURLY = str.maketrans("“”‘’", "\"\"''")
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True)
_EDGE = 120_000
"""EMU that stay free below a table."""
_IDS = re.compile(r"\{[^}]*\}rowId")


def fill_pptx(
    template: bytes, values: Mapping[str, object], pictures: Iterable[Drawn], must_say: Sequence[str], left_out: str
) -> Any:  # noqa: ANN401  python-pptx is typed in part
    """The deck with all its placeholders filled in; `left_out` says, with {count}, how many rows had no room."""
    deck, language = Presentation(io.BytesIO(template)), Language()
    drawn = {id(picture) for picture in pictures}
    for slide in deck.slides:
        _pictures(slide, values, drawn)
        _fill(slide.part, language, values)
        for table in slide.part._element.iter(qn("p:graphicFrame")):
            _cut(table, deck.slide_height, left_out)
        if slide.has_notes_slide:
            _fill(slide.notes_slide.part, language, values)
        _say(slide, deck, must_say)
    return deck


def _fill(part: Any, language: Language, values: Mapping[str, object]) -> None:  # noqa: ANN401
    """Fills in what stands on a slide, or in its notes."""
    shapes = part._element.find(f".//{qn('p:spTree')}")
    for prepare in (_joined, _raised):
        for paragraph in list(shapes.iter(qn("a:p"))):
            prepare(paragraph)
    xml = _TAG.sub(lambda tag: html.unescape(tag[0]).translate(_CURLY), etree.tostring(shapes, encoding="unicode"))
    if not _TAG.search(xml):
        return
    filled = language.from_string(xml).render(values)
    try:
        etree.fromstring(filled, _STRICT)
    except etree.XMLSyntaxError as error:
        raise Unfit("template_crossed") from error
    for old in list(shapes):
        shapes.remove(old)
    shapes.extend(list(parse_xml(filled)))
    for name in ("a:tbl", "a:tc"):
        for holder in list(shapes.iter(qn(name))):
            _mend(holder)


def _joined(paragraph: Any) -> None:  # noqa: ANN401
    """A tag that is cut into several runs goes into the one it begins in."""
    texts = list(paragraph.iter(qn("a:t")))
    whole = "".join(text.text or "" for text in texts)
    spans, start = [], 0
    for text in texts:
        spans.append((start, start + len(text.text or "")))
        start = spans[-1][1]
    for tag in reversed(list(_TAG.finditer(whole))):
        for text, (first, last) in zip(texts, spans, strict=True):
            inside, own = max(first, tag.start()), text.text or ""
            end = min(last, tag.end())
            if inside >= end:
                continue
            head, tail = own[: inside - first], own[end - first :]
            text.text = head + (tag[0] if first <= tag.start() < last else "") + tail


def _raised(paragraph: Any) -> None:  # noqa: ANN401
    """A tag for a whole paragraph or table row takes its place."""
    text = "".join(each.text or "" for each in paragraph.iter(qn("a:t"))).strip()
    level = _LEVEL.match(text)
    if not level:
        return
    element = paragraph
    while level[1] == "tr" and element.tag != qn("a:tr"):
        element = element.getparent()
    parent, before = element.getparent(), element.getprevious()
    told = "{% " + text[level.end() :] + (element.tail or "")
    if before is None:
        parent.text = (parent.text or "") + told
    else:
        before.tail = (before.tail or "") + told
    element.tail = None
    parent.remove(element)


def _mend(holder: Any) -> None:  # noqa: ANN401
    """No row bears the id of another, no cell is without a paragraph."""
    if holder.tag == qn("a:tbl"):
        for element in holder.iter():
            if isinstance(element.tag, str) and _IDS.fullmatch(element.tag):
                extension = element.getparent().getparent()
                extension.getparent().remove(extension)
        return
    for body in holder.iter(qn("a:txBody")):
        if body.find(qn("a:p")) is None:
            body.append(body.makeelement(qn("a:p"), {}))


def _cut(frame: Any, height: int, left_out: str) -> None:  # noqa: ANN401
    """Leaves out the rows that have no room on the slide, and says so in the last one that stays."""
    offset, rows = frame.find(f".//{qn('a:off')}"), list(frame.iter(qn("a:tr")))
    if offset is None or not rows:
        return
    room, used = height - int(offset.get("y", "0")) - _EDGE, 0
    for fitting, row in enumerate(rows):
        used += int(row.get("h", "0"))
        if used > room and fitting > 1:
            _leave_out(rows[fitting - 1 :], left_out)
            return


def _leave_out(rows: Sequence[Any], left_out: str) -> None:
    first, *others = rows
    for row in others:
        row.getparent().remove(row)
    texts = list(first.iter(qn("a:t")))
    for text in texts:
        text.text = ""
    if texts:
        texts[0].text = left_out.format(count=len(rows))


def _pictures(slide: Any, values: Mapping[str, object], drawn: set[int]) -> None:  # noqa: ANN401
    """A picture takes the place of the text box that asks for it, within it and in its own proportions."""
    for shape in list(slide.shapes):
        alone = _ALONE.fullmatch(shape.text_frame.text.strip()) if shape.has_text_frame else None
        picture = values.get(alone[1]) if alone else None
        if not isinstance(picture, Drawn) or id(picture) not in drawn or not picture.png:
            continue
        scale = min(shape.width / picture.width, shape.height / picture.height)
        width, height = round(picture.width * scale), round(picture.height * scale)
        placed = slide.shapes.add_picture(
            io.BytesIO(picture.png), shape.left, shape.top + (shape.height - height) // 2, width, height
        )
        placed._element.nvPicPr.cNvPr.set("descr", picture.alt)
        shape._element.getparent().replace(shape._element, placed._element)


def _say(slide: Any, deck: Any, must_say: Sequence[str]) -> None:  # noqa: ANN401
    """What has to be said stands in the upper right corner of every slide that does not say it."""
    said = "".join(slide.part._element.itertext())
    missing = [text for text in must_say if text and text not in said]
    if missing:
        width = deck.slide_width // 2
        box = slide.shapes.add_textbox(deck.slide_width - width, Emu(0), width, Emu(300_000))
        box.text_frame.word_wrap = True
        paragraph = box.text_frame.paragraphs[0]
        paragraph.text, paragraph.alignment = " ".join(missing), PP_ALIGN.RIGHT
        paragraph.font.bold, paragraph.font.size = True, Pt(12)
