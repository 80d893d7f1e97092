"""Who may do what, as one table. Everybody is asked; here the one local user may do all."""

from kpi.errors import NotAllowed
from kpi.model import Action, Actor

__all__ = ["LOCAL_USER", "OWNER", "READER", "ROLES", "can", "require"]

ROLES: dict[str, frozenset[Action]] = {
    "owner": frozenset(Action),
    "reader": frozenset({Action.VIEW, Action.EXPORT}),
}

OWNER, READER = frozenset({"owner"}), frozenset({"reader"})
"""The roles of one who has one. Each door (web session, command line) names them at the one place where it makes its actor."""

LOCAL_USER = Actor("本机用户", OWNER)


def can(actor: Actor, action: Action) -> bool:
    """Whether one of the actor's roles allows the action."""
    return any(action in ROLES.get(role, frozenset()) for role in actor.roles)


def require(actor: Actor, action: Action) -> None:
    """NotAllowed unless the actor may do it."""
    if not can(actor, action):
        raise NotAllowed("not_allowed", actor=actor.name, action=str(action))
