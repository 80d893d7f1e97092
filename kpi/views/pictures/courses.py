"""Values over time: against the path of a target, or by themselves; a sum as it came together, part by part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from kpi.analysis import Forecast
from kpi.i18n import Texts, in_whole_things
from kpi.model import JUDGED_BY_PACE, Kind, Measure, Status
from kpi.progress import projection, required_path
from kpi.views.analyses.catching_up import CatchUpView
from kpi.views.figures import FigureView
from kpi.views.measures.view import MeasureView
from kpi.views.pictures.records import Block, Bracket, BreakView, Course, Form, PointView
from kpi.views.pictures.wording import (
    alt,
    bounded,
    goal_of,
    goal_told,
    lines_of,
    point_of,
    second_lines,
    short,
    to_go,
    values_told,
)
from kpi.views.standings import Standing

_OPEN = frozenset({Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED})
"""Verdicts beside which no figure may be held against the target."""


def course_of(view: MeasureView, standing: Standing, words: Texts) -> Course | None:
    """A target that is reached over time, with the values it is judged by; None where there are none."""
    assessment = standing.assessment
    if assessment.period_type.of_change and assessment.status in _OPEN:
        return None
    if assessment.completion_pct is not None:
        return _with_target(view, standing, words, _steps(view, standing, words))
    runs = _runs(_points(view, standing), view.breaks if not assessment.period_type.of_change else ())
    if not runs:
        return None
    remarks = _noted(runs, words)
    drawn = Course(_form(standing.measure), "", "", standing.measure, runs, breaks=_among(view.breaks, runs), remarks=remarks)
    return _with_target(view, standing, words, drawn)


def course_alone(view: MeasureView, words: Texts) -> Course:
    """Dated values that no target is drawn with."""
    runs, form = _runs(view.dated, view.breaks), _form(view.measure)
    told = alt(words, view, form, values_told(words, [point.label for point in view.dated]))
    among = _among(view.breaks, runs)
    return Course(form, words("drawn.figures"), told, view.measure, runs, breaks=among, remarks=_noted(runs, words))


def _form(measure: Measure) -> Form:
    return Form.RANK if measure.kind is Kind.RANK else Form.TRAJECTORY


def _noted(runs: Sequence[Sequence[PointView]], words: Texts) -> tuple[str, ...]:
    """What is noted of single points: a revision, a remark."""
    return tuple(words("drawn.noted", day=point.day, note=point.note) for run in runs for point in run if point.note)


def _points(view: MeasureView, standing: Standing) -> Sequence[PointView]:
    """What a target is judged by: dated values, of a change how it came along, or the one value of its window."""
    if standing.assessment.period_type.of_change:
        return view.changes.get(standing.target.target_id, ())
    day, value = standing.assessment.current_date, standing.assessment.current_value
    if view.dated or day is None or value is None or standing.assessment.period is None:
        return view.dated
    sources = "; ".join(figure.source for figure in standing.current_figures)
    return (PointView(day, value, standing.current.text, sources, standing.current.text, short(standing.current)),)


def _runs(points: Sequence[PointView], breaks: Sequence[BreakView]) -> tuple[tuple[PointView, ...], ...]:
    """Points in stretches that are counted alike. What is noted of several of them says nothing of a single one."""
    runs: dict[int, list[PointView]] = {}
    notes = Counter(point.note for point in points)
    for point in points:
        alone = point if notes[point.note] == 1 else replace(point, note="")
        runs.setdefault(sum(each.day <= point.day for each in breaks), []).append(alone)
    return tuple(tuple(run) for _, run in sorted(runs.items()))


def _among(breaks: Sequence[BreakView], runs: Sequence[Sequence[PointView]]) -> tuple[BreakView, ...]:
    """The breaks between the first and the last of the points."""
    return tuple(each for each in breaks if runs and runs[0][0].day < each.day <= runs[-1][-1].day)


def _steps(view: MeasureView, standing: Standing, words: Texts) -> Course:
    """The parts that a sum is made of, each on top of those before it."""
    figures = sorted(
        standing.current_figures, key=lambda figure: (figure.end or view.status.as_of, figure.start or view.status.as_of)
    )
    tops = list(accumulate((figure.value for figure in figures), initial=0.0))
    blocks = tuple(
        _block(figure, figure.start, figure.end, base, words)
        for figure, base in zip(figures, tops, strict=False)
        if figure.start and figure.end
    )
    return Course(Form.STEPS, "", "", standing.measure, blocks=blocks, total=standing.current.text)


def _block(figure: FigureView, start: date, end: date, base: float, words: Texts) -> Block:
    label = words("drawn.figure", value=figure.text, period=figure.period)
    return Block(start, end, base, point_of(figure, end, label))


def _with_target(view: MeasureView, standing: Standing, words: Texts, drawn: Course) -> Course:
    """The target, its path, where it should be and what is missing, as far as the values may be held against it."""
    assessment = standing.assessment
    comparable = assessment.status not in _OPEN and (assessment.gap is not None or assessment.current_value is None)
    ahead = next((each for each in view.catch_ups if each.standing is standing), None)
    told = replace(
        drawn,
        title=goal_told(words, standing),
        goal=goal_of(standing, comparable=comparable),
        alt=_alt(view, standing, words, drawn),
    )
    if not comparable:
        return told
    return replace(
        told,
        baseline=_baseline(standing, words),
        path=required_path(assessment),
        expected=_expected(standing, words),
        behind=_behind(standing, words),
        missing=_missing(standing, words),
        projected=words("drawn.projected", value=standing.projected.text) if standing.projected.text else "",
        onward=() if _forecast(ahead) else projection(assessment),
        forecast=_forecast(ahead),
        outlook=ahead.outlook_text if ahead else "",
        lines=lines_of(second_lines(view, standing), standing.measure),
    )


def _forecast(ahead: CatchUpView | None) -> Forecast | None:
    """Where the target is heading, if that is said with an interval."""
    forecast = ahead.outlook.forecast if ahead and ahead.outlook else None
    return forecast if forecast and forecast.low is not None else None


def _baseline(standing: Standing, words: Texts) -> PointView | None:
    """Where a way starts; a change and a sum start from nothing, which is no figure."""
    assessment = standing.assessment
    day, value = assessment.baseline_date, assessment.baseline_value
    if day is None or value is None or assessment.period_type.of_change:
        return None
    sources = "; ".join(figure.source for figure in standing.baseline_figures)
    text = words("drawn.baseline", value=standing.baseline.text)
    return PointView(day, value, standing.baseline_on, sources, text, short(standing.baseline))


def _expected(standing: Standing, words: Texts) -> PointView | None:
    """Where it should be by the day of the newest value, while that is asked: not once the period is over."""
    assessment = standing.assessment
    day, value = assessment.current_date, assessment.expected_value
    if assessment.status not in JUDGED_BY_PACE or day is None or value is None:
        return None
    text = in_whole_things(words, words.quantity(value, standing.measure), value, standing.measure)
    return PointView(day, value, words("drawn.should_be", day=day, value=text), "", words("drawn.on_pace", value=text))


def _behind(standing: Standing, words: Texts) -> Bracket | None:
    expected, assessment = _expected(standing, words), standing.assessment
    value, lead = assessment.current_value, assessment.lead_pp
    if expected is None or value is None or lead is None or lead >= 0:
        return None
    side = "behind" if standing.measure.kind is Kind.RANK else "below" if expected.value > value else "above"
    text = words(f"drawn.{side}_pace", gap=bounded(words, standing, abs(expected.value - value)))
    return Bracket(expected.day, value, expected.value, text, standing.lamp)


def _missing(standing: Standing, words: Texts) -> Bracket | None:
    """What is missing to the target, on the day it is due."""
    assessment, told = standing.assessment, to_go(words, standing)
    day, value = goal_of(standing, comparable=True).day or assessment.current_date, assessment.current_value
    if not told or day is None or value is None:
        return None
    return Bracket(day, value, assessment.edge, told, standing.lamp)


def _alt(view: MeasureView, standing: Standing, words: Texts, drawn: Course) -> str:
    labels = [point.label for run in drawn.runs for point in run] or [block.point.label for block in drawn.blocks]
    goal = words("drawn.alt_goal", goal=goal_told(words, standing), status=standing.status_text)
    return alt(words, view, drawn.form, values_told(words, labels), goal, standing.lead_told)
