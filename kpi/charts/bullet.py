"""Progress of many targets at a glance: a bar each on a 0–100 track, and a mark where 序时进度 stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.frame import framed
from kpi.charts.plain import plain
from kpi.i18n import Texts
from kpi.model import Lamp

ROW_HEIGHT = 34
WIDEST = 140.0
"""Bars longer than this many percent end here; their text says how far they really go."""
NAME_LETTERS = 18
QUARTERS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class BulletRow:
    """One target; percentages 0–100 and more."""

    name: str
    progress_pct: float
    time_pct: float | None
    lamp: Lamp
    status_text: str
    hover: str
    progress_text: str = ""
    """How far it is where a percentage says little, in the measure's unit; empty where it says it well."""


def bullet(rows: Sequence[BulletRow], words: Texts) -> go.Figure:
    """One bar a row, the first row on top."""
    names = [_short(row.name) for row in rows]
    places = list(range(len(rows)))
    furthest = min(max([100.0, *(row.progress_pct for row in rows), *(row.time_pct or 0 for row in rows)]), WIDEST)
    lengths = [max(min(row.progress_pct, WIDEST), 0) for row in rows]
    track = go.Bar(y=places, x=[100] * len(rows), orientation="h", marker={"color": palette.TRACK}, width=0.5, hoverinfo="skip")
    bars = go.Bar(
        y=places,
        x=lengths,
        orientation="h",
        width=0.26,
        marker={"color": [palette.LAMP_COLOURS[row.lamp] for row in rows]},
        customdata=[plain(row.hover) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    timed = [(place, row) for place, row in enumerate(rows) if row.time_pct is not None]
    marks = go.Scatter(
        y=[place for place, _ in timed],
        x=[row.time_pct for _, row in timed],
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 19, "color": palette.INK, "line": {"width": 2.5}},
        name=words("chart.time_mark"),
        hovertext=[words("chart.time_is", time=words.percent(row.time_pct or 0)) for _, row in timed],
        hoverinfo="text",
    )
    layout = {
        "margin": {"r": _margin(rows, words), "t": 30},
        "barmode": "overlay",
        "annotations": [_note(place, row, words) for place, row in enumerate(rows)],
        "xaxis": {
            "range": [0, furthest * 1.02],
            "tickvals": QUARTERS,
            "ticktext": ["" if quarter % 50 else f"{quarter}%" for quarter in QUARTERS],  # all five run together on a telephone
            "side": "top",
            "tickangle": 0,
            "showgrid": True,
            "gridcolor": palette.GRID,
        },
        "yaxis": {"tickvals": places, "ticktext": names, "range": [len(rows) - 0.4, -0.6], "showgrid": False},
    }
    return framed([track, bars, marks], height=70 + ROW_HEIGHT * len(rows), layout=layout)


def _note(place: int, row: BulletRow, words: Texts) -> dict[str, object]:
    """The lamp's shape and how far it is, to the right of a bar."""
    text = f"{words(f'lamp.shape_{row.lamp}')} {_told(row, words)}"
    return {"x": 1.01, "xref": "paper", "y": place, "text": text, "showarrow": False, "xanchor": "left"}


def _told(row: BulletRow, words: Texts) -> str:
    return row.progress_text or words.percent(row.progress_pct)


def _margin(rows: Sequence[BulletRow], words: Texts) -> int:
    """Pixels to the right of the bars that what stands there needs."""
    longest = max((sum(2 if ord(letter) > 0x2E7F else 1 for letter in _told(row, words)) for row in rows), default=0)
    return max(72, 28 + 7 * longest)


def _short(name: str) -> str:
    """A name on at most two lines."""
    if len(name) <= NAME_LETTERS:
        return plain(name)
    if " " in name:
        middle = min((at for at, letter in enumerate(name) if letter == " "), key=lambda at: abs(at - len(name) // 2))
        return plain(name[:middle]) + "<br>" + plain(name[middle + 1 :])
    half = (len(name) + 1) // 2
    return plain(name[:half]) + "<br>" + plain(name[half:])
