"""How every target stands: the one view the overview, the command line and reports are made of."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from kpi import access, progress
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Assessment, Message, Region
from kpi.services.figures import FigureWording
from kpi.services.looking_back import last_day, settled_now, version_of
from kpi.services.standings import StandingWording, period_text
from kpi.services.views import FigureView, OverdueView, Query, Standing, StatusView
from kpi.services.workspace import Workspace


def status(workspace: Workspace, actor: Actor, query: Query) -> StatusView:
    """Every target of a region, judged. NotAllowed; NotFound for a region or lamp scheme there is none of."""
    access.require(actor, Action.VIEW)
    asked = settled_now(workspace, query)
    return workspace.kept(("status", asked), lambda: _status(workspace, asked))


def _status(workspace: Workspace, query: Query) -> StatusView:
    region = workspace.region(query.region)
    version, moment = version_of(workspace, query)
    frame = workspace.observations(query.known_at)
    coverage = progress.coverage_date(frame)
    as_of = query.as_of or coverage or moment.date()
    assessments = progress.assess(workspace.catalog, frame, as_of, region_code=region.region_code)
    summary = progress.summarise(assessments, as_of)
    words = texts(query.lang)
    standings = word_standings(workspace, query, frame, assessments, summary.counted)
    earlier = progress.earlier_message(summary, workspace.catalog)
    return StatusView(
        query=query,
        as_of=as_of,
        known_at=query.known_at,
        moment=moment,
        data_version=version,
        coverage_date=coverage,
        region=region,
        plan_name=workspace.catalog.plan_name(query.lang),
        demo=workspace.store.is_demo,
        standings=standings,
        counts=summary.counts,
        headline=_closed(words, progress.headline(summary, as_of)) if assessments else "",
        earlier=_closed(words, earlier) if earlier else "",
        overdue=overdue_by(workspace, words, assessments, last_day(workspace, query)),
        values=() if assessments else _latest(workspace, words, frame, region, as_of),
    )


def narrowed(workspace: Workspace, view: StatusView, target_ids: Collection[str]) -> StatusView:
    """The view of some of its targets only, with counts and headline of their own."""
    words = texts(view.query.lang)
    standings = tuple(each for each in view.standings if each.target.target_id in target_ids)
    summary = progress.summarise([each.assessment for each in standings], view.as_of)
    earlier = progress.earlier_message(summary, workspace.catalog)
    return replace(
        view,
        standings=standings,
        counts=summary.counts,
        headline=_closed(words, progress.headline(summary, view.as_of)) if standings else "",
        earlier=_closed(words, earlier) if earlier else "",
        overdue=tuple(each for each in view.overdue if each.target_id in target_ids),
    )


def word_standings(
    workspace: Workspace,
    query: Query,
    frame: pd.DataFrame,
    assessments: tuple[Assessment, ...],
    counted: tuple[Assessment, ...],
) -> tuple[Standing, ...]:
    """Assessments in words; `counted` are those the headline counts."""
    words = texts(query.lang)
    lamps = progress.scheme(workspace.catalog, query.lamps)
    places = sorted({place for each in assessments for place in (*each.figures, *each.baseline_figures)})
    figures = dict(zip(places, FigureWording(workspace, words).views(frame, places), strict=True))
    wording = StandingWording(workspace.catalog, words, lamps, figures)
    heads = {(each.target_id, each.year) for each in counted}
    return tuple(wording.standing(each, counted=(each.target_id, each.year) in heads) for each in assessments)


def _closed(words: Texts, message: Message) -> str:
    """A sentence with its full stop, which English ones bring along."""
    return words("service.closed", text=message)


def overdue_by(
    workspace: Workspace, words: Texts, assessments: Iterable[Assessment], last_day: date
) -> tuple[OverdueView, ...]:
    """期限已过，待填报, of periods that were over by the end of a day."""
    found = []
    for each in progress.overdue(workspace.catalog, assessments, last_day):
        measure = workspace.catalog.measures[each.target.measure_id]
        name = measure.name(words.lang)
        period = period_text(words, each.target, each.year)
        text = words("service.overdue", measure=name, period=period, day=each.end)
        found.append(OverdueView(each.target.target_id, measure.measure_id, name, each.end, text))
    return tuple(found)


def _latest(workspace: Workspace, words: Texts, frame: pd.DataFrame, region: Region, as_of: date) -> tuple[FigureView, ...]:
    """The newest figure of each measure of a region that has no targets: value and date, no verdict."""
    ends = frame["as_of"].fillna(frame["window_end"])
    rows = frame.assign(end=ends)[(frame["region_code"] == region.region_code) & (frame["breakdown"] == "")]
    rows = rows[rows["end"] <= pd.Timestamp(as_of)].sort_values("end", kind="stable").groupby("measure_id", sort=False).tail(1)
    wording = FigureWording(workspace, words)
    order = {measure_id: place for place, measure_id in enumerate(workspace.catalog.measures)}
    views = [wording.view(row) for row in rows.to_dict("records")]
    return tuple(sorted(views, key=lambda view: order[view.measure_id]))
