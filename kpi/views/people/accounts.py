"""Accounts, their roles and tokens, as people read them."""

from dataclasses import dataclass
from datetime import datetime

from kpi.model import Grant


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role that somebody has, in words."""

    grant_id: int
    grant: Grant
    text: str
    """The role and where it holds: 填报（东城街道）."""
    may_take: bool = False
    """Whether whoever asks may take it away."""


@dataclass(frozen=True, slots=True)
class UserView:
    """An account as administrators see it."""

    user_id: str
    name: str
    roles: tuple[RoleView, ...]
    disabled: bool
    must_change: bool
    has_password: bool
    made_at: datetime
    """In Asia/Shanghai, as is the moment below."""
    signed_in: datetime | None
    """Since when somebody is in, if they are."""


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token without what proves it."""

    token_id: int
    user_id: str
    label: str
    text: str
    """What it is good for, in words."""
    made_at: datetime
    expires_at: datetime
    usable: bool
