"""A box of text at a place of the page, upright or turned by a right angle: what word processors draw as a text box."""

from typing import NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn

from kpi.report.word.elements import Element, add

_PER_MILLIMETRE = 36000
"""English Metric Units."""
_NAMESPACES = {
    **{prefix: nsmap[prefix] for prefix in ("a", "w", "wp")},
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_BOX = """<mc:AlternateContent {namespaces}><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="{area}"><wp:align>{across}</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>{down}</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{number}" name="{name}" descr="{name}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{wps}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr vert="{direction}" wrap="square" lIns="0" tIns="0" rIns="{away}" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"""


class Place(NamedTuple):
    """Where a box lies and how large it is; millimetres. It is aligned and not measured out, which LibreOffice may lose."""

    area: str
    """What it is aligned within from left to right: margin (the type area) or leftMargin."""
    across: str
    down: str
    """Within the type area."""
    width: float
    height: float
    away: float = 0
    """What stays empty at its right."""


def add_box(paragraph: Element, place: Place, name: str, number: int, *, turned: bool = False) -> Element:
    """A box bound to a paragraph, the `number`th drawing of its part; where its paragraphs go. Turned, lines run downwards."""
    sizes = {side: round(getattr(place, side) * _PER_MILLIMETRE) for side in ("width", "height", "away")}
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    told = {"number": number, "name": name, "direction": "vert" if turned else "horz", "wps": _NAMESPACES["wps"]}
    box = parse_xml(_BOX.format(namespaces=namespaces, **place._asdict() | sizes, **told))
    add(paragraph, "r").append(box)
    return next(box.iter(qn("w:txbxContent")))
