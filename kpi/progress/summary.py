"""The headline: every target counted once, every group named that is not empty, and numbers that add up. And
期限已过，待填报: periods that have ended without the figures that would decide them, on which no verdict depends.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kpi.catalog import Catalog
from kpi.model import Assessment, Message, Nature, Status, Target
from kpi.progress.rules.rule import rule_of

_UNSETTLED = frozenset({Status.MISSED, Status.PENDING})


@dataclass(frozen=True, slots=True)
class Summary:
    """The targets of a view, each counted once."""

    counts: Mapping[Status, int]
    """Every status in the order sentences name them, zero where there is none."""
    counted: tuple[Assessment, ...]
    """One per target, in the order of the assessments."""
    earlier: tuple[Assessment, ...]
    """Years of each_year targets before the one counted that are missed or pending."""
    below: tuple[Assessment, ...] = ()
    """Steps and second lines of other targets, each once: they are listed below these and not counted."""

    @property
    def total(self) -> int:
        """Number of targets."""
        return len(self.counted)


def summarise(assessments: Sequence[Assessment], as_of: date) -> Summary:
    """Each target once: of an each_year target the year that contains `as_of`, or else the nearest of its years."""
    every = [tuple(group) for _, group in groupby(assessments, key=lambda assessment: assessment.target_id)]
    by_target = [years for years in every if not years[0].parent_target_id]
    counted = tuple(_nearest(years, as_of) for years in by_target)
    earlier = tuple(
        assessment
        for years, chosen in zip(by_target, counted, strict=True)
        for assessment in years
        if assessment.year is not None
        and chosen.year is not None
        and assessment.year < chosen.year
        and assessment.status in _UNSETTLED
    )
    numbers = Counter(assessment.status for assessment in counted)
    return Summary(
        counts={status: numbers[status] for status in Status},
        counted=counted,
        earlier=earlier,
        below=tuple(_nearest(years, as_of) for years in every if years[0].parent_target_id),
    )


def _nearest(years: Sequence[Assessment], as_of: date) -> Assessment:
    """Of a target's years the one that counts."""
    return min(years, key=lambda assessment: _distance(assessment, as_of))


def headline(summary: Summary, as_of: date) -> Message:
    """The sentence of 督查 offices: how many targets stand where; that none is 未完成 is said in words, and not counted.

    Binding targets are counted apart, where the plan says which they are; and those whose status is a person's word.
    """
    key = "reason.headline" if summary.counts[Status.MISSED] else "reason.headline_none_missed"
    whole = Message(key, {"day": as_of, "count": summary.total, "groups": _groups(summary.counts)})
    by_person = sum(assessment.judgement is not None for assessment in summary.counted)
    if by_person:
        whole = Message("reason.headline_by_person", {"all": whole, "count": by_person})
    binding = [assessment.status for assessment in summary.counted if assessment.nature is Nature.BINDING]
    if not binding:
        return whole
    counts = Counter(binding)
    apart = {"count": len(binding), "groups": _groups({status: counts[status] for status in Status})}
    return Message("reason.headline_of_nature", {"all": whole, **apart})


def _groups(counts: Mapping[Status, int]) -> tuple[Message, ...]:
    return tuple(Message(f"reason.group_{status}", {"count": count}) for status, count in counts.items() if count)


def earlier_message(summary: Summary, catalog: Catalog) -> Message | None:
    """The second sentence: earlier years that are missed or pending. None where there are none."""
    groups = {
        str(status): Message(f"reason.earlier_{status}", {"targets": _targets(summary, status, catalog)})
        for status in (Status.MISSED, Status.PENDING)
        if any(assessment.status is status for assessment in summary.earlier)
    }
    if not groups:
        return None
    both = Message("reason.earlier_both", groups) if len(groups) > 1 else None
    return Message("reason.earlier", {"group": both or next(iter(groups.values()))})


def _targets(summary: Summary, status: Status, catalog: Catalog) -> tuple[Message, ...]:
    """The targets with earlier years of that status, each with these years."""
    years: dict[tuple[str, str], list[int | None]] = {}
    for assessment in summary.earlier:
        if assessment.status is status:
            years.setdefault((assessment.target_id, assessment.measure_id), []).append(assessment.year)
    return tuple(
        Message("reason.earlier_target", {"measure": catalog.measures[measure_id], "years": tuple(of_target)})
        for (_, measure_id), of_target in years.items()
    )


def _distance(assessment: Assessment, as_of: date) -> tuple[int, int]:
    """Days from the year to `as_of`, 0 inside it; of two as near, the earlier year first."""
    if assessment.year is None:
        return 0, 0
    start, end = date(assessment.year, 1, 1), date(assessment.year, 12, 31)
    return max((start - as_of).days, (as_of - end).days, 0), assessment.year


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
