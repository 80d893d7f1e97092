"""What all charts share: fonts, margins, quiet axes, no tool bar, and names as they were written."""

from collections.abc import Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.i18n import visible

FONT = "'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""For st.plotly_chart: no tool bar and no zooming by accident."""


def framed(
    traces: list[Any], *, height: int, legend: bool = False, unit: str = "", layout: Mapping[str, Any] | None = None
) -> go.Figure:
    """A figure of `traces` on a clear background, `height` pixels high, with the axis unit in words above it.

    `layout` is what a chart has besides; plotly checks all of it at once, where every later update costs milliseconds.
    """
    common: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 34 if legend or unit else 8, "b": 8},
        "font": {"family": FONT, "size": 12},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": legend,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": None},
        "hoverlabel": {"align": "left"},
        "dragmode": False,
        "bargap": 0.45,
        "xaxis": {"showgrid": False, "zeroline": False, "automargin": True, "fixedrange": True},
        "yaxis": {"gridcolor": palette.GRID, "zeroline": False, "automargin": True, "fixedrange": True},
    }
    if unit:
        place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 6}
        common["annotations"] = [{"text": unit, "showarrow": False, "font": {"size": 11}, **place}]
    for name, value in (layout or {}).items():
        kept = common.get(name)
        common[name] = {**(kept or {}), **value} if isinstance(value, Mapping) else value
        if name == "annotations":
            common[name] = [*(kept or ()), *value]
    return go.Figure(traces, common)


def plain(text: str) -> str:
    """`text` so that Plotly, which reads a little HTML in every text, shows it as it was written."""
    return escape(visible(text), quote=False)
