"""What the audit log proves of people and their work: an entry that made or changed an account, a role, a token, a visit, a
rule of reporting or an address holds the hash of that row as it then was, so that a row changed or deleted in the file is told.

A hash stands for what it was made from: no password, token or address can be read from it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kpi.model import naive
from kpi.store.auditing.chain import AuditEntry


@dataclass(frozen=True, slots=True)
class KeptThing:
    """A row that entries prove, under the name that they call it by."""

    name: str
    told: tuple[str | None, ...]
    made_at: datetime
    """In UTC, without saying so."""
    counts: bool
    """Whether it is of any use: an account that may come in, a role that was not taken away."""

    @property
    def sha256(self) -> str:
        """The hash of the row."""
        return hashlib.sha256(json.dumps(self.told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def things_of(rows: Iterable[tuple[Any, ...]]) -> list[KeptThing]:
    """The rows of the query `kept_things`."""
    return [KeptThing(name, tuple(told), made_at, bool(counts)) for name, told, made_at, counts in rows]


def written(things: Iterable[KeptThing]) -> str:
    """What an entry says of some rows."""
    return "\n".join(f"{thing.name} {thing.sha256}" for thing in things)


@dataclass(frozen=True, slots=True)
class Proven:
    """What entries prove."""

    rows: Mapping[str, str]
    """Of every row that they speak of, the hash that it was left with."""
    since: datetime | None
    """When the first entry came that proved anything, in UTC without saying so."""

    @classmethod
    def by(cls, entries: Sequence[AuditEntry]) -> "Proven":
        """What entries prove, given in their order."""
        telling = [entry for entry in entries if entry.proves]
        lines = (line for entry in telling for line in entry.proves.splitlines())
        rows = {name: sha256 for name, _, sha256 in (line.rpartition(" ") for line in lines)}
        return cls(rows, naive(telling[0].happened_at) if telling else None)


def unlike(things: Iterable[KeptThing], proven: Proven) -> list[str]:
    """The rows that are not as they were left, or not there, or came by no entry, by their names."""
    there = {thing.name: thing for thing in things}
    changed = (name for name, sha256 in proven.rows.items() if name not in there or there[name].sha256 != sha256)
    return [*changed, *(name for name, thing in there.items() if name not in proven.rows and _is_later(thing, proven))]


def unproven(things: Iterable[KeptThing], proven: Proven) -> list[str]:
    """The rows of any use from before there were entries that prove anything."""
    return [thing.name for thing in things if thing.counts and thing.name not in proven.rows and not _is_later(thing, proven)]


def _is_later(thing: KeptThing, proven: Proven) -> bool:
    return proven.since is not None and thing.made_at > proven.since
