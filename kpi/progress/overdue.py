"""期限已过，待填报: periods that have ended without the figures that would decide them. No verdict depends on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kpi.catalog import Catalog
from kpi.model import Assessment, PeriodType, Status, Target
from kpi.progress.judging.rows import target_end

_SETTLED = frozenset({Status.MET, Status.MISSED})


@dataclass(frozen=True, slots=True)
class Overdue:
    """A target whose period has ended and whose figures are still to come."""

    target: Target
    year: int | None
    end: date
    """The deadline, or the last day of the year or window."""


def overdue(catalog: Catalog, assessments: Iterable[Assessment], last_day: date) -> list[Overdue]:
    """What is to be reported of periods that were over by the end of `last_day`, the longest overdue first.

    A sum that has met or missed its target is settled though figures may be missing; a figure for a deadline is not replaced
    by an earlier one.
    """
    found = []
    for each in assessments:
        target = catalog.targets[each.target_id]
        end = target_end(target, each.year)
        if end is not None and end <= last_day and not _settled(each):
            found.append(Overdue(target, each.year, end))
    return sorted(found, key=lambda each: each.end)


def _settled(assessment: Assessment) -> bool:
    if assessment.status is Status.NOT_ASSESSED or assessment.complete:
        return True
    return assessment.status in _SETTLED and assessment.period_type is not PeriodType.BY_DATE
