"""The rows of a plan out of its logs, and what a transaction does to them: a revision with its rows, and taking one back.

Keys and references are checked here.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import pyarrow as pa

from kpi.errors import KpiError, NotFound
from kpi.model import Actor
from kpi.store.database import Database, Parameters, Transaction
from kpi.store.plan.logs import LOGS, OTHER, Log
from kpi.store.plan.revisions import NewRevision, Revision, RevisionKind, loads_of
from kpi.store.plan.state import Cells, LoggedRow, Part, PlanChange, PlanState, RowChange, hash_of

Readable = Database | Transaction
"""What rows are read from: what is committed, or what a transaction would leave."""


def plan_state(database: Readable, plan_id: str, counting: Sequence[Revision]) -> PlanState:
    """What the revisions in `counting` make of a plan."""
    asked: Parameters = {"plan_id": plan_id, "revisions": [revision.revision_id for revision in counting]}
    rows = {log.name: _logged(database, log, asked) for log in LOGS}
    parts: dict[str, dict[str, Part]] = {}
    others: dict[tuple[str, str], list[str]] = {}
    for owner, file, position, key, cells in sorted(_listed(database, asked)):
        if owner == plan_id:
            parts.setdefault(file, {})[key] = Part(position, json.loads(cells) if cells else None)
        else:
            others.setdefault((file, key), []).append(owner)
    columns = {file: tuple(json.loads(names)) for file, names in database.rows("plan_files", asked)}
    state = PlanState(plan_id, "", rows, parts, columns, {place: tuple(plans) for place, plans in others.items()})
    return PlanState(plan_id, _hash(state, counting), rows, parts, columns, state.others)


def _listed(database: Readable, asked: Parameters) -> Iterator[tuple[str, str, int, str, str]]:
    """What the files of all plans list: plan, file, place, key and cells."""
    newest = {(owner, file, key): rest for owner, file, key, *rest in database.rows("plan_parts", asked)}
    for (owner, file, key), (position, cells, removed) in newest.items():
        if not removed:
            yield owner, file, position, key, cells


def _logged(database: Readable, log: Log, asked: Parameters) -> dict[str, LoggedRow]:
    """The newest row of each key. Logs are short, and each has a query of its own: DuckDB takes longer to sort than to read."""
    written = sorted(database.arrow("plan_rows", asked, log=log.name).to_pylist(), key=itemgetter("revision_id"))
    newest = {row["row_key"]: row for row in written}
    return {key: LoggedRow(row["revision_id"], _cells(row, log)) for key, row in newest.items() if not row["removed"]}


def _cells(row: dict[str, Any], log: Log) -> Cells:
    own = {column: row[column] for column in log.columns if row[column] is not None}
    return own | json.loads(row[OTHER]) if row[OTHER] else own


def _hash(state: PlanState, counting: Sequence[Revision]) -> str:
    """That of the files it was last loaded from, as long as no revision since changed a row of the plan."""
    loads = loads_of(counting, state.plan_id)
    if not loads:
        return ""
    last = loads[-1]
    standing = {
        logged.revision_id
        for log in LOGS
        for key in (state.parts.get(log.file, {}) if log.file else state.rows[log.name])
        if (logged := state.rows[log.name].get(key))
    }
    since = [revision for revision in counting if revision.revision_id > last.revision_id and revision.revision_id in standing]
    later = sorted(since, key=lambda revision: revision.revision_id)
    return hash_of([last.sha256, *(revision.sha256 for revision in later)]) if later else last.sha256


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
        "made_by": new.sent_by or actor.name,
        "made_at": transaction.moment,
    }
    transaction.run("insert_revision", values)
    _insert_rows(transaction, revision_id, change)
    transaction.record(actor, str(new.kind), f"{revision_id} {new.name}", batch_id)
    _require_sound(transaction)
    return revision_id


def withdraw_revision(transaction: Transaction, revision_id: int, actor: Actor, note: str, sent_by: str = "") -> None:
    """Takes a revision back, as `sent_by` asked where another approved it. Errors as of `require_withdrawable`."""
    revision = require_withdrawable(transaction, revision_id)
    by = sent_by or actor.name
    values = {"revision_id": revision_id, "withdrawn_at": transaction.moment, "withdrawn_by": by, "note": note}
    transaction.run("withdraw_revision", values)
    transaction.record(actor, "withdraw_revision", f"{revision_id} {revision.name}")
    _require_sound(transaction)


def require_withdrawable(source: Readable, number: int) -> Revision:
    """The revision. NotFound; KpiError `revision_withdrawn`, `first_load_stays`, `revision_built_upon`."""
    known = source.records(Revision, "revisions")
    revision = next((one for one in known if one.revision_id == number), None)
    if revision is None:
        raise NotFound("no_such_revision", revision=number)
    if revision.withdrawn_at is not None:
        raise KpiError("revision_withdrawn", revision=number)
    if revision.kind is RevisionKind.LOAD and loads_of(known, revision.plan_id)[0].revision_id == number:
        raise KpiError("first_load_stays", revision=number)
    later = source.rows("revisions_built_upon", {"revision_id": number})
    if later:
        raise KpiError("revision_built_upon", revision=number, later=tuple(str(row[0]) for row in later))
    return revision


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
