"""The three charts every page beside ours shows, and the port it is told to serve them on."""

import sys

import plotly.graph_objects as go

TITLE = "Three charts"


def figures() -> list[go.Figure]:
    """Three bars over nine years each."""
    years = list(range(2018, 2027))
    return [go.Figure(go.Bar(x=years, y=[number + year % 7 for year in years])) for number in range(3)]


def port() -> int:
    """The port given on the command line."""
    return int(sys.argv[1])
