"""期限已过，待填报: periods that have ended without the figures that would decide them. No verdict depends on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kpi.catalog import Catalog
from kpi.model import Assessment, Status, Target
from kpi.progress.rules.rule import rule_of

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
    late = []
    for assessment in assessments:
        target = catalog.targets[assessment.target_id]
        end = rule_of(target.period_type).end(target, assessment.year)
        if end is not None and end <= last_day and not _settled(assessment):
            late.append(Overdue(target, assessment.year, end))
    return sorted(late, key=lambda overdue: overdue.end)


def _settled(assessment: Assessment) -> bool:
    if assessment.status is Status.NOT_ASSESSED or assessment.complete:
        return True
    return assessment.status in _SETTLED and assessment.period_type.of_days
