"""One measure over time: against the path its target asks for, or year by year against a quota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.frame import framed
from kpi.charts.plain import plain
from kpi.i18n import Texts
from kpi.model import Assessment, Kind, Lamp, Measure
from kpi.progress import projection, required_path

HEIGHT = 320
LEAST_ROOM = 0.24
"""Of the width of a chart, for the label of a day on a telephone."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure to draw; `value` in base units."""

    day: date
    value: float
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Range:
    """A projected value with its interval, in base units."""

    end: date
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the way to a target, a second line beside it, or the upper edge of an interval; `value` in base units."""

    day: date
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year of an annual target; values in base units, None where there is no comparable figure."""

    year: int
    value: float | None
    target: float
    lamp: Lamp
    status_text: str
    hover: str


def trajectory(
    measure: Measure,
    points: Sequence[Point],
    assessment: Assessment | None,
    words: Texts,
    forecast: Range | None = None,
    lines: Sequence[Line] = (),
) -> go.Figure:
    """Figures over time with the required path, the target and the projection, as far as there are any.

    A forecast with its interval takes the place of the straight line. `lines` are steps on the way and second lines.
    """
    traces: list[Any] = []
    if assessment is not None:
        traces += _target_traces(measure, assessment, words, forecast)
    scale = axis_scale(measure, words)
    if lines:
        traces.append(_lines([line.day for line in lines], lines, scale, words))
    drawn = sorted(points, key=lambda point: point.day)
    traces.append(
        go.Scatter(
            x=[point.day for point in drawn],
            y=[point.value / scale for point in drawn],
            mode="lines+markers",
            name=words("chart.figures"),
            line={"color": palette.FIGURES, "width": 2},
            marker={"size": 9, "color": palette.FIGURES},
            customdata=[[plain(point.label), plain(point.source)] for point in drawn],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )
    figure = framed(traces, height=HEIGHT, legend=True, unit=unit_note(measure, words))
    figure.update_yaxes(autorange="reversed" if measure.kind is Kind.RANK else True, tickformat=",~f")
    ticks = _ticks([day for trace in traces for day in trace.x])
    figure.update_xaxes(tickvals=ticks, ticktext=[day.isoformat() for day in ticks], tickangle=0)
    return figure


def quota_bars(measure: Measure, bars: Sequence[YearBar], words: Texts, lines: Sequence[Line] = ()) -> go.Figure:
    """A bar a year in the colour of its lamp, with the quota as a line across; second lines are marks of their own."""
    scale = axis_scale(measure, words)
    places = list(range(len(bars)))
    done = go.Bar(
        x=places,
        y=[(bar.value or 0) / scale for bar in bars],
        marker={"color": [palette.LAMP_COLOURS[bar.lamp] for bar in bars]},
        width=0.42,
        name=words("chart.figures"),
        customdata=[plain(bar.hover) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    quota = go.Scatter(
        x=places,
        y=[bar.target / scale for bar in bars],
        mode="markers",
        marker={"symbol": "line-ew-open", "size": 64, "color": palette.TARGET, "line": {"width": 2.5}},
        name=words("chart.quota"),
        hovertext=[plain(words("chart.quota_is", value=words.quantity(bar.target, measure))) for bar in bars],
        hoverinfo="text",
    )
    place_of = {bar.year: place for place, bar in enumerate(bars)}
    placed = [line for line in lines if line.day.year in place_of]
    second = [_lines([place_of[line.day.year] for line in placed], placed, scale, words)] if placed else []
    figure = framed([done, quota, *second], height=HEIGHT, legend=True, unit=unit_note(measure, words))
    tops = [max(bar.value or 0, bar.target) / scale for bar in bars]
    ends = [*tops, *(min(bar.value or 0, bar.target) / scale for bar in bars), *(line.value / scale for line in placed), 0]
    for place, bar in enumerate(bars):
        text = f"{words(f'lamp.shape_{bar.lamp}')} {bar.status_text}"
        figure.add_annotation(x=place, y=tops[place], text=text, showarrow=False, yanchor="bottom", yshift=8)
    figure.update_yaxes(range=[min(ends) * 1.25, max(ends) * 1.25], tickformat=",~f")
    figure.update_xaxes(
        tickvals=places, ticktext=[words("value.year", year=bar.year) for bar in bars], range=[-0.6, len(bars) - 0.4]
    )
    return figure


def _lines(places: Sequence[Any], lines: Sequence[Line], scale: float, words: Texts) -> Any:  # noqa: ANN401
    return go.Scatter(
        x=list(places),
        y=[line.value / scale for line in lines],
        mode="markers",
        name=words("chart.lines"),
        marker={"symbol": "line-ew-open", "size": 28, "color": palette.INK, "line": {"width": 2.5}},
        hovertext=[plain(line.text) for line in lines],
        hoverinfo="text",
    )


def _target_traces(measure: Measure, assessment: Assessment, words: Texts, forecast: Range | None) -> list[Any]:
    path, onward = required_path(assessment), projection(assessment)
    traces: list[Any] = []
    if path:
        traces.append(_line(path, axis_scale(measure, words), words("chart.required_path"), palette.PATH, "dash"))
        end, value = path[-1]
        traces.append(
            go.Scatter(
                x=[end],
                y=[value / axis_scale(measure, words)],
                mode="markers",
                name=words("chart.target"),
                marker={"symbol": "star-diamond", "size": 13, "color": palette.TARGET},
                hovertext=[plain(words("chart.target_is", value=words.quantity(value, measure), day=end))],
                hoverinfo="text",
            )
        )
    if forecast is not None and assessment.current_date is not None and assessment.current_value is not None:
        traces += _forecast_traces(measure, (assessment.current_date, assessment.current_value), forecast, words)
    elif onward:
        traces.append(_line(onward, axis_scale(measure, words), words("chart.projection"), palette.FIGURES, "dot"))
    return traces


def _forecast_traces(measure: Measure, now: tuple[date, float], forecast: Range, words: Texts) -> list[Any]:
    """From the newest value to the projected one, which carries its interval as a bar."""
    scale = axis_scale(measure, words)
    onward = _line((now, (forecast.end, forecast.value)), scale, words("chart.projection"), palette.FIGURES, "dot")
    interval = go.Scatter(
        x=[forecast.end],
        y=[forecast.value / scale],
        mode="markers",
        name=words("chart.interval"),
        marker={"size": 8, "symbol": "circle-open", "color": palette.FIGURES},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [(forecast.high - forecast.value) / scale],
            "arrayminus": [(forecast.value - forecast.low) / scale],
            "color": palette.FIGURES,
            "thickness": 2,
            "width": 8,
        },
        hovertext=[plain(forecast.text)],
        hoverinfo="text",
    )
    return [onward, interval]


def _ticks(days: Sequence[date]) -> list[date]:
    """The first and the last day drawn, and of the year ends between them those whose labels have room on a telephone."""
    if not days:
        return []
    first, last = min(days), max(days)
    room = (last - first) * LEAST_ROOM
    ticks = [last]
    for day in (date(year, 12, 31) for year in range(last.year, first.year - 1, -1)):
        if first + room <= day <= ticks[-1] - room:
            ticks.append(day)
    return sorted({first, *ticks})


def _line(points: Sequence[tuple[date, float]], scale: float, name: str, colour: str, dash: str) -> Any:  # noqa: ANN401
    return go.Scatter(
        x=[day for day, _ in points],
        y=[value / scale for _, value in points],
        mode="lines",
        name=name,
        line={"color": colour, "width": 2, "dash": dash},
        hoverinfo="skip",
    )


def axis_scale(measure: Measure, words: Texts) -> float:
    """What base values are divided by on an axis."""
    return float(words.scale(measure).divisor)


def unit_note(measure: Measure, words: Texts) -> str:
    """The unit of an axis, in words."""
    return plain(words("chart.unit", unit=words.scale(measure).unit))
