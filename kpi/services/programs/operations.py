"""How the server and its database do, in numbers without a figure of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.model import EVERYWHERE, Action, Actor, Stage
from kpi.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Operations:
    """What is counted."""

    data_version: int
    plans: int
    events: Mapping[str, int]
    """How often what was done since the database was made: batches loaded, revisions, publications."""
    outbox: Mapping[str, int]
    """Messages by how far they are."""
    submissions: int
    """That wait for somebody's word."""


def operations(workspace: Workspace, actor: Actor) -> Operations:
    """How the server does, for who administers everything or audits it. NotAllowed."""
    action = Action.AUDIT if workspace.admits(actor, Action.AUDIT, EVERYWHERE) else Action.ADMINISTER
    workspace = workspace.admit(actor, action, EVERYWHERE)
    store = workspace.store
    return Operations(
        store.data_version,
        len(workspace.plans.ids),
        store.events_counted(),
        store.outbox_counted(),
        sum(each.stage is Stage.WAITING for each in store.submissions()),
    )
