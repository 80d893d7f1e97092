"""Holding a database against its journal, and keeping the journal: the last step before a commit is acknowledged."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kpi.errors import StoreUnusable
from kpi.model import Problem, Severity, naive
from kpi.store.files import journal as files
from kpi.store.files.journal import Anchor, Journal, JournalEntry, Line, LogMark, Reason, Standing, digest, journal_of

LogHashes = Mapping[int, str]
"""Of every entry of the audit log its hash, by its number."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the journal asks of its database."""

    events: Callable[[int], list[JournalEntry]]
    """The events after the one of a number."""
    log: Callable[[], LogHashes | None]
    """The audit log; None where it cannot be read."""
    stood: Callable[[], Mapping[int, str]]
    """How the journal stood before entries of the audit log, by their numbers, since the last restore."""


_MOST_NAMED = 5
"""So many lost events a sentence names; the others it counts."""


@dataclass(frozen=True, slots=True)
class JournalComparison:
    """How a journal and the events of its database differ."""

    anchor: Anchor | None
    """Where what is expected begins."""
    anchored: bool
    """Whether the database still holds what the anchor says."""
    missing: tuple[JournalEntry, ...]
    """Acknowledged, and not in the database, or not like that."""
    unrecorded: tuple[JournalEntry, ...]
    """In the database, and not acknowledged since the anchor."""
    unheard: tuple[JournalEntry, ...]
    """Those of them that were never acknowledged."""
    unlogged: tuple[int, ...]
    """Entries of the audit log that were acknowledged, and are not there, or not like that."""
    unmarked: LogMark | None
    """How far the log goes, where the journal did not say so last."""
    changed: int | None
    """The first entry of the audit log that was made beside another journal than this."""


def compare(
    journal: Journal, entries: Sequence[JournalEntry], log: LogHashes | None, stood: Mapping[int, str]
) -> JournalComparison:
    """Holds what the journal expects since its last anchor against the events there are, in their order, and the audit log;
    and what that says of the journal against the journal.
    """
    place, anchor = max(((n, line) for n, line in enumerate(journal.lines) if isinstance(line, Anchor)), default=(0, None))
    known = anchor.events if anchor else 0
    recorded = [line for line in journal.lines[place:] if isinstance(line, JournalEntry)]
    marks = [line for line in journal.lines[place:] if isinstance(line, LogMark)]
    newest = mark_of(log or {})
    ever, there, acknowledged = set(journal.lines), set(entries), set(recorded)
    unrecorded = tuple(entry for entry in entries if entry.event > known and entry not in acknowledged)
    return JournalComparison(
        anchor=anchor,
        anchored=anchor is None or _holds(anchor, entries),
        missing=tuple(line for line in dict.fromkeys(recorded) if line not in there),
        unrecorded=unrecorded,
        unheard=tuple(entry for entry in unrecorded if entry not in ever),
        unlogged=tuple(mark.log for mark in marks if log is not None and log.get(mark.log) != mark.sha256),
        unmarked=newest if newest not in marks[-1:] else None,
        changed=files.first_unlike(journal.content, stood),
    )


def mark_of(log: LogHashes) -> LogMark | None:
    """How far an audit log goes; None for an empty one."""
    return LogMark(max(log), log[max(log)]) if log else None


def _holds(anchor: Anchor, entries: Sequence[JournalEntry]) -> bool:
    expected = [entry for entry in entries if entry.event <= anchor.events]
    return len(expected) == anchor.events and digest(expected) == anchor.digest


class Journaling:
    """The journal of an open database, its source. Used by whoever holds the database's write lock."""

    def __init__(self, database: Path) -> None:
        self.path = journal_of(database)
        self._recorded: int | None = None
        """The newest event that the journal holds; None before the journal was held against the database."""
        self._standing: Standing | None = None

    @property
    def standing(self) -> str:
        """How the journal stands, for the next entry of the audit log; empty where it could not be read."""
        return str(self._standing or "")

    def start(self, source: Source, at: datetime) -> list[Problem]:
        """Holds the journal against the database, completes it, and says what there is to say."""
        try:
            return self._started(source, at)
        except OSError:
            return [self._problem(Severity.WARNING, "unwritable")]

    def require_writable(self, source: Source, at: datetime) -> None:
        """StoreUnusable `journal_unwritable`: what could not be acknowledged is not to be begun."""
        try:
            if self._recorded is None:
                self._started(source, at)
            self.path.open("ab").close()
        except OSError as error:
            raise StoreUnusable("journal_unwritable", path=str(self.path)) from error

    def follow(self, source: Source, told: LogMark | None) -> None:
        """Writes down what was committed since, and how far the audit log goes where that grew. OSError."""
        entries = source.events(self._recorded or 0)
        if lines := list(_lines(*entries, told)):
            self._append(lines)
        if entries:
            self._recorded = entries[-1].event

    def findings(self, source: Source) -> list[Problem]:
        """What the journal knows that the database does not."""
        try:
            journal = files.read(self.path)
        except OSError:
            return [self._problem(Severity.ERROR, "unwritable")]
        compared = compare(journal, source.events(0), source.log(), source.stood())
        if not journal.content and not compared.changed:  # opening would have begun it
            return [self._problem(Severity.ERROR, "unwritable")]
        return self._errors(journal, compared) + [self._missing([line]) for line in compared.missing]

    def since(self) -> Problem | None:
        """From when on the journal can tell, if not from the first event on, as a note. OSError."""
        anchor = next((line for line in reversed(files.read(self.path).lines) if isinstance(line, Anchor)), None)
        if anchor is None or not (anchor.events or anchor.source):
            return None
        values = {"at": anchor.moment, "count": anchor.events, "source": anchor.source}
        return self._problem(Severity.NOTE, f"since_{anchor.reason}", **values)

    def _started(self, source: Source, at: datetime) -> list[Problem]:
        journal = files.read(self.path)
        said = []
        if journal.torn:
            kept = files.cut_off_torn_end(self.path, journal)
            said.append(self._problem(Severity.WARNING, "torn", kept=str(kept)))
        self._standing = Standing(journal.content)
        entries, log = source.events(0), source.log()
        compared = compare(journal, entries, log, source.stood())
        if not journal.lines and not journal.unreadable:
            said += self._begin(entries, log, at, compared)
        else:
            said += self._catch_up(journal, compared)
        self._recorded = entries[-1].event if entries else 0
        return said

    def _append(self, lines: Sequence[Line]) -> None:
        self._standing = self._standing or Standing()
        self._standing.add(files.append(self.path, lines))

    def _begin(
        self, entries: Sequence[JournalEntry], log: LogHashes | None, at: datetime, compared: JournalComparison
    ) -> list[Problem]:
        """A new journal: quietly told where the database never had one, an error where it says that it had."""
        anchor = Anchor(Reason.BEGUN, len(entries), digest(entries), naive(at).isoformat())
        self._append(list(_lines(anchor, mark_of(log or {}))))
        if compared.changed:
            return [self._problem(Severity.ERROR, "changed", subject=compared.changed)]
        return [self._problem(Severity.NOTE, "begun", count=len(entries))] if entries else []

    def _catch_up(self, journal: Journal, compared: JournalComparison) -> list[Problem]:
        if lines := list(_lines(*compared.unrecorded, compared.unmarked)):
            self._append(lines)
        return [
            *self._errors(journal, compared),
            *([self._missing(compared.missing)] if compared.missing else []),
            *(self._problem(Severity.WARNING, "found", subject=entry.subject) for entry in compared.unheard),
        ]

    def _errors(self, journal: Journal, compared: JournalComparison) -> list[Problem]:
        errors = [self._problem(Severity.ERROR, "unreadable", subject=number) for number in journal.unreadable]
        if compared.anchor and not compared.anchored:
            errors.append(self._problem(Severity.ERROR, "anchor", at=compared.anchor.moment, subject=compared.anchor.events))
        if compared.unlogged and compared.anchored and not compared.missing:  # else its entries are gone with the events
            errors.append(self._problem(Severity.ERROR, "log", subject=min(compared.unlogged)))
        if compared.changed and compared.anchored and not compared.missing and not journal.unreadable:  # else it is said
            errors.append(self._problem(Severity.ERROR, "changed", subject=compared.changed))
        return errors

    def _missing(self, entries: Sequence[JournalEntry]) -> Problem:
        named = tuple(entry.subject for entry in entries[:_MOST_NAMED])
        return self._problem(Severity.ERROR, "missing", count=len(entries), subject=named)

    def _problem(self, severity: Severity, what: str, **values: object) -> Problem:
        return Problem(
            severity, f"store_journal_{what}", file=self.path.name, values={"path": str(self.path), "subject": "", **values}
        )


def _lines(*lines: Line | None) -> Iterator[Line]:
    return (line for line in lines if line is not None)


def record_restore(
    database: Path, entries: Sequence[JournalEntry], log: LogHashes, source: str, at: datetime
) -> Callable[[], None]:
    """Says in the journal of `database` what a restore is about to put there; returns what takes it back. OSError."""
    path = journal_of(database)
    before = path.stat().st_size if path.exists() else None
    if before is not None and (journal := files.read(path)).torn:
        files.cut_off_torn_end(path, journal)
        before = len(journal.content)
    anchor = Anchor(Reason.RESTORED, len(entries), digest(entries), naive(at).isoformat(), source)
    files.append(path, list(_lines(anchor, mark_of(log))))

    def take_back() -> None:
        if before is None:
            path.unlink()
        else:
            with path.open("rb+") as file:
                file.truncate(before)

    return take_back
