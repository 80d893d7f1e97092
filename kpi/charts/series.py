"""One measure over time: against the path its target asks for, or year by year against a quota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.frame import framed
from kpi.i18n import Texts
from kpi.model import Assessment, Kind, Lamp, Measure
from kpi.progress import projection, required_path

HEIGHT = 320
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A figure to draw; `value` in base units."""

    day: date
    value: float
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year of an annual target; values in base units, None where there is no comparable figure."""

    year: int
    value: float | None
    target: float
    lamp: Lamp
    status_text: str
    hover: str


def trajectory(measure: Measure, points: Sequence[Point], assessment: Assessment | None, words: Texts) -> go.Figure:
    """Figures over time with the required path, the target and the projection, as far as there are any."""
    traces: list[Any] = []
    if assessment is not None:
        traces += _target_traces(measure, assessment, words)
    drawn = sorted(points, key=lambda point: point.day)
    traces.append(
        go.Scatter(
            x=[point.day for point in drawn],
            y=[_shown(point.value, measure) for point in drawn],
            mode="lines+markers",
            name=words("chart.figures"),
            line={"color": palette.FIGURES, "width": 2},
            marker={"size": 9, "color": palette.FIGURES},
            customdata=[[point.label, point.source] for point in drawn],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )
    figure = framed(traces, height=HEIGHT, legend=True)
    figure.update_yaxes(title_text=_unit(measure, words), autorange="reversed" if measure.kind is Kind.RANK else True)
    ticks = _ticks([day for trace in traces for day in trace.x])
    figure.update_xaxes(tickvals=ticks, ticktext=[day.isoformat() for day in ticks])
    return figure


def quota_bars(measure: Measure, bars: Sequence[YearBar], words: Texts) -> go.Figure:
    """A bar a year in the colour of its lamp, with the quota as a line across."""
    years = [str(bar.year) for bar in bars]
    done = go.Bar(
        x=years,
        y=[_shown(bar.value, measure) if bar.value is not None else 0 for bar in bars],
        marker={"color": [palette.LAMP_COLOURS[bar.lamp] for bar in bars]},
        width=0.42,
        name=words("chart.figures"),
        customdata=[bar.hover for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    quota = go.Scatter(
        x=years,
        y=[_shown(bar.target, measure) for bar in bars],
        mode="markers",
        marker={"symbol": "line-ew-open", "size": 64, "color": palette.TARGET, "line": {"width": 2.5}},
        name=words("chart.quota"),
        hovertext=[words("chart.quota_is", value=words.quantity(bar.target, measure)) for bar in bars],
        hoverinfo="text",
    )
    figure = framed([done, quota], height=HEIGHT, legend=False, top=28)
    highest = max([_shown(bar.target, measure) for bar in bars] + [_shown(bar.value or 0, measure) for bar in bars])
    for bar in bars:
        top = max(_shown(bar.value or 0, measure), _shown(bar.target, measure))
        text = f"{palette.LAMP_SHAPES[bar.lamp]} {bar.status_text}"
        figure.add_annotation(x=str(bar.year), y=top, text=text, showarrow=False, yanchor="bottom", yshift=8)
    figure.update_yaxes(title_text=_unit(measure, words), range=[0, highest * 1.25])
    figure.update_xaxes(type="category")
    return figure


def _target_traces(measure: Measure, assessment: Assessment, words: Texts) -> list[Any]:
    path, onward = required_path(assessment), projection(assessment)
    traces: list[Any] = []
    if path:
        traces.append(_line(measure, path, words("chart.required_path"), palette.PATH, "dash"))
        end, value = path[-1]
        traces.append(
            go.Scatter(
                x=[end],
                y=[_shown(value, measure)],
                mode="markers",
                name=words("chart.target"),
                marker={"symbol": "star-diamond", "size": 13, "color": palette.TARGET},
                hovertext=[words("chart.target_is", value=words.quantity(value, measure), day=end)],
                hoverinfo="text",
            )
        )
    if onward:
        traces.append(_line(measure, onward, words("chart.projection"), palette.FIGURES, "dot"))
    return traces


def _ticks(days: Sequence[date]) -> list[date]:
    """The days that are drawn and the year ends between them; where those crowd, the first, the last and every few."""
    if not days:
        return []
    first, last = min(days), max(days)
    year_ends = [date(year, 12, 31) for year in range(first.year, last.year + 1)]
    wanted = sorted({first, last, *(day for day in year_ends if first <= day <= last)})
    step = -(-len(wanted) // MOST_TICKS)
    return wanted[::step] if step > 1 else wanted


def _line(measure: Measure, points: Sequence[tuple[date, float]], name: str, colour: str, dash: str) -> Any:  # noqa: ANN401
    return go.Scatter(
        x=[day for day, _ in points],
        y=[_shown(value, measure) for _, value in points],
        mode="lines",
        name=name,
        line={"color": colour, "width": 2, "dash": dash},
        hoverinfo="skip",
    )


def _shown(value: float, measure: Measure) -> float:
    """A base value in the display unit, for the axis."""
    return value / float(measure.display_scale)


def _unit(measure: Measure, words: Texts) -> str:
    """The axis is in the display unit in either language, as its numbers are."""
    return (
        measure.display_unit if words.lang == "zh" else words("chart.axis_unit", unit=measure.display_unit, name=measure.unit)
    )
