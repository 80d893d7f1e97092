"""Lamp schemes: whether every line of one can ever give a lamp. Thresholds out of order leave a line that never does."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, product

from kpi.catalog.draft import Draft
from kpi.catalog.tables import Problems, Row
from kpi.model import LampRule, Nature, Status

_Line = tuple[Row, LampRule]
_Probe = tuple[Status, float | None, Nature | None]


def check_lamps(draft: Draft, problems: Problems) -> None:
    """Bounds that leave room, lines that an earlier one does not swallow, one clock for a scheme."""
    lines = sorted(draft.lamps.pairs(), key=lambda line: line[1].scheme)
    for _, group in groupby(lines, key=lambda line: line[1].scheme):
        scheme = list(group)
        sound = [line for line in scheme if _leaves_room(line, problems)]
        _check_order(sound, problems)
        _check_clock(scheme, problems)


def _leaves_room(line: _Line, problems: Problems) -> bool:
    """Whether any lead lies between the line's bounds."""
    row, rule = line
    lows = [bound for bound in (rule.lead_from, rule.lead_above) if bound is not None]
    if rule.lead_below is None or not lows or max(lows) < rule.lead_below:
        return True
    problems.of_cell(row, "lead_below", "catalog_lamp_bounds", low=max(lows), high=rule.lead_below)
    return False


def _check_order(lines: Sequence[_Line], problems: Problems) -> None:
    """A line that no status and lead reaches first is a mistake in the order or the thresholds."""
    rules = [rule for _, rule in lines]
    probes = list(_probes(rules))
    reached = {next((place for place, rule in enumerate(rules) if rule.fits(*probe)), None) for probe in probes}
    for place, (row, rule) in enumerate(lines):
        if place not in reached:
            earlier = next(other for other, before in lines if _swallows(before, rule, probes))
            problems.of_cell(row, "", "catalog_lamp_unreachable", scheme=rule.scheme, earlier=earlier.number)


def _swallows(before: LampRule, rule: LampRule, probes: Sequence[_Probe]) -> bool:
    """Whether the earlier line takes something the later one is for."""
    return any(before.fits(*probe) and rule.fits(*probe) for probe in probes)


def _probes(rules: Sequence[LampRule]) -> Iterator[_Probe]:
    """Every status with no lead, and with leads on, between and beyond all the bounds; for targets of every nature."""
    bounds = sorted(
        {bound for rule in rules for bound in (rule.lead_from, rule.lead_above, rule.lead_below) if bound is not None}
    )
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    beyond = [bounds[0] - 1, bounds[-1] + 1] if bounds else [0.0]
    natures = (None, *Nature) if any(rule.nature for rule in rules) else (None,)
    yield from product(Status, (None, *bounds, *between, *beyond), natures)


def _check_clock(lines: Sequence[_Line], problems: Problems) -> None:
    said = [(row, rule.clock) for row, rule in lines if rule.clock]
    for row, clock in said:
        if clock is not said[0][1]:
            problems.of_cell(row, "clock", "catalog_lamp_clocks", first=said[0][0].number)
