"""Who may do what, where and how much of it, as tables. Everybody is asked; the one local user may do all."""

from enum import StrEnum
from functools import lru_cache

from kpi.access.quotas import HOUR, LONGEST, MEGABYTE, MINUTE, RULES, Quota, Use, free_at, most_of, used_of
from kpi.errors import NotAllowed
from kpi.model import Action, Actor, Grant, Place


class Role(StrEnum):
    """What somebody is trusted with. A person may have several, each for every plan or for a part of one."""

    OWNER = "owner"
    """Whoever works alone on this machine; nobody else is given it."""
    VIEWER = "viewer"
    LEADER = "leader"
    REPORTER = "reporter"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


_READ = frozenset({Action.VIEW, Action.EXPORT})
ROLES: dict[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.VIEWER: _READ,
    Role.LEADER: _READ | {Action.INSTRUCT},
    Role.REPORTER: _READ | {Action.UPLOAD, Action.REMARK, Action.WITHDRAW},
    Role.REVIEWER: _READ | {Action.REVIEW, Action.REMARK, Action.WITHDRAW},
    Role.PUBLISHER: _READ | {Action.PUBLISH, Action.ISSUE},
    Role.ADMINISTRATOR: _READ | {Action.ADMINISTER, Action.ATTACH},
    Role.AUDITOR: _READ | {Action.AUDIT},
}
GIVEN = tuple(role for role in Role if role is not Role.OWNER)
"""The roles that can be given to somebody."""
OF_THE_WHOLE = frozenset({Action.PUBLISH, Action.ISSUE, Action.ADMINISTER, Action.AUDIT})
"""What concerns a plan as a whole: a role for a part of it does not reach so far."""
NOT_IN_PART = frozenset({Role.AUDITOR})
"""Roles that are given for everything or for a plan: what they look at has no units and no regions."""
AS_HELPER = frozenset({Action.VIEW, Action.EXPORT, Action.REMARK})
"""What a role for a unit allows of what the unit only helps with: to see it and to speak about it, not to answer for it."""
_PUBLISHED_ONLY = frozenset({Role.VIEWER, Role.LEADER})

OWNER, READER = frozenset({Grant(Role.OWNER.value)}), frozenset({Grant(Role.VIEWER.value)})
"""The grants of one who has one. Each door (web session, command line) names them at the one place where it makes its actor."""

LOCAL_USER = Actor("本机用户", OWNER)


def can(actor: Actor, action: Action, place: Place | None = None) -> bool:
    """Whether one of the actor's roles allows the action at a place; without one, anywhere at all."""
    helping = action in AS_HELPER
    return any(action in _actions(grant) and grant.covers(place, helping=helping) for grant in actor.grants)


def require(actor: Actor, action: Action, place: Place | None = None) -> None:
    """NotAllowed unless the actor may do it there."""
    if not can(actor, action, place):
        raise NotAllowed("not_allowed", actor=actor.name, action=str(action))


@lru_cache(maxsize=1024)
def looking(actor: Actor, place: Place) -> frozenset[Grant]:
    """The grants by which an actor may look at something of a place; asked a hundred times by each run of a page."""
    return frozenset(grant for grant in actor.grants if Action.VIEW in _actions(grant) and grant.covers(place, helping=True))


def sees_working(actor: Actor, place: Place | None = None) -> bool:
    """Whether the actor takes part in the work on the figures there; anybody else sees what has been published."""
    return any(_actions(grant) and grant.role not in _PUBLISHED_ONLY and grant.covers(place) for grant in actor.grants)


def reaches_as_far(one: Grant, other: Grant) -> bool:
    """Whether a grant allows all that another of the same role does."""
    return (
        one.role == other.role
        and one.plan_id in {"", other.plan_id}
        and one.unit in {"", other.unit}
        and (not one.regions or (bool(other.regions) and set(other.regions) <= set(one.regions)))
    )


def _actions(grant: Grant) -> frozenset[Action]:
    return ROLES[Role(grant.role)] if grant.role in frozenset(Role) else frozenset()
