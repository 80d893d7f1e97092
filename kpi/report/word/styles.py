"""The styles of the Word report: styles.xml beside this file, filled with the sizes and fonts of a language."""

from dataclasses import asdict
from pathlib import Path
from string import Template

from docx.oxml import parse_xml

from kpi.report.document import typography as gbt
from kpi.report.word.elements import Element

_STYLES = Template(Path(__file__).with_name("styles.xml").read_text(encoding="utf-8"))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def style_elements(type_: gbt.Typography) -> list[Element]:
    """docDefaults and every style the report uses, as children of w:styles."""
    first_line = f'<w:ind w:firstLineChars="{type_.indent}" w:firstLine="{type_.indent * type_.body_size // 10}"/>'
    filled = asdict(type_) | {
        "text_fonts": _fonts(type_.text_font, gbt.BODY_FONT),
        "quiet_fonts": _fonts(type_.text_font, gbt.SECOND_LEVEL_FONT),
        "title_fonts": _fonts(type_.heading_font, gbt.TITLE_FONT),
        "first_fonts": _fonts(type_.heading_font, gbt.FIRST_LEVEL_FONT),
        "second_fonts": _fonts(type_.heading_font, gbt.SECOND_LEVEL_FONT),
        "number_fonts": _fonts("", gbt.PAGE_NUMBER_FONT),
        "caption_size": gbt.CAPTION_SIZE,
        "table_size": gbt.TABLE_SIZE,
        "number_size": gbt.PAGE_NUMBER_SIZE,
        "copy_to_size": gbt.COPY_TO_SIZE,
        "copy_to_line": gbt.COPY_TO_LINE,
        "cell_margin": gbt.CELL_MARGIN,
        "indented": first_line if type_.indent else "",
        "annex_left": type_.annex_indent * type_.body_size // 10,
        "bold": "<w:b/>" if type_.bold_headings else "",
        "align": "both" if type_.justified else "left",
    }
    return list(parse_xml(_STYLES.substitute(filled).encode()))


def font_table() -> bytes:
    """word/fontTable.xml: each font with its stand-in."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{stand_in}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        f'<w:pitch w:val="variable"/></w:font>'
        for name, stand_in in gbt.STAND_INS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{WORD}">{fonts}</w:fonts>'.encode()


def _fonts(latin: str, chinese: str) -> str:
    latin = latin or chinese
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'
