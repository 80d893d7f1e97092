"""填报日历: what is owed under the plan, figure by figure and period by period, and how each stands today."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from kpi.access import Role
from kpi.analysis import Arrival, Arrivals, Grouping, group_keys, ratio_reported_on
from kpi.catalog import Catalog
from kpi.i18n import texts
from kpi.model import Action, Actor, Grant, Kind, Measure, ObservationKey, Place, Stage, Target, Window, local
from kpi.progress import Slot, parts_of
from kpi.services.approval.reviewing import rows_sent
from kpi.services.forms import form_of
from kpi.services.reach import place_of_measure
from kpi.services.status import overdue_anywhere
from kpi.services.workspace import Workspace
from kpi.store import FirstLoaded, Revision, loads_of
from kpi.supervision import OWED, DutyRule, Frequency, due_on, periods, rule_for, state_of
from kpi.views import AskedFigure, DutiesView, DutyRow, asked_figures, duties_view

MOST_PERIODS = 8
"""Columns of the matrix."""
_OF_DAYS = (Kind.FLOW, Kind.CHANGE)
Asked = tuple[str, str, str]
"""A figure that is owed: measure, region and the last day of its period as ISO."""


def duties(workspace: Workspace, actor: Actor, *, lang: str = "zh", mine: bool = False) -> DutiesView:
    """What is owed under the plan as far as the actor may look; `mine`: what is the actor's own to report. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    rows = _rows(workspace, actor, lang)
    if mine:
        rows = tuple(row for row in rows if _is_own(workspace, actor, row))
    return duties_view(texts(lang), rows, workspace.today, MOST_PERIODS)


def duty_form(workspace: Workspace, actor: Actor, asked: Sequence[Asked], fmt: str, *, lang: str = "zh") -> bytes:
    """A form, csv or xlsx, with exactly the figures named. KpiError `nothing_to_fill`; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    wanted = set(asked)
    rows = _rows(workspace, actor, lang)
    keys = [row.key for row in rows if (row.measure_id, row.region_code, row.period.end.isoformat()) in wanted]
    return form_of(workspace, keys, fmt, lang)


def rules_of(workspace: Workspace) -> tuple[DutyRule, ...]:
    """The rules of the plan, in the order they were made."""
    kept = workspace.store.duty_rules(workspace.plan_id)
    return tuple(
        DutyRule(
            Frequency(one.frequency),
            one.days_after,
            one.measure_id,
            one.unit,
            one.region_code,
            one.each_place,
            local(one.made_at).date(),
        )
        for one in kept
    )


def _rows(workspace: Workspace, actor: Actor, lang: str) -> tuple[DutyRow, ...]:
    store = workspace.store
    key = ("duties", lang, store.duties_version, store.people_version, store.approval_version)
    return workspace.kept(key, lambda: tuple(_Calendar(workspace, lang, _awaited(workspace, actor, lang)).rows()), large=True)


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A figure that targets wait for whose period is over, and who answers for them."""

    figure: AskedFigure
    units: frozenset[str]


def _awaited(workspace: Workspace, actor: Actor, lang: str) -> Mapping[ObservationKey, _Awaited]:
    """What the overview of any region counts as overdue."""
    units: dict[ObservationKey, frozenset[str]] = {}
    for late in overdue_anywhere(workspace, actor, lang):
        own = frozenset(filter(None, group_keys(workspace.catalog, late.target_id, Grouping.OWNER)))
        for key in late.figures:
            units[key] = units.get(key, frozenset()) | own
    figures = asked_figures(workspace.known().figures(texts(lang)), units)
    return {figure.key: _Awaited(figure, units[figure.key]) for figure in figures}


def _is_own(workspace: Workspace, actor: Actor, row: DutyRow) -> bool:
    """Whether it is the actor's to report: by a role for that unit or town, or, where they work alone, everything."""
    if not actor.user_id:
        return workspace.admits(actor, Action.UPLOAD)
    return actor.user_id in row.accounts


@dataclass(frozen=True)
class _Holder:
    """Somebody who reports, for all of the plan or for a part of it."""

    user_id: str
    name: str
    grant: Grant
    of_a_part: bool


@dataclass(frozen=True, slots=True)
class _Subject:
    """A measure in a region: who answers for it, where it stands, and whose it is to report."""

    measure_id: str
    region_code: str
    units: frozenset[str]
    place: Place
    rule: DutyRule
    holders: Mapping[str, str]
    """Names by account."""


class _Calendar:
    """Everything that is owed, worked out once."""

    def __init__(self, workspace: Workspace, lang: str, awaited: Mapping[ObservationKey, _Awaited]) -> None:
        self._awaited = awaited
        self._workspace, self._words, self._lang = workspace, texts(lang), lang
        self._catalog: Catalog = workspace.whole_catalog
        self._today = workspace.today
        self._rules = rules_of(workspace)
        self._since = min((local(load.made_at).date() for load in _loads(workspace)), default=date.min)
        self._spans = _spans(self._catalog)
        asked = {measure for measure, _ in self._spans}
        self._parts = {measure: parts for measure in asked if (parts := parts_of(self._catalog.measures[measure]))}
        slots = chain.from_iterable(self._parts.values())
        known = workspace.store.first_loaded(asked | {measure for measure, _, _ in slots}, workspace.lens.not_after(None))
        self._came = {((each.measure_id, each.breakdown, each.member), each.region_code): _arrivals(each) for each in known}
        self._sent: Mapping[ObservationKey, Stage] = rows_sent(workspace)
        self._holders = list(_holders(workspace))
        self._told: dict[Window, str] = {}

    def rows(self) -> Iterator[DutyRow]:
        """Every figure and period within reach, each once: a town owes a figure of a target that is the city's to see."""
        reach = self._workspace.lens.reach
        told: set[ObservationKey] = set()
        for row, place in chain(self._all(), self._others(told)):
            told.add(row.key)
            if reach is None or any(grant.covers(place) for grant in reach):
                yield row

    def _all(self) -> Iterator[tuple[DutyRow, Place]]:
        for (measure_id, region_code), (span, units) in self._spans.items():
            place = place_of_measure(self._catalog, self._workspace.plan_id, measure_id, region_code)
            own = self._subject(measure_id, region_code, units, place)
            yield from self._of(own, span)
            if own.rule.each_place:
                for region in self._catalog.children(region_code):
                    if region.active:
                        there = replace(place, units=frozenset(), region=region.region_code)
                        subject = self._subject(measure_id, region.region_code, frozenset(), there)
                        asked_on = max(subject.rule.asked_on, own.rule.asked_on)
                        asked = replace(subject.rule, frequency=own.rule.frequency, asked_on=asked_on)
                        yield from self._of(replace(subject, rule=asked), span)

    def _others(self, told: Set[ObservationKey]) -> Iterator[tuple[DutyRow, Place]]:
        """What targets wait for besides: parts of a figure, its numerator and denominator, days that are no calendar period."""
        for key, awaited in self._awaited.items():
            if key not in told:
                measure_id, region_code, _, _, start, end, as_of = key
                last = as_of or end or self._today
                place = place_of_measure(self._catalog, self._workspace.plan_id, measure_id, region_code)
                subject = self._subject(measure_id, region_code, awaited.units, place)
                period = Window(start or date(last.year, 1, 1), last)
                yield self._row(key, awaited.figure.name, period, subject, None), place

    def _subject(self, measure_id: str, region_code: str, units: frozenset[str], place: Place) -> _Subject:
        """Nothing was asked before the plan came. What nobody reports in particular is left to who may report everything."""
        rule = rule_for(self._rules, measure_id, place.units or frozenset(), region_code)
        asked = replace(rule, asked_on=max(rule.asked_on, self._since))
        here = [one for one in self._holders if one.grant.covers(place)]
        own = [one for one in here if one.of_a_part] or here
        holders = {one.user_id: one.name for one in own}
        return _Subject(measure_id, region_code, units, place, asked, holders)

    def _of(self, subject: _Subject, span: Window) -> Iterator[tuple[DutyRow, Place]]:
        measure = self._catalog.measures[subject.measure_id]
        name, of_days = measure.name(self._lang), measure.kind in _OF_DAYS
        whole_figures = self._arrived((subject.measure_id, "", ""), subject.region_code)
        terms = [self._arrived(part, subject.region_code) for part in self._parts.get(subject.measure_id, ())]
        for whole in periods(subject.rule.frequency, span):
            period = Window(max(whole.start, span.start), whole.end) if of_days else whole
            key = _key(self._catalog, measure, subject.region_code, period)
            asked = period, span.start, due_on(period, subject.rule)
            reported = None if key in self._awaited else whole_figures.reported_on(*asked) or ratio_reported_on(terms, *asked)
            yield self._row(key, name, period, subject, reported), subject.place

    def _arrived(self, slot: Slot, region_code: str) -> Arrivals:
        return Arrivals(self._came.get((slot, region_code), ()), parts=self._catalog.measures[slot[0]].kind is Kind.FLOW)

    def _row(self, key: ObservationKey, name: str, period: Window, subject: _Subject, reported: date | None) -> DutyRow:
        due, sent = due_on(period, subject.rule), self._sent.get(key)
        state = state_of(period, due, reported, self._today, waiting=sent is Stage.WAITING, returned=sent is Stage.RETURNED)
        over = (self._today - due).days if state in OWED else 0
        return DutyRow(
            key,
            subject.measure_id,
            name,
            subject.region_code,
            self._catalog.regions[subject.region_code].name(self._lang),
            tuple(sorted(subject.units)),
            subject.region_code != self._catalog.plan_region.region_code,
            period,
            self._period(period),
            due,
            state,
            self._words(f"duties.state_{state}"),
            max(over, 0),
            key in self._awaited and reported is None,
            tuple(subject.holders.values()),
            tuple(subject.holders),
        )

    def _period(self, period: Window) -> str:
        if period not in self._told:
            self._told[period] = self._words.window(period)
        return self._told[period]


def _loads(workspace: Workspace) -> list[Revision]:
    """The loads of the plan: nobody was asked for anything before the first."""
    return loads_of(workspace.store.revisions(), workspace.plan_id)


def _arrivals(loaded: FirstLoaded) -> tuple[Arrival, ...]:
    return tuple(map(Arrival, loaded.starts, loaded.ends, loaded.came_on, loaded.of_plan))


def _key(catalog: Catalog, measure: Measure, region_code: str, period: Window) -> ObservationKey:
    of_days = measure.kind in _OF_DAYS or measure.measure_id in catalog.ratios_of_years
    span = (period.start, period.end, None) if of_days else (None, None, period.end)
    return (measure.measure_id, region_code, "", "", *span)


def _spans(catalog: Catalog) -> dict[tuple[str, str], tuple[Window, frozenset[str]]]:
    """From when to when figures are owed and which units answer for that, by measure and region, as any target of them says."""
    found: dict[tuple[str, str], tuple[Window, frozenset[str]]] = {}
    for target in catalog.primary_targets:
        if target.reading or target.measure_id not in catalog.measures:
            continue
        span, key = _span(catalog, target), (target.measure_id, target.region_code)
        if span:
            known, units = found.get(key, (span, frozenset()))
            own = frozenset(filter(None, group_keys(catalog, target.target_id, Grouping.OWNER)))
            found[key] = Window(min(known.start, span.start), max(known.end, span.end)), units | own
    return found


def _span(catalog: Catalog, target: Target) -> Window | None:
    """The days that a target asks about: its window, its years, or from the day after its baseline to its deadline."""
    if target.window:
        return target.window
    if target.years:
        return Window(date(min(target.years), 1, 1), date(max(target.years), 12, 31))
    figure = catalog.figures.get(target.baseline_figure_id)
    start = (figure.as_of or figure.window_end) if figure else None
    if target.deadline is None:
        return None
    begun = start + timedelta(days=1) if start else date(target.deadline.year, 1, 1)
    return Window(begun, target.deadline) if begun <= target.deadline else None


def _holders(workspace: Workspace) -> Iterator[_Holder]:
    """Everybody with a role to report."""
    names = {person.user_id: person for person in workspace.store.people() if person.disabled_at is None}
    for one in workspace.store.given():
        if one.role == Role.REPORTER and one.user_id in names:
            yield _Holder(one.user_id, names[one.user_id].name, one.grant, of_a_part=bool(one.unit or one.regions))
