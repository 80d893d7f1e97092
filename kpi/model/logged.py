"""What is written down of a verdict: enough to say later how a target stood, and what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime

from kpi.model.lamps import Lamp
from kpi.model.same import same
from kpi.model.verdicts import Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, for one of its years if it has years, as it stood in a plan's default view. Numbers as of an assessment."""

    target_id: str
    year: int | None
    status: Status
    lamp: Lamp
    current_value: float | None
    current_date: date | None
    gap: float | None
    completion_pct: float | None
    distance_pct: float | None
    time_pct: float | None
    lead_pp: float | None

    @property
    def key(self) -> "VerdictKey":
        """The target and the year it is about."""
        return self.target_id, self.year

    def agrees(self, other: "Verdict") -> bool:
        """Whether nothing that is told of the target differs; numbers are one within 1e-9 of their size."""
        return self == other or all(_alike(mine, theirs) for mine, theirs in zip(self._told(), other._told(), strict=True))

    def _told(self) -> Iterator[object]:
        return (getattr(self, each.name) for each in fields(self))


VerdictKey = tuple[str, int | None]


def _alike(mine: object, theirs: object) -> bool:
    if isinstance(mine, float) and isinstance(theirs, float):
        return same(mine, theirs)
    return mine == theirs


@dataclass(frozen=True, slots=True)
class JudgedPlan:
    """Every verdict of a plan's default view."""

    plan_id: str
    as_of: date
    scheme: str
    """Of the lamps."""
    rules_version: int
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class VerdictRun:
    """One time a plan was judged: after an event, with the figures and the plan as they then were. The moment is UTC."""

    event_id: int
    plan_id: str
    as_of: date
    scheme: str
    rules_version: int
    data_version: int
    written_at: datetime


@dataclass(frozen=True, slots=True)
class VerdictStep:
    """A verdict that gave way to another; None where the target came or went. The moment is UTC."""

    plan_id: str
    old: Verdict | None
    new: Verdict | None
    as_of: date
    written_at: datetime
    events: tuple[int, int]
    """The event before those that did it, and the last of those."""

    @property
    def key(self) -> VerdictKey:
        """The target and the year it is about."""
        told = self.new or self.old
        if told is None:
            raise ValueError("a step from nothing to nothing")
        return told.key
