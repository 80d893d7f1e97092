"""The store as the services see it: read frames, commit batches, withdraw them, and say what happened when."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import pandas as pd

from kpi.errors import KpiError, NotFound, PreviewOutdated, StoreUnusable
from kpi.model import Actor, Batch, BatchKind, Observation, Problem
from kpi.store import documents, upkeep
from kpi.store.database import Database, Transaction, aware, naive
from kpi.store.documents import Document
from kpi.store.frames import key_text, log_rows, logged_observations, observation_frame
from kpi.store.records import Event, NewBatch

BASELINE_BATCH = 1
_DEMO = "demo"


class Store:
    """One open database. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_demo = bool(database.rows("property", {"name": _DEMO}))
        """Whether the database was made to hold fictional figures."""

    @classmethod
    def open(cls, path: str | Path, *, at: datetime, demo: bool = False) -> Self:
        """Opens the database at `path`, creating it if it is missing; `at` dates new migrations. StoreBusy, StoreUnusable.

        `demo` marks a database that is being created as holding fiction; an existing one must already be so marked.
        """
        place = Path(path)
        fresh = not place.exists()
        database = Database(place, at)
        if demo and fresh:
            with database.writing() as transaction:
                transaction.run("insert_property", {"name": _DEMO, "value": "yes"})
        store = cls(database)
        if demo and not store.is_demo:
            store.close()
            raise StoreUnusable("not_a_demo", path=str(path))
        return store

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    @property
    def path(self) -> Path:
        """Where the database is."""
        return self._database.path

    @property
    def data_version(self) -> int:
        """How many events have changed the figures."""
        return int(self._database.rows("data_version")[0][0])

    @property
    def documents_version(self) -> int:
        """How many events have changed the attached documents."""
        return int(self._database.rows("documents_version")[0][0])

    def current(self, *, up_to: date | None = None) -> pd.DataFrame:
        """The observation frame of the figures that count now, of periods that end by `up_to`."""
        return observation_frame(self._database.arrow("current", {"up_to": up_to}))

    def known_at(self, moment: datetime) -> pd.DataFrame:
        """The observation frame as it was at `moment`."""
        return observation_frame(self._database.arrow("known_at", {"known_at": naive(moment)}))

    def versions(self, measure_id: str) -> pd.DataFrame:
        """Every row ever loaded for a measure, newest first within a key, with `removed`, `approved_at`, `withdrawn_at` (UTC)
        and `user_name`."""
        return observation_frame(self._database.arrow("versions", {"measure_id": measure_id}))

    def rows_of_batch(self, batch_id: int) -> pd.DataFrame:
        """The observation frame of one batch."""
        return observation_frame(self._database.arrow("rows_of_batch", {"batch_id": batch_id}))

    def batches(self) -> list[Batch]:
        """Every batch, newest first."""
        return [_batch(row) for row in self._database.rows("batches")]

    def batch_with_hash(self, sha256: str) -> Batch | None:
        """The upload that brought a file with this hash and still counts."""
        ids = [row[0] for row in self._database.rows("batch_with_hash", {"sha256": sha256})]
        return next((batch for batch in self.batches() if batch.batch_id in ids), None)

    def original(self, batch_id: int) -> tuple[str, bytes]:
        """Name and bytes of the file a batch was read from. NotFound."""
        rows = self._database.rows("original", {"batch_id": batch_id})
        if not rows:
            raise NotFound("no_original", batch_id=batch_id)
        return str(rows[0][0]), bytes(rows[0][1])

    def events(self) -> list[Event]:
        """Everything that was done, newest first."""
        rows = self._database.rows("events")
        return [Event(row[0], aware(row[1]) or row[1], row[2], row[3], row[4], row[5]) for row in rows]

    def commit_batches(
        self, batches: Sequence[NewBatch], *, actor: Actor, at: datetime, expected_version: int | None = None
    ) -> list[int]:
        """Loads every batch in one transaction and returns their ids.

        PreviewOutdated if the data version is no longer `expected_version`; KpiError `file_loaded` if a file with the same
        hash still counts, `key_twice` if two rows of the batches share a key. Then nothing is loaded.
        """
        with self._database.writing() as transaction:
            version = int(transaction.run("data_version")[0][0])
            if expected_version is not None and version != expected_version:
                raise PreviewOutdated("preview_outdated", expected=expected_version, found=version)
            ids = [_insert(transaction, batch, actor, at) for batch in batches]
            if transaction.run("duplicate_keys_in_batches", {"batch_ids": ids}):
                raise KpiError("key_twice")
            _project(transaction, ids)
        return ids

    def withdraw(self, batch_id: int, *, actor: Actor, at: datetime, note: str) -> None:
        """Takes an upload back, so that earlier figures count again.

        NotFound; KpiError `baseline_stays`, `already_withdrawn` or `note_needed`.
        """
        if not note.strip():
            raise KpiError("note_needed")
        with self._database.writing() as transaction:
            batch = next((_batch(row) for row in transaction.run("batches") if row[0] == batch_id), None)
            if batch is None:
                raise NotFound("no_such_batch", batch_id=batch_id)
            if batch.kind is BatchKind.BASELINE:
                raise KpiError("baseline_stays", batch_id=batch_id)
            if batch.withdrawn_at is not None:
                raise KpiError("already_withdrawn", batch_id=batch_id)
            values = {"batch_id": batch_id, "withdrawn_at": naive(at), "withdrawn_by": actor.name, "note": note}
            transaction.run("mark_withdrawn", values)
            _record(transaction, actor, at, "withdraw", batch_id, note)
            _project(transaction, [batch_id])

    def load_baseline(self, observations: Sequence[Observation], sha256: str, *, actor: Actor, at: datetime) -> int | None:
        """Makes the catalog's figures the baseline: batch 1, or a further batch with what is new, changed or removed.

        `sha256` is the catalog's. Returns the batch's id, None if nothing changed.
        """
        known = self._database.rows("baseline_sha")
        if known and known[0][0] == sha256:
            return None
        before = {key_text(each.key): each for each in logged_observations(self._database.rows("baseline_rows"))}
        now = {key_text(each.key): each for each in observations}
        fresh = [each for key, each in now.items() if each != before.get(key)]
        gone = [each for key, each in before.items() if key not in now]
        if known and not fresh and not gone:
            return None
        batch = NewBatch(BatchKind.BASELINE, "", sha256, b"", fresh, removed=gone)
        return self.commit_batches([batch], actor=actor, at=at)[0]

    def attach_document(
        self, source_id: str, file: str, media_type: str, content: bytes, text: str, *, actor: Actor, at: datetime
    ) -> int:
        """Keeps a document of a source with the text found in it, and returns its id."""
        return documents.attach(self._database, source_id, file, media_type, content, text, actor=actor, at=at)

    def documents(self) -> list[Document]:
        """Every document that is attached now, newest first."""
        return documents.attached(self._database)

    def document(self, document_id: int) -> tuple[str, str, bytes]:
        """File name, media type and bytes of a document. NotFound."""
        return documents.content(self._database, document_id)

    def remove_document(self, document_id: int, *, actor: Actor, at: datetime) -> None:
        """Takes a document out of use. NotFound."""
        documents.remove(self._database, document_id, actor=actor, at=at)

    def verify(self) -> list[Problem]:
        """Every way in which the database contradicts itself; none is what there should be."""
        return upkeep.verify(self._database)

    def backup(self, folder: Path, *, at: datetime) -> Path:
        """A whole copy of the database in `folder`, opened and verified. Returns its path."""
        return upkeep.backup(self._database, folder, at)


def _insert(transaction: Transaction, batch: NewBatch, actor: Actor, at: datetime) -> int:
    if batch.kind is BatchKind.UPLOAD and transaction.run("batch_with_hash", {"sha256": batch.sha256}):
        raise KpiError("file_loaded", file=batch.file)
    batch_id = int(transaction.run("next_batch_id")[0][0])
    identity = {"batch_id": batch_id, "file": batch.file, "sha256": batch.sha256}
    transaction.run(
        "insert_batch",
        identity
        | {
            "kind": str(batch.kind),
            "user_name": actor.name,
            "note": batch.note,
            "row_count": len(batch.observations) + len(batch.removed),
            "approved_at": naive(at),
            "warnings": json.dumps(list(batch.warnings), ensure_ascii=False),
        },
    )
    if batch.kind is BatchKind.UPLOAD:
        _check_hash(batch)
        transaction.run("insert_original", identity | {"content": batch.content})
    transaction.insert("insert_log", "loaded_rows", log_rows(batch_id, batch.observations, batch.removed))
    _record(transaction, actor, at, "commit", batch_id, batch.file)
    return batch_id


def _check_hash(batch: NewBatch) -> None:
    if hashlib.sha256(batch.content).hexdigest() != batch.sha256:
        raise KpiError("hash_differs", file=batch.file)


def _record(transaction: Transaction, actor: Actor, at: datetime, action: str, batch_id: int | None, detail: str) -> None:
    values = {"happened_at": naive(at), "actor": actor.name, "action": action, "batch_id": batch_id, "detail": detail}
    transaction.run("insert_event", values)


def _project(transaction: Transaction, batch_ids: Sequence[int]) -> None:
    """Brings the projection up to date for every key the batches touch."""
    touched = {"batch_ids": list(batch_ids)}
    transaction.run("forget_current", touched)
    transaction.run("refill_current", touched)


def _batch(row: tuple[object, ...]) -> Batch:
    batch_id, kind, file, sha256, user, note, rows, approved_at, withdrawn_at, withdrawn_by, withdrawal_note, warnings = row
    assert isinstance(approved_at, datetime)  # noqa: S101 - the column is not null
    return Batch(
        batch_id=int(str(batch_id)),
        kind=BatchKind(str(kind)),
        file=str(file),
        sha256=str(sha256),
        user=str(user),
        note=str(note),
        rows=int(str(rows)),
        approved_at=approved_at.replace(tzinfo=UTC),
        withdrawn_at=aware(withdrawn_at if isinstance(withdrawn_at, datetime) else None),
        withdrawn_by=str(withdrawn_by),
        withdrawal_note=str(withdrawal_note),
        warnings=tuple(json.loads(str(warnings))),
    )
