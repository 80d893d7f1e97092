"""The store as the services see it: read frames, commit batches, withdraw them, and say what happened when."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self, Unpack

import pandas as pd

from kpi.errors import KpiError, NotFound, PreviewOutdated, StoreUnusable
from kpi.model import (
    Actor,
    Batch,
    BatchKind,
    Observation,
    Problem,
    Severity,
    Step,
    Verdict,
    VerdictRun,
    VerdictStep,
    naive,
)
from kpi.store import asking, committing, verdicts, verifying
from kpi.store.approval.locks import Locks
from kpi.store.approval.publications import Publications, publish
from kpi.store.approval.submissions import Seen, Submissions, standing, take
from kpi.store.asking import Answer
from kpi.store.auditing.log import AuditLog
from kpi.store.database import Database, Transaction
from kpi.store.engines.choosing import LakePlace, engine_of
from kpi.store.files.upkeep import Upkeep
from kpi.store.frames import observation_frame
from kpi.store.kept.answers import ProgramAnswer, ProgramAnswers, keep_answer
from kpi.store.kept.documents import Documents
from kpi.store.kept.duties import Duties
from kpi.store.kept.issued import Ledger
from kpi.store.kept.outbox import Outbox
from kpi.store.kept.people import People
from kpi.store.kept.quotas import QuotaUses
from kpi.store.kept.reading_choices import ReadingChoices
from kpi.store.kept.remarks import Remarks
from kpi.store.kept.templates import Templates
from kpi.store.large import LargeFiles
from kpi.store.moments import aware, lags_too_far, not_before, shown
from kpi.store.places import PlaceFigures
from kpi.store.plan import rows as plan_rows
from kpi.store.plan.revisions import NewRevision, Revision
from kpi.store.plan.state import PlanState
from kpi.store.records import DEMO, Event, NewBatch
from kpi.store.verdicts import Judge


class Store(
    Documents,
    ReadingChoices,
    Ledger,
    Templates,
    People,
    Duties,
    Submissions,
    Publications,
    Locks,
    Remarks,
    Outbox,
    QuotaUses,
    ProgramAnswers,
    AuditLog,
    PlaceFigures,
    LargeFiles,
    Upkeep,
):
    """One open database. Safe to use from several threads. Every call may raise StoreUnusable if the disk fails.

    Moments are given with their zone and come back in UTC; none is recorded before the one recorded last. Every write raises
    KpiError `clock_lags` where its moment is more than a day before that: clock or record is wrong, and a person has to say.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.is_demo = bool(database.rows("property", {"name": DEMO}))
        """Whether the database was made to hold fictional figures."""
        self.judge: Judge | None = None
        """Who says how targets stand after a change, before it is committed; without one no verdict is written down."""

    @classmethod
    def open(cls, database: str | Path, *, at: datetime, demo: bool = False, **place: Unpack[LakePlace]) -> Self:
        """Opens a database, creating it if it is missing; `at` dates new migrations. StoreBusy, StoreUnusable.

        `database` is a path, or the address of a lake with its `place` (see `engine_of`).

        `demo` marks a database to which nothing has happened yet as holding fiction; any other must already be so marked.
        """
        opened = Database(engine_of(database, **place), at)
        try:
            if demo:
                _mark_demo(opened, at)
            return cls(opened)
        except BaseException:
            opened.close()
            raise

    def close(self) -> None:
        """Lets go of the file. May be called again."""
        self._database.close()

    @property
    def path(self) -> Path:
        """Where the database is, as an absolute path."""
        return self._database.path

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What was found on opening that somebody should know: a log set aside, acknowledged events that are not there."""
        return tuple(self._database.notices)

    def clock_notice(self, at: datetime) -> Problem | None:
        """What to know where the clock, at `at`, lags behind what is recorded: a warning up to a day, then an error."""
        asked, recorded = naive(at), self._database.rows("newest_moment")[0]
        if recorded[0] is None or asked >= recorded[0]:
            return None
        values = {"recorded": shown(recorded[0]), "now": shown(asked)}
        if lags_too_far(asked, recorded):
            return Problem(Severity.ERROR, "store_clock_lags", file=self.path.name, values=values)
        return Problem(Severity.WARNING, "store_clock_set_back", file=self.path.name, values=values)

    @property
    def data_version(self) -> int:
        """How many events have changed the figures."""
        return self._database.version("data_version")

    @property
    def plan_version(self) -> int:
        """Grows with every change of a plan, so that what was made of the plans before is known to be old."""
        return self._database.version("plan_version")

    def version_at(self, moment: datetime | None) -> tuple[int, datetime | None]:
        """How many events had changed the figures by `moment`, None for now, and when the last of them had happened."""
        version, changed_at = self._database.rows("version_at", {"known_at": naive(moment) if moment else None})[0]
        return int(version), aware(changed_at) if changed_at else None

    def versions(self, measure_id: str, region_code: str) -> pd.DataFrame:
        """Every row ever loaded for a measure in a region, newest first within a key.

        With `removed`, `approved_at`, `withdrawn_at` (UTC) and `user_name`.
        """
        return observation_frame(self._database.arrow("versions", {"measure_id": measure_id, "region_code": region_code}))

    def batches(self) -> list[Batch]:
        """Every batch, newest first."""
        return self._database.records(Batch, "batches")

    def batch_with_hash(self, sha256: str) -> Batch | None:
        """The upload that brought a file with this hash and still counts."""
        ids = [row[0] for row in self._database.rows("batch_with_hash", {"sha256": sha256})]
        return next((batch for batch in self.batches() if batch.batch_id in ids), None)

    def batch_places(self, batch_id: int | None = None) -> dict[int, frozenset[tuple[str, str]]]:
        """The measures and regions that batches, or one, have figures of."""
        found: dict[int, set[tuple[str, str]]] = {}
        for number, measure, region in self._database.rows("batch_places", {"batch_id": batch_id}):
            found.setdefault(int(number), set()).add((str(measure), str(region)))
        return {number: frozenset(places) for number, places in found.items()}

    def original(self, batch_id: int) -> tuple[str, bytes]:
        """Name and bytes of the file a batch was read from. NotFound."""
        rows = self._database.rows("original", {"batch_id": batch_id})
        if not rows:
            raise NotFound("no_original", batch_id=batch_id)
        return str(rows[0][0]), bytes(rows[0][1])

    def events(self) -> list[Event]:
        """Everything that was done, newest first."""
        return self._database.records(Event, "events")

    def commit_batches(
        self,
        batches: Sequence[NewBatch],
        *,
        actor: Actor,
        at: datetime,
        expected_version: int | None = None,
        answering: Callable[[list[int]], ProgramAnswer | None] | None = None,
    ) -> list[int]:
        """Loads every batch in one transaction and returns their ids; a program's answer about them is kept with them.

        PreviewOutdated if the data version is no longer `expected_version`; KpiError `file_loaded` if a file with the same
        hash still counts, `hash_differs` if the bytes are not those of the hash, `key_twice` if two rows of the batches share
        a key, `value_not_storable` for a number that is not exactly a DECIMAL(28,8). Then nothing is loaded.
        """
        with self._deciding(at, expected_version) as transaction:
            ids = committing.commit(transaction, batches, actor)
            keep_answer(transaction, answering(ids) if answering else None, actor)
            return ids

    def withdraw(self, batch_id: int, *, actor: Actor, at: datetime, note: str) -> None:
        """Takes an upload back, so that earlier figures count again.

        NotFound; KpiError `baseline_stays`, `already_withdrawn` or `note_needed`.
        """
        if not note.strip():
            raise KpiError("note_needed")
        with self._deciding(at, None) as transaction:
            committing.withdraw(transaction, batch_id, actor, note)

    def revisions(self) -> list[Revision]:
        """Every revision of every plan, newest first."""
        return self._database.records(Revision, "revisions")

    def plan_state(self, plan_id: str, counting: Sequence[Revision]) -> PlanState:
        """What the revisions in `counting` make of a plan; one that they say nothing of is empty."""
        return plan_rows.plan_state(self._database, plan_id, counting)

    def commit_revision(
        self,
        new: NewRevision,
        figures: Sequence[Observation],
        *,
        actor: Actor,
        at: datetime,
        expected_version: int | None = None,
    ) -> int:
        """Writes a revision of a plan in one transaction and returns its number; `figures` are all that the plans then load.

        What is new, changed or gone among them becomes a baseline batch, the first of a database batch 1. PreviewOutdated if
        the data version is no longer `expected_version`; KpiError `plan_rows_unsound`, `key_twice`, `value_not_storable`.
        """
        with self._deciding(at, expected_version) as transaction:
            return _revise(transaction, new, figures, actor)

    def withdraw_revision(
        self, revision_id: int, figures: Sequence[Observation], sha256: str, *, actor: Actor, at: datetime, note: str
    ) -> None:
        """Takes a revision of a plan back; `figures` are all that the plans load without it.

        NotFound; KpiError `note_needed`, `revision_withdrawn`, `first_load_stays`, `revision_built_upon`.
        """
        if not note.strip():
            raise KpiError("note_needed")
        with self._deciding(at, None) as transaction:
            plan_rows.withdraw_revision(transaction, revision_id, actor, note)
            committing.follow_plans(transaction, figures, sha256, actor)

    def approve_batches(
        self, seen: Seen, batches: Sequence[NewBatch], note: str, *, actor: Actor, at: datetime, expected_version: int
    ) -> list[int]:
        """Loads what was sent in, as it was `seen`, and says by whom that was approved, all in one transaction.

        Errors as of `commit_batches`; NotFound, KpiError `submission_moved` where somebody else was first.
        """
        with self._approving(seen, at, expected_version) as transaction:
            ids = committing.commit(transaction, batches, actor)
            take(transaction, seen, Step.APPROVE, actor, note=note, numbers=ids)
            return ids

    def approve_revision(
        self,
        seen: Seen,
        new: NewRevision,
        figures: Sequence[Observation],
        note: str,
        *,
        actor: Actor,
        at: datetime,
        expected_version: int,
    ) -> int:
        """The same for a change of the plan that was proposed. Errors as of `commit_revision` and `approve_batches`."""
        with self._approving(seen, at, expected_version) as transaction:
            number = _revise(transaction, new, figures, actor)
            take(transaction, seen, Step.APPROVE, actor, note=note, numbers=[number])
            return number

    def require_withdrawable(self, revision_id: int) -> None:
        """NotFound; KpiError `revision_withdrawn`, `first_load_stays`, `revision_built_upon`."""
        plan_rows.require_withdrawable(self._database, revision_id)

    def approve_withdrawal(
        self,
        seen: Seen,
        revision_id: int,
        new: NewRevision,
        figures: Sequence[Observation],
        note: str,
        *,
        actor: Actor,
        at: datetime,
        expected_version: int,
    ) -> int:
        """The same for a revision that is to be taken back; `new` says why, and who asked for it."""
        with self._approving(seen, at, expected_version) as transaction:
            plan_rows.withdraw_revision(transaction, revision_id, actor, new.note, new.sent_by)
            committing.follow_plans(transaction, figures, new.change.sha256, actor)
            take(transaction, seen, Step.APPROVE, actor, note=note, numbers=[revision_id])
            return revision_id

    @contextmanager
    def _approving(self, seen: Seen, at: datetime, expected_version: int) -> Iterator[Transaction]:
        """A transaction on what still waits as it was seen; who comes second is told of the first before all else."""
        with self._deciding(at, None) as transaction:
            standing(transaction, seen, Step.APPROVE)
            _require_version(transaction, expected_version)
            yield transaction

    def publish(self, plan_id: str, note: str, *, actor: Actor, at: datetime, expected_version: int) -> None:
        """Makes what is known now of a plan public.

        PreviewOutdated if the data version is no longer `expected_version`; KpiError `published_already`.
        """
        with self._database.writing(at) as transaction:
            _require_version(transaction, expected_version)
            publish(transaction, plan_id, note, actor)

    def ask(self, statement: str, *, most_rows: int | None = None, seconds: float | None = None) -> Answer:
        """The answer to one statement of SQL that reads the plan's views and nothing else. KpiError (see `asking`)."""
        return asking.ask(self._database, statement, most_rows, seconds)

    def readable_columns(self) -> dict[str, tuple[str, ...]]:
        """The views that a statement may read, with their columns."""
        return asking.readable_columns(self._database)

    @contextmanager
    def _deciding(self, at: datetime, expected_version: int | None) -> Iterator[Transaction]:
        """A transaction that may change verdicts: those it changes are written down with it."""
        with self._database.writing(at) as transaction:
            _require_version(transaction, expected_version)
            yield transaction
            verdicts.follow(transaction, self.judge)

    def judge_anew(self, *, actor: Actor, at: datetime) -> None:
        """Writes down how every target stands, where no change did: by other rules, or for the first time."""
        with self._deciding(at, None) as transaction:
            transaction.record(actor, "rejudge", "")

    def verdict_runs(self) -> list[VerdictRun]:
        """Each time a plan was judged, newest first."""
        return self._database.records(VerdictRun, "verdict_runs")

    def verdicts_at(self, plan_id: str, event_id: int | None = None) -> list[Verdict]:
        """Every verdict of a plan as it stood after an event, by default now."""
        return verdicts.standing(self._database, plan_id, event_id)

    def verdict_steps(self, plan_id: str, most: int, known_at: datetime | None = None) -> list[VerdictStep]:
        """The last verdicts of a plan that gave way to others, newest first."""
        return verdicts.steps(self._database, plan_id, most, naive(known_at) if known_at else None)

    def moment_for(self, at: datetime) -> datetime:
        """The moment that what is written now would be recorded at: `at`, unless the clock was set back."""
        return aware(not_before(naive(at), self._database.rows("newest_moment")[0]))

    def verify(self) -> list[Problem]:
        """Every way in which the database contradicts itself; none is what there should be."""
        return verifying.verify(self._database)

    def verified_since(self) -> Problem | None:
        """From when on `verify` can tell that nothing acknowledged is missing, as a note; None: from the first event on."""
        return self._database.journal_since()

    def unproven(self) -> Problem | None:
        """What of people and their work is from before the audit log proved such things, as a note."""
        return verifying.unproven(self._database)


def _revise(transaction: Transaction, new: NewRevision, figures: Sequence[Observation], actor: Actor) -> int:
    """Writes a revision, and before it the batch of the figures that it changes; returns its number."""
    batch = committing.follow_plans(transaction, figures, new.change.sha256, actor)
    if batch is None and not transaction.run("revisions"):
        batch = max(row[0] for row in transaction.run("batches") if row[1] == BatchKind.BASELINE)
    return plan_rows.commit_revision(transaction, new, actor, batch)


def _require_version(transaction: Transaction, expected: int | None) -> None:
    version = transaction.number("data_version")
    if expected is not None and version != expected:
        raise PreviewOutdated("preview_outdated", expected=expected, found=version)


def _mark_demo(database: Database, at: datetime) -> None:
    """Raises StoreUnusable for a database that has a history and is no demonstration."""
    if database.rows("property", {"name": DEMO}):
        return
    if database.rows("newest_moment") != [(None, None)]:
        raise StoreUnusable("not_a_demo", path=str(database.path))
    with database.writing(at) as transaction:
        committing.set_property(transaction, DEMO, "yes")
