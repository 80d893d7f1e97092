"""A plot as a native chart: on a slide, or as the parts that a Word file holds. It draws; what it shows is in `plots`."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.package import Package
from pptx.parts.chart import ChartPart
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from kpi.i18n import language, texts
from kpi.report.drawing.axes import serial_day, year_ends_format
from kpi.report.drawing.data import ChartData
from kpi.report.drawing.inks import BREAK, SHADES, WHITE, Shade
from kpi.report.plots import Plot, PlotForm, PlotSeries
from kpi.report.printable import printable

_TYPES = {
    PlotForm.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    PlotForm.STACKED: XL_CHART_TYPE.BAR_STACKED,
    PlotForm.LINES: XL_CHART_TYPE.LINE_MARKERS,
}
_TEXT = "#1f2933"
_AXIS = "#8c97a4"
_POSITIONS = {
    PlotForm.BARS: XL_LABEL_POSITION.OUTSIDE_END,
    PlotForm.STACKED: XL_LABEL_POSITION.CENTER,
    PlotForm.LINES: XL_LABEL_POSITION.ABOVE,
}
_GAP_BETWEEN_BARS = {PlotForm.BARS: 45, PlotForm.STACKED: 55}
"""Per cent of a bar's thickness."""
_MARK_SIZE, _LINE_WIDTH, _OUTLINE = 7, 2.25, 0.75


@dataclass(frozen=True, slots=True)
class Box:
    """Where a chart stands on a slide, in English Metric Units."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes, in points, and fonts, by name."""

    names: float = 10
    """Of categories and values at the axes."""
    labels: float = 10
    """Of the values at their marks."""
    legend: float = 10
    east_asian: str = "宋体"
    latin: str = "Times New Roman"


def place(slide: Slide, plot: Plot, box: Box, lang: str, look: Look | None = None) -> GraphicFrame:
    """The plot as an editable chart on a python-pptx slide, with its summary as the alternative text."""
    data = ChartData(plot, _number_format(plot, lang))
    frame = slide.shapes.add_chart(_TYPES[plot.form], box.left, box.top, box.width, box.height, data)
    _style(frame.chart, plot, lang, look or Look())
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", printable(plot.summary))
    properties.set("title", printable(plot.title))
    return frame


def chart_part(plot: Plot, lang: str, look: Look | None = None) -> tuple[bytes, bytes]:
    """The XML of a chart part and the workbook that belongs to it, the same bytes for the same plot.

    For a .docx: add the XML as a part /word/charts/chartN.xml of type CONTENT_TYPE.DML_CHART, the workbook as
    /word/embeddings/chartN.xlsx of type CONTENT_TYPE.SML_SHEET, and relate the chart to its workbook with
    RELATIONSHIP_TYPE.PACKAGE under the id `rId1`, which the XML names. The document relates to the chart with
    RELATIONSHIP_TYPE.CHART; an inline drawing holds `<c:chart r:id="…"/>` and has `plot.summary` as `descr` of its docPr.
    The chart has no title of its own: the caption says it.
    """
    data = ChartData(plot, _number_format(plot, lang))
    part = ChartPart.new(_TYPES[plot.form], data, _package())
    _style(part.chart, plot, lang, look or Look())
    return part.blob, part.chart_workbook.xlsx_part.blob


@cache
def _package() -> Package:
    """A package for parts to be made in. Parts made in it are not kept by it, so it never changes."""
    return Presentation().part.package


def _number_format(plot: Plot, lang: str) -> str:
    """As the workbook writes numbers, with the minus sign of the text."""
    return _signed(language(lang).digits(plot.decimals))


def _signed(digits: str, mark: str = "") -> str:
    """A number format with what stands before the number, a minus behind it."""
    before = f'"{mark}"' if mark else ""
    return f'{before}{digits};"{mark}−"{digits}'


def _style(chart: Chart, plot: Plot, lang: str, look: Look) -> None:
    chart.has_title = False
    chart.font.color.rgb = rgb(_TEXT)
    _fonts(chart, look, look.names)
    _legend(chart, plot, look)
    _axes(chart, plot)
    if plot.years:
        _days(chart, plot.years, lang)
        _within_years(chart, plot.within_years(texts(lang)), look)
    drawn = chart.plots[0]
    drawn.vary_by_categories = False
    if plot.form is not PlotForm.LINES:
        drawn.gap_width = _GAP_BETWEEN_BARS[plot.form]
        drawn.overlap = 100 if plot.form is PlotForm.STACKED else 0
    for drawn_series, series in zip(drawn.series, plot.series, strict=True):
        _series(drawn_series, series, plot)
    _labels(drawn, plot, lang, look)
    _frame(chart, lang)


def _fonts(chart: Chart, look: Look, size: float) -> None:
    """The fonts of everything in the chart. python-pptx sets those of Latin letters only."""
    font = chart.font
    font.size, font.name = Pt(size), look.latin
    properties = font._element
    latin = properties.find(qn("a:latin"))
    latin.addnext(properties.makeelement(qn("a:ea"), {"typeface": look.east_asian}))


def _legend(chart: Chart, plot: Plot, look: Look) -> None:
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(look.legend)


def _axes(chart: Chart, plot: Plot) -> None:
    """Bars and lines carry their values, so they need no numbers at an axis; that of lines leaves room for their labels."""
    names, values = chart.category_axis, chart.value_axis
    for axis in (names, values):
        axis.has_major_gridlines = axis.has_minor_gridlines = False
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.color.rgb = rgb(_AXIS)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plot.form is PlotForm.LINES:
        values.minimum_scale, values.maximum_scale = plot.reach
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        values.format.line.fill.background()  # the first mark may stand on it, its value beside it
        return
    names.reverse_order = True
    before = names._element.find(qn("c:noMultiLvlLbl"))
    before.addprevious(before.makeelement(qn("c:tickLblSkip"), {"val": "1"}))  # every bar has its name
    values.visible = False
    if plot.longest is not None:
        values.minimum_scale, values.maximum_scale = 0, plot.longest
    elif all((value or 0) >= 0 for series in plot.series for value in series.values):
        values.minimum_scale = 0


def _days(chart: Chart, ends: tuple[date, date], lang: str) -> None:
    """Days where they are, the ends of years named: names an even step apart would bend a steady course."""
    axis = chart.category_axis
    axis.minimum_scale, axis.maximum_scale = (serial_day(end) for end in ends)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = year_ends_format(lang), False
    base = axis._element.find(qn("c:baseTimeUnit"))
    if base is None:
        base = axis._element.makeelement(qn("c:baseTimeUnit"), {"val": "days"})
        axis._element.append(base)
    base.set("val", "days")
    unit = base.makeelement(qn("c:majorUnit"), {"val": "1"})
    base.addnext(unit)
    unit.addnext(base.makeelement(qn("c:majorTimeUnit"), {"val": "years"}))


def _within_years(chart: Chart, told: str, look: Look) -> None:
    """Which numbers are not of ends of years, below the axis that names these."""
    if not told:
        return
    frame = chart.category_axis.axis_title.text_frame
    frame.text = printable(told)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(look.names), False


def _series(drawn: Any, series: PlotSeries, plot: Plot) -> None:  # noqa: ANN401  bars and lines share no type
    shade = SHADES[series.ink]
    if plot.form is PlotForm.LINES:
        _line(drawn, shade)
        return
    drawn.invert_if_negative = False
    _fill(drawn.format.fill, shade)
    drawn.format.line.color.rgb = rgb(shade.colour)
    drawn.format.line.width = Pt(_OUTLINE)
    for place_ in plot.broken(series):
        _break(drawn.points[place_].format.fill, shade)


def _line(drawn: Any, shade: Shade) -> None:  # noqa: ANN401
    drawn.smooth = False
    line = drawn.format.line
    line.color.rgb, line.width = rgb(shade.colour), Pt(_LINE_WIDTH)
    line.dash_style = MSO_LINE_DASH_STYLE[shade.dash or "SOLID"]
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE[shade.marker], _MARK_SIZE
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = rgb(WHITE if shade.hollow else shade.colour)
    drawn.marker.format.line.color.rgb = rgb(shade.colour)


def _fill(fill: Any, shade: Shade) -> None:  # noqa: ANN401
    if shade.pattern is None:
        fill.solid()
        fill.fore_color.rgb = rgb(shade.colour)
        return
    fill.patterned()
    fill.pattern = MSO_PATTERN_TYPE[shade.pattern]
    fill.fore_color.rgb = rgb(shade.colour)
    fill.back_color.rgb = rgb(shade.ground)


def _break(fill: Any, shade: Shade) -> None:  # noqa: ANN401
    """A bar that goes further than it is drawn: a gap before its end, which programs draw as a step in its colour."""
    fill.gradient()
    fill.gradient_angle = 0
    stops = fill._fill._gradFill.gsLst
    for stop in list(stops):
        stops.remove(stop)
    for share, colour in zip(
        (0, BREAK[0], *BREAK, BREAK[1], 1), (*[shade.colour] * 2, *[WHITE] * 2, *[shade.colour] * 2), strict=True
    ):
        stop = stops.makeelement(qn("a:gs"), {"pos": str(round(share * 100_000))})
        stop.append(stop.makeelement(qn("a:srgbClr"), {"val": colour.removeprefix("#").upper()}))
        stops.append(stop)


def _labels(drawn: Any, plot: Plot, lang: str, look: Look) -> None:  # noqa: ANN401
    """Values at the marks. On stacked bars they stand in the bar, on white where a pattern would run through them."""
    for place_, (series, plotted) in enumerate(zip(drawn.series, plot.series, strict=True)):
        labels = series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = _number_format(plot, lang), False
        labels.font.size = Pt(look.labels)
        labels.font.color.rgb = rgb(_TEXT)
        labels.position = _POSITIONS[plot.form]
        if plot.form is PlotForm.STACKED and SHADES[plotted.ink].pattern is None:
            labels.font.color.rgb = rgb(WHITE)
        elif plot.form is PlotForm.STACKED:
            _on_white(labels._element)
        elif plot.form is PlotForm.LINES:
            places = range(len(plot.categories))
            below = (place for place in places if plot.stands_below(place_, place))
            told = {place for place in places if plotted.values[place] is not None and plot.is_told(place_, place)}
            _set_apart(labels, dict.fromkeys(below, "b"), plotted, told)
        else:
            for label in _set_apart(labels, dict.fromkeys(plot.broken(plotted), "inEnd"), plotted):
                _on_white(label)


def _set_apart(
    labels: Any,  # noqa: ANN401
    positions: Mapping[int, str],
    plotted: PlotSeries,
    told: Collection[int] = (),
) -> list[Any]:
    """Gives the labels of some places another position, and those of marked values their mark; which have another position.

    They stand below the marks of the lower of two lines, within bars that are cut. What is told already has none.
    """
    element, made = labels._element, []
    common = list(element)
    marked = {place for place, value in enumerate(plotted.values) if value is not None and plotted.mark(place)}
    for number, place in enumerate(sorted(marked | set(positions) | set(told))):
        label = element.makeelement(qn("c:dLbl"), {})
        label.append(element.makeelement(qn("c:idx"), {"val": str(place)}))
        element.insert(number, label)
        if place in told:
            label.append(element.makeelement(qn("c:delete"), {"val": "1"}))
            continue
        label.extend(deepcopy(child) for child in common if child.tag != qn("c:showLeaderLines"))
        if place in marked:
            shown = label.find(qn("c:numFmt"))
            shown.set("formatCode", _signed(shown.get("formatCode").partition(";")[0], plotted.mark(place)))
        if place in positions:
            label.find(qn("c:dLblPos")).set("val", positions[place])
            made.append(label)
    return made


def _on_white(element: Any) -> None:  # noqa: ANN401
    """A ground on which the words of a label, or of all of a series, can be read whatever lies behind them."""
    properties = element.makeelement(qn("c:spPr"), {})
    fill = element.makeelement(qn("a:solidFill"), {})
    fill.append(element.makeelement(qn("a:srgbClr"), {"val": WHITE.removeprefix("#").upper()}))
    properties.append(fill)
    element.find(qn("c:txPr")).addprevious(properties)


def _frame(chart: Chart, lang: str) -> None:
    """What the schema wants in its place and python-pptx has no words for.

    Language, square corners, gaps for no value, and axes whose ids are no negative numbers, as python-pptx writes them.
    """
    space = chart._chartSpace
    for axis in space.iter(qn("c:axId"), qn("c:crossAx")):
        axis.set("val", str(abs(int(axis.get("val")))))
    for old in space.findall(qn("c:roundedCorners")):
        space.remove(old)
    corners = space.makeelement(qn("c:roundedCorners"), {"val": "0"})
    spoken = space.makeelement(qn("c:lang"), {"val": language(lang).locale})
    space.find(qn("c:date1904")).addnext(spoken)
    spoken.addnext(corners)
    for run in space.iter(qn("a:endParaRPr")):
        run.set("lang", language(lang).locale)
    space.chart.find(qn("c:dispBlanksAs")).set("val", "gap")
    space.chart.addnext(_no_border(space))


def _no_border(space: Any) -> Any:  # noqa: ANN401
    """A chart stands on the page itself: word processors would frame it, slides and PDF do not."""
    properties = space.makeelement(qn("c:spPr"), {})
    line = properties.makeelement(qn("a:ln"), {})
    line.append(line.makeelement(qn("a:noFill"), {}))
    properties.append(line)
    return properties


def rgb(colour: str) -> RGBColor:
    """A colour of the palette, #rrggbb, as python-pptx takes it."""
    return RGBColor.from_string(colour.removeprefix("#").upper())
