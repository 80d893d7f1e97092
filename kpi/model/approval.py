"""What is sent in and waits for another person's word, what was published when, and locked periods. Moments are UTC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from kpi.model.base import OF_SYSTEM, Actor, Window


class Sent(StrEnum):
    """What is sent in: files of figures, a change of the plan by its form, or a plan's own files."""

    FIGURES = "figures"
    REVISE = "revise"
    ANSWER = "answer"
    JUDGE = "judge"
    ROWS = "rows"
    OWNERS = "owners"
    FORM = "form"
    APPROVAL = "approval"
    """Whether the plan waits for approval."""
    LOAD = "load"
    """A plan's files."""
    WITHDRAW = "withdraw"
    """A revision taken back."""


class Step(StrEnum):
    """What is done to a submission."""

    SUBMIT = "submit"
    RETURN = "send_back"
    APPROVE = "approve_submission"
    TAKE_BACK = "take_back"


class Stage(StrEnum):
    """Where a submission stands."""

    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    TAKEN_BACK = "taken_back"


STAGES = {
    Step.SUBMIT: Stage.WAITING,
    Step.RETURN: Stage.RETURNED,
    Step.APPROVE: Stage.APPROVED,
    Step.TAKE_BACK: Stage.TAKEN_BACK,
}
"""Where a step leaves a submission."""
FROM = {
    Step.SUBMIT: frozenset({Stage.RETURNED}),
    Step.RETURN: frozenset({Stage.WAITING}),
    Step.APPROVE: frozenset({Stage.WAITING}),
    Step.TAKE_BACK: frozenset({Stage.WAITING, Stage.RETURNED}),
}
"""Where it must stand for a step. The first step makes it, and stands on nothing."""


@dataclass(frozen=True, slots=True)
class SubmissionStep:
    """One step of a submission."""

    submission_id: int
    step: int
    """Of its submission, from 1."""
    plan_id: str
    kind: Sent
    action: Step
    version: int
    """Of what was sent, from 1: the one that this step sends, or speaks of."""
    user_id: str
    made_by: str
    made_at: datetime
    note: str
    """The sender's note, or the reviewer's reason."""
    request: str
    """JSON: how the files are to be read, with the warnings confirmed, or the values of the form; empty for other steps."""
    places: str
    """JSON: the units and regions that what was sent is about."""
    numbers: tuple[int, ...] = ()
    """Of an approval: the batches, or the revision, that came of it."""

    def is_by(self, actor: Actor) -> bool:
        """Whether the actor took it: by account, or by name where one of the two has none; and whatever they are called, by
        the system's user where both came by the command line.
        """
        marks = (self.user_id, actor.on_record)
        if all(marks) and not any(mark.startswith(OF_SYSTEM) for mark in marks):
            return self.user_id == actor.user_id
        return self.made_by == actor.name or (bool(self.user_id) and self.user_id == actor.on_record)


@dataclass(frozen=True, slots=True)
class Submission:
    """All that became of what was sent in under one number."""

    steps: tuple[SubmissionStep, ...]
    """The first one first; there is one at least."""

    @property
    def number(self) -> int:
        """What it is called by."""
        return self.steps[0].submission_id

    @property
    def plan_id(self) -> str:
        """The plan it was sent in under."""
        return self.steps[0].plan_id

    @property
    def kind(self) -> Sent:
        """What was sent in."""
        return self.steps[0].kind

    @property
    def last(self) -> SubmissionStep:
        """The step that it stands by."""
        return self.steps[-1]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return STAGES[self.last.action]

    @property
    def sent(self) -> SubmissionStep:
        """The step that sent what counts of it."""
        return next(step for step in reversed(self.steps) if step.action is Step.SUBMIT)

    def sent_by(self, actor: Actor) -> bool:
        """Whether the actor sent any version of it: such a person never approves it."""
        return any(step.is_by(actor) for step in self.steps if step.action is Step.SUBMIT)

    def allows(self, step: Step) -> bool:
        """Whether it stands where the step may be taken."""
        return self.stage in FROM[step]


def submissions_of(steps: Iterable[SubmissionStep]) -> tuple[Submission, ...]:
    """Steps as the submissions they are of, the newest first."""
    ordered = sorted(steps, key=lambda step: (-step.submission_id, step.step))
    return tuple(Submission(tuple(own)) for _, own in groupby(ordered, lambda step: step.submission_id))


@dataclass(frozen=True, slots=True)
class Publication:
    """A moment up to which a plan's figures are public."""

    publication_id: int
    plan_id: str
    user_id: str
    published_by: str
    published_at: datetime
    note: str
    data_version: int


@dataclass(frozen=True, slots=True)
class PeriodLock:
    """Days of a plan that no figure may change any longer (封账), until somebody reopens them."""

    lock_id: int
    plan_id: str
    starts_on: date
    ends_on: date
    user_id: str
    locked_by: str
    locked_at: datetime
    reason: str
    reopened_id: str = ""
    reopened_by: str = ""
    reopened_at: datetime | None = None
    reopening_reason: str = ""

    @property
    def window(self) -> Window:
        """Its days."""
        return Window(self.starts_on, self.ends_on)

    @property
    def holds(self) -> bool:
        """Whether nobody has reopened it."""
        return self.reopened_at is None

    def locks(self, period_end: date | None) -> bool:
        """Whether a figure belongs to it: a figure belongs to the period that its last day lies in."""
        return self.holds and period_end is not None and self.starts_on <= period_end <= self.ends_on


def open_locks(locks: Iterable[PeriodLock]) -> Iterator[PeriodLock]:
    """Those that hold."""
    return (lock for lock in locks if lock.holds)


def last_begun(said: Iterable[tuple[datetime, bool]]) -> datetime | None:
    """Since when something holds without a break, of what was said of it at moments in their order; None where it does not."""
    since: datetime | None = None
    for moment, holds in said:
        since = (since or moment) if holds else None
    return since
