"""From views to what charts draw."""

from collections.abc import Iterable, Sequence

from kpi.analysis import Forecast
from kpi.charts.bullet import BulletRow
from kpi.charts.parts import Share
from kpi.charts.series import Line, Range, YearBar
from kpi.model import Measure
from kpi.progress import rule_of
from kpi.views import FigureView, Standing


def bullet_rows(standings: Iterable[Standing]) -> list[BulletRow]:
    """A row for every standing that has a progress."""
    return [
        BulletRow(
            each.name,
            each.assessment.progress_pct,
            each.assessment.time_pct,
            each.lamp,
            each.status_text,
            each.sentence,
            each.progress.text,
        )
        for each in standings
        if each.assessment.progress_pct is not None
    ]


def year_bars(standings: Iterable[Standing]) -> list[YearBar]:
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


def target_lines(standings: Iterable[Standing], measure: Measure) -> list[Line]:
    """Steps, second lines and upper edges that are counted in the unit of a chart, each where it is due."""
    lines = []
    for each in standings:
        end = rule_of(each.target.period_type).end(each.target, each.assessment.year)
        if end is not None and (each.measure.unit, each.measure.kind) == (measure.unit, measure.kind):
            edge = each.assessment.target_high
            other = edge if edge is not None and not each.below else each.assessment.target_value
            told = (each.label, each.period, each.goal.text, each.status_text)
            lines.append(Line(end, other, " ".join(filter(None, told))))
    return lines


def range_of(forecast: Forecast | None, text: str) -> Range | None:
    """A forecast that has an interval, to be drawn with it."""
    if forecast is None or forecast.low is None or forecast.high is None:
        return None
    return Range(forecast.end, forecast.value, forecast.low, forecast.high, text)


def parts_of(figures: Sequence[FigureView], measure: Measure, unnamed: str) -> list[Share]:
    """Figures as parts in the display unit; `unnamed` is what the whole is called."""
    scale = float(measure.display_scale)
    return [Share(each.label or unnamed, each.value / scale, each.text) for each in figures]
