"""How every target stands: the one view the overview, the command line and reports are made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

import pandas as pd

from kpi import progress
from kpi.analysis import Coverage, coverage
from kpi.catalog import Catalog
from kpi.i18n import Texts, texts
from kpi.model import Assessment, Batch, Message, ObservationKey, Region, Status
from kpi.progress import Summary
from kpi.views.figures import FigureView, FigureWording
from kpi.views.goals import period_text
from kpi.views.judging import assess
from kpi.views.questions import OpenQuestions
from kpi.views.standings import Standing, StandingWording


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for on every page: as of when, as known when, for where, in which lamps and language."""

    as_of: date | None = None
    """None: the coverage date."""
    known_at: datetime | None = None
    """None: now."""
    region: str | None = None
    """None: the plan's own region."""
    lamps: str = "default"
    lang: str = "zh"
    original: bool = False
    """Whether it is judged by the targets as they were before any revision."""


@dataclass(frozen=True, slots=True)
class Known:
    """What views are made of: the plan, the figures that count, and the batches that brought them."""

    catalog: Catalog
    frame: pd.DataFrame
    """Observations, as the store hands them out. Not to be changed."""
    batches: Mapping[int, Batch]
    goes_up_to: date | None = None
    """The last day that any figure ends on, where the frame has only those of some regions."""
    regions: frozenset[str] | None = None
    """The regions whose figures the frame has; None: all."""

    @property
    def coverage(self) -> date | None:
        """数据截至."""
        return self.goes_up_to or progress.coverage_date(self.frame)

    def figures(self, words: Texts) -> FigureWording:
        """What words the figures."""
        return FigureWording(self.catalog, self.batches, words)


@dataclass(frozen=True, slots=True)
class Moments:
    """What “now” is to a view."""

    moment: datetime
    """The one looked back from, or when the figures last changed; Asia/Shanghai."""
    data_version: int
    """That of `moment`."""
    last_day: date
    """The last day that is over: periods that end after it are not due yet."""


@dataclass(frozen=True, slots=True)
class OverdueView:
    """A figure whose period is over and that nobody has reported."""

    target_id: str
    measure_id: str
    measure_name: str
    due: date
    """Last day of its period."""
    text: str
    """The same as a sentence, without its full stop."""
    year: int | None = None
    """Of a target that is judged by years."""
    figures: frozenset[ObservationKey] = frozenset()
    """The figures that are missing, which are the rows of its form; targets may share one, and one may need several."""


@dataclass(frozen=True, slots=True)
class Late:
    """How much is overdue: of how many targets, and how many figures; the same two numbers wherever it is told."""

    targets: int
    figures: int


def late_of(overdue: Iterable[OverdueView]) -> Late:
    """The targets and the figures of what is overdue, each counted once."""
    told = list(overdue)
    return Late(len({each.target_id for each in told}), len(frozenset().union(*(each.figures for each in told))))


@dataclass(frozen=True, slots=True)
class StatusView:
    """Every target of a region as of a date."""

    query: Query
    as_of: date
    known_at: datetime | None
    """The moment it looks back from, None where it is about now."""
    moment: datetime
    """`known_at`, or when the figures last changed; Asia/Shanghai."""
    data_version: int
    """That of `moment`."""
    coverage_date: date | None
    region: Region
    plan_name: str
    demo: bool
    standings: tuple[Standing, ...]
    counts: Mapping[Status, int]
    """Targets by status; a yearly target once."""
    headline: str
    earlier: str
    """Earlier years that are missed or pending, as a sentence; empty if there are none."""
    overdue: tuple[OverdueView, ...]
    values: tuple[FigureView, ...] = ()
    """For a region without targets, the newest figure of each measure: no verdict."""

    @property
    def counted(self) -> tuple[Standing, ...]:
        """One standing per target: those the headline counts."""
        return tuple(standing for standing in self.standings if standing.counted)

    @property
    def late(self) -> "Late":
        """How much is overdue."""
        return late_of(self.overdue)

    @property
    def coverage(self) -> Coverage:
        """How many of the targets that should have a figure by now have one."""
        return coverage(standing.assessment for standing in self.counted)

    @property
    def listed(self) -> tuple[Standing, ...]:
        """The same, and below each its steps and second lines."""
        return tuple(standing for standing in self.standings if standing.listed)

    @property
    def headlines(self) -> tuple[Standing, ...]:
        """Targets of headline measures, those with a verdict first."""
        heads = (standing for standing in self.counted if standing.measure.headline)
        return tuple(sorted(heads, key=lambda standing: not standing.judged))


def status_view(known: Known, query: Query, region: Region, moments: Moments, *, demo: bool) -> StatusView:
    """Every target of a region, judged."""
    coverage = known.coverage
    as_of = query.as_of or coverage or moments.moment.date()
    assessments = assess(known.catalog, known.frame, as_of, region_code=region.region_code)
    summary = progress.summarise(assessments, as_of)
    words = texts(query.lang)
    earlier = progress.earlier_message(summary, known.catalog)
    return StatusView(
        query=query,
        as_of=as_of,
        known_at=query.known_at,
        moment=moments.moment,
        data_version=moments.data_version,
        coverage_date=coverage,
        region=region,
        plan_name=known.catalog.plan_name(query.lang),
        demo=demo,
        standings=below_parents(word_standings(known, query, assessments, summary)),
        counts=summary.counts,
        headline=_headline(words, query, progress.headline(summary, as_of)) if assessments else "",
        earlier=_closed(words, earlier) if earlier else "",
        overdue=overdue_by(known, words, assessments, moments.last_day),
        values=() if assessments else _latest(known, words, region, as_of),
    )


def narrowed(catalog: Catalog, view: StatusView, target_ids: Collection[str]) -> StatusView:
    """The view of some of its targets only, with counts and headline of their own."""
    words = texts(view.query.lang)
    standings = tuple(standing for standing in view.standings if standing.target.target_id in target_ids)
    summary = progress.summarise([standing.assessment for standing in standings], view.as_of)
    earlier = progress.earlier_message(summary, catalog)
    return replace(
        view,
        standings=standings,
        counts=summary.counts,
        headline=_headline(words, view.query, progress.headline(summary, view.as_of)) if standings else "",
        earlier=_closed(words, earlier) if earlier else "",
        overdue=tuple(overdue for overdue in view.overdue if overdue.target_id in target_ids),
    )


def _headline(words: Texts, query: Query, headline: Message) -> str:
    """The headline, which says so where it is not of the targets as they are."""
    said = _closed(words, headline)
    return words("service.by_original", headline=said) if query.original else said


def word_standings(known: Known, query: Query, assessments: tuple[Assessment, ...], summary: Summary) -> tuple[Standing, ...]:
    """Assessments in words; the summary says which of them the headline counts."""
    words = texts(query.lang)
    lamps = progress.scheme(known.catalog, query.lamps)
    places = sorted(
        {place for judged in assessments for place in (*judged.figures, *judged.baseline_figures, *judged.obstacles)}
    )
    wording = known.figures(words)
    figures = dict(zip(places, wording.views(known.frame, places), strict=True))
    standings = StandingWording(wording, lamps, OpenQuestions(known.catalog, words), figures)
    heads = {(judged.target_id, judged.year) for judged in summary.counted}
    below = {(judged.target_id, judged.year) for judged in summary.below}
    keys = [(judged.target_id, judged.year) for judged in assessments]
    return tuple(
        standings.standing(judged, counted=key in heads, listed=key in heads | below)
        for judged, key in zip(assessments, keys, strict=True)
    )


def below_parents(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """Every step and second line after its target, whatever the order of the plan."""
    if not any(standing.below for standing in standings):
        return tuple(standings)
    there = {standing.target.target_id for standing in standings}
    lines: dict[str, list[Standing]] = {}
    for standing in standings:
        parent = standing.target.parent_target_id
        lines.setdefault(parent if parent in there else "", []).append(standing)

    def with_lines(target_id: str) -> Iterator[Standing]:
        for own, group in groupby(lines.get(target_id, ()), key=lambda standing: standing.target.target_id):
            yield from group
            yield from with_lines(own)

    return tuple(with_lines(""))


def _closed(words: Texts, message: Message) -> str:
    """A sentence with its full stop, which English ones bring along."""
    return words("service.closed", text=message)


def overdue_by(known: Known, words: Texts, assessments: Iterable[Assessment], last_day: date) -> tuple[OverdueView, ...]:
    """期限已过，待填报, of periods that were over by the end of a day."""
    told, catalog = [], known.catalog
    waiting = progress.Waiting(catalog, known.frame, last_day + timedelta(days=1))
    for late in progress.overdue(catalog, assessments, last_day):
        measure = catalog.measures[late.target.measure_id]
        name = measure.name(words.lang)
        text = words("service.overdue", measure=name, period=period_text(words, late.target, late.year), day=late.end)
        figures = frozenset(waiting.keys(late.target, late.year))
        told.append(OverdueView(late.target.target_id, measure.measure_id, name, late.end, text, late.year, figures))
    return tuple(told)


def overdue_anywhere(known: Known, query: Query, moments: Moments) -> tuple[OverdueView, ...]:
    """The same of every region at once, as each one's own view has it."""
    as_of = query.as_of or known.coverage or moments.moment.date()
    return overdue_by(known, texts(query.lang), assess(known.catalog, known.frame, as_of), moments.last_day)


def _latest(known: Known, words: Texts, region: Region, as_of: date) -> tuple[FigureView, ...]:
    """The newest figure of each measure of a region that has no targets: value and date, no verdict."""
    frame = known.frame
    ends = frame["as_of"].fillna(frame["window_end"])
    rows = frame.assign(end=ends)[(frame["region_code"] == region.region_code) & (frame["breakdown"] == "")]
    rows = rows[rows["end"] <= pd.Timestamp(as_of)].sort_values("end", kind="stable").groupby("measure_id", sort=False).tail(1)
    wording = known.figures(words)
    order = {measure_id: place for place, measure_id in enumerate(known.catalog.measures)}
    views = [wording.view(row) for row in rows.to_dict("records")]
    return tuple(sorted(views, key=lambda view: order[view.measure_id]))
