"""Native charts in the Word report: each a part of the file with a workbook of its own, drawn in line with the text."""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kpi.report.document.typography import TYPE_AREA
from kpi.report.drawing import chart_part
from kpi.report.plots import Plot, PlotForm
from kpi.report.word.elements import Element, add

_PER_MILLIMETRE = 36000
"""English Metric Units."""
_LINES_HEIGHT, _LEGEND_HEIGHT, _BARS_HEIGHT, _STACK_HEIGHT = 68, 18, 7.4, 9
"""Millimetres: a chart of lines, what stands above the bars, and each category of bars."""
_LOWEST, _HIGHEST = 38, TYPE_AREA[1] - 30
"""The highest leaves room for its caption and the line before it."""


class WordCharts:
    """Adds charts to one document and counts them."""

    def __init__(self, document: Document, lang: str) -> None:
        self._part = document.part
        self._lang = lang
        self.count = 0

    def add(self, paragraph: Element, plot: Plot) -> None:
        """Draws a chart, as wide as the text, into an empty paragraph."""
        self.count += 1
        drawing, workbook = chart_part(plot, self._lang)
        package = self._part.package
        chart = Part(PackURI(f"/word/charts/chart{self.count}.xml"), CONTENT_TYPE.DML_CHART, drawing, package)
        data = Part(PackURI(f"/word/embeddings/chart{self.count}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook, package)
        chart.relate_to(data, RELATIONSHIP_TYPE.PACKAGE)
        relation = self._part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
        _inline(add(add(paragraph, "r"), "drawing"), relation, self.count, plot)


def _inline(drawing: Element, relation: str, number: int, plot: Plot) -> None:
    inline = _child(drawing, "wp:inline", distT="0", distB="0", distL="0", distR="0")
    size = (TYPE_AREA[0] * _PER_MILLIMETRE, round(_height(plot) * _PER_MILLIMETRE))
    _child(inline, "wp:extent", cx=str(size[0]), cy=str(size[1]))
    _child(inline, "wp:docPr", id=str(number), name=f"{plot.name} {number}", title=plot.title, descr=plot.summary)
    _child(inline, "wp:cNvGraphicFramePr")
    data = _child(_child(inline, "a:graphic"), "a:graphicData", uri="http://schemas.openxmlformats.org/drawingml/2006/chart")
    _child(data, "c:chart").set(qn("r:id"), relation)


def _height(plot: Plot) -> float:
    """In millimetres."""
    if plot.form is PlotForm.LINES:
        return _LINES_HEIGHT
    bar = _STACK_HEIGHT if plot.form is PlotForm.STACKED else _BARS_HEIGHT
    return min(max(_LEGEND_HEIGHT + bar * len(plot.categories), _LOWEST), _HIGHEST)


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(name, value)
    parent.append(child)
    return child
