"""测算: what moves a share. Numerator and denominator grow as told; what each path to the target takes is worked out.

The change of a share is split between headcount and denominator by the symmetric decomposition (Das Gupta, Standardization and
Decomposition of Rates, 1993): the effect of each factor is the mean of its effects with the other before and after, so the two
add up to the whole change exactly.

Where the share itself is published for the day of both its parts, it is what is known best: parts are printed in fewer digits.
What rounding took from the numerator is given back to it, so that headcounts are those of catching up. A target is compared
with nothing outside its own period.

A mark (≥, 约) on a figure goes on to all that is worked out from it; what a person sets is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from kpi.analysis.parts import PartValue, named, of_measures, part_value, stated_share
from kpi.analysis.time_left import decimal_year, together, turned
from kpi.catalog import Catalog
from kpi.model import Comparator, Kind, Measure, Message, Part, Qualifier, Target, slack
from kpi.progress import Slot, parts_of, rule_of

LEAST_GROWTH, MOST_GROWTH = -50.0, 100.0
"""Per cent a year; beyond that a slip of the pen is likelier than a plan."""
MOST_YEARS = 50
"""How far after the newest figure a scenario may look."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a person sets; what is not set is where the figures are. Values in base units, growth in per cent a year."""

    values: Mapping[str, float] = field(default_factory=dict)
    """By input key."""
    growth: Mapping[str, float] = field(default_factory=dict)
    """By input key; 0 where none is set."""
    until: int | None = None
    """The year at whose end shares are looked at; None: that of the targets."""


@dataclass(frozen=True, slots=True)
class Input:
    """A numerator or denominator that can be set."""

    key: str
    """The measure's id, or `measure.breakdown.member`."""
    slot: Slot
    measure: Measure
    name: Part
    """How a sentence names it: the part where a part is meant."""
    start: PartValue | None
    """The newest figure, or what the catalog derives; None where there is neither."""
    value: float
    """What the scenario begins with, in base units; 0 where nothing is known and nothing set."""
    growth: float
    day: date
    """The day growth counts from."""
    then: float
    """Its value at the end, in base units."""

    @property
    def untouched(self) -> bool:
        """Whether it begins with what is published, growing or not."""
        return self.start is not None and self.value == self.start.value

    @property
    def mark(self) -> Qualifier:
        """That of the figure it begins with; what a person sets has none."""
        return self.start.qualifier if self.start is not None and self.untouched else Qualifier.EQ


@dataclass(frozen=True, slots=True)
class Path:
    """One way to the target: what the numerator must come to, and what that adds."""

    name: str
    """fixed: the denominator stays; grown: it grows as told; scenario: what the numerator's own growth brings."""
    numerator: float
    more: float
    """Numerator − its value now; negative where it must shrink."""
    per_year: float | None
    """None where no time is left."""


@dataclass(frozen=True, slots=True)
class ShareOutcome:
    """What a scenario makes of one share. Shares 0–1, headcounts in base units."""

    ratio: Measure
    target: Target | None
    """The one whose period the end lies in; nothing is compared with any other."""
    elsewhere: Target | None
    """Where there is no such target: one of the ratio whose period the end does not lie in."""
    numerator: Input
    denominator: Input
    now: float | None
    then: float | None
    years: float
    """From the numerator's day to the end."""
    by_headcount: float | None
    """Part of the change from now to then that the numerator makes."""
    by_denominator: float | None
    problems: tuple[Message, ...]
    mark: Qualifier = Qualifier.EQ
    """Of the share, now and then: that of a published one, else what the marks of its parts make of it."""
    paths: tuple[Path, ...] = ()
    short: float | None = None
    """Target × denominator then − numerator then: what the scenario still lacks (negative: has to spare)."""
    meets_now: bool = False
    """Whether the share at the start satisfies the target, so that there is no gap to close."""
    to_close_now: float | None = None
    """Target × denominator now − numerator now: what today's gap amounts to."""
    to_keep_up: float | None = None
    """Target × (denominator then − now): what its growth adds to that."""
    growth_needed: float | None = None
    """Per cent a year that the numerator must grow by to meet the target."""

    @property
    def lacking_mark(self) -> Qualifier:
        """Of what the numerator lacks, target × denominator − numerator, and so of the growth it needs."""
        return together(turned(self.numerator.mark), self.denominator.mark)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario and what it makes of every share that its inputs are part of."""

    inputs: tuple[Input, ...]
    outcomes: tuple[ShareOutcome, ...]
    end: date
    first_year: int
    """The earliest year that can be asked for."""


def ratios_to_test(catalog: Catalog) -> tuple[Measure, ...]:
    """Every ratio that names numerator and denominator, those with a target first."""
    ratios = [measure for measure in catalog.measures.values() if parts_of(measure)]
    aimed_at = {target.measure_id for target in catalog.primary_targets}
    return tuple(sorted(ratios, key=lambda measure: measure.measure_id not in aimed_at))


def family_of(catalog: Catalog, ratio: Measure) -> tuple[Measure, ...]:
    """The ratio and every other that shares a numerator or denominator with it, near or far, in the catalog's order."""
    ratios = [other for other in catalog.measures.values() if parts_of(other)]
    related, slots = {ratio.measure_id}, set(parts_of(ratio) or ())
    grown = True
    while grown:
        near = [other for other in ratios if other.measure_id not in related and slots & set(parts_of(other) or ())]
        related |= {other.measure_id for other in near}
        slots |= {slot for other in near for slot in parts_of(other) or ()}
        grown = bool(near)
    return tuple(other for other in ratios if other.measure_id in related)


def key_of(slot: Slot) -> str:
    """The name an input goes by in addresses and on the command line."""
    return ".".join(part for part in slot if part)


def what_if(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, ratio: Measure, region_code: str, scenario: Scenario
) -> WhatIf:
    """The scenario for a ratio and its family, from the newest figures of a region up to `as_of`."""
    family = family_of(catalog, ratio)
    slots = list(dict.fromkeys(slot for member in family for slot in reversed(parts_of(member) or ())))
    own = of_measures(observations, {*(slot[0] for slot in slots), *(member.measure_id for member in family)}, region_code)
    starts = {slot: part_value(catalog, own, as_of, slot, region_code) for slot in slots}
    days = [start.day for start in starts.values() if start]
    newest = max(days, default=as_of)
    end = _end(scenario, _targets(catalog, ratio, region_code), newest)
    inputs = {slot: _input(catalog, slot, start, scenario, newest, end) for slot, start in starts.items()}
    outcomes = tuple(
        _outcome(member, _targets(catalog, member, region_code), inputs, _stated(own, member, inputs), end) for member in family
    )
    return WhatIf(tuple(inputs.values()), outcomes, end, newest.year)


def _targets(catalog: Catalog, ratio: Measure, region_code: str) -> list[Target]:
    """The targets of a ratio that state a period, by its last day."""
    own = [
        target
        for target in catalog.primary_targets
        if (target.measure_id, target.region_code) == (ratio.measure_id, region_code)
        and target_day(target) is not None
        and not target.period_type.of_change
        and target.value_high is None
    ]
    return sorted(own, key=lambda target: target_day(target) or date.min)


def target_day(target: Target) -> date | None:
    """The last day a target speaks of; None where it states no period."""
    return rule_of(target.period_type).end(target, None)


def _stated(own: pd.DataFrame, ratio: Measure, inputs: Mapping[Slot, Input]) -> PartValue | None:
    """The share as published for the day of both its parts; None where none is, or once a person sets numbers."""
    above, below = (inputs[slot] for slot in parts_of(ratio) or ())
    if not (above.start and below.start and above.untouched and below.untouched):
        return None
    return stated_share(own, above.start, below.start, ratio)


def _end(scenario: Scenario, targets: Sequence[Target], newest: date) -> date:
    """The day looked at: of the year asked for, else of the first target ahead, else (where there is none) a year on."""
    days = [day for target in targets if (day := target_day(target)) is not None]
    if scenario.until is not None:
        return next((day for day in days if day.year == scenario.until), date(scenario.until, 12, 31))
    return next((day for day in days if day > newest), date(newest.year + 1, 12, 31))


def _input(catalog: Catalog, slot: Slot, start: PartValue | None, scenario: Scenario, newest: date, end: date) -> Input:
    key = key_of(slot)
    value = scenario.values.get(key, start.value if start else 0.0)
    growth = min(max(scenario.growth.get(key, 0.0), LEAST_GROWTH), MOST_GROWTH)
    day = start.day if start else newest
    begun = Input(key, slot, catalog.measures[slot[0]], named(catalog, slot), start, value, growth, day, value)
    return replace(begun, then=_grown(begun, end))


def _outcome(
    ratio: Measure, targets: Sequence[Target], inputs: Mapping[Slot, Input], stated: PartValue | None, end: date
) -> ShareOutcome:
    """What a scenario makes of a ratio; what rounding took from a published share is `lost` to its numerator."""
    above, below = (inputs[slot] for slot in parts_of(ratio) or ())
    lost = stated.value * below.value - above.value if stated else 0.0
    target = next((target for target in targets if rule_of(target.period_type).speaks_of(target, end)), None)
    years = max(decimal_year(end) - decimal_year(above.day), 0.0)
    problems = _problems(ratio, above, below)
    sound = not problems
    head, base = _effects(above, below, lost) if sound else (None, None)
    known = ShareOutcome(
        ratio=ratio,
        target=target,
        elsewhere=targets[-1] if targets and target is None else None,
        numerator=above,
        denominator=below,
        now=(above.value + lost) / below.value if sound else None,
        then=(above.then + lost) / below.then if sound else None,
        years=years,
        by_headcount=head,
        by_denominator=base,
        problems=problems,
        mark=stated.qualifier if stated else together(above.mark, turned(below.mark)),
    )
    return _aimed(known, target, lost) if target is not None and sound else known


def _aimed(outcome: ShareOutcome, target: Target, lost: float) -> ShareOutcome:
    """The outcome with everything that the target asks of the numerator."""
    above, below, goal = outcome.numerator, outcome.denominator, target.goal
    wanted = {"fixed": goal * below.value - lost, "grown": goal * below.then - lost, "scenario": above.then}
    lacking = wanted["fixed"] - above.value
    return replace(
        outcome,
        paths=tuple(_path(name, numerator, above.value, outcome.years) for name, numerator in wanted.items()),
        short=wanted["grown"] - above.then,
        meets_now=_satisfied(target, lacking, above.value),
        to_close_now=lacking,
        to_keep_up=goal * (below.then - below.value),
        growth_needed=_growth_needed(above.value, wanted["grown"], outcome.years),
    )


def course_of(outcome: ShareOutcome, end: date) -> tuple[tuple[date, float], ...]:
    """The share as it goes from the day of the numerator to the end: there, on the last day of each year, and at the end."""
    above, below = outcome.numerator, outcome.denominator
    if outcome.now is None or outcome.then is None or end <= above.day:
        return ()
    lost = outcome.now * below.value - above.value
    between = [day for year in range(above.day.year, end.year) if (day := date(year, 12, 31)) > above.day]
    return (
        (above.day, outcome.now),
        *((day, (_grown(above, day) + lost) / _grown(below, day)) for day in between),
        (end, outcome.then),
    )


def _grown(part: Input, day: date) -> float:
    """Its value on a day, growing as told."""
    years = max(decimal_year(day) - decimal_year(part.day), 0.0)
    return float(part.value * (1 + part.growth / 100) ** years)


def satisfied(target: Target, outcome: ShareOutcome) -> bool:
    """Whether the scenario satisfies the target at the end."""
    return outcome.short is not None and _satisfied(target, outcome.short, outcome.numerator.then)


def to_spare(target: Target, lacking: float) -> bool:
    """Whether what is lacking is room: nothing that would have to be gained, or given up, to satisfy the target."""
    return (
        target.comparator is not Comparator.EQUAL
        and lacking != 0
        and (lacking < 0) is (target.comparator is Comparator.AT_LEAST)
    )


def _satisfied(target: Target, lacking: float, numerator: float) -> bool:
    """Whether a numerator that lacks so much (negative: has to spare) satisfies the target."""
    tiny = slack(numerator)
    return {
        Comparator.AT_LEAST: lacking <= tiny,
        Comparator.AT_MOST: lacking >= -tiny,
        Comparator.EQUAL: abs(lacking) <= tiny,
    }[target.comparator]


def _problems(ratio: Measure, above: Input, below: Input) -> tuple[Message, ...]:
    """Why nothing can be worked out, in the order a person would mend it."""
    unknown = [part for part in (above, below) if part.start is None and not part.value]
    if unknown:
        return tuple(Message("analysis.input_missing", {"measure": part.name}) for part in unknown)
    # people and things are counted: of them there are never fewer than none
    below_zero = [part for part in (above, below) if part.value < 0 and part.measure.unit.integer]
    if below_zero:
        return tuple(Message("analysis.input_below_zero", {"measure": part.name}) for part in below_zero)
    if below.value <= 0:
        return (Message("analysis.denominator_zero", {"measure": below.name}),)
    limited = (
        ratio.unit.unit == "fraction" and above.measure.kind is below.measure.kind and above.measure.kind is not Kind.RATIO
    )
    for first, second in ((above.value, below.value), (above.then, below.then)):
        if limited and first > second + slack(first, second):
            return (Message("analysis.share_above_one", {"numerator": above.name, "denominator": below.name}),)
    return ()


def _effects(above: Input, below: Input, lost: float) -> tuple[float, float]:
    """What the numerator's and the denominator's change make of the share's change; they add up to it."""
    n0, n1, d0, d1 = above.value + lost, above.then + lost, below.value, below.then
    head = ((n1 / d0 - n0 / d0) + (n1 / d1 - n0 / d1)) / 2
    base = ((n0 / d1 - n0 / d0) + (n1 / d1 - n1 / d0)) / 2
    return head, base


def _path(name: str, numerator: float, now: float, years: float) -> Path:
    more = numerator - now
    return Path(name, numerator, more, more / years if years else None)


def _growth_needed(now: float, wanted: float, years: float) -> float | None:
    if now <= 0 or wanted <= 0 or not years:
        return None
    return float((wanted / now) ** (1 / years) - 1) * 100


def unknown_keys(outcome: WhatIf, scenario: Scenario) -> Sequence[str]:
    """Names in a scenario that no input goes by."""
    known = {part.key for part in outcome.inputs}
    return [key for key in {**scenario.values, **scenario.growth} if key not in known]
