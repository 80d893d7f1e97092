"""Breakdowns drawn as what they are: a partition as one stacked bar, anything else side by side and never summed."""

from collections.abc import Sequence

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.plots.frame import framed, plain
from kpi.i18n import Texts
from kpi.model import Measure
from kpi.views import FigureView

BAR_HEIGHT = 34


def partition(parts: Sequence[FigureView], measure: Measure, words: Texts) -> go.Figure:
    """One bar whose pieces add up to the whole."""
    total = sum(part.value for part in parts) or 1
    traces = [
        go.Bar(
            x=[part.value / float(measure.display_scale)],
            y=[""],
            orientation="h",
            name=plain(f"{part.label} {part.text}"),
            marker={"color": palette.PARTS[place % len(palette.PARTS)]},
            hovertext=[
                plain(words("chart.part_is", name=part.label, text=part.text, share=words.percent(part.value / total * 100)))
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


def side_by_side(whole: FigureView | None, parts: Sequence[FigureView], measure: Measure, words: Texts) -> go.Figure:
    """A bar for the whole, where there is one, and one below it for each part."""
    rows = [*([whole] if whole else []), *parts]
    names = [row.label or words("page.whole") for row in rows]
    bars = go.Bar(
        y=[plain(name) for name in names],
        x=[row.value / float(measure.display_scale) for row in rows],
        orientation="h",
        text=[plain(row.text) for row in rows],
        textposition="auto",
        insidetextfont={"color": "white"},
        outsidetextfont={"color": palette.INK},
        marker={"color": [*([palette.PATH] if whole else []), *([palette.FIGURES] * len(parts))]},
        hovertext=[plain(f"{name} {row.text}") for name, row in zip(names, rows, strict=True)],
        hoverinfo="text",
    )
    figure = framed([bars], height=40 + BAR_HEIGHT * len(rows))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure
