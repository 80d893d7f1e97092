"""A Word template filled in by docxtpl, and made whole again: what loops repeat must not bear one name twice."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree
from markupsafe import escape

from .language import Language
from .package import Unfit
from .pictures import Drawn

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True)
_OURS = "mark"
"""What our pictures are named."""
_PIXEL = 25.4 / 96
"""Millimetres."""
_WIDEST = 156
"""Millimetres that a picture takes at most unless it is told otherwise: the type area of an official document."""


def fill_docx(template: bytes, values: Mapping[str, object], pictures: Iterable[Drawn], must_say: Sequence[str]) -> Any:  # noqa: ANN401
    """The template with all its placeholders filled in. Unfit where tags cross what they stand in."""
    document = _Template(io.BytesIO(template))
    for picture in pictures:
        picture.place = document.picture
    document.render(values, Language())
    _say(document.docx, must_say)
    return document


class _Template(DocxTemplate):  # type: ignore[misc]  # ships no types
    """Docxtpl that mends nothing in silence, leaves the file's properties alone and fills each part in once."""

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401 - lxml ships no types
        """The tree of the body; docxtpl itself would leave out what it cannot read."""
        return _mended(super().fix_tables(etree.tostring(_parsed(xml), encoding="unicode")))

    def build_headers_footers_xml(self, context: object, uri: str, jinja_env: Environment | None = None) -> Any:  # noqa: ANN401
        """The same of headers and footers."""
        for relation, xml in list(super().build_headers_footers_xml(context, uri, jinja_env)):
            yield relation, etree.tostring(_mended(_parsed(xml)), encoding="utf-8", xml_declaration=True, standalone=True)

    def render_properties(self, context: object, jinja_env: Environment | None = None) -> None:
        """Whoever fills in says what the properties are."""

    def render_footnotes(self, context: object, jinja_env: Environment | None = None) -> None:
        """Once, however many sections there are."""
        for part in self.docx.part.package.parts:
            if part.content_type == _FOOTNOTES:
                xml = self.patch_xml(part.blob.decode("utf-8"))
                done = self.render_xml_part(re.sub(r"^<\?xml[^>]*\?>", "", xml), part, context, jinja_env)
                part._blob = etree.tostring(_parsed(done), encoding="utf-8", xml_declaration=True, standalone=True)

    def picture(self, drawn: Drawn, millimetres: float | None) -> str:
        """A picture in line with the text, with what it shows told."""
        width = Mm(millimetres or min(drawn.width * _PIXEL, _WIDEST))
        inline = self.current_rendering_part.new_pic_inline(io.BytesIO(drawn.png), width, None)
        inline.docPr.set("name", _OURS)
        inline.docPr.set("descr", drawn.alt)
        shown = etree.tostring(inline, encoding="unicode")
        return f'</w:t></w:r><w:r><w:drawing>{shown}</w:drawing></w:r><w:r><w:t xml:space="preserve">'


def _parsed(xml: str | bytes) -> Any:  # noqa: ANN401
    try:
        return etree.fromstring(xml, _STRICT)
    except etree.XMLSyntaxError as error:
        raise Unfit("template_crossed") from error


def _mended(tree: Any) -> Any:  # noqa: ANN401
    """Nothing bears the name of another, no cell or header is without a paragraph, no table without a row.

    A line with a picture of ours is as high as it.
    """
    for paragraph in tree.xpath(f"//w:p[.//wp:docPr[@name='{_OURS}']]", namespaces=nsmap):
        _give_height(paragraph)
    for table in list(tree.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    for cell in (*tree.iter(qn("w:tc")), *tree.iter(qn("w:hdr")), *tree.iter(qn("w:ftr")), *tree.iter(qn("w:txbxContent"))):
        if len(cell) == 0 or cell[-1].tag in (qn("w:tbl"), qn("w:tcPr")):
            cell.append(cell.makeelement(qn("w:p"), {}))
    for attribute in (f"{_W14}paraId", f"{_W14}textId"):
        for element in tree.iter():
            element.attrib.pop(attribute, None)
    _once(tree, "w:sdtPr/w:id")
    _bookmarks_once(tree)
    return tree


def _give_height(paragraph: Any) -> None:  # noqa: ANN401
    old = paragraph.find(qn("w:pPr"))
    properties = parse_xml(etree.tostring(old) if old is not None else f'<w:pPr xmlns:w="{nsmap["w"]}"/>')
    spacing = properties.get_or_add_spacing()
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    if old is not None:
        paragraph.remove(old)
    paragraph.insert(0, properties)


def _once(tree: Any, path: str) -> None:  # noqa: ANN401
    """Of elements with one value only the first stays."""
    seen: set[str] = set()
    for element in tree.xpath(f"//{path}", namespaces=nsmap):
        value = element.get(qn("w:val"))
        if value in seen:
            element.getparent().remove(element)
        seen.add(value)


def _bookmarks_once(tree: Any) -> None:  # noqa: ANN401
    seen: set[str] = set()
    ended: set[str] = set()
    for element in list(tree.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        known = seen if element.tag == qn("w:bookmarkStart") else ended
        number = element.get(qn("w:id"))
        if number in known:
            element.getparent().remove(element)
        known.add(number)


def _say(document: Any, must_say: Sequence[str]) -> None:  # noqa: ANN401
    """What has to be said stands before all else, where neither the text nor every header says it."""
    body = document.element.body
    headers = [
        _words(each.target_part.element) for each in document.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.HEADER
    ]

    def said(text: str) -> bool:
        wanted = "".join(text.split())
        return wanted in _words(body) or (bool(headers) and all(wanted in header for header in headers))

    for text in reversed([text for text in must_say if not said(text)]):
        told = f'<w:p xmlns:w="{nsmap["w"]}"><w:r><w:rPr><w:b/></w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>'
        body.insert(0, parse_xml(told))


def _words(element: Any) -> str:  # noqa: ANN401
    """All words of an element, without blanks."""
    return "".join("".join(each.text or "" for each in element.iter(qn("w:t"))).split())
