"""Every colour a chart may have. They hold on white and on near-black alike, and never carry a meaning alone."""

from dataclasses import dataclass

from kpi.model import Lamp

LAMP_COLOURS = {
    Lamp.BLUE: "#3b7cc0",
    Lamp.GREEN: "#3c9a6d",
    Lamp.YELLOW: "#cf9330",
    Lamp.RED: "#cf5347",
    Lamp.GREY: "#8c97a4",
}
INK = "#5b6876"
"""Marks and lines that belong to no lamp."""
FIGURES = "#3b7cc0"
TARGET = "#cf5347"
PATH = "#8c97a4"
STEP = "rgba(59, 138, 180, 0.28)"
"""Parts of a sum, light enough for words on them on either ground."""
VEIL = "rgba(140, 151, 164, 0.12)"
"""Behind words that stand on something."""
TRACK = "rgba(140, 151, 164, 0.22)"
GRID = "rgba(140, 151, 164, 0.25)"
PARTS = ("#3b7cc0", "#3c9a6d", "#cf9330", "#8a6fb8", "#c76b98", "#4aa3a2", "#8c97a4")


@dataclass(frozen=True, slots=True)
class Tone:
    """How a class of shapes looks in a mark, as SVG style: on light ground, and on dark where that differs."""

    light: str
    dark: str = ""


MARKS: dict[str, Tone] = {
    "ink": Tone("fill:#1d2733", "fill:#e4e9ef"),
    "quiet": Tone("fill:#5b6876", "fill:#aab4c0"),
    "track": Tone("fill:#e7ebf1;stroke:#7d8a99", "fill:#222b37;stroke:#7d8a99"),
    "empty": Tone("fill:none;stroke:#7d8a99;stroke-dasharray:3 2", "stroke:#8794a3"),
    "hollow": Tone("fill:#ffffff;stroke:#1d2733;stroke-width:2", "fill:#11161d;stroke:#e4e9ef"),
    "tick": Tone("fill:none;stroke:#1d2733;stroke-width:2", "stroke:#e4e9ef"),
    "figure": Tone("fill:#2a6db0", "fill:#7fb0e0"),
    "figure-line": Tone("fill:none;stroke:#2a6db0;stroke-width:1.8", "stroke:#7fb0e0"),
    "blue": Tone("fill:#1f5a94", "fill:#7fb2ea"),
    "green": Tone("fill:#226b46", "fill:#6cc596"),
    "yellow": Tone("fill:#8a5a12", "fill:#e0ad55"),
    "yellow-line": Tone("fill:none;stroke:#8a5a12", "stroke:#e0ad55"),
    "red": Tone("fill:#b03325", "fill:#f08a7e"),
    "red-line": Tone("fill:none;stroke:#b03325", "stroke:#f08a7e"),
    "veil": Tone("fill:#2a6db0;fill-opacity:0.09", "fill:#7fb0e0"),
    "hatched": Tone("fill:#cccccc;stroke:#7d8a99"),
    "frame": Tone("fill:none;stroke:#1d2733;stroke-width:1.2", "stroke:#e4e9ef"),
    "line": Tone("fill:none;stroke:#7d8a99"),
    "dashed": Tone("stroke-dasharray:3 2"),
    "open": Tone("fill:#ffffff", "fill:#11161d"),
    "on": Tone("fill:#ffffff", "fill:#11161d"),
    "missed": Tone("fill:#8e1f14", "fill:#f0766a"),
}
"""Classes of shapes in marks."""
