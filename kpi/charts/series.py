"""One measure over time: against the path its target asks for, or year by year against a quota."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from kpi.analysis import Forecast
from kpi.charts import palette
from kpi.charts.frame import framed, plain
from kpi.i18n import Texts
from kpi.model import Assessment, Kind, Measure
from kpi.progress import projection, required_path, rule_of
from kpi.views import PointView, Standing

HEIGHT = 320
LEAST_ROOM = 0.24
"""Of the width of a chart, for the label of a day on a telephone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the way to a target, a second line beside it, or the upper edge of an interval; `value` in base units."""

    day: date
    value: float
    text: str


def target_lines(standings: Iterable[Standing], measure: Measure) -> list[Line]:
    """Steps, second lines and upper edges that are counted in the unit of a chart, each where it is due."""
    lines = []
    for standing in standings:
        end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
        if end is not None and (standing.measure.unit, standing.measure.kind) == (measure.unit, measure.kind):
            edge = standing.assessment.target_high
            other = edge if edge is not None and not standing.below else standing.assessment.target_value
            told = (standing.label, standing.period, standing.goal.text, standing.status_text)
            lines.append(Line(end, other, " ".join(filter(None, told))))
    return lines


def trajectory(
    measure: Measure,
    points: Sequence[PointView],
    assessment: Assessment | None,
    words: Texts,
    forecast: Forecast | None = None,
    told: str = "",
    lines: Sequence[Line] = (),
) -> go.Figure:
    """Figures over time with the required path, the target and the projection, as far as there are any.

    A forecast with its interval, and what is `told` of it, takes the place of the straight line. `lines` are steps on the way
    and second lines.
    """
    traces: list[Any] = []
    if assessment is not None:
        traces += _target_traces(measure, assessment, words, forecast, told)
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


def quota_bars(measure: Measure, standings: Sequence[Standing], words: Texts, lines: Sequence[Line] = ()) -> go.Figure:
    """A bar a year in the colour of its lamp, with the quota as a line across; second lines are marks of their own."""
    scale = axis_scale(measure, words)
    bars = [standing for standing in standings if standing.assessment.year is not None]
    values = [(bar.assessment.current_value or 0) / scale for bar in bars]
    quotas = [bar.assessment.target_value / scale for bar in bars]
    places = {bar.assessment.year: place for place, bar in enumerate(bars)}
    done = go.Bar(
        x=list(places.values()),
        y=values,
        marker={"color": [palette.LAMP_COLOURS[bar.lamp] for bar in bars]},
        width=0.42,
        name=words("chart.figures"),
        customdata=[plain(bar.sentence) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    quota = go.Scatter(
        x=list(places.values()),
        y=quotas,
        mode="markers",
        marker={"symbol": "line-ew-open", "size": 64, "color": palette.TARGET, "line": {"width": 2.5}},
        name=words("chart.quota"),
        hovertext=[plain(words("chart.quota_is", value=words.quantity(bar.assessment.target_value, measure))) for bar in bars],
        hoverinfo="text",
    )
    placed = [line for line in lines if line.day.year in places]
    second = [_lines([places[line.day.year] for line in placed], placed, scale, words)] if placed else []
    figure = framed([done, quota, *second], height=HEIGHT, legend=True, unit=unit_note(measure, words))
    tops = list(map(max, values, quotas))
    for place, bar in enumerate(bars):
        text = f"{words(f'lamp.shape_{bar.lamp}')} {bar.status_text}"
        figure.add_annotation(x=place, y=tops[place], text=text, showarrow=False, yanchor="bottom", yshift=8)
    ends = [*values, *quotas, *(line.value / scale for line in placed), 0]
    figure.update_yaxes(range=[min(ends) * 1.25, max(ends) * 1.25], tickformat=",~f")
    years = [words("value.year", year=year) for year in places]
    figure.update_xaxes(tickvals=list(places.values()), ticktext=years, range=[-0.6, len(bars) - 0.4])
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


def _target_traces(measure: Measure, assessment: Assessment, words: Texts, forecast: Forecast | None, told: str) -> list[Any]:
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
    now = assessment.current_date, assessment.current_value
    if forecast and forecast.low is not None and forecast.high is not None and now[0] is not None and now[1] is not None:
        interval = forecast.value - forecast.low, forecast.high - forecast.value
        traces += _forecast_traces(measure, (now[0], now[1]), forecast, interval, told, words)
    elif onward:
        traces.append(_line(onward, axis_scale(measure, words), words("chart.projection"), palette.FIGURES, "dot"))
    return traces


def _forecast_traces(
    measure: Measure, now: tuple[date, float], forecast: Forecast, interval: tuple[float, float], told: str, words: Texts
) -> list[Any]:
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
            "array": [interval[1] / scale],
            "arrayminus": [interval[0] / scale],
            "color": palette.FIGURES,
            "thickness": 2,
            "width": 8,
        },
        hovertext=[plain(told)],
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
