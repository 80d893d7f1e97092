"""The example deck that ships: four slides whose every figure is a placeholder. To be changed at will."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from kpi.i18n import texts
from kpi.report.archive import describe, normalised
from kpi.report.drawing.charts import rgb
from kpi.report.slides.areas import LEAD, PLAIN_BODY, Area
from kpi.report.slides.deck import HEAD, TEXT, rule
from kpi.report.slides.template import SlideLayout, new_presentation
from kpi.report.templates.naming import Naming
from kpi.views import Face, heading

_GAPS = {"measure": 32, "target": 16, "current": 16, "gap": 18, "verdict": 18}
_DUE = {"measure": 70, "due": 30}
"""Shares of the width."""
_ROW_HEIGHT, _SIZE = 30, 14
"""Points."""
_MADE = datetime(2025, 1, 1, tzinfo=UTC)
"""As the properties of the file have it; it says nothing and never changes."""


def example_pptx(lang: str) -> bytes:
    """The example as a .pptx file."""
    words, naming = texts(lang), Naming(lang)
    deck, shown = new_presentation(), naming.shown
    first = deck.slides.add_slide(deck.slide_layouts[SlideLayout.TITLE])
    first.shapes.title.text = shown("title")
    first.placeholders[1].text = words("office.example_as_of", as_of=shown("as_of"))
    stands = _slide(deck, words("report.heading_overview"), naming.sentences("headline", "earlier"))
    box = stands.shapes.add_textbox(*_points(Area(PLAIN_BODY.left, LEAD.bottom + 20, PLAIN_BODY.width, 90)))
    box.text_frame.text = shown("status_bar")
    _table(_slide(deck, words("office.heading_gaps"), ""), words, naming, "gaps", _GAPS)
    _table(_slide(deck, words("office.caption_due"), ""), words, naming, "due", _DUE)
    describe(deck.core_properties, words("office.example_title"), words("report.language"), _MADE)
    written = io.BytesIO()
    deck.save(written)
    return normalised(written.getvalue())


def _slide(deck: Any, title: str, lead: str) -> Any:  # noqa: ANN401  python-pptx is not typed throughout
    slide = deck.slides.add_slide(deck.slide_layouts[SlideLayout.LEAD if lead else SlideLayout.PLAIN])
    slide.shapes.title.text = title
    if lead:
        slide.placeholders[1].text = lead
    return slide


def _table(slide: Any, words: Any, naming: Naming, path: str, shares: Mapping[str, int]) -> None:  # noqa: ANN401
    """A line of headings, and one that is repeated for each row of a table of placeholders."""
    row, total = words("office.row"), sum(shares.values())
    lines = [
        [heading(words, key, Face.SLIDES) for key in shares],
        [f"{{%tr for {row} in {naming.name(path)} %}}"],
        [naming.shown(f"{path}.{key}", row, otherwise=words("value.none")) for key in shares],
        ["{%tr endfor %}"],
        [f"{{%tr if not {naming.name(path)} %}}"],
        [words("office.example_none")],
        ["{%tr endif %}"],
    ]
    area = Area(PLAIN_BODY.left, PLAIN_BODY.top, PLAIN_BODY.width, _ROW_HEIGHT * len(lines))
    table = slide.shapes.add_table(len(lines), len(shares), *_points(area)).table
    table.horz_banding = False
    for column, share in zip(table.columns, shares.values(), strict=True):
        column.width = Pt(area.width * share / total)
    for place, (cells, line) in enumerate(zip(table.rows, lines, strict=True)):
        cells.height = Pt(_ROW_HEIGHT)
        for cell, text in zip(cells.cells, [*line, *[""] * (len(shares) - len(line))], strict=True):
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(HEAD if place == 0 else "FFFFFF")
            run = cell.text_frame.paragraphs[0].add_run()
            run.text, run.font.size, run.font.bold = text, Pt(_SIZE), place == 0
            run.font.color.rgb = rgb(TEXT)
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER if place == 0 else PP_ALIGN.LEFT
            rule(cell)


def _points(area: Area) -> tuple[Any, Any, Any, Any]:
    return Pt(area.left), Pt(area.top), Pt(area.width), Pt(area.height)
