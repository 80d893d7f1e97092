"""The line of values that a rail stands for, from a target's start to its goal: in shares of it, and nothing of pixels."""

from dataclasses import dataclass
from math import isfinite

from kpi.model import Assessment, Kind, Status
from kpi.views import Standing


@dataclass(frozen=True, slots=True)
class Way:
    """From a start to a goal, in base units; the goal may lie below the start."""

    start: float
    goal: float
    from_baseline: bool
    """Whether it starts at a figure; else it starts at nothing."""
    high: float | None = None
    """Of a target between two values the edge beyond the goal."""

    def share(self, value: float) -> float:
        """How much of the way a value has gone: 0 at its start, 1 at its goal; less than 0 behind the start."""
        return (value - self.start) / (self.goal - self.start)

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.goal < self.start


def way_of(standing: Standing) -> Way | None:
    """The way of a target; None where there is none that values could stand on: nothing is proportional then."""
    assessment = standing.assessment
    if standing.status is Status.NOT_ASSESSED or assessment.judgement or assessment.period_type.compares:
        return None
    if standing.measure.kind is Kind.MILESTONE or not isfinite(assessment.target_value):
        return None
    start = _start(standing)
    if start is None:
        return None
    goal, far = _goal(assessment, start)
    way = Way(start, goal, start == assessment.baseline_value and not assessment.period_type.of_change, far)
    return way if goal != start and isfinite(way.share(0.0)) else None


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
