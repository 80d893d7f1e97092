"""One measure with everything there is about it: figures and their earlier versions, breakdowns, doubts and passages."""

from dataclasses import replace
from datetime import datetime

import pandas as pd

from kpi import access, progress
from kpi.catalog import (
    Catalog,
    ExpressionError,
    FigureReference,
    Reference,
    TargetReference,
    parse_expression,
    part_reference,
)
from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Figure, Identity, Load, Measure, Partition, same
from kpi.services.catching_up import CatchUpWording
from kpi.services.figures import FigureWording
from kpi.services.questions import questions_about
from kpi.services.sources import load_text, passages
from kpi.services.status import status
from kpi.services.views import (
    BreakdownGroup,
    CatchUpView,
    ComputedView,
    FigureView,
    ListedFigure,
    MeasureView,
    PointView,
    Query,
    Standing,
    StatusView,
)
from kpi.services.workspace import Workspace, naive

_CAUTION = (Partition.OVERLAP, Partition.UNKNOWN, Partition.SUBSET, Partition.YES)
"""Of the rows of one breakdown the most cautious relation holds for all."""
_RELATIONS = {
    Partition.YES: "partition",
    Partition.SUBSET: "subset",
    Partition.OVERLAP: "overlap",
    Partition.UNKNOWN: "unknown",
}


def measure_view(workspace: Workspace, actor: Actor, query: Query, measure_id: str) -> MeasureView:
    """Everything about one measure in the region asked for. NotFound, NotAllowed."""
    access.require(actor, Action.VIEW)
    catalog = workspace.catalog
    if measure_id not in catalog.measures:
        raise NotFound("no_such_measure", measure=measure_id)
    measure, words = catalog.measures[measure_id], texts(query.lang)
    view = status(workspace, actor, query)
    wording = FigureWording(workspace, words)
    current = _current(workspace, wording, view, measure_id)
    whole = [each for each in current if not each.breakdown]
    standings = tuple(each for each in view.standings if each.measure.measure_id == measure_id)
    computed = _computed(workspace, wording, view, measure)
    return MeasureView(
        status=view,
        measure=measure,
        name=measure.name(query.lang),
        standings=standings,
        series=tuple(whole),
        computed=computed,
        versions=_versions(workspace, wording, view, current, measure_id),
        breakdowns=_breakdowns(catalog, words, measure, current),
        listed=tuple(_listed(wording, figure) for figure in catalog.figures.values() if _is_listed(figure, measure_id)),
        definition=measure.definition.in_(query.lang),
        doubts=_doubts(catalog, measure_id, query.lang),
        parts=_parts(catalog, measure),
        identities=tuple(each for each in catalog.identities if measure_id in _named(catalog, each)),
        passages=passages(workspace, measure_id),
        points=_points(words, standings, whole, computed),
        catch_ups=_catch_ups(workspace, view, standings),
    )


def _catch_ups(workspace: Workspace, view: StatusView, standings: tuple[Standing, ...]) -> tuple[CatchUpView, ...]:
    """What its targets take, of a yearly one only the year that counts."""
    counted = [each for each in standings if each.counted]
    return tuple(CatchUpWording(workspace, view, counted).views().values()) if counted else ()


def _current(workspace: Workspace, wording: FigureWording, view: StatusView, measure_id: str) -> list[FigureView]:
    """Figures that count, up to the date asked for, oldest first."""
    frame = workspace.observations(view.known_at)
    frame = frame[(frame["region_code"] == view.region.region_code) & (frame["measure_id"] == measure_id)]
    rows = frame[frame["as_of"].fillna(frame["window_end"]) <= pd.Timestamp(view.as_of)]
    found = [wording.view(row) for row in rows.to_dict("records")]
    return sorted(found, key=lambda each: (each.end or view.as_of, each.start or view.as_of, each.breakdown, each.member))


def _computed(workspace: Workspace, wording: FigureWording, view: StatusView, measure: Measure) -> tuple[ComputedView, ...]:
    """Values of a ratio worked out from its parts of the same day, where none is stated."""
    frame = workspace.observations(view.known_at)
    points = progress.dated_points(
        workspace.catalog, frame, view.as_of, measure_id=measure.measure_id, region_code=view.region.region_code
    )
    words = wording.texts
    found = []
    for point in points:
        if not point.stated:
            above, below = wording.views(frame, point.figures)
            text = words.quantity(point.value, measure)
            how = words("service.computed", numerator=above.text, denominator=below.text, sources=(above.source, below.source))
            found.append(ComputedView(point.day, point.value, words.day(point.day), text, how))
    return tuple(found)


def _points(
    words: Texts, standings: tuple[Standing, ...], whole: list[FigureView], computed: tuple[ComputedView, ...]
) -> tuple[PointView, ...]:
    """Figures over different windows are no series, so of a sum only what it has reached is drawn."""
    summed = next(
        (each for each in standings if each.assessment.year is None and each.assessment.completion_pct is not None), None
    )
    if summed is not None and summed.assessment.current_date and summed.assessment.current_value is not None:
        source = words.listing([figure.source for figure in summed.figures])
        return (PointView(summed.assessment.current_date, summed.assessment.current_value, summed.current_text, source),)
    stated = [each for each in whole if each.end and each.observation_key[-1] is not None]
    points = [PointView(each.end, each.value, f"{each.period} {each.text}", each.source) for each in stated if each.end]
    points += [PointView(each.day, each.value, f"{each.period} {each.text}", each.source) for each in computed]
    return tuple(sorted(points, key=lambda point: point.day))


def _versions(
    workspace: Workspace, wording: FigureWording, view: StatusView, current: list[FigureView], measure_id: str
) -> tuple[FigureView, ...]:
    """Rows that were loaded by the moment asked for and do not count: superseded, or of a batch withdrawn by then."""
    known_at = view.known_at or workspace.now()
    frame = workspace.store.versions(measure_id, view.region.region_code)
    ends = frame["as_of"].fillna(frame["window_end"])
    rows = frame[
        ~frame["removed"].astype(bool) & (ends <= pd.Timestamp(view.as_of)) & (frame["approved_at"] <= naive(known_at))
    ]
    counting = {(each.observation_key, each.batch_id) for each in current}
    views = [wording.view(row) for row in rows.to_dict("records")]
    gone = [each for each in views if (each.observation_key, each.batch_id) not in counting]
    return tuple(_as_known(each, wording, known_at) for each in gone)


def _as_known(version: FigureView, wording: FigureWording, known_at: datetime) -> FigureView:
    """A version as it stood at a moment: withdrawn only if its batch was by then, else superseded."""
    withdrawn_at = wording.batches[version.batch_id].withdrawn_at
    withdrawn = withdrawn_at is not None and withdrawn_at <= known_at
    return replace(version, withdrawn=withdrawn, superseded=not withdrawn)


def _breakdowns(catalog: Catalog, words: Texts, measure: Measure, current: list[FigureView]) -> tuple[BreakdownGroup, ...]:
    groups: dict[tuple[str, str], list[FigureView]] = {}
    for each in current:
        if each.breakdown:
            groups.setdefault((each.breakdown, each.period), []).append(each)
    whole = {each.period: each for each in current if not each.breakdown}
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
    partition = next((each for each in _CAUTION if each in said), Partition.UNKNOWN)
    if partition is Partition.YES and whole is not None:
        total = sum(part.value for part in parts)
        partition = partition if same(total, whole.value) else Partition.SUBSET
    return _RELATIONS[partition]


def _is_listed(figure: Figure, measure_id: str) -> bool:
    return figure.measure_id == measure_id and figure.load is not Load.PRIMARY


def _listed(wording: FigureWording, figure: Figure) -> ListedFigure:
    measure = wording.catalog.measures[figure.measure_id]
    return ListedFigure(
        figure=figure,
        text=wording.texts.quantity(figure.value, measure, figure.qualifier),
        label=wording.label(figure.breakdown, figure.member),
        period=wording.period(figure.window_start, figure.window_end, figure.as_of),
        load_text=load_text(wording.texts, figure.load),
        reason=figure.load_reason.in_(wording.texts.lang),
        source=wording.texts(
            "service.from_document", document=wording.document(figure.source_id), section=figure.section, printed=figure.printed
        ),
    )


def _doubts(catalog: Catalog, measure_id: str, lang: str) -> tuple[str, ...]:
    """What the catalog doubts about the measure, and open questions that name it, one of its figures or one of its targets."""
    own = catalog.measures[measure_id].doubt.in_(lang)
    return (*([own] if own else []), *questions_about(catalog, measure_id, lang))


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


def _parts(catalog: Catalog, measure: Measure) -> tuple[Measure, ...]:
    references = [each for each in (measure.numerator_id, measure.denominator_id) if each]
    return tuple(catalog.measures[part_reference(each)[0]] for each in references)
