"""Which form fits a measure: by what it is, what its targets ask for and which figures there are. None is left without one."""

from collections.abc import Iterator, Sequence

from kpi.i18n import Texts
from kpi.model import Kind
from kpi.progress import ChartForm, rule_of
from kpi.views.measures.view import MeasureView
from kpi.views.pictures.courses import course_alone, course_of
from kpi.views.pictures.lanes import asked, empty, milestone, one, windows
from kpi.views.pictures.ranges import ranges, share
from kpi.views.pictures.records import Form, Parts, Picture, Years
from kpi.views.pictures.wording import alt, is_share, own, values_told
from kpi.views.pictures.years import whole_year, years_alone, years_of
from kpi.views.standings import Standing


def pictures_of(view: MeasureView, words: Texts) -> tuple[Picture, ...]:
    """Everything that is drawn of a measure, the main picture first."""
    if view.measure.kind is Kind.MILESTONE:
        return (milestone(view, words),)
    if view.measure.kind is Kind.PARAMETER and (view.series or view.breakdowns):
        return (ranges(view, words),)
    drawn = (*_of_targets(view, words), *_of_figures(view, words), *_of_readings(view, words))
    ordered = drawn or (_without_series(view, words),)
    parts = _parts(view, words)
    if parts is None:
        return ordered
    if ordered[0].form is Form.ASKED:
        return (parts,)
    return (parts, *ordered) if ordered[0].form is Form.ONE else (*ordered, parts)


def _of_targets(view: MeasureView, words: Texts) -> Iterator[Picture]:
    """A picture for each target over time and for all years of yearly ones, in the order of the plan."""
    years: list[Standing] = []
    for standing in own(view):
        if _yearly(standing):
            years.append(standing)
        elif course := course_of(view, standing, words):
            yield course
    for alike in _by_unit(years):
        if _has_bars(view, alike):
            yield years_of(view, alike, words)


def _of_readings(view: MeasureView, words: Texts) -> Iterator[Picture]:
    """Ways to read a target that are counted in another unit than the measure: they have no line on its picture."""
    others = [
        standing
        for standing in view.standings
        if standing.below and standing not in own(view) and standing.measure.unit != view.measure.unit
    ]
    for standing in others:
        if not _yearly(standing) and (course := course_of(view, standing, words)):
            yield course
    for alike in _by_unit([standing for standing in others if _yearly(standing)]):
        if any(standing.assessment.current_value is not None for standing in alike):
            yield years_of(view, alike, words)


def _of_figures(view: MeasureView, words: Texts) -> Iterator[Picture]:
    """Figures that the pictures of the targets leave out."""
    drawn = [standing for standing in own(view) if _yearly(standing) and _has_bars(view, [standing])]
    shown = {standing.measure.unit for standing in drawn}
    levels = [standing for standing in own(view) if not _yearly(standing) and not standing.assessment.period_type.of_change]
    bars = None if view.measure.unit in shown else years_alone(view, words)
    sums = any(standing.assessment.completion_pct is not None for standing in own(view))
    if bars and not sums and (_is_series(view, bars)):
        yield bars
    if len(view.dated) > 1 and not levels:
        yield course_alone(view, words)


def _is_series(view: MeasureView, bars: Years) -> bool:
    """Whether bars by year say more than one figure alone, or hold a change, whose place is above or below nought."""
    if view.measure.kind is Kind.CHANGE:
        return True
    return sum(bar.point is not None for bar in bars.bars) > 1


def _without_series(view: MeasureView, words: Texts) -> Picture:
    """The picture of what has no course and no years."""
    if own(view):
        counted = [figure for figure in (*view.series, *view.of_parts) if not figure.dated]
        return windows(view, words) if counted else empty(view, words)
    if len(view.series) == 1 and is_share(view.measure):
        return share(view, words)
    if view.dated and view.measure.kind is Kind.RANK:
        return course_alone(view, words)
    return one(view, words) if view.series else asked(view, words)


def _yearly(standing: Standing) -> bool:
    year_by_year = rule_of(standing.assessment.period_type).chart is ChartForm.YEAR_BY_YEAR
    return standing.assessment.year is not None or year_by_year


def _by_unit(standings: Sequence[Standing]) -> list[list[Standing]]:
    """Standings that one scale holds, together."""
    alike: dict[tuple[object, ...], list[Standing]] = {}
    for standing in standings:
        alike.setdefault((standing.measure.unit, standing.measure.kind), []).append(standing)
    return list(alike.values())


def _has_bars(view: MeasureView, standings: Sequence[Standing]) -> bool:
    """Whether any of the years has a value, or whole years before them do."""
    if any(standing.assessment.current_value is not None for standing in standings):
        return True
    windows_of = [figure for figure in view.series if not figure.dated]
    return bool(windows_of) and all(whole_year(figure) for figure in windows_of)


def _parts(view: MeasureView, words: Texts) -> Parts | None:
    """What the newest figures are made of."""
    newest = tuple({group.breakdown: group for group in view.breakdowns}.values())
    if not newest:
        return None
    told = [f"{part.label} {part.text}" for group in newest for part in group.parts]
    return Parts(Form.PARTS, words("drawn.parts"), alt(words, view, Form.PARTS, values_told(words, told)), newest)
