"""The line of values that a rail stands for, from a target's start to its goal: in shares of it, and nothing of pixels."""

from dataclasses import dataclass
from math import isfinite

from kpi.model import JUDGED_BY_PACE, Assessment, Comparator, Kind, Status
from kpi.views import Standing


@dataclass(frozen=True, slots=True)
class Way:
    """From a start to a goal, in base units; the goal may lie below the start."""

    start: float
    goal: float
    far: float | None = None
    """Of a target between two values the edge beyond the goal."""
    limit: bool = False
    """Whether the goal is not to be reached but not to be passed."""

    def share(self, value: float) -> float:
        """How much of the way a value has gone: 0 at its start, 1 at its goal; less than 0 behind the start."""
        return (value - self.start) / (self.goal - self.start)

    @property
    def falls(self) -> bool:
        """Whether less is better all the way."""
        return self.goal < self.start


def way_of(standing: Standing) -> Way | None:
    """The way of a target; None where there is none that values could stand on: nothing is proportional then."""
    assessment = standing.assessment
    if standing.status is Status.NOT_ASSESSED or assessment.judgement or assessment.period_type.compares:
        return None
    if standing.measure.kind is Kind.MILESTONE:
        return None
    start = _start(standing)
    if start is None:
        return None
    goal, far = _goal(assessment, start)
    way = Way(start, goal, far, limit=assessment.comparator is Comparator.AT_MOST and goal > start)
    numbers = (goal, *(value for value in (assessment.current_value, assessment.expected_value, far) if value is not None))
    return way if goal != start and all(isfinite(way.share(value)) for value in numbers) else None


def due_by_now(standing: Standing) -> float | None:
    """Where the value should be at its own clock, in base units, while there is still time; None where nothing says."""
    assessment = standing.assessment
    period, day = assessment.period, assessment.current_date
    if period is not None and day is not None and day >= period.end:
        return None
    if standing.measure.kind is Kind.MILESTONE or assessment.overshot or assessment.expected_value == assessment.edge:
        return None
    return assessment.expected_value if standing.status in JUDGED_BY_PACE | {Status.MET} else None


def yardstick(standing: Standing) -> float | None:
    """What a lagging or missed target falls short of: where it should be by now, or else the target itself."""
    if standing.status not in (Status.BEHIND, Status.FAR_BEHIND, Status.MISSED) or standing.assessment.current_value is None:
        return None
    due = due_by_now(standing)
    return standing.assessment.edge if due is None else due


def _start(standing: Standing) -> float | None:
    """Where the way begins: at the baseline, or at nothing where there is none, or where it meets the target already."""
    assessment = standing.assessment
    if assessment.period_type.from_baseline and not assessment.holding and assessment.start_value is not None:
        return assessment.start_value
    return None if standing.measure.kind is Kind.RANK else 0.0


def _goal(assessment: Assessment, start: float) -> tuple[float, float | None]:
    """The edge of the target that is reached first, and the other one."""
    low, high = assessment.target_value, assessment.target_high
    if high is None:
        return low, None
    return (high, low) if start > high else (low, high)
