"""Every colour a chart may have. They hold on white and on near-black alike, and never carry a meaning alone."""

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
TRACK = "rgba(140, 151, 164, 0.22)"
GRID = "rgba(140, 151, 164, 0.25)"
PARTS = ("#3b7cc0", "#3c9a6d", "#cf9330", "#8a6fb8", "#c76b98", "#4aa3a2", "#8c97a4")
