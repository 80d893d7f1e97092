"""A slide for each measure that matters most: where it started, where it should be, where it is and what is missing."""

from collections.abc import Iterator

from kpi.charts import palette
from kpi.i18n import Texts
from kpi.model import Lamp
from kpi.report.model import GapReport
from kpi.report.pictures import Mark, mark_of
from kpi.report.plots import Plot, path_plot, progress_plot, yearly_plot
from kpi.report.slides.deck import Deck
from kpi.report.slides.overview import LARGE_CARD, place_cards
from kpi.report.slides.sources import figure_source, sources_of
from kpi.report.wording import day_text, shown, verdict
from kpi.views import Face, PathRow, Standing, heading

_MOST = 3
_FACTS, _GAP, _FACT_GAP = 300, 24, 10
_CARDS_ABREAST = 3
_RAIL = 720
"""Pixels, before it is made larger for a slide."""


def chosen(report: GapReport) -> tuple[Standing, ...]:
    """The targets of the headline measures, one of each; where the scope has none, the first with a verdict or a value."""
    by_measure: dict[str, Standing] = {}
    for row in report.counted:
        if row.measure.headline:
            by_measure.setdefault(row.measure_name, row)
    ranked = sorted(report.counted, key=lambda row: (not row.judged, not row.current.text))
    return tuple(by_measure.values())[:_MOST] or tuple(ranked[:_MOST])


def rail(report: GapReport, row: Standing) -> Mark:
    """How far a target is, as on every other page of a plan."""
    return mark_of(report, row, _RAIL)


def measure_slide(deck: Deck, row: Standing) -> None:
    """One target: its sentence, its values from the start to the gap, and its figures over time."""
    report, words = deck.report, deck.words
    page = deck.page(row.measure_name, row.sentence or row.paper.reason)
    page.mark(rail(report, row))
    left, right = page.body.split(_FACTS, _GAP)
    plot = _plot(report, row)
    facts = list(_facts(words, row, _path(report, row)))
    told = facts if plot else [fact for fact in facts if fact[1] != words("value.none")]
    places = left.rows(len(told), _FACT_GAP) if plot else place_cards(len(told), page.body, LARGE_CARD, _CARDS_ABREAST)
    for area, (label, value, stripe) in zip(places, told, strict=True):
        page.card(area, value, label, stripe=stripe)
    page.note(*(f"{label}{words('slides.colon')}{value}" for label, value, _ in facts))
    if plot:
        page.chart(plot, right, 11)
    page.note(row.paper.reason, *row.paper.remarks, *sources_of(report, [row]))
    path = _path(report, row)
    if path:
        page.note(
            *(
                point.source and f"{point.label}{words('slides.colon')}{point.value.told} {point.source}"
                for point in path.points
            )
        )
    elif plot:
        page.note(
            *(
                figure_source(words, figure)
                for year in report.yearly
                if year.measure_id == row.measure.measure_id
                for figure in year.figures
            )
        )


def _facts(words: Texts, row: Standing, path: PathRow | None) -> Iterator[tuple[str, str, str]]:
    """Label, value and colour: start, where it should be, where it is, what is missing, target, verdict."""

    def dated(key: str, day: str) -> str:
        label = heading(words, key, Face.SLIDES)
        return words("slides.dated", label=label, day=day) if day else label

    yield (
        dated("baseline", day_text(words, row.assessment.baseline_date)),
        shown(words, row.baseline),
        palette.INK,
    )
    yield _expected(words, row, path)
    yield (
        dated("current", row.counted_over or day_text(words, row.assessment.current_date)),
        shown(words, row.current),
        palette.LAMP_COLOURS[Lamp.BLUE],
    )
    yield heading(words, "gap", Face.SLIDES), shown(words, row.gap), palette.LAMP_COLOURS[row.lamp]
    yield dated("target", row.period), shown(words, row.goal), palette.INK
    yield heading(words, "verdict", Face.SLIDES), verdict(words, row), palette.LAMP_COLOURS[row.lamp]


def _expected(words: Texts, row: Standing, path: PathRow | None) -> tuple[str, str, str]:
    """Where it should be by the day of its newest figure; without a path, how much of the time has gone."""
    points = [point for point in path.expected if point.day == row.assessment.current_date] if path else []
    if points:
        return words("report.plot_expected"), shown(words, points[0].value), palette.LAMP_COLOURS[Lamp.GREY]
    progress = (
        words("slides.pace", progress=row.progress.text, time=row.time.text) if row.progress.text and row.time.text else ""
    )
    return words("slides.pace_label"), progress or shown(words, row.time), palette.LAMP_COLOURS[Lamp.GREY]


def _path(report: GapReport, row: Standing) -> PathRow | None:
    return next((path for path in report.paths if path.target_id == row.target.target_id and row.assessment.year is None), None)


def _plot(report: GapReport, row: Standing) -> Plot | None:
    """Its figures beside the way to the target, else by year, else its progress beside the time."""
    path = _path(report, row)
    drawn = path_plot(report, path) if path and path.headline else None
    return drawn or yearly_plot(report, row.measure.measure_id) or progress_plot(report, [row])
