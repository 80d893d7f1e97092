"""Submissions: what was sent in, step by step, with the files of every version and the tables that went back.

A step is only ever added, and only where the submission stands as whoever takes the step saw it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kpi.errors import KpiError, NotFound, QuotaSpent
from kpi.model import Actor, Sent, Stage, Step, Submission, SubmissionStep, local, submissions_of
from kpi.store.database import Database, StorePart, Transaction
from kpi.store.kept.answers import ProgramAnswer, keep_answer


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was sent in, or a table that went back."""

    file: str
    sha256: str
    content: bytes

    @classmethod
    def of(cls, file: str, content: bytes) -> "KeptFile":
        """A file by its bytes."""
        return cls(file, hashlib.sha256(content).hexdigest(), content)


@dataclass(frozen=True, slots=True)
class Sending:
    """What is about to be sent in."""

    plan_id: str
    kind: Sent
    request: str
    places: str
    note: str
    files: Sequence[KeptFile] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A submission as somebody saw it who now takes a step."""

    number: int
    step: int
    """The last one there was."""


class Submissions(StorePart):
    """The submissions of a store."""

    @property
    def approval_version(self) -> int:
        """How many events have changed submissions, publications or locks."""
        return self._database.version("approval_version")

    def submissions(self) -> tuple[Submission, ...]:
        """Everything ever sent in, the newest first."""
        return _all(self._database)

    def submitted_files(self, number: int, version: int) -> list[KeptFile]:
        """The files of a version of a submission."""
        return self._database.records(KeptFile, "submission_files", {"submission_id": number, "version": version})

    def submission_file_names(self, number: int) -> list[tuple[int, str]]:
        """The files of a submission, sent in or sent back, by the steps that brought them."""
        rows = self._database.rows("submission_file_names", {"submission_id": number})
        return [(int(step), str(file)) for step, file, _ in rows]

    def returned_files(self, number: int, step: int) -> list[KeptFile]:
        """The tables that went back with a step."""
        return self._database.records(KeptFile, "returned_files", {"submission_id": number, "step": step})

    def submit(
        self,
        sending: Sending,
        seen: Seen | None = None,
        *,
        actor: Actor,
        at: datetime,
        most: int | None = None,
        answering: Callable[[int], ProgramAnswer | None] | None = None,
    ) -> int:
        """Keeps what is sent in, as a new submission or the next version of the one that was `seen`, and returns its number.
        A program's answer about it is kept with it.

        NotFound; KpiError `submission_moved_…` where it does not stand as it was seen, `submission_waits` where a file waits;
        QuotaSpent where `most` of the actor's wait.
        """
        with self._database.writing(at) as transaction:
            if most is not None:
                _require_room(transaction, seen, actor, most)
            number = _submit(transaction, sending, seen, actor)
            keep_answer(transaction, answering(number) if answering else None, actor)
            return number

    def send_back(self, seen: Seen, reason: str, tables: Sequence[KeptFile], *, actor: Actor, at: datetime) -> None:
        """Gives a submission back to its sender with the tables as they were marked. Errors as of `submit`."""
        with self._database.writing(at) as transaction:
            taken = take(transaction, seen, Step.RETURN, actor, note=reason)
            for position, table in enumerate(tables):
                values = {"submission_id": seen.number, "step": taken.step, "position": position}
                transaction.run("insert_returned_file", values | _file(table))

    def take_back(self, seen: Seen, note: str, *, actor: Actor, at: datetime) -> None:
        """Ends a submission whose sender wants it no longer. Errors as of `submit`."""
        with self._database.writing(at) as transaction:
            take(transaction, seen, Step.TAKE_BACK, actor, note=note)


def take(
    transaction: Transaction, seen: Seen, action: Step, actor: Actor, *, note: str = "", numbers: Sequence[int] = ()
) -> SubmissionStep:
    """Adds a step that sends nothing, and returns it. NotFound; KpiError `submission_moved`."""
    submission = standing(transaction, seen, action)
    sent = submission.sent
    step = SubmissionStep(
        submission.number,
        seen.step + 1,
        sent.plan_id,
        sent.kind,
        action,
        sent.version,
        actor.on_record,
        actor.name,
        transaction.moment,
        note,
        "",
        "",
        tuple(numbers),
    )
    _write(transaction, step, actor)
    return step


def standing(transaction: Transaction, seen: Seen, action: Step) -> Submission:
    """The submission, where it stands as it was seen and allows the step. NotFound; KpiError `submission_moved`."""
    submission = next((each for each in _all(transaction) if each.number == seen.number), None)
    if submission is None:
        raise NotFound("no_such_submission", number=seen.number)
    last = submission.last
    if last.step != seen.step or not submission.allows(action):
        values = {"number": seen.number, "who": last.made_by, "when": local(last.made_at)}
        raise KpiError(f"submission_moved_{submission.stage}", **values)
    return submission


def _require_room(transaction: Transaction, seen: Seen | None, actor: Actor, most: int) -> None:
    others = (each for each in _all(transaction) if not seen or each.number != seen.number)
    waiting = sum(each.stage is Stage.WAITING and each.sent.is_by(actor) for each in others)
    if waiting >= most:
        raise QuotaSpent("waiting", "quota_waiting", f"{waiting} + 1 > {most}", most=most, used=waiting)


def _submit(transaction: Transaction, sending: Sending, seen: Seen | None, actor: Actor) -> int:
    before = standing(transaction, seen, Step.SUBMIT) if seen else None
    number = before.number if before else transaction.number("next_submission_id")
    for file in sending.files:
        for (other,) in transaction.run("waiting_with_hash", {"sha256": file.sha256}):
            raise KpiError("submission_waits", file=file.file, number=other)
    step = SubmissionStep(
        number,
        before.last.step + 1 if before else 1,
        before.plan_id if before else sending.plan_id,
        sending.kind,
        Step.SUBMIT,
        before.sent.version + 1 if before else 1,
        actor.on_record,
        actor.name,
        transaction.moment,
        sending.note,
        sending.request,
        sending.places,
    )
    _write(transaction, step, actor)
    for position, file in enumerate(sending.files):
        values = {"submission_id": number, "version": step.version, "position": position}
        transaction.run("insert_submission_file", values | _file(file))
    return number


def _write(transaction: Transaction, step: SubmissionStep, actor: Actor) -> None:
    values = {name: getattr(step, name) for name in SubmissionStep.__dataclass_fields__}
    values |= {"kind": str(step.kind), "action": str(step.action), "numbers": list(step.numbers)}
    transaction.run("insert_submission_step", values)
    transaction.record(actor, str(step.action), f"{step.submission_id} v{step.version}")


def _file(kept: KeptFile) -> dict[str, object]:
    return {"file": kept.file, "sha256": kept.sha256, "content": kept.content}


def _all(source: Database | Transaction) -> tuple[Submission, ...]:
    return submissions_of(source.records(SubmissionStep, "submission_steps"))
