"""Sizes and fonts of GB/T 9704-2012. Fonts are named, with what may stand in for them, never bundled.

The Chinese report keeps the standard's sizes; the English one has the same pages and styles in sizes that suit Latin letters.
"""

from dataclasses import dataclass, replace

from kpi.i18n import Script, language

PAPER = (210, 297)
"""A4, millimetres."""
TOP, BOTTOM, BINDING, FORE_EDGE = 37, 35, 28, 26
"""天头, 地脚, 订口, 切口: they leave a type area (版心) of 156 × 225 mm."""
TYPE_AREA = (PAPER[0] - BINDING - FORE_EDGE, PAPER[1] - TOP - BOTTOM)
PAGE_NUMBER_BELOW = 7
"""Millimetres from the type area down to the page number."""
LINE_PITCH = 579
"""Twentieths of a point: 225 mm hold 22 lines."""
CHARACTER_SPACE = -848
"""4096ths of a point added to the 16 points of a character: 156 mm hold 28 of them."""

TITLE_FONT, BODY_FONT, SECOND_LEVEL_FONT, FIRST_LEVEL_FONT, PAGE_NUMBER_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
)
STAND_INS = {
    TITLE_FONT: "宋体",
    BODY_FONT: "仿宋",
    SECOND_LEVEL_FONT: "楷体",
    FIRST_LEVEL_FONT: "SimHei",
    PAGE_NUMBER_FONT: "SimSun",
}
"""What a word processor takes where a font is missing."""
TABLE_SIZE, CAPTION_SIZE, PAGE_NUMBER_SIZE = 18, 24, 28
"""小五 in tables, 小四 above them, 四号 for page numbers, in half points."""
COPY_TO_SIZE, COPY_TO_LINE, RULE = 28, 480, 8
"""四号 in 版记, in half points; its lines in twentieths of a point; its rules of 0.35 mm in eighths of a point."""
CELL_MARGIN = 45
"""Left and right of a cell's text, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Typography:
    """What differs between the languages. Sizes are half points, distances twentieths of a point."""

    text_font: str
    """For Latin letters and digits; empty: that of the Chinese characters beside them."""
    heading_font: str
    """The same for titles, headings and heads of tables."""
    title_size: int
    title_line: int
    body_size: int
    body_line: int
    indent: int
    """Of a paragraph's first line, in hundredths of a character."""
    after: int
    """Space below a paragraph."""
    before_heading: int
    bold_headings: bool
    annex_indent: int
    """Of the second annex in the list below the text, in hundredths of a character."""
    tracking: int
    """Between characters of the body: a little tighter than the grid asks for, so that the last one fits too."""
    character_grid: bool
    justified: bool
    character: float
    """Points that a character takes up on the line."""
    compact_line: int = 400
    """Where a whole report is one page."""
    top: int = TOP
    bottom: int = BOTTOM
    """Millimetres above and below the type area of a page upright."""

    @property
    def characters(self) -> float:
        """How many of them a line of the type area holds."""
        return TYPE_AREA[0] / 25.4 * 72 / self.character


CHINESE = Typography(
    text_font="",
    heading_font="",
    title_size=44,
    title_line=700,
    body_size=32,
    body_line=LINE_PITCH,
    indent=200,
    after=0,
    before_heading=0,
    bold_headings=False,
    annex_indent=500,
    tracking=-5,
    character_grid=True,
    justified=True,
    character=TYPE_AREA[0] / 25.4 * 72 / 28,
)
ENGLISH = Typography(
    text_font="Times New Roman",
    heading_font="Arial",
    title_size=40,
    title_line=560,
    body_size=24,
    body_line=340,
    indent=0,
    after=120,
    before_heading=200,
    bold_headings=True,
    annex_indent=430,
    tracking=0,
    character_grid=False,
    justified=False,
    character=12,
    compact_line=330,
)


ON_ONE_PAGE = (20, 20)
"""Above and below what must go on one page, which is no official document of the standard's."""


def typography(lang: str, *, one_page: bool = False) -> Typography:
    """The typography of a language; of a report of one page with more room on it."""
    own = {Script.CHINESE: CHINESE, Script.LATIN: ENGLISH}[language(lang).script]
    top, bottom = ON_ONE_PAGE
    return replace(own, top=top, bottom=bottom, title_size=36, title_line=520, body_line=400) if one_page else own
