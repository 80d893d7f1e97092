"""Which reports of the ledger are a plan's own."""

import json
from collections.abc import Iterator

from kpi.services.workspace import Workspace
from kpi.store import IssuedReport


def of_plan(workspace: Workspace) -> Iterator[IssuedReport]:
    """The reports issued of the plan looked at, newest first. One that names no plan was issued when there was only one."""
    first = next(iter(workspace.plans.ids), workspace.plan_id)
    for record in workspace.store.issued():
        if workspace.plan_id == (json.loads(record.parameters).get("plan") or first):
            yield record
