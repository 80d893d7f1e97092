"""What a transaction does to the figures: load batches, take one back, follow the plans.

The projection keeps up in the same transaction. Ids are given, and uniqueness and references checked, here: the schema has no
keys that would.
"""

import hashlib
import json
from collections.abc import Sequence

import pyarrow as pa

from kpi.errors import KpiError, NotFound
from kpi.model import Actor, Batch, BatchKind, Observation
from kpi.store.approval.locks import require_unlocked
from kpi.store.database import Transaction
from kpi.store.frames import key_text, log_rows, with_key_texts
from kpi.store.records import NewBatch


def commit(transaction: Transaction, batches: Sequence[NewBatch], actor: Actor) -> list[int]:
    """Loads batches and returns their ids.

    KpiError `file_loaded`, `hash_differs`, `key_twice`, `value_not_storable`, `period_locked`.
    """
    large = [with_key_texts(batch.large) if batch.large is not None else None for batch in batches]
    ids = [_insert(transaction, batch, rows, actor) for batch, rows in zip(batches, large, strict=True)]
    if transaction.run("duplicate_keys_in_batches", {"batch_ids": ids}):
        raise KpiError("key_twice")
    require_unlocked(transaction, ids)
    if len(batches) == 1 and large[0] is not None:
        _project_large(transaction, ids[0], batches[0].file, large[0])
    else:
        _project(transaction, ids)
    return ids


def withdraw(transaction: Transaction, batch_id: int, actor: Actor, note: str) -> None:
    """Takes an upload back. NotFound; KpiError `baseline_stays`, `already_withdrawn`, `period_locked`."""
    batch = next((batch for batch in transaction.records(Batch, "batches") if batch.batch_id == batch_id), None)
    if batch is None:
        raise NotFound("no_such_batch", batch_id=batch_id)
    if batch.kind is BatchKind.BASELINE:
        raise KpiError("baseline_stays", batch_id=batch_id)
    if batch.withdrawn_at is not None:
        raise KpiError("already_withdrawn", batch_id=batch_id)
    require_unlocked(transaction, [batch_id], only_current=True)
    values = {"batch_id": batch_id, "withdrawn_at": transaction.moment, "withdrawn_by": actor.name, "note": note}
    transaction.run("mark_withdrawn", values)
    transaction.record(actor, "withdraw", note, batch_id)
    _project(transaction, [batch_id])


def follow_plans(transaction: Transaction, observations: Sequence[Observation], sha256: str, actor: Actor) -> int | None:
    """Makes a baseline batch of what is new, changed or removed in the plans' figures; None if nothing is and there is one."""
    before = {key_text(observation.key): observation for observation in transaction.records(Observation, "baseline_rows")}
    now = {key_text(observation.key): observation for observation in observations}
    fresh = [observation for observation in observations if observation != before.get(key_text(observation.key))]
    gone = [observation for key, observation in before.items() if key not in now]
    if not fresh and not gone and transaction.run("batches"):
        return None
    return commit(transaction, [NewBatch(BatchKind.BASELINE, "", sha256, b"", fresh, removed=gone)], actor)[0]


def set_property(transaction: Transaction, name: str, value: str) -> None:
    """Says something about the database as a whole."""
    transaction.run("forget_property", {"name": name})
    transaction.run("insert_property", {"name": name, "value": value})


def _insert(transaction: Transaction, batch: NewBatch, large: pa.Table | None, actor: Actor) -> int:
    _check(transaction, batch)
    batch_id = transaction.number("next_batch_id")
    identity = {"batch_id": batch_id, "file": batch.file, "sha256": batch.sha256}
    transaction.run(
        "insert_batch",
        identity
        | {
            "kind": str(batch.kind),
            "user_name": batch.sent_by or actor.name,
            "note": batch.note,
            "row_count": batch.count,
            "approved_at": transaction.moment,
            "warnings": json.dumps(list(batch.warnings), ensure_ascii=False),
            "taken_for": batch.taken_for,
        },
    )
    if batch.kind is BatchKind.UPLOAD:
        transaction.run("insert_original", identity | {"content": batch.content})
    if large is None:
        transaction.insert("insert_log", "loaded_rows", log_rows(batch_id, batch.observations, batch.removed))
    else:
        transaction.insert("insert_large_log", "loaded_rows", large, {"batch_id": batch_id, "file": batch.file})
    transaction.record(actor, "commit", batch.file, batch_id)
    return batch_id


def _check(transaction: Transaction, batch: NewBatch) -> None:
    if batch.kind is not BatchKind.UPLOAD:
        return
    if batch.removed:
        raise ValueError("an upload removes nothing; only a catalog does")
    if hashlib.sha256(batch.content).hexdigest() != batch.sha256:
        raise KpiError("hash_differs", file=batch.file)
    if transaction.run("batch_with_hash", {"sha256": batch.sha256}):
        raise KpiError("file_loaded", file=batch.file)


def _project(transaction: Transaction, batch_ids: Sequence[int]) -> None:
    """Brings the projection up to date for every key the batches touch, and for no other."""
    touched = {"batch_ids": list(batch_ids)}
    transaction.run("forget_current", touched)
    transaction.run("refill_current", touched)


def _project_large(transaction: Transaction, batch_id: int, file: str, rows: pa.Table) -> None:
    """The same for an upload that was loaded just now: no other is newer, so that its rows count without being compared."""
    transaction.run("forget_current", {"batch_ids": [batch_id]})
    transaction.insert("insert_large_current", "loaded_rows", rows, {"batch_id": batch_id, "file": file})
