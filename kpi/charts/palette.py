"""Every colour a chart may have. None carries a meaning alone, and each has one: those of lamps are for verdicts only.

What Plotly draws has one colour for light and for dark ground, at least 3 : 1 on either. Marks have one for each.
"""

from dataclasses import dataclass

from kpi.model import Lamp

LAMP_COLOURS = {
    Lamp.BLUE: "#3565c4",
    Lamp.GREEN: "#3c9a6d",
    Lamp.YELLOW: "#c08523",
    Lamp.RED: "#cf5347",
    Lamp.GREY: "#7f8a97",
}
INK = "#66727f"
"""Marks and lines that belong to no lamp."""
FIGURES = "#3b8ab4"
"""Values, whatever is said of them: another blue than that of 已达标."""
PATH = "#7f8a97"
STEP = "rgba(59, 138, 180, 0.28)"
"""Parts of a sum, light enough for words on them on either ground."""
TRACK = "rgba(140, 151, 164, 0.22)"
GRID = "rgba(140, 151, 164, 0.25)"
PARTS = ("#3b8ab4", "#8a6fb8", "#4aa3a2", "#c76b98", "#6c7fb0", "#a08363", "#7f8a97")
"""Parts of a whole; none is the colour of a lamp."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How a class of shapes looks in a mark, as SVG style: on light ground, and on dark where that differs."""

    light: str
    dark: str = ""


def _filled(light: str, dark: str) -> Tone:
    return Tone(f"fill:{light}", f"fill:{dark}")


def _drawn(light: str, dark: str, width: float = 1.5) -> Tone:
    return Tone(f"fill:none;stroke:{light};stroke-width:{width}", f"stroke:{dark}")


GROUND = ("#ffffff", "#11161d")
"""What marks stand on, light and dark."""
_INK = ("#1d2733", "#e4e9ef")
_QUIET = ("#56626f", "#aab4c0")
_EDGE = ("#7d8a99", "#8794a3")
_FIGURE = ("#3b8ab4", "#55abd6")
LAMPS = {
    Lamp.BLUE: ("#1f4fa3", "#97b6ff"),
    Lamp.GREEN: ("#226b46", "#6cc596"),
    Lamp.YELLOW: ("#85560d", "#e0ad55"),
    Lamp.RED: ("#b03325", "#f28d81"),
    Lamp.GREY: ("#55606c", "#aab4c0"),
}
"""Shapes and words of a verdict, light and dark: at least 4.5 : 1 on the ground and on their tint."""
TINTS = {
    Lamp.BLUE: ("#e4ecfa", "#1b2a4a"),
    Lamp.GREEN: ("#e2f1e9", "#16301f"),
    Lamp.YELLOW: ("#f8eed9", "#33270f"),
    Lamp.RED: ("#fbe7e4", "#3d1c19"),
    Lamp.GREY: ("#eceff3", "#232c37"),
}
"""What stands behind them in a cell."""
HATCH = Tone(f"stroke:{_EDGE[0]};stroke-width:1.4", f"stroke:{_EDGE[1]}")
"""The strokes of what may not be compared."""
MARKS: dict[str, Tone] = {
    "ink": _filled(*_INK),
    "quiet": _filled(*_QUIET),
    "bold": Tone("font-weight:700"),
    "small": Tone("font-size:9px"),
    "track": Tone(f"fill:#e7ebf1;stroke:{_EDGE[0]}", f"fill:#222b37;stroke:{_EDGE[1]}"),
    "empty": Tone(f"fill:none;stroke:{_EDGE[0]};stroke-dasharray:4 3", f"stroke:{_EDGE[1]}"),
    "ahead": Tone(f"fill:none;stroke:{_EDGE[0]};stroke-dasharray:1 3;stroke-width:1.4", f"stroke:{_EDGE[1]}"),
    "overdue": Tone(f"fill:none;stroke:{_INK[0]};stroke-dasharray:4 3;stroke-width:1.3", f"stroke:{_INK[1]}"),
    "hatched": Tone(f"fill:url(#hatch);stroke:{_EDGE[0]}", f"stroke:{_EDGE[1]}"),
    "blank": Tone(f"fill:{GROUND[0]};stroke:{_EDGE[0]};stroke-dasharray:3 2", f"fill:{GROUND[1]};stroke:{_EDGE[1]}"),
    "soon": Tone(f"fill:{GROUND[0]};stroke:{_EDGE[0]};stroke-dasharray:1 2", f"fill:{GROUND[1]};stroke:{_EDGE[1]}"),
    "half": Tone(f"fill:#9fcbe3;stroke:{_EDGE[0]}", f"fill:#2a5f7c;stroke:{_EDGE[1]}"),
    "pale": Tone(f"fill:#dcecf5;stroke:{_EDGE[0]}", f"fill:#1d3f52;stroke:{_EDGE[1]}"),
    "frame": Tone(f"fill:{GROUND[0]};stroke:{_INK[0]};stroke-width:1.2", f"fill:{GROUND[1]};stroke:{_INK[1]}"),
    "zone": Tone(f"fill:#cfd7e1;stroke:{_EDGE[0]}", f"fill:#3a4654;stroke:{_EDGE[1]}"),
    "veil": Tone(f"fill:{_FIGURE[0]};fill-opacity:0.1", f"fill:{_FIGURE[1]}"),
    "tick": _drawn(*_INK, 2),
    "axis": _drawn(*_EDGE, 1),
    "dashed": Tone("stroke-dasharray:3 2;stroke-width:1.4"),
    "open": _filled(*GROUND),
    "cut": _drawn(*GROUND, 2),
    "under": _drawn(*GROUND, 3.5),
    "hollow": Tone(f"fill:{GROUND[0]};stroke:{_INK[0]};stroke-width:1.8", f"fill:{GROUND[1]};stroke:{_INK[1]}"),
    "figure": _filled(*_FIGURE),
    "figure-line": _drawn(*_FIGURE, 1.8),
    **{f"{lamp}-tint": _filled(*tones) for lamp, tones in TINTS.items()},
    **{f"{lamp}-edge": Tone(f"stroke:{tones[0]};stroke-width:1", f"stroke:{tones[1]}") for lamp, tones in LAMPS.items()},
    **{f"{lamp}-line": _drawn(*tones) for lamp, tones in LAMPS.items()},
    **{str(lamp): _filled(*tones) for lamp, tones in LAMPS.items()},
    "halo": Tone(f"stroke:{GROUND[0]};stroke-width:1.2", f"stroke:{GROUND[1]}"),
    "on": _filled(*GROUND),
}
"""Classes of shapes in marks. Of two on one shape the later one here has the last word."""
