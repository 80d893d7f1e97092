"""One measure with everything there is about it: figures and their earlier versions, breakdowns, doubts and passages."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd

from kpi import progress
from kpi.analysis import Forecast
from kpi.catalog import (
    Catalog,
    ExpressionError,
    FigureReference,
    Reference,
    TargetReference,
    parse_expression,
    part_reference,
)
from kpi.i18n import Texts, texts
from kpi.model import Figure, Identity, Kind, Load, Measure, Partition, naive, same
from kpi.progress import ChartForm, rule_of
from kpi.views.analyses.catching_up import CatchUpView, CatchUpWording
from kpi.views.comparing.vintages import vintages_of
from kpi.views.figures import FigureView, FigureWording, cited, made_public, state_text
from kpi.views.questions import OpenQuestions
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_CAUTION = (Partition.OVERLAP, Partition.UNKNOWN, Partition.SUBSET, Partition.YES)
"""Of the rows of one breakdown the most cautious relation holds for all."""


@dataclass(frozen=True, slots=True)
class BreakdownGroup:
    """Rows that break one figure down the same way."""

    breakdown: str
    name: str
    relation: str
    """partition, subset, overlap or unknown: only a partition adds up."""
    period: str
    whole: FigureView | None
    parts: tuple[FigureView, ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A catalogued figure or target in a list."""

    id: str
    measure_id: str
    measure_name: str
    label: str
    printed: str
    text: str
    period: str
    loaded: str
    """Loaded, or why not."""
    reason: str = ""
    source: str = ""
    published: str = ""
    """When it was made public and in which state; empty where the plan does not say."""
    state: str = ""
    """初步, 最终 or 修订, where the source says so."""
    vintages: str = ""
    """All that was published in its place, where it was published several times."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """Where an attached document prints a figure."""

    document_id: int
    document: str
    before: str
    printed: str
    after: str
    figure_id: str


@dataclass(frozen=True, slots=True)
class ComputedView:
    """A ratio worked out from numerator and denominator of the same day."""

    day: date
    value: float
    period: str
    text: str
    source: str
    """What it was worked out from, with both sources."""


@dataclass(frozen=True, slots=True)
class PointView:
    """A value to draw over time; base units."""

    day: date
    value: float
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """Everything about one measure."""

    status: StatusView
    measure: Measure
    name: str
    standings: tuple[Standing, ...]
    """All years of all its targets in the region asked for."""
    series: tuple[FigureView, ...]
    """Figures that count now, whole measure, in the region, oldest first."""
    computed: tuple[ComputedView, ...]
    """Of a ratio, values worked out from its parts where none is stated, oldest first."""
    versions: tuple[FigureView, ...]
    """Figures that no longer count, newest first."""
    breakdowns: tuple[BreakdownGroup, ...]
    listed: tuple[PrintedLine, ...]
    """Catalogued figures that are listed and not loaded, and why."""
    definition: str
    doubts: tuple[str, ...]
    parts: tuple[Measure, ...]
    """Numerator and denominator of a ratio."""
    identities: tuple[Identity, ...]
    passages: tuple[PassageView, ...]
    points: tuple[PointView, ...]
    """What there is to draw over time, oldest first: dated figures, or of a sum what has been reached."""
    catch_ups: tuple[CatchUpView, ...] = ()
    """What its targets take, of a yearly one the year that counts."""
    vintages: tuple[tuple[str, str], ...] = ()
    """Of figures that were published several times, the period and all that was published for it."""
    breaks: tuple[str, ...] = ()
    """Days from which it is counted otherwise, each with its reason."""

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """What the plan's files note about each of its targets, and which target is meant: its label, or else its goal."""
        named = {
            standing.target.target_id: (standing.label or standing.goal.text, standing.note) for standing in self.standings
        }
        return tuple((label, note) for label, note in named.values() if note)

    @property
    def can_be_drawn(self) -> bool:
        """Whether the measure is an amount: a milestone is done or not, a parameter stands in a rule."""
        return self.measure.kind not in (Kind.MILESTONE, Kind.PARAMETER)

    @property
    def yearly(self) -> tuple[Standing, ...]:
        """The years of yearly targets that are no line of another, as far as they are in the unit of the first."""
        years = [standing for standing in self.standings if _chart(standing) is ChartForm.YEAR_BY_YEAR and not standing.below]
        return tuple(standing for standing in years if standing.measure.unit == years[0].measure.unit)

    @property
    def forecast(self) -> Forecast | None:
        """Where the target that is reached over time is heading, if that is said with an interval."""
        ahead = next((closing.outlook for closing in self.catch_ups if closing.standing is self.over_time), None)
        return ahead.forecast if ahead and ahead.forecast and ahead.forecast.low is not None else None

    @property
    def over_time(self) -> Standing | None:
        """The target that is reached over time and not year by year."""
        return _over_time(self.standings)

    @property
    def drawn(self) -> Measure:
        """What is drawn over time: the measure, or of a target that counts its change, the change."""
        return self.over_time.measure if self.over_time else self.measure

    @property
    def second_lines(self) -> tuple[Standing, ...]:
        """Steps and second lines, which are drawn on the chart of their target; and upper edges of intervals."""
        return tuple(standing for standing in self.standings if standing.below or standing.assessment.target_high is not None)


def _over_time(standings: tuple[Standing, ...]) -> Standing | None:
    over_time = (standing for standing in standings if _chart(standing) is ChartForm.OVER_TIME)
    return next((standing for standing in over_time if not standing.below), None)


def _chart(standing: Standing) -> ChartForm:
    if standing.assessment.year is not None:
        return ChartForm.YEAR_BY_YEAR
    return rule_of(standing.assessment.period_type).chart


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
    computed = _computed(known, wording, view, measure)
    own = measure.doubt.in_(words.lang)
    catalogued = (figure for figure in catalog.figures.values() if figure.measure_id == measure.measure_id)
    return MeasureView(
        status=view,
        measure=measure,
        name=measure.name(words.lang),
        standings=standings,
        series=tuple(whole),
        computed=computed,
        versions=_versions(wording, view, versions, moment, current),
        breakdowns=_breakdowns(catalog, words, measure, current),
        listed=tuple(printed_line(wording, figure) for figure in catalogued if figure.load is not Load.PRIMARY),
        definition=measure.definition.in_(words.lang),
        doubts=(*([own] if own else []), *OpenQuestions(catalog, words).about(measure.measure_id)),
        parts=tuple(
            catalog.measures[part_reference(part)[0]] for part in (measure.numerator_id, measure.denominator_id) if part
        ),
        identities=tuple(identity for identity in catalog.identities if measure.measure_id in _named(catalog, identity)),
        passages=passages,
        points=_change_points(known, wording, view, standings) or _points(words, standings, whole, computed),
        catch_ups=_catch_ups(known, view, standings),
        vintages=tuple(
            (figure.period, vintages)
            for figure in whole
            if not figure.file and (vintages := vintages_of(catalog, words, figure.figure_id))
        ),
        breaks=tuple(
            words("service.break", day=each.date, note=each.note.in_(words.lang))
            for each in catalog.breaks
            if each.measure_id == measure.measure_id
        ),
    )


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
            text = words.quantity(point.value, measure)
            how = words("service.computed", numerator=above.text, denominator=below.text, sources=(above.source, below.source))
            computed.append(ComputedView(point.day, point.value, words.day(point.day), text, how))
    return tuple(computed)


def _change_points(
    known: Known, wording: FigureWording, view: StatusView, standings: tuple[Standing, ...]
) -> tuple[PointView, ...]:
    """Of a target that counts a change, how it came along."""
    standing, words = _over_time(standings), wording.texts
    if standing is None or not standing.assessment.period_type.of_change:
        return ()
    points = progress.change_points(known.catalog, known.frame, view.as_of, standing.target.target_id)
    return tuple(
        PointView(
            point.day,
            point.value,
            f"{words.day(point.day)} {words.quantity(point.value, standing.measure)}",
            words.listing([figure.source for figure in wording.views(known.frame, point.figures)]),
        )
        for point in points
    )


def _points(
    words: Texts, standings: tuple[Standing, ...], whole: list[FigureView], computed: tuple[ComputedView, ...]
) -> tuple[PointView, ...]:
    """Figures over different windows are no series, so of a sum only what it has reached is drawn."""
    overall = (standing for standing in standings if standing.assessment.year is None)
    summed = next((standing for standing in overall if standing.assessment.completion_pct is not None), None)
    if summed is not None and summed.assessment.current_date and summed.assessment.current_value is not None:
        source = words.listing([figure.source for figure in summed.current_figures])
        return (PointView(summed.assessment.current_date, summed.assessment.current_value, summed.current.text, source),)
    stated = ((figure.end, figure) for figure in whole if figure.dated)
    points = [PointView(day, figure.value, f"{figure.period} {figure.text}", figure.source) for day, figure in stated if day]
    points += [PointView(ratio.day, ratio.value, f"{ratio.period} {ratio.text}", ratio.source) for ratio in computed]
    return tuple(sorted(points, key=lambda point: point.day))


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


def _breakdowns(catalog: Catalog, words: Texts, measure: Measure, current: list[FigureView]) -> tuple[BreakdownGroup, ...]:
    groups: dict[tuple[str, str], list[FigureView]] = {}
    for figure in current:
        if figure.breakdown:
            groups.setdefault((figure.breakdown, figure.period), []).append(figure)
    whole = {figure.period: figure for figure in current if not figure.breakdown}
    order = {key: place for place, key in enumerate(catalog.members)}
    return tuple(
        BreakdownGroup(
            breakdown=breakdown,
            name=catalog.breakdown_name(breakdown, words.lang),
            relation=_relation(catalog, measure.measure_id, breakdown, parts, whole.get(period)),
            period=period,
            whole=whole.get(period),
            parts=tuple(sorted(parts, key=lambda part: order.get((part.breakdown, part.member), len(order)))),
            measure=measure,
        )
        for (breakdown, period), parts in groups.items()
    )


def _relation(catalog: Catalog, measure_id: str, breakdown: str, parts: list[FigureView], whole: FigureView | None) -> str:
    """What the catalog says of this breakdown; a partition only where its rows do sum to the whole."""
    said = {
        figure.partition
        for figure in catalog.figures.values()
        if (figure.measure_id, figure.breakdown) == (measure_id, breakdown) and figure.parent_figure_id
    }
    partition = next((kind for kind in _CAUTION if kind in said), Partition.UNKNOWN)
    if partition is Partition.YES and whole is not None:
        total = sum(part.value for part in parts)
        partition = partition if same(total, whole.value) else Partition.SUBSET
    return "partition" if partition is Partition.YES else str(partition)


def printed_line(wording: FigureWording, figure: Figure) -> PrintedLine:
    """A catalogued figure in a list."""
    measure, texts = wording.catalog.measures[figure.measure_id], wording.texts
    return PrintedLine(
        id=figure.figure_id,
        measure_id=measure.measure_id,
        measure_name=measure.name(texts.lang),
        label=wording.label(figure.breakdown, figure.member),
        printed=figure.printed,
        text=texts.quantity(figure.value, measure, figure.qualifier),
        period=wording.period(figure.window_start, figure.window_end, figure.as_of),
        loaded=load_text(texts, figure.load),
        reason=figure.load_reason.in_(texts.lang),
        source=cited(texts, wording.document(figure.source_id), figure.section, figure.printed),
        published=made_public(texts, figure),
        state=state_text(texts, figure.state),
        vintages=vintages_of(wording.catalog, texts, figure.figure_id),
    )


def _named(catalog: Catalog, identity: Identity) -> frozenset[str]:
    """The measures an identity is about, also by one of their figures or targets; none if it is only a remark."""
    try:
        references = parse_expression(identity.expression).references
    except ExpressionError:
        return frozenset()
    return frozenset(_measure_of(catalog, reference) for reference in references)


def _measure_of(catalog: Catalog, reference: Reference) -> str:
    match reference:
        case FigureReference(figure_id):
            return catalog.figures[figure_id].measure_id
        case TargetReference(target_id):
            return catalog.targets[target_id].measure_id
        case _:
            return reference.measure_id


def load_text(words: Texts, load: Load) -> str:
    """Whether a catalogued row is used, and if not why."""
    return words(f"service.load_{load}")
