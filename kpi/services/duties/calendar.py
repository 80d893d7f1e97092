"""填报日历: what is owed under the plan, figure by figure and period by period, and how each stands today."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Literal

from kpi import ingest
from kpi.access import Role
from kpi.catalog import Catalog
from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor, Grant, Kind, Measure, ObservationKey, Place, Stage, Target, Window, local
from kpi.progress import tile_period
from kpi.services.approval.reviewing import rows_sent
from kpi.services.forms import rows_due
from kpi.services.reach import place_of_measure
from kpi.services.workspace import Workspace
from kpi.store import FirstLoaded, Revision, loads_of
from kpi.supervision import DutyRule, Frequency, due_on, periods, rule_for, state_of
from kpi.views import AskedFigure, DutiesView, DutyRow, Query, duties_view

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
    if not keys:
        raise KpiError("nothing_to_fill")
    kind: Literal["csv", "xlsx"] = "xlsx" if fmt == "xlsx" else "csv"
    return ingest.form(workspace.catalog, keys, workspace.today, workspace.observations(), kind, texts(lang))


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


def _awaited(workspace: Workspace, actor: Actor, lang: str) -> Mapping[ObservationKey, AskedFigure]:
    """What targets wait for whose period is over: what the overview counts and a reminder asks for."""
    regions = dict.fromkeys(target.region_code for target in workspace.catalog.primary_targets)
    due = [item for region in regions for item in rows_due(workspace, actor, Query(region=region, lang=lang)).items]
    return {figure.key: figure for item in due for figure in item.figures}


def _is_own(workspace: Workspace, actor: Actor, row: DutyRow) -> bool:
    """Whether it is the actor's to report: by a role for that unit or town, or, where they work alone, everything."""
    if not actor.user_id:
        return workspace.admits(actor, Action.UPLOAD)
    return actor.user_id in row.accounts


@dataclass(frozen=True)
class _Holder:
    """Somebody who reports for a part of the plan."""

    user_id: str
    name: str
    grant: Grant


class _Calendar:
    """Everything that is owed, worked out once."""

    def __init__(self, workspace: Workspace, lang: str, awaited: Mapping[ObservationKey, AskedFigure]) -> None:
        self._awaited = awaited
        self._workspace, self._words, self._lang = workspace, texts(lang), lang
        self._catalog: Catalog = workspace.whole_catalog
        self._today = workspace.today
        self._rules = rules_of(workspace)
        self._since = min((local(load.made_at).date() for load in _loads(workspace)), default=date.min)
        self._loaded: dict[tuple[str, str], list[FirstLoaded]] = {}
        for first in workspace.store.first_loaded(workspace.lens.not_after(None)):
            self._loaded.setdefault((first.measure_id, first.region_code), []).append(first)
        self._sent: Mapping[ObservationKey, Stage] = rows_sent(workspace)
        self._holders = list(_holders(workspace))

    def rows(self) -> Iterator[DutyRow]:
        """Every figure and period within reach, each once: a town owes a figure of a target that is the city's to see."""
        reach = self._workspace.lens.reach
        told: set[ObservationKey] = set()
        for row, place in chain(self._all(), self._others(told)):
            told.add(row.key)
            if reach is None or any(grant.covers(place) for grant in reach):
                yield row

    def _all(self) -> Iterator[tuple[DutyRow, Place]]:
        for (measure_id, region_code), span in _spans(self._catalog).items():
            measure = self._catalog.measures[measure_id]
            place = place_of_measure(self._catalog, self._workspace.plan_id, measure_id, region_code)
            rule = self._rule(measure_id, place.units or frozenset(), region_code)
            yield from self._of(measure, region_code, span, rule, place)
            if rule.each_place:
                for region in self._catalog.children(region_code):
                    if region.active:
                        there = replace(place, units=frozenset(), region=region.region_code)
                        own = self._rule(measure_id, frozenset(), region.region_code)
                        asked = replace(own, frequency=rule.frequency, asked_on=max(own.asked_on, rule.asked_on))
                        yield from self._of(measure, region.region_code, span, asked, there)

    def _others(self, told: Set[ObservationKey]) -> Iterator[tuple[DutyRow, Place]]:
        """What targets wait for besides: parts of a figure, its numerator and denominator, days that are no calendar period."""
        for key, figure in self._awaited.items():
            if key not in told:
                measure_id, region_code, _, _, start, end, as_of = key
                last = as_of or end or self._today
                place = place_of_measure(self._catalog, self._workspace.plan_id, measure_id, region_code)
                rule = self._rule(measure_id, place.units or frozenset(), region_code)
                period = Window(start or date(last.year, 1, 1), last)
                yield self._row(key, figure.name, period, rule, place, None), place

    def _rule(self, measure_id: str, units: frozenset[str], region_code: str) -> DutyRule:
        """What was asked, and never from before the plan came."""
        rule = rule_for(self._rules, measure_id, units, region_code)
        return replace(rule, asked_on=max(rule.asked_on, self._since))

    def _of(
        self, measure: Measure, region_code: str, span: Window, rule: DutyRule, place: Place
    ) -> Iterator[tuple[DutyRow, Place]]:
        for whole in periods(rule.frequency, span):
            period = Window(max(whole.start, span.start), whole.end) if measure.kind in _OF_DAYS else whole
            key = _key(self._catalog, measure, region_code, period)
            reported = self._reported_on(measure, region_code, period, span, due_on(period, rule))
            yield self._row(key, measure.name(self._lang), period, rule, place, reported), place

    def _row(
        self, key: ObservationKey, name: str, period: Window, rule: DutyRule, place: Place, reported: date | None
    ) -> DutyRow:
        due, sent = due_on(period, rule), self._sent.get(key)
        state = state_of(period, due, reported, self._today, waiting=sent is Stage.WAITING, returned=sent is Stage.RETURNED)
        over = (self._today - due).days if reported is None and state not in {"ahead", "waiting"} else 0
        holders = {one.user_id: one for one in self._holders if one.grant.covers(place)}.values()
        return DutyRow(
            key,
            key[0],
            name,
            key[1],
            self._catalog.regions[key[1]].name(self._lang),
            tuple(sorted(place.units or ())),
            period,
            self._words.window(period),
            due,
            state,
            self._words(f"duties.state_{state}"),
            max(over, 0),
            key in self._awaited and reported is None,
            tuple(one.name for one in holders),
            tuple(one.user_id for one in holders),
        )

    def _reported_on(self, measure: Measure, region_code: str, period: Window, span: Window, due: date) -> date | None:
        """When a figure of exactly the period, of the year up to its end, or of parts that leave no day open first came."""
        known = self._loaded.get((measure.measure_id, region_code), [])
        starts = {None, period.start, max(date(period.end.year, 1, 1), span.start)}
        whole = [one for one in known if one.ended_on == period.end and one.window_start in starts]
        if not whole and measure.kind is Kind.FLOW:
            parts = [
                one for one in known if one.window_start and period.start <= one.window_start and one.ended_on <= period.end
            ]
            tiles = [Window(one.window_start, one.ended_on) for one in parts if one.window_start]
            whole = parts if tiles and not tile_period(tiles, period).missing else []
            return max((_day(one, due) for one in whole), default=None)
        return min((_day(one, due) for one in whole), default=None)


def _loads(workspace: Workspace) -> list[Revision]:
    """The loads of the plan: nobody was asked for anything before the first."""
    return loads_of(workspace.store.revisions(), workspace.plan_id)


def _day(first: FirstLoaded, due: date) -> date:
    """The day a figure came on; one that came with the plan was never late."""
    return due if first.of_plan else local(first.first_at).date()


def _key(catalog: Catalog, measure: Measure, region_code: str, period: Window) -> ObservationKey:
    of_days = measure.kind in _OF_DAYS or measure.measure_id in catalog.ratios_of_years
    span = (period.start, period.end, None) if of_days else (None, None, period.end)
    return (measure.measure_id, region_code, "", "", *span)


def _spans(catalog: Catalog) -> dict[tuple[str, str], Window]:
    """From when to when figures are owed, by measure and region: as long as any target of them asks."""
    found: dict[tuple[str, str], Window] = {}
    for target in catalog.primary_targets:
        if target.reading or target.measure_id not in catalog.measures:
            continue
        span, key = _span(catalog, target), (target.measure_id, target.region_code)
        if span:
            known = found.get(key, span)
            found[key] = Window(min(known.start, span.start), max(known.end, span.end))
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
    """Everybody with a role to report for a part of the plan. Who may report everything owes nothing by that alone."""
    names = {person.user_id: person for person in workspace.store.people() if person.disabled_at is None}
    for one in workspace.store.given():
        if one.role == Role.REPORTER and (one.unit or one.regions) and one.user_id in names:
            yield _Holder(one.user_id, names[one.user_id].name, one.grant)
