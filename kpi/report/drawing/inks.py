"""The shade, pattern and mark of each ink. In black and white the steps from dark to light and the patterns remain."""

from collections.abc import Mapping
from dataclasses import dataclass

from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE

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
    pattern: MSO_PATTERN_TYPE | None = None
    """None: a solid area."""
    ground: str = WHITE
    """Between the strokes of a pattern."""
    dash: MSO_LINE_DASH_STYLE | None = None
    """Of a line; None: solid."""
    marker: XL_MARKER_STYLE = XL_MARKER_STYLE.CIRCLE
    hollow: bool = False
    """Whether a mark on a line is empty."""


SHADES: Mapping[Ink, Shade] = {
    Ink.VALUE: Shade(palette.FIGURES),
    Ink.YARDSTICK: Shade(
        palette.INK,
        MSO_PATTERN_TYPE.LIGHT_UPWARD_DIAGONAL,
        dash=MSO_LINE_DASH_STYLE.DASH,
        marker=XL_MARKER_STYLE.DIAMOND,
        hollow=True,
    ),
    Ink.EARLIER: Shade(palette.FIGURES, dash=MSO_LINE_DASH_STYLE.ROUND_DOT, marker=XL_MARKER_STYLE.SQUARE, hollow=True),
    Ink.EARLIEST: Shade(palette.FIGURES, dash=MSO_LINE_DASH_STYLE.ROUND_DOT, marker=XL_MARKER_STYLE.TRIANGLE, hollow=True),
    Ink.MET: Shade(palette.LAMP_COLOURS[Lamp.BLUE]),
    Ink.ON_PACE: Shade(palette.LAMP_COLOURS[Lamp.GREEN], MSO_PATTERN_TYPE.DARK_UPWARD_DIAGONAL, "#b9dcca"),
    Ink.BEHIND: Shade(palette.LAMP_COLOURS[Lamp.YELLOW], MSO_PATTERN_TYPE.PERCENT_25, "#f7ead2"),
    Ink.FAR_BEHIND: Shade(palette.LAMP_COLOURS[Lamp.RED], MSO_PATTERN_TYPE.DARK_DOWNWARD_DIAGONAL, "#e6958d"),
    Ink.MISSED: Shade(palette.LAMPS[Lamp.RED][0], MSO_PATTERN_TYPE.LARGE_CHECKER_BOARD, "#ebb3ac"),
    Ink.OPEN: Shade(palette.LAMP_COLOURS[Lamp.GREY], MSO_PATTERN_TYPE.PERCENT_5),
}
"""By what a series stands for. Verdicts have the colours of their lamps."""
