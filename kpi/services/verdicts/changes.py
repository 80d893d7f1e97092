"""对比: any two moments, days or batches of a plan side by side, and figures as first published against those that count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, local
from kpi.services.frames import MOST_WHOLE, in_parts
from kpi.services.narrowing import pairs_within
from kpi.services.status import moment_from, moments_of, settled_now, status
from kpi.services.verdicts.causes import Between, Published, cause_of
from kpi.services.workspace import Workspace
from kpi.views import (
    Cause,
    CauseKind,
    ChangesView,
    Query,
    Seen,
    cause_text,
    changes_of,
    first_published,
    status_view,
    vintage_text,
)

_ISO_DAY = len("2023-06-30")
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Point:
    """One side of a comparison: as known at a moment, as of a day, or after a batch; where none of these is said, now."""

    moment: datetime | None = None
    as_of: date | None = None
    batch: int | None = None
    before: bool = False
    """Just before that moment or batch."""
    first: bool = False
    """With figures as they were first published."""


NOW = Point()


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A change that a comparison may begin or end with: what was known just after it."""

    code: str
    """As `point_from` reads it."""
    label: str
    point: Point


def change_points(workspace: Workspace, actor: Actor, query: Query) -> tuple[ChangePoint, ...]:
    """Every change of figures or plans by the moment looked back from, newest first. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    words, until = texts(query.lang), workspace.lens.not_after(query.known_at)
    batches, revisions = workspace.batches, {each.revision_id: each for each in workspace.plans.revisions}
    found: dict[str, ChangePoint] = {}
    for event in workspace.store.events():
        cause = cause_of(event, batches, revisions) if until is None or event.happened_at <= until else None
        if cause:
            of_batch = cause.kind is CauseKind.BATCH
            point = Point(batch=cause.number) if of_batch else Point(moment=event.happened_at)
            code = str(cause.number) if of_batch else event.happened_at.isoformat()
            found.setdefault(code, ChangePoint(code, cause_text(words, cause), point))
    return tuple(found.values())


def point_from(text: str) -> Point:
    """A number is a batch, a day is one as of which is judged, all else is a moment. ValueError."""
    if text.isascii() and text.isdigit() and len(text) < _ISO_DAY:
        return Point(batch=int(text))
    if len(text) == _ISO_DAY:
        return Point(as_of=date.fromisoformat(text))
    return Point(moment=moment_from(text))


def changes(workspace: Workspace, actor: Actor, query: Query, start: Point | None = None, end: Point = NOW) -> ChangesView:
    """What differs between two views of the plan, in the region and lamps of `query`; by default, what the last change did.

    NotFound for a batch there is none of, NotAllowed; KpiError `nothing_before` where nothing came before.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    begun = start or _before(workspace, query, end)
    regions = _changed_regions(workspace, query, (begun, end))
    first, second = (_seen(workspace, actor, query, each, regions) for each in (begun, end))
    if begun.first or end.first:
        return changes_of(texts(query.lang), first, second, _published(workspace, query))
    between = Between(workspace, first.status.query.known_at, second.status.query.known_at)
    return changes_of(texts(query.lang), first, second, between)


def first_against_now(workspace: Workspace, actor: Actor, query: Query) -> ChangesView:
    """What would be with every figure as it was first published, against what is. NotAllowed."""
    known, as_of = Point(moment=query.known_at), replace(query, known_at=None)
    return changes(workspace, actor, as_of, replace(known, first=True), known)


def _before(workspace: Workspace, query: Query, end: Point) -> Point:
    """Where a comparison with `end` begins if nothing is said: just before that batch, or before the last change until then."""
    if end.batch is not None:
        return replace(end, before=True)
    if end.as_of is not None:
        return NOW
    _, changed_at = workspace.store.version_at(workspace.lens.not_after(end.moment or query.known_at))
    if changed_at is None:
        raise KpiError("nothing_before")
    return Point(moment=changed_at, before=True)


def _changed_regions(workspace: Workspace, query: Query, points: tuple[Point, Point]) -> frozenset[str]:
    """The regions of all that was loaded, taken back, published anew or became known to the plan between two points, where not
    every figure can be held.

    KpiError `changes_too_many` where that is more than can be.
    """
    if not in_parts(workspace.store):
        return frozenset()
    now = workspace.store.moment_for(workspace.now())  # not before the newest change, though the clock was set back
    ends = sorted(_moment(workspace, point) or query.known_at or now for point in points)
    changed = [
        batch
        for batch in workspace.store.batches()
        if any(at and ends[0] < at <= ends[1] for at in (batch.approved_at, batch.withdrawn_at))
    ]
    shown = _shown_at_one_alone(workspace, ends)
    if (count := sum(batch.rows for batch in changed) + workspace.store.count_of(shown)) > MOST_WHOLE:
        raise KpiError("changes_too_many", count=count, most=MOST_WHOLE)
    places = (workspace.store.batch_places(batch.batch_id)[batch.batch_id] for batch in changed if batch.rows)
    vintages = workspace.catalog_for(query).vintages.values() if any(point.first for point in points) else ()
    return shown.union((region for those in places for _, region in those), (those[-1].region_code for those in vintages))


def _shown_at_one_alone(workspace: Workspace, moments: Sequence[datetime]) -> frozenset[str]:
    """The regions with figures that are the plan's to show, or somebody's to see, at one of two moments alone."""
    plans, plan_id, lens = workspace.plans, workspace.plan_id, workspace.lens
    if lens.reach is None and len(plans.ids) < 2:
        return frozenset()
    catalogs = (plans.catalog(plan_id, lens.not_after(moment)) for moment in moments)
    first, second = (pairs_within(catalog, plan_id, lens.reach) for catalog in catalogs)
    if first == second:
        return frozenset()
    there = frozenset().union(*workspace.store.batch_places().values())
    return frozenset(region for _, region in there & (first ^ second))


def _seen(workspace: Workspace, actor: Actor, query: Query, point: Point, regions: frozenset[str]) -> Seen:
    moment = _moment(workspace, point) or query.known_at
    asked = settled_now(workspace, actor, replace(query, known_at=moment, as_of=point.as_of or query.as_of))
    view = status(workspace, actor, asked)
    known = workspace.known(view.query, regions)
    if point.first:
        known = replace(known, frame=first_published(known.catalog, known.frame))
        moments = moments_of(workspace, view.query)
        view = status_view(known, view.query, view.region, moments, demo=workspace.store.is_demo)
    return Seen(_label(asked, point), view, known, point.batch)


def _moment(workspace: Workspace, point: Point) -> datetime | None:
    """The moment looked back from. NotFound for a batch there is none of."""
    moment = point.moment
    if point.batch is not None:
        if point.batch not in workspace.batches:
            raise NotFound("no_such_batch", batch_id=point.batch)
        moment = workspace.batches[point.batch].approved_at
    return moment - _A_MOMENT if moment and point.before else moment


def _label(query: Query, point: Point) -> str:
    """What a side is called."""
    words = texts(query.lang)
    side = "before" if point.before else "after"
    if point.first:
        said = words("service.side_first")
    elif point.batch is not None:
        said = words(f"service.side_batch_{side}", batch=point.batch)
    elif point.moment is not None and point.before:
        said = words("service.side_before", moment=local(point.moment))
    else:
        said = words("service.side_moment", moment=local(query.known_at)) if query.known_at else words("service.side_now")
    return words("service.side_as_of", side=said, day=query.as_of) if query.as_of else said


def _published(workspace: Workspace, query: Query) -> Published:
    catalog, words = workspace.catalog_for(query), texts(query.lang)
    told = {
        those[-1].key: Cause(CauseKind.VINTAGE, subject=vintage_text(catalog, words, those))
        for those in catalog.vintages.values()
    }
    return Published(told)
