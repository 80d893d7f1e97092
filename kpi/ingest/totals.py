"""合计 and 小计 are checked against the rows or columns they add up, and never loaded as a region of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.catalog import Catalog, half_printed_digit
from kpi.ingest.refusals import Refused, advice
from kpi.model import Kind, Measure, Observation, Quantity, Severity

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
    return [_checked(catalog.measures[total.observation.measure_id], total, totals, parts) for total in totals]


def _checked(measure: Measure, total: Total, totals: Sequence[Total], parts: Sequence[Observation]) -> Checked:
    if measure.kind not in (Kind.FLOW, Kind.STOCK):
        return Checked(total, Refused("total_not_additive", measure=measure), Severity.NOTE)
    candidates = _candidates(total, totals, parts)
    if not any(candidates):
        return Checked(total, Refused("total_without_parts", measure=measure), Severity.WARNING)
    if any(_adds_up(measure, total.observation, each) for each in candidates if each):
        return Checked(total)
    added = next(each for each in candidates if each)
    values = {
        "stated": Quantity(float(total.observation.value), measure),
        "sum": Quantity(float(sum(part.value for part in added)), measure),
        "count": len(added),
    }
    return Checked(total, Refused.saying("total_differs", advice("total_differs"), values))


def _candidates(total: Total, totals: Sequence[Total], parts: Sequence[Observation]) -> list[list[Observation]]:
    """What the total may add up: its row, everything, or the rows since the last subtotal or up to the next."""
    group = _group(total.observation, across=total.across)
    same = [part for part in parts if _group(part, across=total.across) == group]
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
