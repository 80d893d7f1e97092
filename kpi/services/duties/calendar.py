"""填报日历: what is owed under the plan, figure by figure and period by period, and how each stands today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kpi import ingest
from kpi.access import Role
from kpi.catalog import Catalog
from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor, Grant, Kind, Measure, ObservationKey, Place, Stage, Target, Window, local
from kpi.progress import tile_period
from kpi.services.approval.reviewing import rows_sent
from kpi.services.reach import place_of_measure
from kpi.services.workspace import Workspace
from kpi.store import FirstLoaded
from kpi.supervision import DutyRule, Frequency, due_on, periods, rule_for, state_of
from kpi.views import DutiesView, DutyRow, duties_view

MOST_PERIODS = 8
"""Columns of the matrix."""
_OF_DAYS = (Kind.FLOW, Kind.CHANGE)
Asked = tuple[str, str, str]
"""A figure that is owed: measure, region and the last day of its period as ISO."""


def duties(workspace: Workspace, actor: Actor, *, lang: str = "zh", mine: bool = False) -> DutiesView:
    """What is owed under the plan as far as the actor may look; `mine`: what is the actor's own to report. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    rows = _rows(workspace, lang)
    if mine:
        rows = tuple(row for row in rows if _is_own(workspace, actor, row))
    return duties_view(texts(lang), rows, workspace.today, MOST_PERIODS)


def duty_form(workspace: Workspace, actor: Actor, asked: Sequence[Asked], fmt: str, *, lang: str = "zh") -> bytes:
    """A form, csv or xlsx, with exactly the figures named. KpiError `nothing_to_fill`; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    wanted = set(asked)
    rows = _rows(workspace, lang)
    keys = [row.key for row in rows if (row.measure_id, row.region_code, row.period.end.isoformat()) in wanted]
    if not keys:
        raise KpiError("nothing_to_fill")
    kind: Literal["csv", "xlsx"] = "xlsx" if fmt == "xlsx" else "csv"
    return ingest.form(workspace.catalog, keys, workspace.today, workspace.observations(), kind, texts(lang))


def rules_of(workspace: Workspace) -> tuple[DutyRule, ...]:
    """The rules of the plan, in the order they were made."""
    kept = workspace.store.duty_rules(workspace.plan_id)
    return tuple(
        DutyRule(Frequency(one.frequency), one.days_after, one.measure_id, one.unit, one.region_code, one.each_place)
        for one in kept
    )


def _rows(workspace: Workspace, lang: str) -> tuple[DutyRow, ...]:
    store = workspace.store
    versions = store.duties_version, store.people_version, store.approval_version
    return workspace.kept(("duties", lang, versions), lambda: tuple(_Calendar(workspace, lang).rows()), large=True)


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

    def __init__(self, workspace: Workspace, lang: str) -> None:
        self._workspace, self._words, self._lang = workspace, texts(lang), lang
        self._catalog: Catalog = workspace.whole_catalog
        self._today = workspace.today
        self._rules = rules_of(workspace)
        self._loaded: dict[tuple[str, str], list[FirstLoaded]] = {}
        for first in workspace.store.first_loaded(workspace.lens.not_after(None)):
            self._loaded.setdefault((first.measure_id, first.region_code), []).append(first)
        self._sent: Mapping[ObservationKey, Stage] = rows_sent(workspace)
        self._holders = list(_holders(workspace))

    def rows(self) -> Iterator[DutyRow]:
        """Every figure and period within reach, each once: a town owes a figure of a target that is the city's to see."""
        reach = self._workspace.lens.reach
        for row, place in self._all():
            if reach is None or any(grant.covers(place) for grant in reach):
                yield row

    def _all(self) -> Iterator[tuple[DutyRow, Place]]:
        for (measure_id, region_code), span in _spans(self._catalog).items():
            measure = self._catalog.measures[measure_id]
            place = place_of_measure(self._catalog, self._workspace.plan_id, measure_id, region_code)
            rule = rule_for(self._rules, measure_id, place.units or frozenset(), region_code)
            yield from self._of(measure, region_code, span, rule, place)
            if rule.each_place:
                for region in self._catalog.children(region_code):
                    if region.active:
                        there = replace(place, units=frozenset(), region=region.region_code)
                        own = rule_for(self._rules, measure_id, frozenset(), region.region_code)
                        yield from self._of(measure, region.region_code, span, replace(own, frequency=rule.frequency), there)

    def _of(
        self, measure: Measure, region_code: str, span: Window, rule: DutyRule, place: Place
    ) -> Iterator[tuple[DutyRow, Place]]:
        holders = {one.user_id: one for one in self._holders if one.grant.covers(place)}.values()
        for period in periods(rule.frequency, span):
            due = due_on(period, rule)
            key = _key(self._catalog, measure, region_code, period)
            sent = self._sent.get(key)
            reported = self._reported_on(measure, region_code, period, due)
            state = state_of(
                period,
                due,
                reported,
                self._today,
                waiting=sent is Stage.WAITING,
                returned=sent is Stage.RETURNED,
            )
            over = (self._today - due).days if reported is None and state not in {"ahead", "waiting"} else 0
            row = DutyRow(
                key,
                measure.measure_id,
                measure.name(self._lang),
                region_code,
                self._catalog.regions[region_code].name(self._lang),
                tuple(sorted(place.units or ())),
                period,
                self._words.window(period),
                due,
                state,
                self._words(f"duties.state_{state}"),
                max(over, 0),
                tuple(one.name for one in holders),
                tuple(one.user_id for one in holders),
            )
            yield row, place

    def _reported_on(self, measure: Measure, region_code: str, period: Window, due: date) -> date | None:
        """When a figure of exactly the period, of the year up to its end, or of parts that leave no day open first came."""
        known = self._loaded.get((measure.measure_id, region_code), [])
        whole = [one for one in known if one.ended_on == period.end and _covers(one, period)]
        if not whole and measure.kind is Kind.FLOW:
            parts = [
                one for one in known if one.window_start and period.start <= one.window_start and one.ended_on <= period.end
            ]
            tiles = [Window(one.window_start, one.ended_on) for one in parts if one.window_start]
            whole = parts if tiles and not tile_period(tiles, period).missing else []
            return max((_day(one, due) for one in whole), default=None)
        return min((_day(one, due) for one in whole), default=None)


def _covers(first: FirstLoaded, period: Window) -> bool:
    return first.window_start in {None, period.start, date(period.end.year, 1, 1)}


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
