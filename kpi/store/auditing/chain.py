"""The chain of the audit log: each entry is bound to the one before it by its hash, so that none can be changed unnoticed.

An entry names what was done and to what, never a password, a token or what a file holds.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from kpi.model import naive

FIRST = ""
"""What stands for the hash before the first entry."""


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did or was refused. The moment is UTC."""

    entry_id: int
    happened_at: datetime
    user_id: str
    actor: str
    door: str
    address: str
    action: str
    outcome: Outcome
    subject: str
    detail: str
    proves: str
    """The rows that it made or changed as they were then, a line each: name and hash; empty where none, or from before."""
    journal: str
    """How the journal stood before it, see `Standing`; empty for a database without one, or from before."""
    previous: str
    """The hash of the entry before it."""
    sha256: str
    """That of the entry's own fields, `previous` among them."""


def linked(told: Mapping[str, object], number: int, previous: str) -> dict[str, object]:
    """An entry of what is `told`, a moment without its zone in it, bound to the entry before it, with its own hash."""
    fields = {**told, "entry_id": number, "previous": previous}
    return {**fields, "sha256": _digest(fields)}


def broken_links(entries: Sequence[AuditEntry]) -> Iterator[int]:
    """The numbers of the entries, given in their order, that are not as they were written or not where they were."""
    expected, previous = 1, FIRST
    for entry in entries:
        fields = asdict(entry)
        told = fields.pop("sha256")
        fields["happened_at"] = naive(entry.happened_at)
        if entry.entry_id != expected or entry.previous != previous or told != _digest(fields):
            yield entry.entry_id
        expected, previous = entry.entry_id + 1, told


_LATER = ("proves", "journal")
"""Fields that the first entries did not have; where one is empty the hash is as it was then."""


def _digest(fields: Mapping[str, object]) -> str:
    fields = {name: value for name, value in fields.items() if value or name not in _LATER}
    text = json.dumps({name: _text(value) for name, value in sorted(fields.items())}, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _text(value: object) -> str:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
