"""What a transaction does to plans: a revision with its rows, and taking one back. Keys and references are checked here."""

import json
from collections.abc import Callable, Sequence

import pyarrow as pa

from kpi.errors import KpiError, NotFound
from kpi.model import Actor
from kpi.store.database import Transaction
from kpi.store.plan.logs import LOGS, OTHER, Log
from kpi.store.plan.revisions import NewRevision, Revision, RevisionKind, loads_of
from kpi.store.plan.state import PlanChange, RowChange

PLAN_CHECKS = ("plan_keys", "plan_references")
"""What must hold of the logs after every write: queries `verify_<check>` that return what they found wrong."""


def commit_revision(transaction: Transaction, new: NewRevision, actor: Actor, batch_id: int | None) -> int:
    """Writes a revision and returns its number; `batch_id` is that of its baseline. KpiError `plan_rows_unsound`."""
    revision_id = transaction.number("next_revision_id")
    change = new.change
    values = {
        "revision_id": revision_id,
        "kind": str(new.kind),
        "plan_id": change.plan_id,
        "name": new.name,
        "sha256": change.sha256,
        "row_count": len(change.rows) + len(change.parts),
        "document_number": new.document_number,
        "effective_on": new.effective_on,
        "note": new.note,
        "made_by": actor.name,
        "made_at": transaction.moment,
    }
    transaction.run("insert_revision", values)
    _insert_rows(transaction, revision_id, change)
    transaction.record(actor.name, str(new.kind), f"{revision_id} {new.name}", batch_id)
    _require_sound(transaction)
    return revision_id


def withdraw_revision(transaction: Transaction, revision_id: int, actor: Actor, note: str) -> None:
    """Takes a revision back. NotFound; KpiError `revision_withdrawn`, `first_load_stays`, `revision_built_upon`."""
    known = transaction.records(Revision, "revisions")
    revision = next((one for one in known if one.revision_id == revision_id), None)
    if revision is None:
        raise NotFound("no_such_revision", revision=revision_id)
    _require_withdrawable(transaction, revision, known)
    values = {"revision_id": revision_id, "withdrawn_at": transaction.moment, "withdrawn_by": actor.name, "note": note}
    transaction.run("withdraw_revision", values)
    transaction.record(actor.name, "withdraw_revision", f"{revision_id} {revision.name}")
    _require_sound(transaction)


def _require_withdrawable(transaction: Transaction, revision: Revision, known: Sequence[Revision]) -> None:
    number = revision.revision_id
    if revision.withdrawn_at is not None:
        raise KpiError("revision_withdrawn", revision=number)
    if revision.kind is RevisionKind.LOAD and loads_of(known, revision.plan_id)[0].revision_id == number:
        raise KpiError("first_load_stays", revision=number)
    later = transaction.run("revisions_built_upon", {"revision_id": number})
    if later:
        raise KpiError("revision_built_upon", revision=number, later=tuple(str(row[0]) for row in later))


def _require_sound(transaction: Transaction) -> None:
    for check in PLAN_CHECKS:
        found = transaction.run(f"verify_{check}")
        if found:
            raise KpiError("plan_rows_unsound", subject=str(found[0][0]))


def _insert_rows(transaction: Transaction, revision_id: int, change: PlanChange) -> None:
    for log in LOGS:
        rows = [row for row in change.rows if row.log is log]
        if rows:
            transaction.insert("insert_plan_rows", "plan_rows_written", _rows(revision_id, log, rows), log=log.name)
    parts: dict[str, list[object]] = {
        "plan_id": [change.plan_id] * len(change.parts),
        "file": [listed.file for listed in change.parts],
        "row_key": [listed.key for listed in change.parts],
        "position": [listed.part.position for listed in change.parts],
        "removed": [listed.removed for listed in change.parts],
        "cells": ["" if listed.part.cells is None else _json(listed.part.cells) for listed in change.parts],
    }
    _insert(transaction, "insert_plan_parts", revision_id, parts)
    if change.columns is not None:
        _insert(transaction, "insert_plan_files", revision_id, _files(transaction, change))


def _files(transaction: Transaction, change: PlanChange) -> dict[str, list[object]]:
    """The header of every file; of those that are no longer there, that they are gone."""
    given = change.columns or {}
    known = [row[0] for row in transaction.run("plan_files_ever", {"plan_id": change.plan_id})]
    files = [*given, *(file for file in known if file not in given)]
    return {
        "plan_id": [change.plan_id] * len(files),
        "file": list(files),
        "position": list(range(len(files))),
        "removed": [file not in given for file in files],
        "columns": [_json(given.get(file, ())) for file in files],
    }


def _rows(revision_id: int, log: Log, rows: Sequence[RowChange]) -> pa.Table:
    texts: dict[str, Callable[[RowChange], str | None]] = {
        "plan_id": lambda row: row.plan_id,
        "row_key": lambda row: row.key,
        **{column: _cell_of(column) for column in log.columns},
        OTHER: lambda row: _others(log, row),
    }
    columns: dict[str, pa.Array] = {
        "revision_id": pa.array([revision_id] * len(rows), pa.int64()),
        "position": pa.array([row.position for row in rows], pa.int64()),
        "removed": pa.array([row.removed for row in rows], pa.bool_()),
    }
    return pa.table(columns | {name: pa.array([read(row) for row in rows], pa.string()) for name, read in texts.items()})


def _cell_of(column: str) -> Callable[[RowChange], str | None]:
    return lambda row: row.cells.get(column)


def _others(log: Log, row: RowChange) -> str | None:
    others = {column: text for column, text in row.cells.items() if column not in log.column_set}
    return _json(others) if others else None


def _insert(transaction: Transaction, name: str, revision_id: int, columns: dict[str, list[object]]) -> None:
    count = len(columns["file"])
    if count:
        transaction.insert(name, "plan_rows_written", pa.table({"revision_id": [revision_id] * count, **columns}))


def _json(value: object) -> str:
    return json.dumps(dict(value) if isinstance(value, dict) else value, ensure_ascii=False)
