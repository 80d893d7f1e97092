"""What was judged of a target."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.model.base import Message, Qualifier, Window
from kpi.model.kinds import Comparator, Nature
from kpi.model.period_types import PeriodType


class Status(StrEnum):
    """The verdicts of VERDICTS.md, in the order headline sentences name them."""

    MET = "met"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"
    PENDING = "pending"
    INCOMPLETE = "incomplete"
    NOT_COMPARABLE = "not_comparable"
    BASELINE_ONLY = "baseline_only"
    NO_DATA = "no_data"
    NOT_STARTED = "not_started"
    NOT_ASSESSED = "not_assessed"


JUDGED_BY_PACE = frozenset({Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND})
"""Verdicts that the lead over the time elapsed decides."""


JUDGEABLE = (Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)
"""What a person may judge a target to be that the rules cannot judge."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of a target that the rules cannot judge (人工认定): how it stands as of a day, and why."""

    target_id: str
    verdict: Status
    as_of: date
    reason: str
    evidence: str
    """The document, or the address of one, that the person went by."""
    made_by: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """One target, for one of its years if it has years, as judged at `as_of`. Numbers as VERDICTS.md defines them."""

    target_id: str
    measure_id: str
    region_code: str
    year: int | None
    period_type: PeriodType
    comparator: Comparator
    target_value: float
    status: Status
    baseline_value: float | None = None
    baseline_date: date | None = None
    current_value: float | None = None
    current_date: date | None = None
    gap: float | None = None
    completion_pct: float | None = None
    distance_pct: float | None = None
    time_pct: float | None = None
    lead_pp: float | None = None
    expected_value: float | None = None
    required_per_year: float | None = None
    projected_value: float | None = None
    cagr_ratio: float | None = None
    period: Window | None = None
    """The year or window judged; for by_date from the baseline's date to the deadline; None where there is none."""
    current_qualifier: Qualifier = Qualifier.EQ
    """The mark the current value carries (约, ≥)."""
    baseline_qualifier: Qualifier = Qualifier.EQ
    holding: bool = False
    """维持型: the baseline already meets the target."""
    overshot: bool = False
    """Past a target to be met exactly, by more than half its last printed digit: an excess, and no success."""
    reason: Message | None = None
    remarks: tuple[Message, ...] = ()
    """Second opinions and cautions, such as the growth rate disagreeing with the pace."""
    figures: tuple[int, ...] = ()
    """Positions in the observation frame of the figures the current value rests on."""
    baseline_figures: tuple[int, ...] = ()
    """Positions in the observation frame of the figures the baseline rests on."""
    obstacles: tuple[int, ...] = ()
    """Positions in the observation frame of what keeps a row that is not comparable from being judged: of the figure that its
    reason names, of a ratio the latest of each part; of a break the figures on both sides of it."""
    broken_on: date | None = None
    """The day from which what is held together is counted differently (口径变更), where that stands in the way."""
    complete: bool = False
    """Whether the figures cover every day of the period; for by_date, whether one is dated on the deadline."""
    target_high: float | None = None
    """The upper edge of a target `between` two values."""
    parent_target_id: str = ""
    nature: Nature | None = None
    judgement: Judgement | None = None
    """The person's word that the status rests on, where no rule gives one."""

    @property
    def progress_pct(self) -> float | None:
        """distance_pct or completion_pct, whichever there is."""
        return self.completion_pct if self.distance_pct is None else self.distance_pct

    @property
    def start_value(self) -> float | None:
        """What the way to the target starts from, counted as the current value is: a change starts from nothing."""
        return 0.0 if self.period_type.of_change else self.baseline_value

    @property
    def edge(self) -> float:
        """The value of the target that is nearest to the current one: the target itself unless it is an interval."""
        if self.target_high is None or self.current_value is None:
            return self.target_value
        return self.target_value if self.current_value <= self.target_value else min(self.current_value, self.target_high)
