"""One measure with everything there is about it: figures and their earlier versions, breakdowns, doubts and passages."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import pandas as pd

from kpi import progress
from kpi.catalog import Catalog, part_reference
from kpi.i18n import Texts, texts
from kpi.model import Load, Measure, Window, naive
from kpi.progress import rule_of
from kpi.views.amounts import Amounts
from kpi.views.analyses.catching_up import CatchUpView, CatchUpWording
from kpi.views.comparing.vintages import vintages_of
from kpi.views.figures import FigureView, FigureWording
from kpi.views.goals import averaged_over
from kpi.views.measures.breakdowns import breakdowns_of
from kpi.views.measures.printed import printed_line
from kpi.views.measures.view import ComputedView, MeasureView, PassageView
from kpi.views.pictures.choosing import pictures_of
from kpi.views.pictures.lanes import headlines
from kpi.views.pictures.records import BreakView, PointView
from kpi.views.pictures.wording import point_of, short
from kpi.views.questions import OpenQuestions
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView


def measure_of(
    known: Known,
    view: StatusView,
    measure: Measure,
    versions: pd.DataFrame,
    moment: datetime,
    passages: tuple[PassageView, ...],
) -> MeasureView:
    """Everything about one measure; `versions` are all rows ever loaded for it, of which those of `moment` are told."""
    catalog, words = known.catalog, texts(view.query.lang)
    wording = known.figures(words)
    current = _current(known, wording, view, measure.measure_id)
    whole = [figure for figure in current if not figure.breakdown]
    standings = tuple(standing for standing in view.standings if standing.measure.measure_id == measure.measure_id)
    computed, vintages = _computed(known, wording, view, measure), _vintages(catalog, words, whole)
    own = measure.doubt.in_(words.lang)
    own_subject = measure.measure_id, view.region.region_code
    catalogued = (figure for figure in catalog.figures.values() if (figure.measure_id, figure.region_code) == own_subject)
    made = MeasureView(
        status=view,
        measure=measure,
        name=measure.name(words.lang),
        standings=standings,
        series=tuple(whole),
        computed=computed,
        versions=_versions(wording, view, versions, moment, current),
        breakdowns=breakdowns_of(catalog, words, measure, current),
        listed=tuple(printed_line(wording, figure) for figure in catalogued if figure.load is not Load.PRIMARY),
        definition=measure.definition.in_(words.lang),
        doubts=(*([own] if own else []), *OpenQuestions(catalog, words).about(measure.measure_id)),
        parts=tuple(
            catalog.measures[part_reference(part)[0]] for part in (measure.numerator_id, measure.denominator_id) if part
        ),
        passages=passages,
        dated=_dated(whole, computed, vintages),
        changes=_changes(known, wording, view, standings),
        of_parts=_of_parts(known, wording, view, measure),
        catch_ups=_catch_ups(known, view, standings),
        vintages=tuple((figure.period, vintages[figure.figure_id]) for figure in whole if figure.figure_id in vintages),
        breaks=_breaks(catalog, words, measure),
        span=_span(catalog),
        owner=next((each.target.owner for each in standings if each.target.owner), measure.owner),
    )
    return replace(made, headlines=headlines(made, words), pictures=pictures_of(made, words))


def _vintages(catalog: Catalog, words: Texts, figures: Iterable[FigureView]) -> Mapping[str, str]:
    """All that was published in the place of figures that were published several times, by their ids."""
    told = {each.figure_id: vintages_of(catalog, words, each.figure_id) for each in figures if not each.file}
    return {figure_id: text for figure_id, text in told.items() if text}


def _breaks(catalog: Catalog, words: Texts, measure: Measure) -> tuple[BreakView, ...]:
    """Where it is counted otherwise, or on a revised base, since."""
    return tuple(
        BreakView(each.date, words(f"service.{key}", day=each.date, note=each.note.in_(words.lang)), words(f"drawn.{key}"))
        for key, changes in (("break", catalog.breaks), ("rebased", catalog.revised_bases))
        for each in changes
        if each.measure_id == measure.measure_id
    )


def _span(catalog: Catalog) -> Window | None:
    """From the first day to the last that the targets of a plan speak of."""
    windows = [rule_of(target.period_type).window(target) for target in catalog.primary_targets]
    ends = [rule_of(target.period_type).end(target, None) for target in catalog.primary_targets]
    first = min((window.start for window in windows if window), default=None)
    last = max((end for end in ends if end), default=None)
    return Window(first or date(last.year, 1, 1), last) if last else None


def _catch_ups(known: Known, view: StatusView, standings: tuple[Standing, ...]) -> tuple[CatchUpView, ...]:
    """What its targets take, of a yearly one only the year that counts."""
    counted = [standing for standing in standings if standing.counted]
    return tuple(CatchUpWording(known, view, counted).views().values()) if counted else ()


def _current(known: Known, wording: FigureWording, view: StatusView, measure_id: str) -> list[FigureView]:
    """Figures that count, up to the date asked for, oldest first."""
    frame = known.frame
    frame = frame[(frame["region_code"] == view.region.region_code) & (frame["measure_id"] == measure_id)]
    rows = frame[frame["as_of"].fillna(frame["window_end"]) <= pd.Timestamp(view.as_of)]
    figures = [wording.view(row) for row in rows.to_dict("records")]
    return sorted(figures, key=lambda row: (row.end or view.as_of, row.start or view.as_of, row.breakdown, row.member))


def _computed(known: Known, wording: FigureWording, view: StatusView, measure: Measure) -> tuple[ComputedView, ...]:
    """Values of a ratio worked out from its parts of the same day, where none is stated."""
    points = progress.dated_points(
        known.catalog, known.frame, view.as_of, measure_id=measure.measure_id, region_code=view.region.region_code
    )
    words = wording.texts
    computed = []
    for point in points:
        if not point.stated:
            above, below = wording.views(known.frame, point.figures)
            amount = Amounts(words).value(point.value, measure)
            how = words("service.computed", numerator=above.text, denominator=below.text, sources=(above.source, below.source))
            computed.append(ComputedView(point.day, point.value, words.day(point.day), amount, how))
    return tuple(computed)


def _changes(
    known: Known, wording: FigureWording, view: StatusView, standings: tuple[Standing, ...]
) -> Mapping[str, tuple[PointView, ...]]:
    """Of targets that count a change, how each came along."""
    of_change = [standing for standing in standings if standing.assessment.period_type.of_change]
    return {
        standing.target.target_id: _change_points(known, wording, view, standing)
        for standing in of_change
        if standing.assessment.year is None
    }


def _change_points(known: Known, wording: FigureWording, view: StatusView, standing: Standing) -> tuple[PointView, ...]:
    words = wording.texts
    points = progress.change_points(known.catalog, known.frame, view.as_of, standing.target.target_id)
    told = [words.quantity(point.value, standing.measure) for point in points]
    return tuple(
        PointView(
            point.day,
            point.value,
            f"{averaged_over(words, standing.target, point.day) or words.day(point.day)} {text}",
            words.listing([figure.source for figure in wording.views(known.frame, point.figures)]),
            text,
            short(Amounts(words).value(point.value, standing.measure)),
        )
        for point, text in zip(points, told, strict=True)
    )


def _dated(whole: Iterable[FigureView], computed: Iterable[ComputedView], vintages: Mapping[str, str]) -> tuple[PointView, ...]:
    """Figures over different windows are no series; those of single days are."""
    dated = [(figure, figure.end) for figure in whole if figure.dated and figure.end]
    points = [
        point_of(figure, day, f"{figure.period} {figure.text}", vintages.get(figure.figure_id, "")) for figure, day in dated
    ]
    points += [
        PointView(each.day, each.value, f"{each.period} {each.amount.text}", each.source, each.amount.text, short(each.amount))
        for each in computed
    ]
    return tuple(sorted(points, key=lambda point: point.day))


def _of_parts(known: Known, wording: FigureWording, view: StatusView, measure: Measure) -> tuple[FigureView, ...]:
    """Of a ratio, what was counted over windows of its numerator and its denominator."""
    slots = progress.parts_of(measure) or ()
    return tuple(
        figure
        for measure_id, breakdown, member in slots
        for figure in _current(known, wording, view, measure_id)
        if (figure.breakdown, figure.member) == (breakdown, member) and not figure.dated
    )


def _versions(
    wording: FigureWording, view: StatusView, versions: pd.DataFrame, moment: datetime, current: list[FigureView]
) -> tuple[FigureView, ...]:
    """Rows that were loaded by a moment and do not count: a newer version does, or they are of a batch withdrawn by then."""
    ends = versions["as_of"].fillna(versions["window_end"])
    by_then = (ends <= pd.Timestamp(view.as_of)) & (versions["approved_at"] <= naive(moment))
    rows = versions[~versions["removed"].astype(bool) & by_then]
    counting = {(figure.observation_key, figure.batch_id) for figure in current}
    figures = [wording.view(row) for row in rows.to_dict("records")]
    gone = [figure for figure in figures if (figure.observation_key, figure.batch_id) not in counting]
    return tuple(_as_known(figure, wording, moment) for figure in gone)


def _as_known(version: FigureView, wording: FigureWording, known_at: datetime) -> FigureView:
    """A version as it stood at a moment: withdrawn only if its batch was by then."""
    withdrawn_at = wording.batches[version.batch_id].withdrawn_at
    return replace(version, withdrawn=withdrawn_at is not None and withdrawn_at <= known_at)
