"""An empty 16:9 presentation: a master and three layouts with real placeholders, so that an editor can restyle every slide."""

import re
from enum import IntEnum
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from kpi.report.slides.areas import FOOTER, LEAD, NUMBER, SLIDE, SUBTITLE, TITLE, TITLE_OF_DECK, Area

EAST_ASIAN, LATIN = "黑体", "Arial"
TITLE_SIZE, LEAD_SIZE, FOOTER_SIZE = 28, 18, 10
_KEPT = ("Title Slide", "Title and Content", "Title Only")
_DROPPED = ("printerSettings", "thumbnail")
"""Of python-pptx's own template: somebody's printer, and a picture of something else."""
_TEXT_COLOUR, _QUIET_COLOUR = "1F2933", "4A5560"


class SlideLayout(IntEnum):
    """The layouts, in their order in the file."""

    TITLE = 0
    LEAD = 1
    """A title, and a sentence below it."""
    PLAIN = 2


def new_presentation() -> Any:  # noqa: ANN401  python-pptx is not typed throughout
    """An empty presentation in our layouts."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(SLIDE.width), Pt(SLIDE.height)
    for owner in (presentation.part, presentation.part.package):
        rels = owner._rels
        for id_ in [id_ for id_, rel in rels.items() if rel.reltype.rpartition("/")[2] in _DROPPED]:
            rels.pop(id_)
    master = presentation.slide_master
    for layout in [layout for layout in presentation.slide_layouts if layout.name not in _KEPT]:
        presentation.slide_layouts.remove(layout)
    _set_fonts(master)
    _set_styles(master)
    for holder in (master, *presentation.slide_layouts):
        _arrange(holder, deck_title=holder is presentation.slide_layouts[SlideLayout.TITLE])
    _arrange(presentation.slide_layouts[SlideLayout.TITLE], deck_title=True)
    return presentation


def _set_fonts(master: Any) -> None:  # noqa: ANN401
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'(<a:(?:major|minor)Font>\s*)<a:latin typeface="[^"]*"[^>]*/>', rf'\1<a:latin typeface="{LATIN}"/>', text)
    text = re.sub(
        r'(<a:(?:major|minor)Font>\s*<a:latin [^>]*/>\s*)<a:ea typeface=""/>', rf'\1<a:ea typeface="{EAST_ASIAN}"/>', text
    )
    theme._blob = text.encode("utf-8")


def _set_styles(master: Any) -> None:  # noqa: ANN401
    """Titles to the left and bold, the first level of texts without a bullet."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(TITLE_SIZE * 100))
    title.find(qn("a:defRPr")).set("b", "1")
    body = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    body.set("marL", "0")
    body.set("indent", "0")
    body.find(qn("a:defRPr")).set("sz", str(LEAD_SIZE * 100))
    for name in ("a:buFont", "a:buChar"):
        body.remove(body.find(qn(name)))
    body.find(qn("a:defRPr")).addprevious(body.makeelement(qn("a:buNone"), {}))
    for style in (title, body):
        fill = style.find(qn("a:defRPr")).find(qn("a:solidFill"))
        fill.replace(fill[0], fill.makeelement(qn("a:srgbClr"), {"val": _TEXT_COLOUR}))


def _arrange(holder: Any, *, deck_title: bool) -> None:  # noqa: ANN401
    """Moves placeholders to their places. Dates go: the footer tells the day of the figures."""
    areas = {
        "title": TITLE,
        "ctrTitle": TITLE_OF_DECK,
        "subTitle": SUBTITLE,
        "body": LEAD,
        "": LEAD,
        "ftr": FOOTER,
        "sldNum": NUMBER,
    }
    for shape in list(holder.placeholders):
        kind = shape._element.find(".//" + qn("p:ph")).get("type", "")
        if kind == "dt":
            shape._element.getparent().remove(shape._element)
            continue
        _move(shape, areas[kind])
        if kind in {"ftr", "sldNum"}:
            _quiet(shape, "l" if kind == "ftr" else "r")
        shape.text_frame.vertical_anchor = None
        body = shape._element.find(".//" + qn("a:bodyPr"))
        for side in ("lIns", "rIns", "tIns", "bIns"):
            body.set(side, "0")
        body.set("anchor", "b" if kind == "ctrTitle" else "t" if kind in {"body", "", "subTitle"} else "ctr")
    if deck_title:
        for shape in holder.placeholders:
            for style in shape._element.iter(qn("a:lvl1pPr")):
                if style.get("algn") == "ctr":
                    style.set("algn", "l")


def _move(shape: Any, area: Area) -> None:  # noqa: ANN401
    shape.left, shape.top, shape.width, shape.height = (Pt(length) for length in (area.left, area.top, area.width, area.height))


def _quiet(shape: Any, side: str) -> None:  # noqa: ANN401
    """Small and grey, as a footer is."""
    styles = shape._element.find(".//" + qn("a:lstStyle"))
    for old in list(styles):
        styles.remove(old)
    level = styles.makeelement(qn("a:lvl1pPr"), {"algn": side})
    run = styles.makeelement(qn("a:defRPr"), {"sz": str(FOOTER_SIZE * 100)})
    fill = styles.makeelement(qn("a:solidFill"), {})
    fill.append(styles.makeelement(qn("a:srgbClr"), {"val": _QUIET_COLOUR}))
    run.append(fill)
    level.append(run)
    styles.append(level)
