"""A bar for every year: against the quota of the year, or round nought where a change is counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isnan

from kpi.analysis import bounded, gap_mark, missing
from kpi.i18n import Texts
from kpi.model import Kind, Lamp, Measure, Status
from kpi.progress import rule_of
from kpi.views.amounts import Amount
from kpi.views.figures import FigureView
from kpi.views.measures.view import MeasureView
from kpi.views.pictures.records import Form, Goal, Line, PointView, YearBar, Years
from kpi.views.pictures.wording import alt, goal_of, goal_told, left_out, lines_of, own, point_of, short, values_told
from kpi.views.standings import Standing

_SIGNS = frozenset("≥≤")


def years_of(view: MeasureView, standings: Sequence[Standing], words: Texts) -> Years:
    """The years of yearly targets, and beside them those for which only a figure is known."""
    measure = standings[0].measure
    judged = {standing.assessment.year or 0: standing for standing in standings}
    alike = measure.unit == view.measure.unit and measure.kind is view.measure.kind
    reported = by_year(view.series) if alike else {}
    others = {year: _of_figure(figure, words) for year, figure in reported.items() if year not in judged}
    bars = others | {year: _of_standing(year, standing, words) for year, standing in judged.items()}
    counted = {figure.observation_key for standing in standings for figure in standing.current_figures}
    used = counted | {figure.observation_key for year, figure in reported.items() if year in others}
    ids = {standing.target.target_id for standing in standings}
    below = [each for each in view.standings if each.target.parent_target_id in ids]
    return _drawn(
        view, words, measure, bars, title=_title(words, standings), left=_unused(view, used) if alike else (),
        lines=tuple(line for line in lines_of(below, measure) if line.day.year in bars),
    )  # fmt: skip


def years_alone(view: MeasureView, words: Texts) -> Years | None:
    """Whole years, or beginnings of years, that figures were counted over; None where there are none.

    Targets that are no yearly ones, and have no picture of their own, are named at their deadline.
    """
    reported = by_year(view.series)
    if not reported:
        return None
    bars = {year: _of_figure(figure, words) for year, figure in reported.items()}
    goal = next((goal for goal in map(_later_goal, view.standings) if goal), None)
    if goal and goal.day:
        bars |= {year: YearBar(year, words("value.year", year=year)) for year in range(max(bars) + 1, goal.day.year + 1)}
    used = {figure.observation_key for figure in reported.values()}
    lines = tuple(line for line in lines_of(_readings(view), view.measure) if line.day.year in bars)
    goals = values_told(words, [goal_told(words, standing) for standing in own(view)])
    return _drawn(view, words, view.measure, bars, goals or words("drawn.by_year"), _unused(view, used), lines, goal)


def by_year(figures: Iterable[FigureView]) -> Mapping[int, FigureView]:
    """Of each calendar year the longest window that begins with it; or the same days of several years."""
    best: dict[int, FigureView] = {}
    windows = [figure for figure in figures if figure.start and figure.end]
    if same := _same_days(windows):
        return same
    for figure in windows:
        start, end = figure.start, figure.end
        if start and end and start == date(end.year, 1, 1):
            known = best.get(end.year)
            if known is None or end > (known.end or end):
                best[end.year] = figure
    return dict(sorted(best.items()))


def _same_days(figures: Sequence[FigureView]) -> Mapping[int, FigureView]:
    """Figures that are all of the same days of different years, such as every December; nothing where they are not."""
    days = {(day.month, day.day) for figure in figures for day in (figure.start, figure.end) if day}
    years = {
        figure.end.year: figure for figure in figures if figure.end and figure.start and figure.start.year == figure.end.year
    }
    alike = len(figures) > 1 and len(years) == len(figures) and len(days) <= 2
    return dict(sorted(years.items())) if alike else {}


def whole_year(figure: FigureView) -> bool:
    """Whether a figure is of one calendar year."""
    start, end = figure.start, figure.end
    return bool(start and end and (start, end) == (date(end.year, 1, 1), date(end.year, 12, 31)))


def _drawn(
    view: MeasureView,
    words: Texts,
    measure: Measure,
    bars: Mapping[int, YearBar],
    title: str,
    left: Iterable[FigureView],
    lines: tuple[Line, ...],
    goal: Goal | None = None,
) -> Years:
    ordered = tuple(bars[year] for year in sorted(bars))
    form = Form.CHANGES if measure.kind is Kind.CHANGE else Form.YEARLY
    told = [bar.told for bar in ordered if bar.told]
    first, last = ordered[0].year, ordered[-1].year
    return Years(
        form=form,
        title=title,
        alt=alt(words, view, form, values_told(words, told)),
        measure=measure,
        bars=ordered,
        lines=lines,
        goal=goal,
        breaks=tuple(each for each in view.breaks if first < each.day.year <= last),
        remarks=left_out(words, left),
    )


def _unused(view: MeasureView, used: set[tuple[object, ...]]) -> Iterable[FigureView]:
    """Figures of windows that are in no bar, but for beginnings of a year of which more is drawn."""
    drawn = by_year(view.series)
    for figure in view.series:
        if figure.observation_key not in used and not figure.dated:
            within = figure.start and figure.end and figure.start.year == figure.end.year
            if not (within and figure.end and figure.end.year in drawn):
                yield figure


def _readings(view: MeasureView) -> tuple[Standing, ...]:
    """The years of ways to read a target that itself has none."""
    return tuple(standing for standing in view.standings if standing.below and standing.assessment.year is not None)


def _later_goal(standing: Standing) -> Goal | None:
    """What is asked of a window as a whole that no year of its own is held against."""
    if standing.below or standing.assessment.year is not None or isnan(standing.assessment.target_value):
        return None
    goal = goal_of(standing, comparable=False)
    return goal if goal.day and standing.assessment.current_value is None else None


def _title(words: Texts, standings: Sequence[Standing]) -> str:
    """The goal of the years, each way it reads once."""
    told = dict.fromkeys(
        words("drawn.labelled", label=each.label, told=each.goal.text) if each.label else each.goal.text for each in standings
    )
    return words("drawn.by_year_against", goals=words.listing(list(told)))


def _of_figure(figure: FigureView, words: Texts) -> YearBar:
    year = figure.end.year if figure.end else 0
    label = words("drawn.figure", value=figure.text, period=figure.period)
    point = point_of(figure, figure.end or date(year, 12, 31), label)
    whole = whole_year(figure)
    heading = words("value.year", year=year) if whole else figure.period
    return YearBar(year, heading, point, whole, told=label)


def _of_standing(year: int, standing: Standing, words: Texts) -> YearBar:
    assessment = standing.assessment
    return YearBar(
        year=year,
        heading=_heading(year, standing, words),
        point=_point(standing, words),
        whole=assessment.complete,
        quota=None if isnan(assessment.target_value) else assessment.target_value,
        quota_text=_sided(standing.goal),
        lamp=standing.lamp if standing.judged else Lamp.GREY,
        status_text=standing.status_text,
        missed=standing.status is Status.MISSED,
        gap=_lacking(standing, words),
        told=standing.sentence,
    )


def _sided(goal: Amount) -> str:
    """A goal with its sign and without its unit, which stands at the axis."""
    sign = goal.text[:1] if goal.text[:1] in _SIGNS else ""
    return sign + short(goal) if goal.number is not None else goal.text


def _lacking(standing: Standing, words: Texts) -> str:
    gap, lacking = standing.gap, missing(standing.assessment)
    if not lacking or gap.number is None:
        return ""
    number = f"{abs(gap.number):,.{gap.decimals}f}"
    return words("drawn.lacking", number=bounded(number, gap_mark(standing.assessment, standing.measure)))


def _heading(year: int, standing: Standing, words: Texts) -> str:
    """The year; of one that is not over, up to when it is known."""
    day, assessment = standing.assessment.current_date, standing.assessment
    end = rule_of(assessment.period_type).end(standing.target, year)
    if day is None or assessment.complete or day == end:
        return words("value.year", year=year)
    return words("drawn.year_to", year=year, day=day)


def _point(standing: Standing, words: Texts) -> PointView | None:
    day, value = standing.assessment.current_date, standing.assessment.current_value
    if day is None or value is None:
        return None
    sources = words.listing(list(dict.fromkeys(figure.source for figure in standing.current_figures)))
    return PointView(day, value, standing.sentence, sources, standing.current.text, short(standing.current))
