"""合计 and 小计 are checked against the rows or columns they add up, and never loaded as a region of their own.

A row of a region whose own parts stand in the same table, 全市 above its towns, is loaded and checked like a sum of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.catalog import Catalog, exactly, half_printed_digit
from kpi.ingest.refusals import Refused, advice
from kpi.model import Kind, Measure, Observation, Severity

Group = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum as read: its value stands in `observation`, whose region means nothing."""

    observation: Observation
    subtotal: bool
    across: bool
    """Whether it adds up the columns beside it; otherwise the rows around it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one total."""

    total: Total
    refused: Refused | None = None
    """None if it is the sum of its parts."""
    severity: Severity = Severity.WARNING


def check(catalog: Catalog, totals: Sequence[Total], parts: Sequence[Observation]) -> list[Checked]:
    """Every total against what it adds up; `parts` are all observations of the sheet, in the order of their rows."""
    return [_checked(catalog, total, totals, parts) for total in totals]


def _checked(catalog: Catalog, total: Total, totals: Sequence[Total], parts: Sequence[Observation]) -> Checked:
    measure = catalog.measures[total.observation.measure_id]
    if measure.kind not in (Kind.FLOW, Kind.STOCK):
        return Checked(total, Refused("total_not_additive", measure=measure), Severity.NOTE)
    candidates = _candidates(catalog, total, totals, parts)
    if not any(candidates):
        return Checked(total, Refused("total_without_parts", measure=measure), Severity.WARNING)
    if any(_adds_up(measure, total.observation, each) for each in candidates if each):
        return Checked(total)
    added = next(each for each in candidates if each)
    return Checked(total, _differing(measure, "total_differs", total.observation, added))


def check_wholes(catalog: Catalog, observations: Sequence[Observation], *, by_region: bool) -> list[Checked]:
    """Rows of regions that the rows of their parts in the same table contradict: 全市 against its towns.

    Regions that are not summed (in_partition) may be counted in others, so either sum will do. Where parts are missing, a
    table `by_region`, whose rows are nothing but places, is asked about; in any other one less than the whole is no more than
    some towns that were added.
    """
    groups: dict[Group, list[Observation]] = {}
    additive = [each for each in observations if catalog.measures[each.measure_id].kind in (Kind.FLOW, Kind.STOCK)]
    for each in additive:
        groups.setdefault((catalog.regions[each.region_code].parent_code, *_group(each, across=False)), []).append(each)
    found = []
    for whole in additive:
        parts = groups.get((whole.region_code, *_group(whole, across=False)), [])
        if parts and (refused := _unlike_parts(catalog, whole, parts)):
            less = refused.code == "whole_incomplete" and sum(part.value for part in parts) < whole.value
            severity = Severity.NOTE if less and not by_region else Severity.WARNING
            found.append(Checked(Total(whole, subtotal=False, across=False), refused, severity))
    return found


def _unlike_parts(catalog: Catalog, whole: Observation, parts: Sequence[Observation]) -> Refused | None:
    """How a whole differs from its parts, and how many regions that would have to be summed have no row."""
    measure = catalog.measures[whole.measure_id]
    summed = [part for part in parts if catalog.regions[part.region_code].in_partition]
    if any(_adds_up(measure, whole, each) for each in (parts, summed) if each):
        return None
    named = {part.region_code for part in summed}
    expected = [r for r in catalog.regions.values() if r.parent_code == whole.region_code and r.in_partition and r.active]
    missing = sum(region.region_code not in named for region in expected)
    code = "whole_incomplete" if missing else "whole_differs"
    refused = _differing(measure, code, whole, summed or parts)
    region = catalog.regions[whole.region_code].name_zh
    return Refused.saying(code, advice(code), {**refused.values, "region": region, "missing": missing})


def _differing(measure: Measure, code: str, total: Observation, parts: Sequence[Observation]) -> Refused:
    """What a total and the sum of its parts are and by how much they differ, to the last digit."""
    added = sum((part.value for part in parts), Decimal(0))
    values = {
        "stated": exactly(total.value, measure),
        "sum": exactly(added, measure),
        "difference": exactly(abs(total.value - added), measure),
        "count": len(parts),
    }
    return Refused.saying(code, advice(code), values)


def _candidates(
    catalog: Catalog, total: Total, totals: Sequence[Total], parts: Sequence[Observation]
) -> list[list[Observation]]:
    """What the total may add up: its row, everything, or the rows since the last subtotal or up to the next.

    A region whose own parts are there too is not counted beside them.
    """
    group = _group(total.observation, across=total.across)
    same = [part for part in parts if _group(part, across=total.across) == group]
    if not total.across:
        above = {catalog.regions[part.region_code].parent_code for part in same}
        same = [part for part in same if part.region_code not in above] or same
    if total.across or not total.subtotal:
        return [same]
    rows = sorted({each.observation.row for each in totals if not each.across})
    row = total.observation.row
    before = max((other for other in rows if other < row), default=0)
    after = min((other for other in rows if other > row), default=row + 10**9)
    return [
        [part for part in same if before < part.row < row],
        [part for part in same if row < part.row < after],
    ]


def _group(observation: Observation, *, across: bool) -> Group:
    """What parts share with their total; across a row they share the row and may differ in anything else."""
    if across:
        return (observation.row, observation.measure_id)
    dates = (observation.window_start, observation.window_end, observation.as_of)
    return (observation.measure_id, observation.breakdown, observation.member, *dates)


def _adds_up(measure: Measure, total: Observation, parts: Sequence[Observation]) -> bool:
    slack = max(half_printed_digit(each.value, each.printed, measure) for each in (total, *parts))
    return abs(total.value - sum((part.value for part in parts), Decimal(0))) <= slack
