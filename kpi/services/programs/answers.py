"""What programs were answered under keys of their own, and how often one person's programs may ask at all."""

from contextlib import AbstractContextManager

from kpi.access import Quota
from kpi.model import Action, Actor
from kpi.services.keeping.quotas import spend
from kpi.services.workspace import Workspace
from kpi.store import ProgramAnswer


def count_call(workspace: Workspace, actor: Actor) -> None:
    """Counts that a program of somebody's asks for something, which is then asked of another service.

    NotAllowed, also for a plan of which the actor sees nothing; QuotaSpent.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    spend(workspace, actor, {Quota.CALLS: 1})


def kept_answer(workspace: Workspace, actor: Actor, key: str = "") -> ProgramAnswer | None:
    """What was answered to a program of somebody's under a key; nothing without one. NotAllowed for who may not upload."""
    workspace = workspace.admit(actor, Action.UPLOAD)
    return workspace.store.program_answer(actor.user_id, key) if key else None


def under_key(workspace: Workspace, actor: Actor, key: str) -> AbstractContextManager[bool]:
    """Whether nothing that somebody's programs asked under a key is under way, at whatever server; then nothing else begins.

    NotAllowed for who may not upload.
    """
    workspace = workspace.admit(actor, Action.UPLOAD)
    return workspace.store.held(f"key {actor.user_id} {key}")
