"""The styles of the Word report: real ones, so that an editor can restyle it. Nothing in the text is formatted by hand."""

from dataclasses import dataclass

from docx.oxml import parse_xml

from kpi.report.document.typography import (
    BODY_FONT,
    CAPTION_SIZE,
    CELL_MARGIN,
    FIRST_LEVEL_FONT,
    PAGE_NUMBER_FONT,
    PAGE_NUMBER_SIZE,
    SECOND_LEVEL_FONT,
    STAND_INS,
    TABLE_SIZE,
    TITLE_FONT,
    Typography,
)
from kpi.report.word.elements import Element

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ON_OUR_OWN_GRID = '<w:widowControl/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
"""The section declares the grid of 22 lines of 28 characters, and styles keep it by line and character distances of their own:
LibreOffice gives a character wider than its cell two cells, so that snapping would leave 14 to a line."""
_OUTER_BORDER, _INNER_BORDER = 8, 4
"""Eighths of a point."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style; what is None it has from the one it is based on."""

    id: str
    name: str
    font: str | None = None
    latin: str | None = None
    size: int | None = None
    align: str | None = None
    line: int | None = None
    before: int | None = None
    after: int | None = None
    indent: int | None = None
    """Of the first line, in hundredths of a character; `left` of all lines."""
    left: int | None = None
    kept: bool = False
    """Whether it stays on one page with what follows."""
    released: bool = False
    """Whether it may part from what follows although the style it is based on may not."""
    tracking: int | None = None
    """Added between characters, in twentieths of a point."""
    bold: bool = False
    outline: int | None = None
    exact: bool = True
    """Whether lines are as high as `line` says, whatever stands in them: a chart would be cut off."""
    together: bool = False
    """Whether paragraphs of the style that follow each other have no space between them."""
    based_on: str = "Normal"
    built_in: bool = True


def style_elements(type_: Typography) -> list[Element]:
    """docDefaults and every style the report uses, as children of w:styles."""
    paragraphs = "".join(_paragraph_style(style, type_) for style in _styles(type_))
    return list(parse_xml(f'<w:styles xmlns:w="{_NAMESPACE}">{_defaults(type_)}{paragraphs}{_TABLE_STYLES}</w:styles>'))


def font_table() -> bytes:
    """word/fontTable.xml: each font with its stand-in."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{stand_in}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        f'<w:pitch w:val="variable"/></w:font>'
        for name, stand_in in STAND_INS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_NAMESPACE}">{fonts}</w:fonts>'.encode()


def _styles(type_: Typography) -> list[_Style]:
    heading, body, indent = type_.heading_font, type_.body_size, type_.indent
    return [
        _Style(
            "Normal",
            "Normal",
            BODY_FONT,
            type_.text_font,
            body,
            "both" if type_.justified else "left",
            type_.body_line,
            after=type_.after,
            tracking=type_.tracking,
        ),
        _Style("BodyText", "Body Text", indent=indent),
        _Style("ListItem", "List Item", based_on="BodyText", built_in=False),
        _Style("Title", "Title", TITLE_FONT, heading, type_.title_size, "center", type_.title_line, kept=True, tracking=0),
        _Style(
            "Subtitle", "Subtitle", SECOND_LEVEL_FONT, type_.text_font, body, "center", after=type_.body_line, together=True
        ),
        _heading("Heading1", "heading 1", FIRST_LEVEL_FONT, 0, type_),
        _heading("Heading2", "heading 2", SECOND_LEVEL_FONT, 1, type_),
        _Style("AnnexList", "Annex List", align="left", before=type_.body_line, indent=indent, kept=True, built_in=False),
        _Style("AnnexListMore", "Annex List More", align="left", left=type_.annex_indent, built_in=False),
        _Style(
            "AnnexLabel",
            "Annex Label",
            FIRST_LEVEL_FONT,
            heading,
            body,
            "left",
            after=type_.body_line,
            kept=True,
            built_in=False,
        ),
        _Style("AnnexTitle", "Annex Title", based_on="Title", outline=0, built_in=False),
        _Style("Caption", "caption", FIRST_LEVEL_FONT, heading, CAPTION_SIZE, "center", 320, 160, 80, kept=True, tracking=0),
        _Style("Figure", "Figure", align="center", line=240, before=160, kept=True, exact=False, built_in=False),
        _Style("FigureCaption", "Figure Caption", after=200, based_on="Caption", before=60, released=True, built_in=False),
        _Style("AnnexHeading", "Annex Heading", outline=1, based_on="Heading1", built_in=False),
        _Style(
            "Placeholder", "Placeholder", SECOND_LEVEL_FONT, type_.text_font, kept=True, based_on="BodyText", built_in=False
        ),
        _Style("TableText", "Table Text", None, None, TABLE_SIZE, "left", 250, 0, 0, built_in=False, tracking=0),
        _Style("TableNumber", "Table Number", align="center", based_on="TableText", built_in=False),
        _Style("TableHead", "Table Head", FIRST_LEVEL_FONT, heading, align="center", based_on="TableText", built_in=False),
        _Style("TableGroup", "Table Group", FIRST_LEVEL_FONT, heading, kept=True, based_on="TableText", built_in=False),
        _Style("Note", "Note", before=80, based_on="TableText", built_in=False),
        _Style("SectionEnd", "Section End", None, None, 2, None, 20, 0, 0, built_in=False),
        _Style("Header", "header", FIRST_LEVEL_FONT, heading, CAPTION_SIZE, "center", 320, 0, 0, tracking=0),
        _Style("Footer", "footer", PAGE_NUMBER_FONT, PAGE_NUMBER_FONT, PAGE_NUMBER_SIZE, "left", 320, 0, 0, tracking=0),
    ]


def _heading(id_: str, name: str, font: str, outline: int, type_: Typography) -> _Style:
    return _Style(
        id_,
        name,
        font,
        type_.heading_font,
        type_.body_size,
        before=type_.before_heading,
        indent=type_.indent,
        kept=True,
        bold=type_.bold_headings,
        outline=outline,
    )


def _defaults(type_: Typography) -> str:
    look = _fonts(type_.text_font, BODY_FONT) + _size(type_.body_size)
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return f"<w:docDefaults><w:rPrDefault><w:rPr>{look}{language}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _paragraph_style(style: _Style, type_: Typography) -> str:
    first = style.id == "Normal"
    kind = ' w:default="1"' if first else "" if style.built_in else ' w:customStyle="1"'
    base = "" if first else f'<w:basedOn w:val="{style.based_on}"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.id}"><w:name w:val="{style.name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(style, type_)}</w:pPr><w:rPr>{_run_properties(style, type_)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: _Style, type_: Typography) -> str:
    """In the order the schema asks for."""
    size = style.size or type_.body_size
    parts = (
        "<w:keepNext/><w:keepLines/>" if style.kept else '<w:keepNext w:val="0"/>' if style.released else "",
        _ON_OUR_OWN_GRID if style.id == "Normal" else "",
        _spacing(style),
        f'<w:ind w:firstLineChars="{style.indent}" w:firstLine="{style.indent * size // 10}"/>' if style.indent else "",
        f'<w:ind w:leftChars="{style.left}" w:left="{style.left * size // 10}"/>' if style.left else "",
        "<w:contextualSpacing/>" if style.together else "",
        f'<w:jc w:val="{style.align}"/>' if style.align else "",
        f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "",
    )
    return "".join(parts)


def _run_properties(style: _Style, type_: Typography) -> str:
    """In the order the schema asks for."""
    parts = (
        _fonts(style.latin or type_.text_font, style.font) if style.font else "",
        "<w:b/>" if style.bold else "",
        '<w:snapToGrid w:val="0"/>' if style.id == "Normal" else "",
        f'<w:spacing w:val="{style.tracking}"/>' if style.tracking is not None else "",
        _size(style.size) if style.size else "",
    )
    return "".join(parts)


def _spacing(style: _Style) -> str:
    given = {"before": style.before, "after": style.after, "line": style.line}
    distances = "".join(f' w:{name}="{value}"' for name, value in given.items() if value is not None)
    rule = "" if style.line is None else f' w:lineRule="{"exact" if style.exact else "auto"}"'
    return f"<w:spacing{distances}{rule}/>" if distances else ""


def _fonts(latin: str, chinese: str) -> str:
    latin = latin or chinese
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _borders() -> str:
    sizes = dict.fromkeys(("top", "left", "bottom", "right"), _OUTER_BORDER) | dict.fromkeys(
        ("insideH", "insideV"), _INNER_BORDER
    )
    return "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>' for side, size in sizes.items())


def _cell_margins() -> str:
    margins = {"top": 25, "left": CELL_MARGIN, "bottom": 25, "right": CELL_MARGIN}
    return "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins.items())


_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{_cell_margins()}</w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
    f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:jc w:val="center"/><w:tblBorders>{_borders()}</w:tblBorders>'
    "</w:tblPr></w:style>"
)
