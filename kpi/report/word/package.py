"""The file around the text: a document with our styles, fonts and settings only, and bytes that depend on nothing else.

The moment of making and the order and dates inside the archive are fixed, so that the same report gives the same file.
"""

import io

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from kpi.report.archive import normalised
from kpi.report.document.typography import Typography
from kpi.report.word.styles import WORD, font_table, style_elements

_FONT_TABLE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
_KEPT = {"styles", "settings", "theme", "officeDocument", "core-properties"}
"""Kinds of parts of python-docx's template that the report keeps; its thumbnail, sample styles and the like go."""
_SETTINGS = f"""<w:settings xmlns:w="{WORD}">
<w:zoom w:percent="100"/><w:mirrorMargins/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""


def new_document(type_: Typography) -> Document:
    """An empty document in our styles."""
    document = docx.Document()
    _drop_what_the_template_brings(document)
    for element, children in (
        (document.styles.element, style_elements(type_)),
        (document.settings.element, parse_xml(_SETTINGS)),
    ):
        for old in list(element):
            element.remove(old)
        element.extend(list(children))
    return document


def to_bytes(document: Document) -> bytes:
    """The document as a file."""
    written = io.BytesIO()
    document.save(written)
    return normalised(written.getvalue())


def _drop_what_the_template_brings(document: Document) -> None:
    part = document.part
    for owner in (part, part.package):
        for id_ in [id_ for id_, relation in owner.rels.items() if relation.reltype.rpartition("/")[2] not in _KEPT]:
            owner.rels.pop(id_)
    fonts = Part(PackURI("/word/fontTable.xml"), _FONT_TABLE, font_table(), part.package)
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
