"""Values over time: figures against the path of a target, places in a table, and a sum as it came together part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.plots.axis import axis_scale, day_told, span_of, ticks, unit_note
from kpi.charts.plots.frame import framed, plain
from kpi.charts.plots.labels import Label, annotations
from kpi.i18n import Texts
from kpi.views import Bracket, Course, Form, Line, PointView

HEIGHT = 330
_AIR = 0.14
"""Of the height of what is drawn, free above and below it."""
_SIDE = 0.04
"""Of the width of what is drawn, free beside it."""
_MILLISECONDS = 86_400_000
_EARLY = 0.5
"""Of the width: left of it there is room on the right, where only what is still to come is drawn."""
_OF_A_BRACKET = (0.5, 0.8, 0.2, 0.65, 0.35)
"""Where beside a bracket its words may stand, as shares of its length, the best first."""


def course(picture: Course, words: Texts) -> go.Figure:
    """Everything there is of a course, each part named beside it."""
    return _Drawn(picture, words).figure()


@dataclass(frozen=True)
class _Drawn:
    picture: Course
    words: Texts

    @cached_property
    def scale(self) -> float:
        return axis_scale(self.picture.measure, self.words)

    @cached_property
    def points(self) -> tuple[PointView, ...]:
        return tuple(point for run in self.picture.runs for point in run)

    @cached_property
    def deadline(self) -> date | None:
        return self.picture.goal.day if self.picture.goal else None

    @cached_property
    def days(self) -> list[date]:
        """Every day that something stands at."""
        picture = self.picture
        blocks = (day for block in picture.blocks for day in (block.start, block.end))
        lines = (line.day for line in picture.lines)
        ways = (day for day, _ in (*picture.path, *picture.onward))
        own = [*(point.day for point in self.points), *blocks, *lines, *ways]
        return [*own, *([self.deadline] if self.deadline else [])]

    @cached_property
    def values(self) -> list[float]:
        """Every value that something stands at, in the unit of the axis."""
        picture = self.picture
        named = (picture.baseline, picture.expected)
        marks = [point.value for point in (*self.points, *filter(None, named))]
        marks += [line.value for line in picture.lines] + [value for _, value in (*picture.path, *picture.onward)]
        marks += [edge for block in picture.blocks for edge in (block.base, block.base + block.point.value)]
        goal, ahead = picture.goal, picture.forecast
        marks += [goal.value] if goal and goal.value is not None else []
        marks += [value for value in (ahead.low, ahead.value, ahead.high) if value is not None] if ahead else []
        return [value / self.scale for value in marks]

    @cached_property
    def across(self) -> tuple[date, date]:
        """The first and the last day of the axis."""
        first, last = span_of(self.days)
        spare = (last - first) * _SIDE
        return first - spare, last + spare

    @cached_property
    def up(self) -> tuple[float, float]:
        """The lowest and the highest value of the axis."""
        low, high = min(self.values), max(self.values)
        spare = (high - low) * _AIR or max(abs(high) * _AIR, 1.0)
        if self.picture.form is Form.STEPS:
            return min(low, 0.0), high + spare
        if self.picture.form is Form.RANK:
            return 0.5, high + 0.5
        return (max(low - spare, 0.0) if low >= 0 else low - spare), high + spare

    def place(self, day: date, value: float) -> tuple[float, float]:
        """Where a day and a value stand, as shares of the plot."""
        (first, last), (low, high) = self.across, self.up
        share = (value / self.scale - low) / (high - low)
        return (day - first) / (last - first), 1 - share if self.picture.form is Form.RANK else share

    def figure(self) -> go.Figure:
        picture = self.picture
        traces = [*self._blocks(), *self._ways(), *self._runs(), *self._marks(), *self._brackets()]
        layout: dict[str, Any] = {
            "annotations": [*self._labels(), *self._breaks()],
            "shapes": [*map(self._break_line, picture.breaks), *self._deadline_line(), *self._level()],
            "uniformtext": {"minsize": 10, "mode": "hide"},
            "xaxis": self._days_axis(),
            "yaxis": self._values_axis(),
        }
        unit = "" if picture.form is Form.RANK else unit_note(picture.measure, self.words)
        return framed(traces, height=HEIGHT, unit=unit, layout=layout)

    def _days_axis(self) -> dict[str, Any]:
        named = ticks(self.days, self.deadline)
        told = [day_told(day, self.words) for day in named]
        bold = [f"<b>{text}</b>" if day == self.deadline else text for day, text in zip(named, told, strict=True)]
        return {"range": list(self.across), "tickvals": named, "ticktext": bold, "tickangle": 0, "type": "date"}

    def _values_axis(self) -> dict[str, Any]:
        low, high = self.up
        if self.picture.form is not Form.RANK:
            return {"range": [low, high], "tickformat": ",~f", "nticks": 6}
        places = range(1, int(high) + 1)
        step = max(1, len(places) // 5)
        named = list(places)[::step]
        told = [self.words("value.rank", number=place) for place in named]
        return {"range": [high, low], "tickvals": named, "ticktext": told}

    def _blocks(self) -> Iterable[Any]:
        blocks = self.picture.blocks
        if blocks:
            days = [(block.end - block.start).days + 1 for block in blocks]
            yield go.Bar(
                x=[
                    datetime.combine(block.start, time()) + timedelta(days=count / 2)
                    for block, count in zip(blocks, days, strict=True)
                ],
                width=[count * _MILLISECONDS for count in days],
                base=[block.base / self.scale for block in blocks],
                y=[block.point.value / self.scale for block in blocks],
                marker={"color": palette.STEP, "line": {"color": palette.FIGURES, "width": 1.2}},
                text=[f"+{plain(block.point.short)}" for block in blocks],
                textposition="inside",
                insidetextanchor="start",  # at its foot: the way of a sum that keeps pace runs through its middle
                textangle=0,
                **_hover([block.point for block in blocks]),
            )

    def _ways(self) -> Iterable[Any]:
        picture = self.picture
        if picture.path:
            yield self._line(picture.path, palette.PATH, "dash")
        if picture.onward:
            yield self._line(picture.onward, palette.FIGURES, "dot")
        ahead = picture.forecast
        newest = self._newest()
        if ahead and newest and ahead.low is not None and ahead.high is not None:
            yield self._line(((newest.day, newest.value), (ahead.end, ahead.value)), palette.FIGURES, "dot")
            yield self._interval(ahead.end, (ahead.low, ahead.value, ahead.high))

    def _interval(self, end: date, values: tuple[float, float, float]) -> Any:  # noqa: ANN401
        low, value, high = (each / self.scale for each in values)
        error = {"symmetric": False, "array": [high - value], "arrayminus": [value - low]}
        return go.Scatter(
            x=[end],
            y=[value],
            mode="markers",
            marker={"size": 8, "symbol": "circle-open", "color": palette.FIGURES},
            error_y={"type": "data", "color": palette.FIGURES, "thickness": 2, "width": 8, **error},
            hovertext=[plain(self.picture.outlook)],
            hoverinfo="text",
        )

    def _runs(self) -> Iterable[Any]:
        """One figure is a dot; a line joins those that compare with each other."""
        start = self.picture.baseline
        for run in self.picture.runs:
            first = [bool(start and point.day == start.day) for point in run]
            yield go.Scatter(
                x=[point.day for point in run],
                y=[point.value / self.scale for point in run],
                mode="lines+markers" if len(run) > 1 else "markers",
                line={"color": palette.FIGURES, "width": 2.2},
                marker={
                    "size": 10,
                    "color": palette.FIGURES,
                    "symbol": ["circle-open" if hollow else "circle" for hollow in first],
                    "line": {"width": 2.4, "color": palette.FIGURES},
                },
                **_hover(run),
            )

    def _marks(self) -> Iterable[Any]:
        """Where it should be, the target, and the steps and second lines."""
        picture, told = self.picture, self.words
        if picture.expected:
            yield self._markers([picture.expected], "line-ew-open", 22, palette.INK, [picture.expected.label])
        goal = picture.goal
        if goal and goal.day and goal.value is not None:
            point = PointView(goal.day, goal.value, "", "")
            yield self._markers([point], "diamond", 12, palette.INK, [told("chart.target_is", value=goal.text, day=goal.day)])
        if lines := self._second_lines():
            points = [PointView(line.day, line.value, "", "") for line in lines]
            yield self._markers(points, "line-ew-open", 26, palette.INK, [line.text for line in lines])

    def _second_lines(self) -> list[Line]:
        """Steps and second lines, but for those that are where the target is."""
        goal = self.picture.goal
        return [line for line in self.picture.lines if not goal or (line.day, line.value) != (goal.day, goal.value)]

    def _markers(self, points: Sequence[PointView], symbol: str, size: int, colour: str, told: Sequence[str]) -> Any:  # noqa: ANN401
        return go.Scatter(
            x=[point.day for point in points],
            y=[point.value / self.scale for point in points],
            mode="markers",
            marker={"symbol": symbol, "size": size, "color": colour, "line": {"width": 2.4, "color": colour}},
            hovertext=[plain(text) for text in told],
            hoverinfo="text",
        )

    def _brackets(self) -> Iterable[Any]:
        for bracket, dash in ((self.picture.behind, "solid"), (self.picture.missing, "dot")):
            if bracket:
                yield go.Scatter(
                    x=[bracket.day, bracket.day],
                    y=[bracket.start / self.scale, bracket.end / self.scale],
                    mode="lines+markers",
                    line={"color": palette.LAMP_COLOURS[bracket.lamp], "width": 2, "dash": dash},
                    marker={"symbol": ["line-ew-open", "line-ew-open"], "size": [9, 0], "line": {"width": 2}},
                    hovertext=[plain(bracket.text)] * 2,
                    hoverinfo="text",
                )

    def _line(self, way: Sequence[tuple[date, float]], colour: str, dash: str) -> Any:  # noqa: ANN401
        return go.Scatter(
            x=[day for day, _ in way],
            y=[value / self.scale for _, value in way],
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            hoverinfo="skip",
        )

    def _newest(self) -> PointView | None:
        """The newest value; of a sum all that has been added up."""
        if self.points:
            return self.points[-1]
        last = self.picture.blocks[-1] if self.picture.blocks else None
        if last is None:
            return None
        return PointView(last.end, last.base + last.point.value, last.point.label, "")

    def _labels(self) -> list[Any]:
        return list(annotations(self._wanted(), self._taken(), self._lines()))

    def _lines(self) -> Iterable[list[tuple[float, float]]]:
        """What is drawn as a line."""
        picture = self.picture
        yield from ([self.place(day, value) for day, value in way] for way in (picture.path, picture.onward))
        yield from ([self.place(point.day, point.value) for point in run] for run in picture.runs)
        for block in picture.blocks:
            middle = block.base + block.point.value / 2
            yield [self.place(block.start, middle), self.place(block.end, middle)]
        for bracket in filter(None, (picture.behind, picture.missing)):
            yield [self.place(bracket.day, bracket.start), self.place(bracket.day, bracket.end)]

    def _taken(self) -> list[tuple[float, float]]:
        """Markers, which no words may cover."""
        picture, newest = self.picture, self._newest()
        points = [*self.points, *filter(None, (picture.expected, newest))]
        goal = picture.goal
        ends = [(goal.day, goal.value)] if goal and goal.day and goal.value is not None else []
        return [self.place(day, value) for day, value in [*((point.day, point.value) for point in points), *ends]]

    def _wanted(self) -> Iterable[Label]:
        """What stands on the picture, the most important first."""
        picture, newest = self.picture, self._newest()
        goal = picture.goal
        if goal and goal.day and goal.value is not None:
            yield self._label(goal.day, goal.value, goal.text, ("above", "left", "below"), bold=True)
        if goal and goal.day is None and goal.value is not None:
            yield self._label(self.days[0], goal.value, f"{goal.text} · {goal.due}", ("above", "below"), bold=True)
        if newest and (picture.total or newest.text):
            text, sides = _marked(newest, picture.total or newest.text), ("above", "below", "right", "left")
            yield self._label(newest.day, newest.value, text, sides, bold=True)
        if picture.onward and picture.projected:
            yield self._of_projection(picture.onward, picture.projected)
        for bracket in (picture.behind, picture.missing):
            if bracket:
                yield self._of_bracket(bracket)
        start = picture.baseline
        if start and newest and start.day != newest.day:
            first = next((point for point in self.points if point.day == start.day), start)
            yield self._label(start.day, start.value, _marked(first, start.text), ("above", "below", "right"))
        if picture.expected:
            yield self._label(picture.expected.day, picture.expected.value, picture.expected.text, ("above", "left", "right"))
        for line in self._second_lines():
            yield self._label(line.day, line.value, line.short, ("left", "below", "above"))
        for point in reversed([each for each in self.points[:-1] if not start or each.day != start.day]):
            yield self._label(point.day, point.value, _marked(point, point.short or point.text), ("above", "below"))
        if len(picture.path) > 1:
            (start_day, low), (end_day, high) = picture.path[0], picture.path[-1]
            middle = start_day + (end_day - start_day) * 0.55
            yield self._label(middle, low + (high - low) * 0.55, self.words("chart.required_path"), ("below", "above"))

    def _of_projection(self, onward: Sequence[tuple[date, float]], text: str) -> Label:
        """Beside the end of its line; where that stands in the way of it, beside the line shortly before."""
        (first, low), (last, high) = onward[0], onward[-1]
        before = self._label(first + (last - first) * 0.92, low + (high - low) * 0.92, text, ("above", "below"))
        return replace(self._label(last, high, text, ("left", "below", "above")), instead=(before,))

    def _of_bracket(self, bracket: Bracket) -> Label:
        """Beside its middle; where a line runs there, beside another part of it. Left of the newest are the figures."""
        early = self.place(bracket.day, bracket.start)[0] < _EARLY
        sides = (
            ("left", "right")
            if bracket is self.picture.missing
            else ("right", "below")
            if early
            else ("right", "left", "below")
        )
        told = [
            self._label(bracket.day, bracket.start + (bracket.end - bracket.start) * share, bracket.text, sides)
            for share in _OF_A_BRACKET
        ]
        return replace(told[0], instead=told[1:])

    def _label(self, day: date, value: float, text: str, sides: Sequence[str], *, bold: bool = False) -> Label:
        across, up = self.place(day, value)
        return Label(day, value / self.scale, across, up, text, sides, bold)

    def _breaks(self) -> Iterable[Any]:
        for each in self.picture.breaks:
            text, place = each.short, {"yref": "paper", "yanchor": "top", "xanchor": "right", "xshift": -3}
            yield {"x": each.day, "y": 1, "text": text, "hovertext": plain(each.text), "showarrow": False, **place}

    def _break_line(self, each: Any) -> dict[str, Any]:  # noqa: ANN401
        line = {"color": palette.INK, "width": 1.4, "dash": "dashdot"}
        return {"type": "line", "x0": each.day, "x1": each.day, "y0": 0, "y1": 1, "yref": "paper", "line": line}

    def _level(self) -> Iterable[dict[str, Any]]:
        """A target that nothing says when it is due, all along."""
        goal = self.picture.goal
        if goal and goal.day is None and goal.value is not None:
            height = goal.value / self.scale
            line = {"color": palette.INK, "width": 2, "dash": "dot"}
            yield {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": height, "y1": height, "line": line}

    def _deadline_line(self) -> Iterable[dict[str, Any]]:
        if self.deadline:
            line = {"color": palette.PATH, "width": 1, "dash": "dot"}
            day = self.deadline
            yield {"type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _marked(point: PointView, text: str) -> str:
    """A value, with the sign of a note where there is one below the picture."""
    return f"{text}※" if point.note else text


def _hover(points: Sequence[PointView]) -> dict[str, Any]:
    """A value with its period, and where it comes from."""
    return {
        "customdata": [[plain(point.label), plain(point.source)] for point in points],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
