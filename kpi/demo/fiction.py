"""Fictional figures for any plan: plausible, the same each time, and such that every kind of verdict occurs.

Pure: a catalog in, rows out. Targets get a *fate* in turn (ahead, slow, late, early, unfinished, a hole, cumulative only);
figures follow from it, numerators from their ratio and denominator, towns from the city, whose figures they add up to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import cycle, pairwise
from zlib import crc32

from kpi.catalog import Catalog, part_reference
from kpi.model import Comparator, Extent, Figure, Kind, Load, Measure, Region, Target, Window
from kpi.progress import rule_of

FIRST_YEAR, LAST_YEAR = 2023, 2025
LEVEL_DAYS = (date(2023, 12, 31), date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31))
QUARTER_ENDS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31))
_MOST_TOWN_MEASURES = 4
_ADDITIVE = (Kind.FLOW, Kind.STOCK)

_FINE = 1_000_000
"""Weights are whole numbers; this keeps their small differences."""
_LEANING, _WOBBLE_OF_FLOWS, _WOBBLE_OF_STOCKS = 0.22, 0.05, 0.004
"""How far a town may be from the average in its own way, and from year to year."""

Reference = tuple[str, str, str]
"""Measure, breakdown and member; the last two empty for the whole."""
Period = tuple[str, date | None, date]
"""Measure, first day (of a flow) and last."""


@dataclass(frozen=True, slots=True)
class FictionLine:
    """One fictional figure in base units; a flow has both dates, anything else only its day."""

    measure: Measure
    region: Region
    breakdown: str
    member: str
    start: date | None
    end: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a flow: how much of its quota each year brings, and how the last year's comes in."""

    years: tuple[float, float, float]
    by_quarter: tuple[float, float, float, float] = (0.25, 0.5, 0.75, 1.0)
    """Share of the last year's total reported by each quarter's end."""
    cumulative_from: int = 0
    """Only one figure since this year is reported, which no single year can be held against."""
    until: int = 4
    """How many quarters of the last year are reported."""
    hole: bool = False
    """The first quarter is never reported, and the others one by one."""


AHEAD = Fate((1.06, 1.10, 1.08), (0.25, 0.51, 0.76, 1.0))
SLOW = Fate((1.02, 0.97, 0.95), (0.21, 0.45, 0.70, 1.0))
LATE = Fate((1.01, 1.02, 0.88), (0.10, 0.30, 0.55, 1.0))
EARLY = Fate((1.20, 1.15, 1.30), (0.40, 0.80, 0.95, 1.0))
UNFINISHED = Fate((1.05, 1.02, 1.03), (0.25, 0.50, 0.74, 1.0), until=3)
HOLE = Fate((1.03, 0.98, 0.96), (0.25, 0.50, 0.75, 1.0), hole=True)
CUMULATIVE = Fate((1.0, 1.0, 1.0), cumulative_from=2020)
_FATES = (AHEAD, SLOW, LATE, EARLY, UNFINISHED, HOLE, CUMULATIVE)
_WHOLE_FATES = (AHEAD, SLOW, EARLY, LATE)
"""For flows that a ratio is made of: the ratio would be lost with them."""
_LEVEL_FATES = (1.0, 1.06, 0.8)
"""How much of the way from the baseline a stock has gone by the deadline; the first is not reported on the day itself."""
_RATIO_FATES = (1.04, 0.92, 0.7)


class Fiction:
    """The figures made up for one plan."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._targets = {measure_id: self._targets_of(measure_id) for measure_id in catalog.measures}
        self._ratios = dict(self._ratio_of_each_numerator())
        self._fates = dict(self._flow_fates())
        self._ways = dict(self._level_ways())

    def lines(self) -> tuple[FictionLine, ...]:
        """Every figure, city first, then the towns that add up to it."""
        city = tuple(line for measure in self._catalog.measures.values() for line in self._of_measure(measure))
        parts = tuple(part for line in city for part in self._parts_of(line))
        wholes = {(line.measure.measure_id, line.start, line.end): line for line in city}
        towns = tuple(town for line in city for town in self._towns_of(line, wholes))
        return (*city, *parts, *towns)

    def _targets_of(self, measure_id: str) -> tuple[Target, ...]:
        home = self._catalog.plan_region.region_code
        mine = (target for target in self._catalog.primary_targets if target.measure_id == measure_id)
        return tuple(target for target in mine if target.region_code == home)

    def _ratio_of_each_numerator(self) -> Iterator[tuple[Reference, Measure]]:
        """Which ratio a numerator follows from; one with a target comes first."""
        ratios = [measure for measure in self._catalog.measures.values() if measure.numerator_id and measure.denominator_id]
        for ratio in sorted(ratios, key=lambda measure: bool(self._targets[measure.measure_id])):
            yield part_reference(ratio.numerator_id), ratio

    def _flow_fates(self) -> Iterator[tuple[str, Fate]]:
        """Flows in turn; those without a target, and those that ratios are made of, are always reported."""
        parts = {
            part_reference(ref)[0] for ratio in self._ratios.values() for ref in (ratio.numerator_id, ratio.denominator_id)
        }
        open_fates, whole_fates = cycle(_FATES), cycle(_WHOLE_FATES)
        for measure in self._catalog.measures.values():
            if measure.kind is Kind.FLOW:
                own = bool(self._targets[measure.measure_id]) and measure.measure_id not in parts
                yield measure.measure_id, next(open_fates if own else whole_fates)

    def _level_ways(self) -> Iterator[tuple[str, float]]:
        """How much of its way each dated measure goes by its deadline."""
        stocks, ratios = cycle(_LEVEL_FATES), cycle(_RATIO_FATES)
        for measure in self._catalog.measures.values():
            if any(target.period_type.extent is Extent.DEADLINE for target in self._targets[measure.measure_id]):
                yield measure.measure_id, next(ratios if measure.kind is Kind.RATIO else stocks)

    def _of_measure(self, measure: Measure) -> Iterator[FictionLine]:
        """The city's figures of a measure; a ratio with parts is not stated, it follows from them."""
        if measure.kind in (Kind.PARAMETER, Kind.CHANGE) or (measure.kind is Kind.RATIO and measure.numerator_id):
            return
        if measure.kind is Kind.MILESTONE:
            if self._targets[measure.measure_id]:
                yield self._line(measure, None, LEVEL_DAYS[1], 1.0)
        elif measure.kind is Kind.FLOW or self._is_yearly(measure):
            yield from self._flow(measure)
        else:
            yield from self._levels(measure)

    def _is_yearly(self, measure: Measure) -> bool:
        """Whether a ratio is of the days of a year; a stock never is."""
        of_days = any(target.period_type.of_days for target in self._targets[measure.measure_id])
        return of_days and measure.kind is Kind.RATIO

    def _line(self, measure: Measure, start: date | None, end: date, value: float) -> FictionLine:
        return FictionLine(measure, self._catalog.plan_region, "", "", start, end, rounded(value, measure))

    def _levels(self, measure: Measure) -> Iterator[FictionLine]:
        """Figures at year ends and in the middle of the last year."""
        unreported = self._ways.get(measure.measure_id) == _LEVEL_FATES[0] and measure.kind is not Kind.RATIO
        deadlines = {target.deadline for target in self._targets[measure.measure_id]} if unreported else set()
        for day in LEVEL_DAYS:
            value = self._level(measure, day)
            if value is not None and day not in deadlines:
                yield self._line(measure, None, day, value)

    def _level(self, measure: Measure, day: date) -> float | None:
        """The value of a dated measure on a day; None where nothing says how large it is."""
        ratio = self._ratios.get((measure.measure_id, "", ""))
        if ratio is not None:
            denominator = self._level(self._catalog.measures[part_reference(ratio.denominator_id)[0]], day)
            share = self._way(ratio, day)
            return None if denominator is None or share is None else denominator * share
        return self._way(measure, day)

    def _way(self, measure: Measure, day: date) -> float | None:
        """Where a measure of its own accord has got to by a day: on the way to its target, else growing a little."""
        target = next(iter(self._targets[measure.measure_id]), None)
        start = self._baseline(measure) or (target and (date(FIRST_YEAR, 6, 30), target.goal * 0.85))
        if not start:
            return None
        day_0, value_0 = start
        if target is not None and target.deadline is not None and measure.measure_id in self._ways:
            elapsed = (day - day_0).days / max((target.deadline - day_0).days, 1)
            return value_0 + (target.goal - value_0) * elapsed * self._ways[measure.measure_id]
        return grown(measure, value_0, (day - day_0).days / 365.25)

    def _baseline(self, measure: Measure) -> tuple[date, float] | None:
        """The newest dated figure the catalog has; one that is only derived if there is no other."""
        figures = [figure for figure in self._whole_figures(measure.measure_id) if figure.as_of and figure.value > 0]
        primary = [figure for figure in figures if figure.load is Load.PRIMARY] or figures
        newest = max(primary, key=lambda figure: figure.as_of or date.min, default=None)
        return (newest.as_of, float(newest.value)) if newest is not None and newest.as_of else None

    def _whole_figures(self, measure_id: str) -> tuple[Figure, ...]:
        home = self._catalog.plan_region.region_code
        mine = (figure for figure in self._catalog.figures.values() if figure.measure_id == measure_id)
        return tuple(figure for figure in mine if figure.region_code == home and not figure.breakdown)

    def _flow(self, measure: Measure) -> Iterator[FictionLine]:
        """A flow, or a ratio that is judged by the year, over every window it is reported for."""
        ratio = self._ratios.get((measure.measure_id, "", ""))
        if ratio is not None:
            whole = self._catalog.measures[part_reference(ratio.denominator_id)[0]]
            for line in self._flow(whole):
                share = self._share(ratio, line.end.year)
                yield self._line(measure, line.start, line.end, float(line.value) * share)
            return
        quota = self._quota(measure)
        if quota is None:
            return
        if measure.kind is Kind.RATIO:
            for year in range(FIRST_YEAR, LAST_YEAR + 1):
                yield self._line(measure, date(year, 1, 1), date(year, 12, 31), self._share(measure, year))
            return
        yield from self._windows(measure, quota, self._fates[measure.measure_id])

    def _windows(self, measure: Measure, quota: float, fate: Fate) -> Iterator[FictionLine]:
        """The windows a flow is reported for, according to its fate."""
        totals = dict(zip(range(FIRST_YEAR, LAST_YEAR + 1), self._totals(measure, quota, fate), strict=True))
        if fate.cumulative_from:
            since = date(fate.cumulative_from, 1, 1)
            years = FIRST_YEAR - fate.cumulative_from
            for quarter in (2, 4):
                so_far = years * quota + totals[2023] + totals[2024] + totals[2025] * quarter / 4
                yield self._line(measure, since, QUARTER_ENDS[quarter - 1], so_far)
            return
        yield from self._years_before(measure, quota)
        for year in range(FIRST_YEAR, LAST_YEAR):
            first, share = self._first_day(measure, year)
            yield self._line(measure, first, date(year, 12, 31), totals[year] * share)
        yield from self._last_year(measure, totals[LAST_YEAR], fate)

    def _last_year(self, measure: Measure, total: float, fate: Fate) -> Iterator[FictionLine]:
        """The last year as it comes in: from 1 January up to each quarter's end, or quarter by quarter after a hole."""
        if fate.hole:
            for before, after in pairwise(QUARTER_ENDS):
                yield self._line(measure, before + timedelta(days=1), after, total / 4)
            return
        for end, share in list(zip(QUARTER_ENDS, fate.by_quarter, strict=True))[: fate.until]:
            yield self._line(measure, date(LAST_YEAR, 1, 1), end, total * share)

    def _totals(self, measure: Measure, quota: float, fate: Fate) -> Iterator[float]:
        """What each year brings, near its share of the quota; what is rounded off one year goes into the next."""
        at_most = any(target.comparator is Comparator.AT_MOST for target in self._targets[measure.measure_id])
        carried = 0.0
        for year, share in zip(range(FIRST_YEAR, LAST_YEAR + 1), fate.years, strict=True):
            meant = quota * (2 - share if at_most else share) * jitter(measure.measure_id, year) + carried
            brought = float(rounded(meant, measure))
            carried = meant - brought
            yield brought

    def _quota(self, measure: Measure) -> float | None:
        """What a year should bring: the largest that a target asks for, else what the plan's own figures brought."""
        asked = [per_year(target) for target in self._targets[measure.measure_id]]
        brought = [
            float(figure.value) / max((figure.window_end - figure.window_start).days / 365.25, 1.0)
            for figure in self._whole_figures(measure.measure_id)
            if figure.window_start and figure.window_end and figure.load is Load.PRIMARY
        ]
        return max(asked or brought, default=None)

    def _years_before(self, measure: Measure, quota: float) -> Iterator[FictionLine]:
        """Whole years of a target's window before the first, where the plan has no figure of its own inside."""
        starts = [target.window.start.year for target in self._targets[measure.measure_id] if target.window]
        known = {_year_of(figure) for figure in self._whole_figures(measure.measure_id)}
        for year in range(min(starts, default=FIRST_YEAR), FIRST_YEAR):
            if year not in known:
                yield self._line(measure, date(year, 1, 1), date(year, 12, 31), quota * jitter(measure.measure_id, year))

    def _first_day(self, measure: Measure, year: int) -> tuple[date, float]:
        """The first day reported of a year, and which share of it is left: a window may begin in its middle."""
        starts = [t.window.start for t in self._targets[measure.measure_id] if t.window and t.window.start.year == year]
        first = max(starts, default=date(year, 1, 1))
        days = Window.of_years(year).days
        return first, (date(year, 12, 31) - first).days / days if first.month > 1 else 1.0

    def _share(self, ratio: Measure, year: int) -> float:
        """A ratio in a year: a little above or below what is asked for, in turn."""
        asked = next((target.goal for target in self._targets[ratio.measure_id]), None)
        known = self._baseline(ratio)
        wanted = asked if asked is not None else known[1] if known else 0.8
        return min(wanted * (1.03, 0.96, 1.05)[year % 3] * jitter(ratio.measure_id, year), 0.995)

    def _parts_of(self, line: FictionLine) -> Iterator[FictionLine]:
        """The part of a figure that is a ratio's numerator."""
        for (measure_id, breakdown, member), ratio in self._ratios.items():
            if breakdown and measure_id == line.measure.measure_id and part_reference(ratio.denominator_id)[0] == measure_id:
                value = rounded(float(line.value) * self._share(ratio, line.end.year), line.measure)
                yield FictionLine(line.measure, line.region, breakdown, member, line.start, line.end, value)

    @cached_property
    def _town_sizes(self) -> Mapping[str, int]:
        home = self._catalog.plan_region.region_code
        towns = [town for town in self._catalog.children(home) if town.active and town.in_partition]
        return {town.region_code: 20 + crc32(town.region_code.encode()) % 100 for town in towns}

    @cached_property
    def _town_measures(self) -> frozenset[str]:
        """A few measures that towns report too: the headline ones and what headline ratios are made of."""
        headline = [measure for measure in self._catalog.measures.values() if measure.headline]
        refs = [ref for measure in headline for ref in (measure.numerator_id, measure.denominator_id) if ref]
        ids = [part_reference(ref)[0] for ref in refs]
        ids += [measure.measure_id for measure in headline if measure.kind in _ADDITIVE]
        others = [measure.measure_id for measure in self._catalog.measures.values() if measure.kind in _ADDITIVE]
        return frozenset(list(dict.fromkeys(ids or others))[:_MOST_TOWN_MEASURES])

    def _towns_of(self, line: FictionLine, wholes: Mapping[Period, FictionLine]) -> Iterator[FictionLine]:
        """The towns' figures behind a figure of the city for a whole year or at its end, adding up to it exactly."""
        whole_year = (line.end.month, line.end.day) == (12, 31) and (
            line.start is None or line.start == date(line.end.year, 1, 1)
        )
        if line.measure.measure_id not in self._town_measures or not whole_year or line.end.year < FIRST_YEAR:
            return
        for code, value in zip(self._town_sizes, self._town_values(line, wholes), strict=True):
            yield FictionLine(line.measure, self._catalog.regions[code], "", "", line.start, line.end, value)

    def _town_values(self, line: FictionLine, wholes: Mapping[Period, FictionLine]) -> list[Decimal]:
        """A figure of the city in parts as large as the towns are, each leaning its way; a numerator within its denominator."""
        measure, step = line.measure, quantum(line.measure)
        leanings = [leaning(code, measure, line.end.year) for code in self._town_sizes]
        whole = self._denominator_of(line, wholes)
        if whole is None:
            sizes = self._town_sizes.values()
            return split(line.value, [round(size * factor * _FINE) for size, factor in zip(sizes, leanings, strict=True)], step)
        rooms, share = self._town_values(whole, wholes), float(line.value / whole.value)
        likely = [float(room / step) * leant(share, factor) for room, factor in zip(rooms, leanings, strict=True)]
        return within(split(line.value, [round(size * _FINE) for size in likely], step), rooms)

    def _denominator_of(self, line: FictionLine, wholes: Mapping[Period, FictionLine]) -> FictionLine | None:
        """The figure of which this one is a share, if towns report it too."""
        ratio = self._ratios.get((line.measure.measure_id, "", ""))
        measure_id, breakdown, _ = part_reference(ratio.denominator_id) if ratio else ("", "", "")
        whole = wholes.get((measure_id, line.start, line.end)) if measure_id in self._town_measures and not breakdown else None
        return whole if whole and whole.measure.unit == line.measure.unit and whole.value >= line.value > 0 else None


def per_year(target: Target) -> float:
    """What a target asks of one year."""
    window = rule_of(target.period_type).asked_over(target)
    return target.goal / max(window.days / 365.25, 1.0) if window else target.goal


def grown(measure: Measure, value: float, years: float) -> float:
    """A value some years later: ranks improve by a place a year, shares close some of what is missing, the rest grows."""
    if measure.kind is Kind.RANK:
        return max(value - round(max(years, 0)), 1.0)
    if measure.kind is Kind.RATIO:
        return value + (1 - value) * 0.05 * years
    rate = 0.01 + crc32(measure.measure_id.encode()) % 40 / 1000
    return float(value * (1 + rate) ** years)


def jitter(name: str, year: int) -> float:
    """A factor near 1, the same for the same name and year."""
    return 1 + (crc32(f"{name} {year}".encode()) % 1000 - 500) / 500 * 0.006


def leaning(code: str, measure: Measure, year: int) -> float:
    """How a town leans from the average: always much the same way, what is counted anew each year a little differently."""
    own = (crc32(f"{code} {measure.measure_id}".encode()) % 1000 - 500) / 500 * _LEANING
    of_year = (crc32(f"{code} {measure.measure_id} {year}".encode()) % 1000 - 500) / 500
    return (1 + own) * (1 + of_year * (_WOBBLE_OF_FLOWS if measure.kind is Kind.FLOW else _WOBBLE_OF_STOCKS))


def leant(share: float, factor: float) -> float:
    """A share whose odds are `factor` times as good: never below 0 or above 1, and less moved the nearer it is to them."""
    return share * factor / (share * factor + 1 - share)


def quantum(measure: Measure) -> Decimal:
    """The smallest step of a measure's values in base units."""
    return Decimal(1) if measure.unit.integer else Decimal(1).scaleb(-measure.decimals) * measure.display_scale


def rounded(value: float, measure: Measure) -> Decimal:
    """A value in whole steps, rounded down, so that what is meant to fall short does."""
    step = quantum(measure)
    return (Decimal(f"{value:.12g}") / step).quantize(Decimal(1), rounding=ROUND_FLOOR) * step


def split(total: Decimal, weights: Sequence[int], step: Decimal) -> list[Decimal]:
    """`total` in parts as the weights are, in whole steps, adding up to it; what rounding leaves goes to the first ones."""
    if not weights:
        return []
    steps, all_weights = int(total / step), sum(weights)
    parts = [steps * weight // all_weights for weight in weights]
    left = steps - sum(parts)
    return [(part + (place < left)) * step for place, part in enumerate(parts)]


def within(parts: Sequence[Decimal], rooms: Sequence[Decimal]) -> list[Decimal]:
    """Parts cut down to their rooms; what is cut off goes to those that have most room left, so that the sum stays."""
    cut = [min(part, room) for part, room in zip(parts, rooms, strict=True)]
    over = sum(parts, Decimal(0)) - sum(cut, Decimal(0))
    for place in sorted(range(len(cut)), key=lambda place: cut[place] - rooms[place]):
        moved = min(over, rooms[place] - cut[place])
        cut[place] += moved
        over -= moved
    return cut


def _year_of(figure: Figure) -> int | None:
    """The year a flow lies in, None if it lies in several or nobody knows."""
    start, end = figure.window_start, figure.window_end
    return start.year if start and end and start.year == end.year else None
