"""The rows of a plan out of its logs."""

import json
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from kpi.store.database import Database, Parameters
from kpi.store.plan.logs import LOGS, OTHER, Log
from kpi.store.plan.revisions import Revision, loads_of, revision_of
from kpi.store.plan.state import Cells, LoggedRow, Part, PlanState, hash_of


def revisions(database: Database) -> list[Revision]:
    """Every revision, newest first."""
    return [revision_of(row) for row in database.rows("revisions")]


def plan_state(database: Database, plan_id: str, counting: Sequence[Revision]) -> PlanState:
    """What the revisions in `counting` make of a plan."""
    asked: Parameters = {"plan_id": plan_id, "revisions": [each.revision_id for each in counting]}
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


def _listed(database: Database, asked: Parameters) -> Iterator[tuple[str, str, int, str, str]]:
    """What the files of all plans list: plan, file, place, key and cells."""
    newest = {(owner, file, key): rest for owner, file, key, *rest in database.rows("plan_parts", asked)}
    for (owner, file, key), (position, cells, removed) in newest.items():
        if not removed:
            yield owner, file, position, key, cells


def _logged(database: Database, log: Log, asked: Parameters) -> dict[str, LoggedRow]:
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
        logged.revision_id for log in LOGS for key in state.parts.get(log.file, {}) if (logged := state.rows[log.name].get(key))
    }
    since = [each for each in counting if each.revision_id > last.revision_id and each.revision_id in standing]
    later = sorted(since, key=lambda each: each.revision_id)
    return hash_of([last.sha256, *(each.sha256 for each in later)]) if later else last.sha256
