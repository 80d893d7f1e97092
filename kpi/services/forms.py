"""Forms that go out to be filled in: the year's, and one with exactly the figures that targets wait for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from kpi import ingest
from kpi.analysis import Grouping, group_keys
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, ObservationKey, Target, local
from kpi.progress import Waiting
from kpi.services.duties.rules import reporter
from kpi.services.status import status
from kpi.services.workspace import Workspace
from kpi.views import AskedView, DueItem, DueView, OverdueView, Query, StatusView, TargetKey, asked_figures


def template(workspace: Workspace, actor: Actor, year: int, fmt: str, *, lang: str = "zh") -> bytes:
    """The form for a year, csv or xlsx, with last year's values for reference. KpiError `bad_year`; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    if not ingest.EARLIEST_YEAR <= year <= workspace.today.year:
        raise KpiError("bad_year", year=year)
    return ingest.template(workspace.catalog, year, workspace.known().frame, _kind(fmt), texts(lang))


def form_for(
    workspace: Workspace,
    actor: Actor,
    keys: Iterable[TargetKey],
    fmt: str,
    *,
    lang: str = "zh",
    regions: Sequence[str] = (),
) -> bytes:
    """A form, csv or xlsx, with exactly the figures that targets wait for; with a year those of that year.

    `regions` are where it is to be filled in for others than the targets' own. NotFound for a target or region there is none
    of; KpiError `nothing_to_fill` where nothing of it can be reported yet; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    asked = [(_target(workspace, target_id), year) for target_id, year in keys]
    codes = [workspace.region(code).region_code for code in regions] or [""]
    figures = tuple(dict.fromkeys(_figures(_waiting(workspace, codes), asked, codes)))
    return form_of(workspace, figures, fmt, lang)


def form_of(workspace: Workspace, keys: Sequence[ObservationKey], fmt: str, lang: str) -> bytes:
    """A form, csv or xlsx, with exactly some figures. KpiError `nothing_to_fill` where there are none."""
    if not keys:
        raise KpiError("nothing_to_fill")
    known = workspace.observations(regions={key[1] for key in keys})
    return ingest.form(workspace.catalog, keys, workspace.today, known, _kind(fmt), texts(lang))


def rows_asked(workspace: Workspace, actor: Actor, written: str, *, lang: str = "zh") -> AskedView:
    """What an address asks to fill in: target ids with commas between them, maybe with a year: T05.2024,T07. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    waiting, words = _waiting(workspace), texts(lang)
    known: dict[TargetKey, tuple[ObservationKey, ...]] = {}
    unknown, idle = [], []
    for token in dict.fromkeys(filter(None, map(str.strip, written.split(",")))):
        key = _key(workspace, token)
        if key is None:
            unknown.append(token)
        elif rows := waiting.keys(_target(workspace, key[0]), key[1]):
            known[key] = rows
        else:
            idle.append(token)
    figures = dict.fromkeys(row for rows in known.values() for row in rows)
    return AskedView(tuple(known), asked_figures(workspace.wording(words), figures), tuple(unknown), tuple(idle))


def rows_due(workspace: Workspace, actor: Actor, query: Query) -> DueView:
    """Everything of the region asked for whose period is over and that nobody has reported. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.VIEW)
    view = status(workspace, actor, query)
    return workspace.kept(("rows_due", view.query), lambda: due_of(workspace, view))


def rows_to_report(workspace: Workspace, actor: Actor, query: Query) -> DueView:
    """What of it the actor may report, and how many targets wait for others alone. NotAllowed, NotFound."""
    workspace = workspace.admit(actor, Action.UPLOAD)
    due, may_report = rows_due(workspace, actor, query), reporter(workspace, actor)
    return due.reported_by(lambda figure: may_report(*figure.key[:2]))


def due_of(workspace: Workspace, view: StatusView) -> DueView:
    """What is due of a view's targets, on the day it is told of: today, or an earlier one looked back from."""
    by_key = {standing.key: standing for standing in view.standings}
    past, today = view.query.known_at, _today(workspace, view.query)
    known = workspace.known(view.query)
    waiting, wording = Waiting(workspace.catalog_at(past), known.frame, today), known.figures(texts(view.query.lang))

    def item(late: OverdueView) -> DueItem:
        standing = by_key[late.target_id, late.year]
        figures = asked_figures(wording, waiting.keys(standing.target, late.year))
        owners = group_keys(workspace.catalog, late.target_id, Grouping.OWNER)
        return DueItem(standing, late.due, figures, tuple(filter(None, owners)))

    return DueView(view, due_day(workspace, view.query), tuple(map(item, view.overdue)))


def due_day(workspace: Workspace, query: Query) -> date:
    """The day that is told of: today, or an earlier one looked back from."""
    return min(filter(None, (query.as_of, _today(workspace, query))))


def _today(workspace: Workspace, query: Query) -> date:
    return local(query.known_at).date() if query.known_at else workspace.today


def _waiting(workspace: Workspace, regions: Iterable[str] = ()) -> Waiting:
    """What targets wait for in their own regions, and in others that are named."""
    seen = {*(target.region_code for target in workspace.catalog.targets.values()), *filter(None, regions)}
    return Waiting(workspace.catalog, workspace.observations(regions=seen), workspace.today)


def _figures(waiting: Waiting, asked: Iterable[tuple[Target, int | None]], regions: Sequence[str]) -> Iterator[ObservationKey]:
    for target, year in asked:
        for region in regions:
            yield from waiting.keys(target, year, region)


def _target(workspace: Workspace, target_id: str) -> Target:
    targets = workspace.catalog.targets
    if target_id not in targets:
        raise NotFound("no_such_target", target=target_id)
    return targets[target_id]


def _key(workspace: Workspace, token: str) -> TargetKey | None:
    """A target id, or one with a year behind it; None for what is neither."""
    targets = workspace.catalog.targets
    if token in targets:
        return token, None
    target_id, _, year = token.rpartition(".")
    return (target_id, int(year)) if target_id in targets and year.isascii() and year.isdigit() and len(year) == 4 else None


def _kind(fmt: str) -> Literal["csv", "xlsx"]:
    return "xlsx" if fmt == "xlsx" else "csv"
