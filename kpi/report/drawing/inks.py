"""The shade, pattern and mark of each ink. In black and white the steps from dark to light and the patterns remain."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.charts import palette
from kpi.model import Lamp
from kpi.report.plots import Ink

WHITE = "#ffffff"
BREAK = 0.8, 0.83
"""Where the gap is in a bar that goes further than it is drawn, as shares of what is drawn: its number stands behind it."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How one ink is drawn."""

    colour: str
    """Of outlines, lines, marks and of the pattern's strokes."""
    pattern: str | None = None
    """By its name among those of office programs; None: a solid area."""
    ground: str = WHITE
    """Between the strokes of a pattern."""
    dash: str | None = None
    """Of a line, by such a name; None: solid."""
    marker: str = "CIRCLE"
    hollow: bool = False
    """Whether a mark on a line is empty."""


SHADES: Mapping[Ink, Shade] = {
    Ink.VALUE: Shade(palette.FIGURES),
    Ink.YARDSTICK: Shade(
        palette.INK,
        "LIGHT_UPWARD_DIAGONAL",
        dash="DASH",
        marker="DIAMOND",
        hollow=True,
    ),
    Ink.EARLIER: Shade(palette.FIGURES, dash="ROUND_DOT", marker="SQUARE", hollow=True),
    Ink.EARLIEST: Shade(palette.FIGURES, dash="ROUND_DOT", marker="TRIANGLE", hollow=True),
    Ink.MET: Shade(palette.LAMP_COLOURS[Lamp.BLUE]),
    Ink.ON_PACE: Shade(palette.LAMP_COLOURS[Lamp.GREEN], "DARK_UPWARD_DIAGONAL", "#b9dcca"),
    Ink.BEHIND: Shade(palette.LAMP_COLOURS[Lamp.YELLOW], "PERCENT_25", "#f7ead2"),
    Ink.FAR_BEHIND: Shade(palette.LAMP_COLOURS[Lamp.RED], "DARK_DOWNWARD_DIAGONAL", "#e6958d"),
    Ink.MISSED: Shade(palette.LAMPS[Lamp.RED][0], "LARGE_CHECKER_BOARD", "#ebb3ac"),
    Ink.OPEN: Shade(palette.LAMP_COLOURS[Lamp.GREY], "PERCENT_5"),
}
"""By what a series stands for. Verdicts have the colours of their lamps."""
