"""One line of years: when figures were counted, above when a target counts. For what no scale may hold, or is not there.

What is to be done about it stands in large letters, as the verdict's own reason says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kpi.i18n import Texts
from kpi.model import Kind, Status
from kpi.progress import rule_of
from kpi.views.figures import FigureView
from kpi.views.measures.view import MeasureView
from kpi.views.pictures.records import Band, BandKind, Form, Headline, Lane, Lanes
from kpi.views.pictures.wording import alt, goal_told, own, to_go, values_told
from kpi.views.standings import Standing


def windows(view: MeasureView, words: Texts) -> Lanes:
    """Figures that may not be held against the targets, and what these count."""
    outside = [figure for figure in view.series if not figure.dated]
    open_ = all(standing.status is Status.NOT_ASSESSED for standing in own(view))
    heading = words("drawn.figures" if open_ else "drawn.not_counted")
    lanes = [_figures(heading, outside, BandKind.OUTSIDE)] if outside else []
    for heading, part in _of_parts(view, words):
        lanes.append(_figures(heading, part, BandKind.OUTSIDE))
    return _lanes(view, words, Form.WINDOWS, (*lanes, *_targets(view, words, BandKind.ASKED)), wanted(view, words))


def one(view: MeasureView, words: Texts) -> Lanes:
    """The figure, or the few that make no series, where there is no target."""
    return _lanes(view, words, Form.ONE, (_figures(words("drawn.figures"), view.series, BandKind.COUNTED),), "")


def milestone(view: MeasureView, words: Texts) -> Lanes:
    """What was done when, and what is to be done by when."""
    figures = [*view.series, *(figure for group in view.breakdowns for figure in group.parts)]
    done = tuple(_done(figure) for figure in figures if figure.value)
    reached = (Lane(words("drawn.reached"), done),) if done else ()
    lanes = (*reached, *_targets(view, words, BandKind.ASKED if figures else BandKind.EMPTY))
    if not lanes:
        return asked(view, words)
    return _lanes(view, words, Form.MILESTONE, lanes, "" if figures else wanted(view, words))


def empty(view: MeasureView, words: Texts) -> Lanes:
    """Targets without any figure: their quota and when it is due."""
    return _lanes(view, words, Form.EMPTY, _targets(view, words, BandKind.EMPTY), wanted(view, words))


def asked(view: MeasureView, words: Texts) -> Lanes:
    """Neither figure nor target: what is to be reported of such a measure, and by whom."""
    parts = tuple(_figures(heading, figures, BandKind.OUTSIDE) for heading, figures in _of_parts(view, words))
    track = Lane(words("drawn.no_figure"), (Band(None, None, words("drawn.no_target"), kind=BandKind.EMPTY),))
    call = words("drawn.report", what=words(f"drawn.asked_{view.measure.kind}", unit=_unit(view, words)))
    key = "drawn.from_owner" if view.owner else "drawn.owner_unknown"
    remarks = [words(key, owner=view.owner), *_not_loaded(view, words)]
    return _lanes(view, words, Form.ASKED, (track, *parts), call, remarks)


def headlines(view: MeasureView, words: Texts) -> tuple[Headline, ...]:
    """What is told first of each target that is counted; of a measure that only readings are held against, of these."""
    standings = [each for each in own(view) if each.counted] or [each for each in own(view) if each.listed]
    return tuple(
        Headline(standing, goal_told(words, standing), to_go(words, standing), _reported(standing, words))
        for standing in standings
    )


def _reported(standing: Standing, words: Texts) -> str:
    reason = standing.assessment.reason
    asked_for = reason.values.get("wanted") if reason else None
    return words("drawn.to_report", wanted=asked_for) if asked_for is not None else ""


def wanted(view: MeasureView, words: Texts) -> str:
    """What is to be done before anything can be said of the first target: filed, settled, or waited for."""
    standings = [standing for standing in own(view) if standing.counted] or own(view)
    for standing in standings:
        if told := _reported(standing, words):
            return told
    status = standings[0].status if standings else Status.NO_DATA
    key = {Status.NOT_ASSESSED: "drawn.to_settle", Status.NOT_STARTED: "drawn.to_begin"}.get(status)
    return words(key) if key else words("drawn.to_report_something")


def _unit(view: MeasureView, words: Texts) -> str:
    return "" if view.measure.kind in (Kind.RANK, Kind.MILESTONE) else words.scale(view.measure).unit


def _not_loaded(view: MeasureView, words: Texts) -> Iterable[str]:
    """Figures that the plan lists and does not use, each with why."""
    for line in view.listed:
        yield words("drawn.listed", value=line.text, period=line.period, loaded=line.loaded)


def _of_parts(view: MeasureView, words: Texts) -> Iterable[tuple[str, Sequence[FigureView]]]:
    """Of a ratio, what was counted of its numerator and its denominator."""
    for name in dict.fromkeys(figure.measure_name + figure.label for figure in view.of_parts):
        figures = [figure for figure in view.of_parts if figure.measure_name + figure.label == name]
        label = figures[0].label
        told = words("drawn.labelled", label=figures[0].measure_name, told=label) if label else figures[0].measure_name
        yield told, figures


def _figures(heading: str, figures: Iterable[FigureView], kind: BandKind) -> Lane:
    return Lane(heading, tuple(_band(figure, kind) for figure in figures))


def _band(figure: FigureView, kind: BandKind) -> Band:
    start = figure.end if figure.dated else figure.start
    return Band(start, figure.end, figure.text, figure.period, kind)


def _done(figure: FigureView) -> Band:
    """What was done, by its own name where it has one."""
    return replace(_band(figure, BandKind.COUNTED), text=figure.label or figure.text)


def _targets(view: MeasureView, words: Texts, kind: BandKind) -> tuple[Lane, ...]:
    """A lane for each target, with a stretch for each of its years."""
    lanes: dict[str, list[Standing]] = {}
    for standing in own(view):
        lanes.setdefault(standing.target.target_id, []).append(standing)
    return tuple(
        Lane(_heading(words, standings), tuple(_asked_over(standing, kind) for standing in standings))
        for standings in lanes.values()
    )


def _heading(words: Texts, standings: Sequence[Standing]) -> str:
    first = standings[0]
    key = "drawn.target_each_year" if len(standings) > 1 else "drawn.target"
    told = words(key, goal=first.goal.text)
    return words("drawn.labelled", label=first.label, told=told) if first.label else told


def _asked_over(standing: Standing, kind: BandKind) -> Band:
    """When a target counts: its year, its window, or up to its deadline."""
    rule, year = rule_of(standing.target.period_type), standing.assessment.year
    end = rule.end(standing.target, year)
    window = rule.window(standing.target) if year is None else None
    start = date(year, 1, 1) if year is not None else window.start if window else None
    text = standing.period if year is None else str(year)
    return Band(start, end or (window.end if window else None), text, kind=kind)


def _lanes(
    view: MeasureView, words: Texts, form: Form, lanes: tuple[Lane, ...], call: str, remarks: Iterable[str] = ()
) -> Lanes:
    days = [day for lane in lanes for band in lane.bands for day in (band.start, band.end) if day]
    as_of = view.status.as_of
    days += [as_of, *((view.span.start, view.span.end) if view.span else ())]
    told = [(lane, values_told(words, [f"{band.told} {band.text}".strip() for band in lane.bands])) for lane in lanes]
    title = words.listing([lane.heading for lane in _targets(view, words, BandKind.ASKED)]) or words("drawn.no_target")
    return Lanes(
        form=form,
        title=title,
        alt=alt(words, view, form, *(f"{lane.heading}{words.language.colon}{told}" for lane, told in told), call),
        call=call,
        lanes=lanes,
        first=date(min(days).year, 1, 1),
        last=date(max(days).year, 12, 31),
        as_of=as_of,
        as_of_text=words("drawn.as_of", day=as_of),
        remarks=tuple(remarks),
    )
