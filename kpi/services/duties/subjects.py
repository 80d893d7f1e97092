"""Who reports what: of each measure in a region the units that answer for it and those that help, the rule that holds, and
the people whose it is. Worked out once for a plan.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpi.access import Role
from kpi.analysis import helpers_of, owners_of
from kpi.catalog import Catalog
from kpi.model import Grant, Place, Target, Window, local
from kpi.services.duties.rules import rules_of, subject_at
from kpi.services.reach import place_of_measure
from kpi.services.workspace import Workspace
from kpi.store import loads_of
from kpi.supervision import DutyRule, rule_for


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for a figure, and who helps."""

    units: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()

    def __or__(self, other: "Answering") -> "Answering":
        """Of several targets: who answers for one of them does not only help."""
        units = self.units | other.units
        return Answering(units, (self.helpers | other.helpers) - units)


NOBODY = Answering()


def answering_for(catalog: Catalog, target_id: str) -> Answering:
    """Who does for a target."""
    target = catalog.targets[target_id]
    measure = catalog.measures[target.measure_id]
    return Answering(frozenset(owners_of(measure, target)), frozenset(helpers_of(measure, target)))


@dataclass(frozen=True, slots=True)
class Reporting:
    """A measure in a region: where it stands, whose it is to report, and by which rule."""

    measure_id: str
    region_code: str
    who: Answering
    place: Place
    rule: DutyRule
    holders: Mapping[str, str]
    """Names of those whose it is to report, by account."""
    helping: frozenset[str]
    """Accounts of those whose unit only helps."""

    @property
    def reporter(self) -> str:
        """The unit that helps and by the rule is the one to report; empty where those report who answer for it."""
        return self.rule.unit if self.rule.names_helper(self.place.helpers) else ""

    @property
    def units(self) -> tuple[str, ...]:
        """The units that owe it."""
        return (self.reporter,) if self.reporter else tuple(sorted(self.who.units))

    @property
    def behind(self) -> tuple[str, ...]:
        """The units that answer for it where another reports it."""
        return tuple(sorted(self.who.units)) if self.reporter else ()

    @property
    def helpers(self) -> tuple[str, ...]:
        """The units that help and owe nothing."""
        return tuple(sorted(self.who.helpers - {self.reporter}))


@dataclass(frozen=True)
class Holder:
    """Somebody who reports, for all of the plan or for a part of it."""

    user_id: str
    name: str
    grant: Grant
    of_a_part: bool


class Subjects:
    """Everybody who reports and every rule of a plan."""

    def __init__(self, workspace: Workspace) -> None:
        self._plan_id, self._catalog = workspace.plan_id, workspace.whole_catalog
        self._rules = rules_of(workspace)
        loads = loads_of(workspace.store.revisions(), workspace.plan_id)
        self._since = min((local(load.made_at).date() for load in loads), default=date.min)
        self._holders = tuple(holders(workspace))

    def of_measure(self, measure_id: str, region_code: str, who: Answering) -> Reporting:
        """A measure in a region that targets ask about."""
        return self._reporting(measure_id, who, place_of_measure(self._catalog, self._plan_id, measure_id, region_code))

    def reporting(self, asked: Set[str]) -> frozenset[str]:
        """The regions that report where targets ask about some: these, and those below where any rule asks each place."""
        each = asked if any(rule.each_place for rule in self._rules) else ()
        return frozenset(asked).union(*({below.region_code for below in self._catalog.children(code)} for code in each))

    def below(self, above: Reporting) -> Iterator[Reporting]:
        """The same of each place below that region, where its rule says that these report too: no unit does it for them."""
        for region in self._catalog.children(above.region_code) if above.rule.each_place else ():
            if region.active:
                there = replace(above.place, units=frozenset(), region=region.region_code, helpers=frozenset())
                own = self._reporting(above.measure_id, NOBODY, there)
                asked_on = max(own.rule.asked_on, above.rule.asked_on)
                yield replace(own, rule=replace(own.rule, frequency=above.rule.frequency, asked_on=asked_on))

    def _reporting(self, measure_id: str, who: Answering, place: Place) -> Reporting:
        """Nothing was asked before the plan came. What nobody reports in particular is left to who may report everything."""
        rule = rule_for(self._rules, subject_at(measure_id, place))
        asked = replace(rule, asked_on=max(rule.asked_on, self._since))
        owing = replace(place, units=frozenset({rule.unit})) if rule.names_helper(place.helpers) else place
        here = [one for one in self._holders if one.grant.covers(owing)]
        own = {one.user_id: one.name for one in [one for one in here if one.of_a_part] or here}
        aside = {one.user_id for one in self._holders if _only_helps(one.grant, place)}
        return Reporting(measure_id, place.region or "", who, place, asked, own, frozenset(aside - own.keys()))


def _only_helps(grant: Grant, place: Place) -> bool:
    return grant.covers(place, helping=True) and not grant.covers(place)


def holders(workspace: Workspace) -> Iterator[Holder]:
    """Everybody with a role to report."""
    names = {person.user_id: person for person in workspace.store.people() if person.disabled_at is None}
    for one in workspace.store.given():
        if one.role == Role.REPORTER and one.user_id in names:
            yield Holder(one.user_id, names[one.user_id].name, one.grant, of_a_part=bool(one.unit or one.regions))


def asked_about(catalog: Catalog) -> dict[tuple[str, str], tuple[Window, Answering]]:
    """From when to when figures are owed and who answers for that, by measure and region, as any target of them says."""
    found: dict[tuple[str, str], tuple[Window, Answering]] = {}
    for target in catalog.primary_targets:
        if target.reading or target.measure_id not in catalog.measures:
            continue
        span, key = _span(catalog, target), (target.measure_id, target.region_code)
        if span:
            known, who = found.get(key, (span, NOBODY))
            whole = Window(min(known.start, span.start), max(known.end, span.end))
            found[key] = whole, who | answering_for(catalog, target.target_id)
    return found


def _span(catalog: Catalog, target: Target) -> Window | None:
    """The days that a target asks about: its window, its years, or from the day after its baseline to its deadline."""
    if target.window:
        return target.window
    if target.years:
        return Window.of_years(min(target.years), max(target.years))
    figure = catalog.figures.get(target.baseline_figure_id)
    start = (figure.as_of or figure.window_end) if figure else None
    if target.deadline is None:
        return None
    begun = start + timedelta(days=1) if start else date(target.deadline.year, 1, 1)
    return Window(begun, target.deadline) if begun <= target.deadline else None
