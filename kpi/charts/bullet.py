"""Progress of many targets at a glance: a bar each on a 0–100 track, and a mark where 序时进度 stands."""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from kpi.charts import palette
from kpi.charts.frame import framed, plain
from kpi.i18n import Texts
from kpi.views import Standing

ROW_HEIGHT = 34
WIDEST = 140.0
"""Bars longer than this many percent end here; their text says how far they really go."""
NAME_LETTERS = 18
QUARTERS = (0, 25, 50, 75, 100)


def paced(standings: Iterable[Standing]) -> list[Standing]:
    """Those that have a progress, and so a bar."""
    return [standing for standing in standings if standing.assessment.progress_pct is not None]


def bullet(rows: Sequence[Standing], words: Texts) -> go.Figure:
    """One bar a target, the first on top; percentages 0–100 and more."""
    places = list(range(len(rows)))
    reached = [row.assessment.progress_pct or 0.0 for row in rows]
    gone = {place: row.assessment.time_pct for place, row in enumerate(rows) if row.assessment.time_pct is not None}
    furthest = min(max([100.0, *reached, *gone.values()]), WIDEST)
    track = go.Bar(y=places, x=[100] * len(rows), orientation="h", marker={"color": palette.TRACK}, width=0.5, hoverinfo="skip")
    bars = go.Bar(
        y=places,
        x=[max(min(progress, WIDEST), 0) for progress in reached],
        orientation="h",
        width=0.26,
        marker={"color": [palette.LAMP_COLOURS[row.lamp] for row in rows]},
        customdata=[plain(row.sentence) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    marks = go.Scatter(
        y=list(gone),
        x=list(gone.values()),
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 19, "color": palette.INK, "line": {"width": 2.5}},
        name=words("chart.time_mark"),
        hovertext=[words("chart.time_is", time=words.percent(time)) for time in gone.values()],
        hoverinfo="text",
    )
    return framed([track, bars, marks], height=70 + ROW_HEIGHT * len(rows), layout=_layout(rows, words, furthest))


def _layout(rows: Sequence[Standing], words: Texts, furthest: float) -> dict[str, object]:
    """Names at the left, per cent on top, and at the right what is told of each bar."""
    return {
        "margin": {"r": _margin(rows), "t": 30},
        "barmode": "overlay",
        "annotations": [_note(place, row, words) for place, row in enumerate(rows)],
        "xaxis": {
            "range": [0, furthest * 1.02],
            "tickvals": QUARTERS,
            "ticktext": ["" if quarter % 100 else f"{quarter}%" for quarter in QUARTERS],  # more run together on a telephone
            "side": "top",
            "tickangle": 0,
            "showgrid": True,
            "gridcolor": palette.GRID,
        },
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": [_short(row.name) for row in rows],
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
        },
    }


def _note(place: int, row: Standing, words: Texts) -> dict[str, object]:
    """The lamp's shape and how far it is, to the right of a bar."""
    text = f"{words(f'lamp.shape_{row.lamp}')} {row.progress.text}"
    return {"x": 1.01, "xref": "paper", "y": place, "text": text, "showarrow": False, "xanchor": "left"}


def _margin(rows: Sequence[Standing]) -> int:
    """Pixels to the right of the bars that what stands there needs."""
    longest = max((_wide(row.progress.text) for row in rows), default=0)
    return max(72, 28 + 7 * longest)


def _wide(text: str) -> int:
    """Latin letters that a text is as wide as."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _short(name: str) -> str:
    """A name on at most two lines."""
    if _wide(name) <= NAME_LETTERS:
        return plain(name)
    if " " in name:
        middle = min((at for at, letter in enumerate(name) if letter == " "), key=lambda at: abs(at - len(name) // 2))
        return plain(name[:middle]) + "<br>" + plain(name[middle + 1 :])
    half = (len(name) + 1) // 2
    return plain(name[:half]) + "<br>" + plain(name[half:])
