"""The journal beside a database: a line for every event that was acknowledged, so that a database which lost one can be told.

A line is JSON with a checksum of itself. Event lines repeat the event and the hash of its file; an anchor says that from here
on the database is expected to hold just so many events, with this hash. A mark says how far the audit log went, and with which
hash: what changes no figure has no event, and could be cut off at the end of the log. Lines are only ever appended.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from kpi.store.files.durable import free_name, settle_name
from kpi.store.moments import aware

_CHECK = "check"


class Reason(StrEnum):
    """Why the journal starts to expect something else of the database."""

    BEGUN = "begun"
    """There was no journal: the database is new, or came without it."""
    RESTORED = "restored"
    """A backup took the database's place."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An event, as the database and the journal both hold it. The moment is UTC in ISO form."""

    event: int
    at: str
    actor: str
    action: str
    batch: int | None
    detail: str
    sha256: str | None
    """Of the file, where the event brought a batch."""

    @property
    def subject(self) -> str:
        """What people recognise it by."""
        return f"#{self.event} {self.detail} ({self.actor})"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the database is from here on expected to hold: that many events, with this hash over them."""

    reason: Reason
    events: int
    digest: str
    at: str
    source: str = ""
    """The backup it was restored from."""

    @property
    def moment(self) -> datetime:
        """When it was written."""
        return aware(datetime.fromisoformat(self.at))


@dataclass(frozen=True, slots=True)
class LogMark:
    """How far the audit log went when its newest entry was acknowledged."""

    log: int
    """The number of that entry."""
    sha256: str
    """The hash of that entry, which binds all before it."""


Line = JournalEntry | Anchor | LogMark


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal file says."""

    lines: tuple[Line, ...] = ()
    unreadable: tuple[int, ...] = ()
    """Numbers of the lines that say nothing, from 1."""
    content: bytes = b""
    """All of its lines as they are in the file."""
    torn: bytes = b""
    """What stands behind the last line and is none."""


class Standing:
    """How far a journal goes: its length and the hash of all of it, as entries of the audit log say it."""

    def __init__(self, content: bytes = b"") -> None:
        self.length, self._hash = 0, hashlib.sha256()
        self.add(content)

    def add(self, content: bytes) -> None:
        """What was written behind it."""
        self.length += len(content)
        self._hash.update(content)

    def __str__(self) -> str:
        return f"{self.length} {self._hash.hexdigest()}"


def first_unlike(content: bytes, told: Mapping[int, str]) -> int | None:
    """The first entry of the audit log, in their order, that says of the journal what it does not begin with."""
    reached = Standing()
    for entry, stood in told.items():
        reached.add(content[reached.length : int(stood.partition(" ")[0])])
        if str(reached) != stood:
            return entry
    return None


def journal_of(database: Path) -> Path:
    """Where the journal of a database is."""
    return database.with_name(database.name + ".journal")


def digest(entries: Iterable[JournalEntry]) -> str:
    """One hash over events in their order."""
    total = hashlib.sha256()
    for entry in entries:
        total.update(_check(asdict(entry)).encode())
    return total.hexdigest()


def read(path: Path) -> Journal:
    """The journal at `path`; an empty one if there is none. OSError."""
    if not path.exists() and not path.is_symlink():  # a link to nowhere keeps nothing
        return Journal()
    found = path.read_bytes()
    *written, torn = found.split(b"\n")
    lines = [_parsed(text) for text in written]
    return Journal(
        lines=tuple(line for line in lines if line),
        unreadable=tuple(number for number, line in enumerate(lines, start=1) if line is None),
        content=found[: len(found) - len(torn)],
        torn=torn,
    )


def append(path: Path, lines: Sequence[Line]) -> bytes:
    """Writes lines and waits until they are on the disk; returns them as written. OSError; then none of them is there."""
    is_new, content = not path.exists(), b"".join(_text(line) for line in lines)
    with path.open("ab") as file:
        before = file.tell()
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), before)
            raise
    if is_new:
        settle_name(path)
    return content


def cut_off_torn_end(path: Path, journal: Journal) -> Path:
    """Moves what stands behind the last line to a file of its own; returns where. OSError."""
    kept = free_name(path.with_name(path.name + ".damaged"))
    kept.write_bytes(journal.torn)
    settle_name(kept)
    with path.open("rb+") as file:
        file.truncate(len(journal.content))
        os.fsync(file.fileno())
    return kept


def _text(line: Line) -> bytes:
    values = asdict(line)
    return json.dumps(values | {_CHECK: _check(values)}, ensure_ascii=False).encode() + b"\n"


def _check(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _parsed(text: bytes) -> Line | None:
    """The line, None if it is not as it was written."""
    try:
        values = json.loads(text)
        check = values.pop(_CHECK)
        line = _line(values)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return line if _check(asdict(line)) == check else None


def _line(values: dict[str, Any]) -> Line:
    if "reason" in values:
        return Anchor(**values | {"reason": Reason(values["reason"])})
    return LogMark(**values) if "log" in values else JournalEntry(**values)
