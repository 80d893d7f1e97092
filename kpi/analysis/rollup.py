"""Roll-ups: the targets of a category, of a responsible unit or of the whole plan, counted, scored and worst first.

A score is Σ weight × degree over the targets that have both a weight and a verdict. The degree is 1 for a target that is met
or on pace; else before the end what has been reached of what should have been by now, after it what has been reached of the
target, never below 0 or above 1; a level to be kept that was lost has 0; of an exact target too much counts like too little.
No score is without the targets it hides: those missed or far behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.analysis.time_left import missing_share
from kpi.catalog import Catalog
from kpi.model import Assessment, Comparator, Measure, Status, Target
from kpi.progress import Summary, summarise

WORST_FIRST = (
    Status.MISSED,
    Status.FAR_BEHIND,
    Status.BEHIND,
    Status.PENDING,
    Status.INCOMPLETE,
    Status.BASELINE_ONLY,
    Status.NOT_COMPARABLE,
    Status.NO_DATA,
    Status.NOT_ASSESSED,
    Status.NOT_STARTED,
    Status.ON_PACE,
    Status.MET,
)
WITH_VERDICT = frozenset({Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED})
"""Statuses that are a verdict."""
_EARNS_ALL = frozenset({Status.MET, Status.ON_PACE})
_HIDDEN_BY_MEANS = frozenset({Status.MISSED, Status.FAR_BEHIND})


class Grouping(StrEnum):
    """What targets are rolled up by."""

    PLAN = "plan"
    CATEGORY = "category"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Score:
    """What weighted targets earn."""

    points: float
    possible: float
    """Weights of the targets that are scored."""
    unscored: int
    """Weighted targets without a verdict."""
    unscored_weight: float
    hidden: tuple[Assessment, ...]
    """Targets that a good score would hide: missed or far behind, whether weighted or not."""


_MISSED = frozenset({Status.MISSED, Status.FAR_BEHIND})


@dataclass(frozen=True, slots=True)
class Rollup:
    """One group of targets, each counted once."""

    key: str
    """Category or unit as the catalog writes it; empty for the whole plan, and for targets without a unit."""
    summary: Summary
    worst_first: tuple[Assessment, ...]
    without_verdict: int
    score: Score | None
    """None where no target of the group has a weight."""


def roll_up(catalog: Catalog, assessments: Sequence[Assessment], as_of: date, grouping: Grouping) -> tuple[Rollup, ...]:
    """The groups, those with most missed and lagging targets first. A target of several units counts in each."""
    counted = summarise(assessments, as_of).counted
    members: dict[str, set[str]] = {}
    for assessment in counted:
        for key in group_keys(catalog, assessment.target_id, grouping):
            members.setdefault(key, set()).add(assessment.target_id)
    groups = [
        _group(catalog, key, [assessment for assessment in assessments if assessment.target_id in ids], as_of)
        for key, ids in members.items()
    ]
    return tuple(sorted(groups, key=_severity))


def group_keys(catalog: Catalog, target_id: str, grouping: Grouping) -> tuple[str, ...]:
    """The groups a target belongs to."""
    target = catalog.targets[target_id]
    measure = catalog.measures[target.measure_id]
    if grouping is Grouping.PLAN:
        return ("",)
    if grouping is Grouping.CATEGORY:
        return (measure.category.zh,)
    return owners_of(measure, target) or ("",)


def units_in(told: str) -> tuple[str, ...]:
    """The units that a cell names, each once."""
    units = [unit.strip() for unit in told.replace("；", ";").replace("、", ";").split(";")]
    return tuple(dict.fromkeys(unit for unit in units if unit))


def owners_of(measure: Measure, target: Target | None = None) -> tuple[str, ...]:
    """The units that answer for a target of a measure (责任单位), or for the measure; none where the plan does not say."""
    return units_in((target.owner if target else "") or measure.owner)


def helpers_of(measure: Measure, target: Target | None = None) -> tuple[str, ...]:
    """The units that help with it (协办单位) and do not answer for it: a target that names none takes its measure's."""
    owners = owners_of(measure, target)
    return tuple(unit for unit in units_in((target.co_owners if target else "") or measure.co_owners) if unit not in owners)


def _group(catalog: Catalog, key: str, assessments: Sequence[Assessment], as_of: date) -> Rollup:
    summary = summarise(assessments, as_of)
    return Rollup(
        key=key,
        summary=summary,
        worst_first=tuple(sorted(summary.counted, key=badness)),
        without_verdict=sum(assessment.status not in WITH_VERDICT for assessment in summary.counted),
        score=_score(catalog, summary.counted),
    )


def badness(assessment: Assessment) -> tuple[int, float]:
    """What sorts the worst first: by status, then by the share of the way that is missed.

    That is of its own way from the baseline, of a sum of the target, and up to where it should be by now; a gap in its unit
    would put 3 of 50 before 8 % of a way. What is missed without a pace has its share of the whole.
    """
    lead = assessment.lead_pp
    if lead is None and assessment.status in _MISSED:
        lead = -missing_share(assessment)
    return WORST_FIRST.index(assessment.status), lead if lead is not None else 0.0


def _severity(group: Rollup) -> tuple[int, ...]:
    return tuple(-group.summary.counts[status] for status in WORST_FIRST[:3])


def _score(catalog: Catalog, counted: Iterable[Assessment]) -> Score | None:
    rows = list(counted)
    weights = {row.target_id: catalog.targets[row.target_id].weight for row in rows}
    weighted = [(row, weight) for row in rows if (weight := weights[row.target_id]) is not None]
    if not weighted:
        return None
    scored = [(row, weight, reached) for row, weight in weighted if (reached := degree(row)) is not None]
    unscored = [(row, weight) for row, weight in weighted if degree(row) is None]
    return Score(
        points=sum(weight * reached for _, weight, reached in scored),
        possible=sum(weight for _, weight, _ in scored),
        unscored=len(unscored),
        unscored_weight=sum(weight for _, weight in unscored),
        hidden=tuple(row for row in sorted(rows, key=badness) if row.status in _HIDDEN_BY_MEANS),
    )


def degree(assessment: Assessment) -> float | None:
    """How much of its weight a target earns, 0 to 1; None without a verdict, or with one that no figures give."""
    if assessment.status not in WITH_VERDICT or assessment.judgement:
        return None
    if assessment.status in _EARNS_ALL:
        return 1.0
    if assessment.holding:
        return 0.0
    if assessment.period_type.of_change and assessment.lead_pp is None and assessment.status is Status.FAR_BEHIND:
        return 0.0  # without a pace there is no part of the way
    if assessment.progress_pct is None:
        return _of_ratio(assessment)
    if assessment.overshot:  # it may come back, so it is held against all of the way and not against the time
        return _part(assessment.progress_pct, 100.0, exactly=True)
    of_days = assessment.period_type.of_days
    if of_days and assessment.target_value <= 0:
        return 0.0  # no part of nothing, or of less, can be earned
    over = assessment.status is Status.MISSED
    reached, due = assessment.progress_pct, 100.0 if over else assessment.time_pct or 0.0
    if assessment.comparator is Comparator.AT_MOST and of_days:
        reached, due = due, reached  # less used than time gone is good
    return _part(reached, due, exactly=assessment.comparator is Comparator.EQUAL and over)


def _of_ratio(assessment: Assessment) -> float:
    """Of a ratio of a year there is no pace: what it came to, of the target."""
    value, target = assessment.current_value or 0.0, assessment.target_value
    reached, due = (target, value) if assessment.comparator is Comparator.AT_MOST else (value, target)
    return _part(reached, due, exactly=assessment.comparator is Comparator.EQUAL)


def _part(reached: float, due: float, *, exactly: bool) -> float:
    """What was reached of what was due, 0 to 1; nothing where they are not both above zero, or one is not known.

    Of what was to be met exactly, too much counts like too little.
    """
    if not (reached > 0 and due > 0):
        return 0.0
    return min(reached / due, due / reached if exactly else 1.0, 1.0)
