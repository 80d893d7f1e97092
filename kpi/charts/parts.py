"""Breakdowns drawn as what they are: a partition as one stacked bar, anything else side by side and never summed."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.frame import framed
from kpi.charts.plain import plain
from kpi.i18n import Texts

BAR_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class Share:
    """A member with its value in the display unit and as text."""

    name: str
    value: float
    text: str


def partition(parts: Sequence[Share], words: Texts) -> go.Figure:
    """One bar whose pieces add up to the whole."""
    total = sum(part.value for part in parts) or 1
    traces = [
        go.Bar(
            x=[part.value],
            y=[""],
            orientation="h",
            name=plain(f"{part.name} {part.text}"),
            marker={"color": palette.PARTS[place % len(palette.PARTS)]},
            hovertext=[
                plain(words("chart.part_is", name=part.name, text=part.text, share=words.percent(part.value / total * 100)))
            ],
            hoverinfo="text",
            width=0.6,
        )
        for place, part in enumerate(parts)
    ]
    figure = framed(traces, height=130, legend=True)
    figure.update_layout(
        barmode="stack", legend={"y": -0.25, "yanchor": "top", "traceorder": "normal"}, margin={"t": 8, "b": 56}
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def side_by_side(whole: Share | None, parts: Sequence[Share]) -> go.Figure:
    """A bar for the whole, where there is one, and one below it for each part."""
    rows = [*([whole] if whole else []), *parts]
    colours = [*([palette.PATH] if whole else []), *([palette.FIGURES] * len(parts))]
    bars = go.Bar(
        y=[plain(row.name) for row in rows],
        x=[row.value for row in rows],
        orientation="h",
        text=[plain(row.text) for row in rows],
        textposition="auto",
        insidetextfont={"color": "white"},
        outsidetextfont={"color": palette.INK},
        marker={"color": colours},
        hovertext=[plain(f"{row.name} {row.text}") for row in rows],
        hoverinfo="text",
    )
    figure = framed([bars], height=40 + BAR_HEIGHT * len(rows))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure
