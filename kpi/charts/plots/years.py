"""A bar for every year against its quota, or round nought where it is a change that is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.marks.text import width_of
from kpi.charts.plots.axis import axis_scale, unit_note
from kpi.charts.plots.frame import framed, plain
from kpi.charts.plots.labels import WIDTH
from kpi.i18n import Texts
from kpi.model import Lamp
from kpi.views import YearBar, Years

HEIGHT = 330
_HALF = 0.3
"""Half the width of a bar, in years."""
_REACH = 0.4
"""Half the width of a quota."""
_ROOM = 0.34
"""Of the height of the bars, free for the words above them."""
_LETTERS = 12.0
_CLEAR = 3.0
"""Pixels between words beside each other."""


def years(picture: Years, words: Texts) -> go.Figure:
    """The bars with their quotas, what is missing to each, and what is told above each."""
    return _Drawn(picture, words).figure()


@dataclass(frozen=True)
class _Drawn:
    picture: Years
    words: Texts

    @cached_property
    def scale(self) -> float:
        return axis_scale(self.picture.measure, self.words)

    @cached_property
    def room(self) -> float:
        """Pixels a year has on a telephone."""
        return WIDTH / len(self.picture.bars)

    @cached_property
    def up(self) -> tuple[float, float]:
        """The lowest and the highest value of the axis; nought is always on it."""
        ends = [0.0, *(line.value for line in self.picture.lines)]
        for bar in self.picture.bars:
            ends += [value for value in (bar.point.value if bar.point else None, bar.quota) if value is not None]
        low, high = min(ends) / self.scale, max(ends) / self.scale
        spare = (high - low) * _ROOM or 1.0
        return (low - spare if low < 0 else 0.0), high + (spare if high > 0 else spare / 3)

    def figure(self) -> go.Figure:
        bars = self.picture.bars
        layout: dict[str, Any] = {
            "annotations": [*self._told(), *self._lines_told(), *self._breaks(), *self._later()],
            "shapes": [*self._slots(), *self._quotas(), *self._break_lines(), *self._zero()],
            "xaxis": {
                "tickvals": list(range(len(bars))),
                "ticktext": [self._heading(bar) for bar in bars],
                "tickangle": 0,
                "range": [-0.6, len(bars) - 0.4],
            },
            "yaxis": {"range": list(self.up), "tickformat": ",~f", "nticks": 6},
        }
        traces = [self._bars(), *self._brackets(), *self._quota_points(), *self._lines()]
        return framed(traces, height=HEIGHT, unit=unit_note(self.picture.measure, self.words), layout=layout)

    def _heading(self, bar: YearBar) -> str:
        """The year, and below it what it is to bring."""
        quota = [self.words("drawn.target", goal=bar.quota_text)] if bar.quota is not None else []
        if quota and width_of(quota[0], _LETTERS) > self.room:
            quota = [bar.quota_text]
        return "<br>".join(plain(line) for line in [*self._year(bar), *quota])

    def _year(self, bar: YearBar) -> Sequence[str]:
        """The heading of a year; its number alone where that is all there is room for."""
        number = str(bar.year)
        short = bar.heading in (number, self.words("value.year", year=bar.year))
        return [number] if short and width_of(bar.heading, _LETTERS) > self.room else _cut(bar.heading, self.room)

    def _placed(self) -> Iterable[tuple[int, YearBar]]:
        return enumerate(self.picture.bars)

    def _bars(self) -> Any:  # noqa: ANN401
        there = [(place, bar) for place, bar in self._placed() if bar.point]
        return go.Bar(
            x=[place for place, _ in there],
            y=[_value(bar) / self.scale for _, bar in there],
            width=2 * _HALF,
            marker={
                "color": [_colour(bar) for _, bar in there],
                "opacity": [1.0 if bar.whole else 0.55 for _, bar in there],
            },
            customdata=[[plain(bar.told), plain(bar.point.source if bar.point else "")] for _, bar in there],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )

    def _slots(self) -> Iterable[dict[str, Any]]:
        """Years whose figure is lacking: as high as their quota, and empty."""
        for place, bar in self._placed():
            if bar.point is None and bar.quota is not None:
                line = {"color": palette.PATH, "width": 1.4, "dash": "dash"}
                ends = {"x0": place - _HALF, "x1": place + _HALF, "y0": 0, "y1": bar.quota / self.scale}
                yield {"type": "rect", "line": line, **ends}

    def _quotas(self) -> Iterable[dict[str, Any]]:
        for place, bar in self._placed():
            if bar.quota is not None:
                height = bar.quota / self.scale
                ends = {"x0": place - _REACH, "x1": place + _REACH, "y0": height, "y1": height}
                yield {"type": "line", "line": {"color": palette.INK, "width": 2.6}, **ends}

    def _quota_points(self) -> Iterable[Any]:
        """What is told of the quotas to whoever points at them."""
        there = [(place, bar) for place, bar in self._placed() if bar.quota is not None]
        if there:
            yield go.Scatter(
                x=[place for place, _ in there],
                y=[(bar.quota or 0.0) / self.scale for _, bar in there],
                mode="markers",
                marker={"size": 14, "opacity": 0},
                hovertext=[plain(self.words("chart.quota_is", value=bar.quota_text)) for _, bar in there],
                hoverinfo="text",
            )

    def _brackets(self) -> Iterable[Any]:
        """What is missing, from the top of a bar to its quota."""
        for place, bar in self._placed():
            if bar.point and bar.quota is not None and bar.gap:
                colour = palette.LAMP_COLOURS[bar.lamp or Lamp.GREY]
                yield go.Scatter(
                    x=[place, place],
                    y=[bar.point.value / self.scale, bar.quota / self.scale],
                    mode="lines+markers",
                    line={"color": colour, "width": 2},
                    marker={"symbol": "line-ew-open", "size": 10, "line": {"width": 2}},
                    hovertext=[plain(bar.gap)] * 2,
                    hoverinfo="text",
                )

    def _told(self) -> Iterable[dict[str, Any]]:
        """Above each bar its value, its verdict and what is missing; below it where it reaches down."""
        for place, bar in self._placed():
            lines = self._lines_of(place, bar)
            if lines:
                value = _value(bar) / self.scale
                down = value < 0 and (bar.quota or 0.0) <= 0
                beside = [line.value / self.scale for line in self.picture.lines if line.day.year == bar.year]
                ends = (value, (bar.quota or 0.0) / self.scale, *beside)
                height = min(ends) if down else max(*ends, 0.0)
                yield {
                    "x": place, "y": height, "text": "<br>".join(lines), "showarrow": False, "font": {"size": _LETTERS},
                    "yanchor": "top" if down else "bottom", "yshift": -5 if down else 5,
                }  # fmt: skip

    @cached_property
    def _every(self) -> int:
        """Of how many bars one has room for its value; the newest always does."""
        widest = max((width_of(bar.point.short, _LETTERS, bold=True) for bar in self.picture.bars if bar.point), default=0.0)
        return max(1, ceil((widest + _CLEAR) / self.room))

    def _lines_of(self, place: int, bar: YearBar) -> list[str]:
        shown = (len(self.picture.bars) - 1 - place) % self._every == 0
        told = [f"<b>{plain(bar.point.short)}</b>"] if bar.point and shown else []
        if bar.status_text:
            told += self._verdict(bar)
        if bar.gap and width_of(bar.gap, _LETTERS) <= self.room:
            told.append(plain(bar.gap))
        return told

    def _verdict(self, bar: YearBar) -> list[str]:
        """Shape and word: on one line where it has room."""
        shape, text = self.words("board.shape_missed" if bar.missed else f"lamp.shape_{bar.lamp or Lamp.GREY}"), bar.status_text
        whole = f"{shape} {text}"
        return [whole] if width_of(whole, _LETTERS) <= self.room else [shape, *_cut(text, self.room)]

    def _lines(self) -> Iterable[Any]:
        """Steps and second lines, each in its year."""
        places = {bar.year: place for place, bar in self._placed()}
        lines = [line for line in self.picture.lines if line.day.year in places]
        if lines:
            yield go.Scatter(
                x=[places[line.day.year] for line in lines],
                y=[line.value / self.scale for line in lines],
                mode="markers",
                marker={"symbol": "line-ew-open", "size": 30, "color": palette.INK, "line": {"width": 2.4}},
                hovertext=[plain(line.text) for line in lines],
                hoverinfo="text",
            )

    def _lines_told(self) -> Iterable[dict[str, Any]]:
        """Each of them once, above the bars."""
        names = dict.fromkeys(line.short for line in self.picture.lines)
        if names:
            text = "<br>".join(f"━ {plain(name)}" for name in names)
            where = {"x": 1, "xref": "paper", "xanchor": "right", "y": 1, "yref": "paper", "yanchor": "top", "align": "left"}
            yield {"text": text, "showarrow": False, "font": {"size": _LETTERS}, **where}

    def _breaks(self) -> Iterable[dict[str, Any]]:
        for each, place in self._broken():
            where = {"x": place, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "left", "xshift": 3}
            text = {"text": each.short, "hovertext": plain(each.text), "font": {"size": 11}}
            yield {"showarrow": False, **where, **text}

    def _break_lines(self) -> Iterable[dict[str, Any]]:
        for _, place in self._broken():
            line = {"color": palette.INK, "width": 1.4, "dash": "dashdot"}
            yield {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1, "yref": "paper", "line": line}

    def _broken(self) -> Iterable[tuple[Any, float]]:
        """Breaks between the years before and after them."""
        for each in self.picture.breaks:
            before = sum(bar.year < each.day.year for bar in self.picture.bars)
            yield each, before - 0.5

    def _later(self) -> Iterable[dict[str, Any]]:
        """What is asked of later years together, above their place, and on no scale."""
        goal = self.picture.goal
        later = [place for place, bar in self._placed() if bar.point is None]
        if goal and later:
            text = f"{plain(goal.text)}<br>{plain(goal.due)}"
            where = {"x": later[-1] + 0.4, "y": 0.98, "yref": "paper", "xanchor": "right", "yanchor": "top", "align": "right"}
            yield {"text": text, "showarrow": False, "bordercolor": palette.PATH, "borderpad": 4, "borderwidth": 1, **where}

    def _zero(self) -> Iterable[dict[str, Any]]:
        if self.up[0] < 0:
            line = {"color": palette.INK, "width": 1.4}
            yield {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 0, "line": line}


def _value(bar: YearBar) -> float:
    return bar.point.value if bar.point else 0.0


def _colour(bar: YearBar) -> str:
    """Of a verdict, its lamp; of what is not judged, that of figures."""
    return palette.FIGURES if bar.lamp in (None, Lamp.GREY) else palette.LAMP_COLOURS[bar.lamp]


def _cut(text: str, room: float) -> Sequence[str]:
    """A text in lines that are no wider than a room: between words where there are some, else between letters."""
    lines: list[str] = [""]
    pieces = text.split(" ") if " " in text else list(text)
    joint = " " if " " in text else ""
    for piece in pieces:
        longer = f"{lines[-1]}{joint}{piece}" if lines[-1] else piece
        if lines[-1] and width_of(longer, _LETTERS) > room:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines
