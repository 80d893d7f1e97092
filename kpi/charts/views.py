"""From the views of the services to what charts draw.

Charts may not import services, so they say here what they need of a view.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from kpi.charts.bullet import BulletRow
from kpi.charts.parts import Part
from kpi.charts.series import Range, YearBar
from kpi.model import Assessment, Lamp, Measure


class StandingLike(Protocol):
    """A target and how it stands, in words."""

    @property
    def assessment(self) -> Assessment:
        """The numbers."""

    @property
    def name(self) -> str:
        """The measure's name, with the year if it has one."""

    @property
    def lamp(self) -> Lamp:
        """Its lamp."""

    @property
    def progress_text(self) -> str:
        """How far it is, in words."""

    @property
    def status_text(self) -> str:
        """The verdict in words."""

    @property
    def sentence(self) -> str:
        """One line as an office would write it."""


class FigureLike(Protocol):
    """A figure of a breakdown."""

    @property
    def label(self) -> str:
        """The member's name; empty for the whole."""

    @property
    def value(self) -> float:
        """Base units."""

    @property
    def text(self) -> str:
        """Value with mark and unit."""


class ForecastLike(Protocol):
    """A projected value; base units."""

    @property
    def end(self) -> date:
        """The day it is for."""

    @property
    def value(self) -> float:
        """What is projected."""

    @property
    def low(self) -> float | None:
        """Lower end of its interval."""

    @property
    def high(self) -> float | None:
        """Upper end of its interval."""


def bullet_rows(standings: Iterable[StandingLike]) -> list[BulletRow]:
    """A row for every standing that has a progress."""
    return [
        BulletRow(
            each.name,
            each.assessment.progress_pct,
            each.assessment.time_pct,
            each.lamp,
            each.status_text,
            each.sentence,
            each.progress_text,
        )
        for each in standings
        if each.assessment.progress_pct is not None
    ]


def year_bars(standings: Iterable[StandingLike]) -> list[YearBar]:
    """A bar for every standing that is of a year."""
    return [
        YearBar(
            each.assessment.year,
            each.assessment.current_value,
            each.assessment.target_value,
            each.lamp,
            each.status_text,
            each.sentence,
        )
        for each in standings
        if each.assessment.year is not None
    ]


def range_of(forecast: ForecastLike | None, text: str) -> Range | None:
    """A forecast that has an interval, to be drawn with it."""
    if forecast is None or forecast.low is None or forecast.high is None:
        return None
    return Range(forecast.end, forecast.value, forecast.low, forecast.high, text)


def parts_of(figures: Sequence[FigureLike], measure: Measure, unnamed: str) -> list[Part]:
    """Figures as parts in the display unit; `unnamed` is what the whole is called."""
    scale = float(measure.display_scale)
    return [Part(each.label or unnamed, each.value / scale, each.text) for each in figures]
