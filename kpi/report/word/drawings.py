"""Pictures in the Word report, in line with the text: native charts, each with a workbook of its own, and marks as pixels."""

import io
import math
from collections.abc import Mapping

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn

from kpi.i18n import texts
from kpi.report.document.typography import TYPE_AREA
from kpi.report.drawing.charts import chart_part
from kpi.report.pictures import Mark
from kpi.report.plots import Plot, PlotForm
from kpi.report.word.elements import Element, add
from kpi.report.wording import half_widths

_PER_MILLIMETRE, _PER_PIXEL = 36000, 9525
"""English Metric Units."""
_LINES_HEIGHT, _LEGEND_LINE, _LEGEND_HEIGHT, _BARS_HEIGHT, _STACK_HEIGHT, _NAME_LINE = 52, 6, 18, 7.4, 9, 4.4
"""Millimetres: a chart of two lines, a line of a legend, what stands above bars, each category of these, a line of a name."""
_TOLD_LINE = 8
"""Millimetres: what is told below the axis of lines."""
_NAME_WIDTH = 24
"""Half characters that a program has room for in a line of a category's name; names of more lines must not lie on others."""
_LOWEST, _HIGHEST = 38, TYPE_AREA[1] - 30
"""The highest leaves room for its caption and the line before it."""
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


class WordDrawings:
    """Adds charts and marks to one document and counts them."""

    def __init__(self, document: Document, lang: str, pictures: Mapping[Mark, bytes]) -> None:
        self._part = document.part
        self._lang = lang
        self._pictures = pictures
        self._drawn = 0
        self.charts = 0

    def chart(self, paragraph: Element, plot: Plot) -> None:
        """Draws a chart, as wide as the text, into an empty paragraph."""
        self.charts += 1
        drawing, workbook = chart_part(plot, self._lang)
        package = self._part.package
        chart = Part(PackURI(f"/word/charts/chart{self.charts}.xml"), CONTENT_TYPE.DML_CHART, drawing, package)
        data = Part(PackURI(f"/word/embeddings/chart{self.charts}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook, package)
        chart.relate_to(data, RELATIONSHIP_TYPE.PACKAGE)
        relation = self._part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
        told = _TOLD_LINE if plot.within_years(texts(self._lang)) else 0
        size = TYPE_AREA[0] * _PER_MILLIMETRE, round((_height(plot) + told) * _PER_MILLIMETRE)
        inline = self._inline(paragraph, size, plot.name, title=plot.title, descr=plot.summary)
        _child(inline, "wp:cNvGraphicFramePr")
        _child(_graphic(inline, _CHART), "c:chart").set(qn("r:id"), relation)

    @property
    def next_number(self) -> int:
        """Of a drawing that is added by another way, behind all of these."""
        return self._drawn + 1

    def draws(self, mark: Mark) -> bool:
        """Whether there is a picture of a mark."""
        return mark in self._pictures

    def mark(self, paragraph: Element, mark: Mark) -> None:
        """Puts a mark in its own size at the end of a paragraph."""
        relation, _ = self._part.get_or_add_image(io.BytesIO(self._pictures[mark]))
        size = mark.width * _PER_PIXEL, mark.height * _PER_PIXEL
        inline = self._inline(paragraph, size, "mark", descr=mark.alt)
        picture = _child(_graphic(inline, nsmap["pic"]), "pic:pic")
        properties = _child(picture, "pic:nvPicPr")
        _child(properties, "pic:cNvPr", id=str(self._drawn), name=f"mark {self._drawn}")
        _child(properties, "pic:cNvPicPr")
        fill = _child(picture, "pic:blipFill")
        _child(fill, "a:blip").set(qn("r:embed"), relation)
        _child(_child(fill, "a:stretch"), "a:fillRect")
        shape = _child(picture, "pic:spPr")
        frame = _child(shape, "a:xfrm")
        _child(frame, "a:off", x="0", y="0")
        _child(frame, "a:ext", cx=str(size[0]), cy=str(size[1]))
        _child(_child(shape, "a:prstGeom", prst="rect"), "a:avLst")

    def _inline(self, paragraph: Element, size: tuple[int, int], name: str, **told: str) -> Element:
        """The next drawing of the document: a place in the text, of a size, with what is told of it."""
        self._drawn += 1
        inline = _child(add(add(paragraph, "r"), "drawing"), "wp:inline", distT="0", distB="0", distL="0", distR="0")
        _child(inline, "wp:extent", cx=str(size[0]), cy=str(size[1]))
        _child(inline, "wp:docPr", id=str(self._drawn), name=f"{name} {self._drawn}", **told)
        return inline


def _graphic(inline: Element, uri: str) -> Element:
    return _child(_child(inline, "a:graphic"), "a:graphicData", uri=uri)


def _height(plot: Plot) -> float:
    """In millimetres."""
    if plot.form is PlotForm.LINES:
        return _LINES_HEIGHT + _LEGEND_LINE * max(len(plot.series) - 2, 0)
    bar = _STACK_HEIGHT if plot.form is PlotForm.STACKED else _BARS_HEIGHT
    names = (math.ceil(half_widths(name) / _NAME_WIDTH) * _NAME_LINE for name in plot.categories)
    return min(max(_LEGEND_HEIGHT + sum(max(bar, name + 1) for name in names), _LOWEST), _HIGHEST)


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(name, value)
    parent.append(child)
    return child
