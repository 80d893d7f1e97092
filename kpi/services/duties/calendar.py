"""填报日历: what is owed under the plan, figure by figure and period by period, and how each stands today."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from kpi.analysis import Arrival, Arrivals, ratio_reported_on
from kpi.catalog import Catalog
from kpi.i18n import texts
from kpi.model import Action, Actor, Kind, Measure, ObservationKey, Place, Stage, Window
from kpi.progress import Slot, parts_of
from kpi.services.approval.reviewing import rows_sent
from kpi.services.duties.subjects import NOBODY, Answering, Reporting, Subjects, answering_for, asked_about
from kpi.services.forms import form_of
from kpi.services.status import overdue_anywhere
from kpi.services.workspace import Workspace
from kpi.store import FirstLoaded
from kpi.supervision import OWED, due_on, periods, state_of
from kpi.views import AskedFigure, DutiesView, DutyRow, asked_figures, duties_view

MOST_PERIODS = 8
"""Columns of the matrix."""
_OF_DAYS = (Kind.FLOW, Kind.CHANGE)
Asked = tuple[str, str, str]
"""A figure that is owed: measure, region and the last day of its period as ISO."""


class Whose(StrEnum):
    """Of whose duties somebody wants to hear."""

    EVERYBODYS = "everybodys"
    MINE = "mine"
    """What is their own to report."""
    HELPED = "helped"
    """What others report and their unit helps with (协办)."""


def duties(workspace: Workspace, actor: Actor, *, lang: str = "zh", whose: Whose = Whose.EVERYBODYS) -> DutiesView:
    """What is owed under the plan, of it all that the actor may look at or what is theirs. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    rows = _rows(workspace, actor, lang)
    if whose is Whose.MINE:
        rows = tuple(row for row in rows if _is_own(workspace, actor, row))
    elif whose is Whose.HELPED:
        rows = tuple(row for row in rows if actor.user_id in row.helping)
    return duties_view(texts(lang), rows, workspace.today, MOST_PERIODS)


def duty_form(workspace: Workspace, actor: Actor, asked: Sequence[Asked], fmt: str, *, lang: str = "zh") -> bytes:
    """A form, csv or xlsx, with exactly the figures named. KpiError `nothing_to_fill`; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    wanted = set(asked)
    rows = _rows(workspace, actor, lang)
    keys = [row.key for row in rows if (row.measure_id, row.region_code, row.period.end.isoformat()) in wanted]
    return form_of(workspace, keys, fmt, lang)


def _rows(workspace: Workspace, actor: Actor, lang: str) -> tuple[DutyRow, ...]:
    store = workspace.store
    key = ("duties", lang, store.duties_version, store.people_version, store.approval_version)
    return workspace.kept(key, lambda: tuple(_Calendar(workspace, lang, _awaited(workspace, actor, lang)).rows()), large=True)


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A figure that targets wait for whose period is over, and who answers for them."""

    figure: AskedFigure
    who: Answering


def _awaited(workspace: Workspace, actor: Actor, lang: str) -> Mapping[ObservationKey, _Awaited]:
    """What the overview of any region counts as overdue."""
    who: dict[ObservationKey, Answering] = {}
    for late in overdue_anywhere(workspace, actor, lang):
        own = answering_for(workspace.catalog, late.target_id)
        for key in late.figures:
            who[key] = who.get(key, NOBODY) | own
    figures = asked_figures(workspace.wording(texts(lang)), who)
    return {figure.key: _Awaited(figure, who[figure.key]) for figure in figures}


def _is_own(workspace: Workspace, actor: Actor, row: DutyRow) -> bool:
    """Whether it is the actor's to report: by a role for that unit or town, or, where they work alone, everything."""
    if not actor.user_id:
        return workspace.admits(actor, Action.UPLOAD)
    return actor.user_id in row.accounts


class _Calendar:
    """Everything that is owed, worked out once."""

    def __init__(self, workspace: Workspace, lang: str, awaited: Mapping[ObservationKey, _Awaited]) -> None:
        self._workspace, self._words, self._lang = workspace, texts(lang), lang
        self._catalog, self._today = workspace.whole_catalog, workspace.today
        self._awaited, self._subjects = awaited, Subjects(workspace)
        self._asked = asked_about(self._catalog)
        measures, regions = ({key[place] for key in self._asked} for place in (0, 1))
        self._arrived = _Arrived(workspace, measures, self._subjects.reporting(regions))
        self._sent: Mapping[ObservationKey, Stage] = rows_sent(workspace)
        self._told: dict[Window, str] = {}

    def rows(self) -> Iterator[DutyRow]:
        """Every figure and period within reach, each once: a town owes a figure of a target that is the city's to see."""
        reach = self._workspace.lens.reach
        told: set[ObservationKey] = set()
        for row, place in chain(self._of_targets(), self._others(told)):
            told.add(row.key)
            if reach is None or any(grant.covers(place, helping=True) for grant in reach):
                yield row

    def _of_targets(self) -> Iterator[tuple[DutyRow, Place]]:
        for (measure_id, region_code), (span, who) in self._asked.items():
            own = self._subjects.of_measure(measure_id, region_code, who)
            for subject in (own, *self._subjects.below(own)):
                yield from self._of(subject, span)

    def _others(self, told: Set[ObservationKey]) -> Iterator[tuple[DutyRow, Place]]:
        """What targets wait for besides: parts of a figure, its numerator and denominator, days that are no calendar period."""
        for key, awaited in self._awaited.items():
            if key not in told:
                measure_id, region_code, _, _, start, end, as_of = key
                last = as_of or end or self._today
                subject = self._subjects.of_measure(measure_id, region_code, awaited.who)
                period = Window(start or date(last.year, 1, 1), last)
                yield self._row(key, awaited.figure.name, period, subject, None), subject.place

    def _of(self, subject: Reporting, span: Window) -> Iterator[tuple[DutyRow, Place]]:
        measure = self._catalog.measures[subject.measure_id]
        name, of_days = measure.name(self._lang), measure.kind in _OF_DAYS
        reported_on = self._arrived.of(subject.measure_id, subject.region_code)
        for whole in periods(subject.rule.frequency, span):
            period = Window(max(whole.start, span.start), whole.end) if of_days else whole
            key = _key(self._catalog, measure, subject.region_code, period)
            reported = None if key in self._awaited else reported_on(period, span.start, due_on(period, subject.rule))
            yield self._row(key, name, period, subject, reported), subject.place

    def _row(self, key: ObservationKey, name: str, period: Window, subject: Reporting, reported: date | None) -> DutyRow:
        due, sent = due_on(period, subject.rule), self._sent.get(key)
        state = state_of(period, due, reported, self._today, waiting=sent is Stage.WAITING, returned=sent is Stage.RETURNED)
        over = (self._today - due).days if state in OWED else 0
        return DutyRow(
            key,
            subject.measure_id,
            name,
            subject.region_code,
            self._catalog.regions[subject.region_code].name(self._lang),
            subject.units,
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
            subject.behind,
            subject.helpers,
            subject.helping,
        )

    def _period(self, period: Window) -> str:
        if period not in self._told:
            self._told[period] = self._words.window(period)
        return self._told[period]


class _Arrived:
    """When the figures that measures ask for came, and those that their shares are made of."""

    def __init__(self, workspace: Workspace, asked: Set[str], regions: Set[str]) -> None:
        self._catalog = workspace.whole_catalog
        self._parts = {measure: parts for measure in asked if (parts := parts_of(self._catalog.measures[measure]))}
        measures = {*asked, *(measure for slots in self._parts.values() for measure, _, _ in slots)}
        known = workspace.store.first_loaded(measures, regions, workspace.lens.not_after(None))
        self._came = {((each.measure_id, each.breakdown, each.member), each.region_code): _arrivals(each) for each in known}

    def of(self, measure_id: str, region_code: str) -> Callable[[Window, date, date], date | None]:
        """What tells, of a period, the day before which nothing was asked and the day it is due, on which day it came."""
        whole = self._in((measure_id, "", ""), region_code)
        terms = [self._in(part, region_code) for part in self._parts.get(measure_id, ())]
        return lambda *asked: whole.reported_on(*asked) or ratio_reported_on(terms, *asked)

    def _in(self, slot: Slot, region_code: str) -> Arrivals:
        return Arrivals(self._came.get((slot, region_code), ()), parts=self._catalog.measures[slot[0]].kind is Kind.FLOW)


def _arrivals(loaded: FirstLoaded) -> tuple[Arrival, ...]:
    return tuple(map(Arrival, loaded.starts, loaded.ends, loaded.came_on, loaded.of_plan))


def _key(catalog: Catalog, measure: Measure, region_code: str, period: Window) -> ObservationKey:
    of_days = measure.kind in _OF_DAYS or measure.measure_id in catalog.ratios_of_years
    span = (period.start, period.end, None) if of_days else (None, None, period.end)
    return (measure.measure_id, region_code, "", "", *span)
