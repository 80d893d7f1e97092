"""A plot as the template draws it: values, their labels, and the shade and pattern of each ink."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from kpi.charts import palette
from kpi.model import Lamp
from kpi.report.plots import Ink, Plot, PlotForm
from kpi.report.wording import half_widths


class _Look(NamedTuple):
    """How one ink is drawn; patterns are those of charts.typ."""

    colour: str
    pattern: str = ""
    hollow: bool = False
    """A hollow mark on a dashed line."""
    shape: str = "circle"
    """Of its mark on a line."""


_LEGEND, _LINES_HEIGHT, _BAR, _STACK, _BETWEEN, _NAME_LINE = 18, 132, 9, 14, 5, 11
"""Points, as charts.typ has them."""
_NAME_WIDTH = 30
"""Half characters in a line of a bar's name."""
_LOOKS: Mapping[Ink, _Look] = {
    Ink.VALUE: _Look(palette.FIGURES),
    Ink.YARDSTICK: _Look(palette.INK, "diagonal", hollow=True, shape="diamond"),
    Ink.EARLIER: _Look(palette.FIGURES, hollow=True, shape="square"),
    Ink.EARLIEST: _Look(palette.FIGURES, hollow=True, shape="triangle"),
    Ink.MET: _Look(palette.LAMP_COLOURS[Lamp.BLUE]),
    Ink.ON_PACE: _Look(palette.LAMP_COLOURS[Lamp.GREEN], "dense-diagonal"),
    Ink.BEHIND: _Look(palette.LAMP_COLOURS[Lamp.YELLOW], "horizontal"),
    Ink.FAR_BEHIND: _Look(palette.LAMP_COLOURS[Lamp.RED], "vertical"),
    Ink.MISSED: _Look(palette.LAMP_COLOURS[Lamp.RED], "checks"),
    Ink.OPEN: _Look(palette.LAMP_COLOURS[Lamp.GREY], "dots"),
}


def plot_data(plot: Plot, lang: str) -> dict[str, Any]:
    """What charts.typ draws."""
    return {
        "form": plot.form.value,
        "categories": plot.categories,
        "at": [plot.at(place) for place in range(len(plot.categories))] if plot.form is PlotForm.LINES else [],
        "summary": plot.summary,
        "height": _height(plot),
        "series": [_series(plot, number, lang) for number in range(len(plot.series))],
    }


def _height(plot: Plot) -> float:
    """About how high it is, in points."""
    if plot.form is PlotForm.LINES:
        return _LINES_HEIGHT
    bars = _BAR * len(plot.series) if plot.form is PlotForm.BARS else _STACK
    names = (math.ceil(half_widths(name) / _NAME_WIDTH) * _NAME_LINE for name in plot.categories)
    return _LEGEND + sum(max(bars, name) + _BETWEEN for name in names)


def _series(plot: Plot, number: int, lang: str) -> dict[str, Any]:
    series = plot.series[number]
    lines, places = plot.form is PlotForm.LINES, range(len(series.values))
    labels = ["" if lines and plot.is_told(number, place) else plot.label(series, place, lang) for place in places]
    drawn = [value if value is None or plot.longest is None else min(value, plot.longest) for value in series.values]
    told = {"name": series.name, "values": drawn, "labels": labels, "broken": plot.broken(series)}
    return told | _LOOKS[series.ink]._asdict()
