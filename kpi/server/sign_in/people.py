"""Who there is, as the services know it: the only place of the gate that asks them. Everything here may take its time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kpi.model import Grant
from kpi.services import Workspace

LEAST_PASSWORD = 10


class Checked(StrEnum):
    """What came of looking at a password."""

    RIGHT = "right"
    WRONG = "wrong_password"
    DISABLED = "disabled"
    """The password is right, but the account may not be used."""


Found = tuple[Checked, str]
"""What came of it, and whose account that is; empty for a name that is nobody's."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in or might be."""

    user_id: str
    name: str
    grants: frozenset[Grant]
    must_change: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """A visit as the store has it."""

    person: Person
    started_at: datetime
    seen_at: datetime


class People:
    """The people of a database."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
