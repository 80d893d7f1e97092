"""The audit log as the services see it. Entries are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from kpi.model import Actor, naive
from kpi.store.auditing.chain import AuditEntry, Outcome, broken_links
from kpi.store.auditing.proofs import KeptThing, Proven, things_of, unlike, unproven
from kpi.store.database import Database, StorePart


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """Which entries are asked for; what is empty asks for all."""

    since: datetime | None = None
    until: datetime | None = None
    person: str = ""
    """A name exactly as it is in the log."""
    action: str = ""
    outcome: str = ""
    part: str = ""
    """Part of a name, an address, a subject or a detail, in small or capital letters."""


class AuditLog(StorePart):
    """What a store keeps of who did what."""

    def audit(
        self,
        actor: Actor,
        action: str,
        *,
        at: datetime,
        subject: str = "",
        detail: str = "",
        outcome: Outcome = Outcome.DONE,
    ) -> None:
        """Writes down what changes no figure: a sign-in, a refusal, an export. Errors as of every write."""
        with self._database.writing(at) as transaction:
            transaction.audit(actor, action, subject=subject, detail=detail, outcome=outcome)

    def audit_found(self, asked: AuditAsked, most: int | None = None) -> list[AuditEntry]:
        """The entries asked for, the newest first, `most` of them where that is said."""
        values = {
            "since": naive(asked.since) if asked.since else None,
            "until": naive(asked.until) if asked.until else None,
            "person": asked.person or None,
            "action": asked.action or None,
            "outcome": asked.outcome or None,
            "part": asked.part or None,
            "most": most,
        }
        return self._database.records(AuditEntry, "audit_found", values)

    def audit_counted(self) -> list[tuple[str, str, int]]:
        """Who did what how often: name, action, number of entries."""
        return [(str(actor), str(action), int(count)) for actor, action, count in self._database.rows("audit_counted")]

    def audit_entries(self) -> list[AuditEntry]:
        """Every entry, the first one first."""
        return self._database.records(AuditEntry, "audit_entries")


def broken_entries(database: Database) -> list[str]:
    """What of the log is not as it was written, as subjects of `verify`."""
    return [f"audit_log #{number}" for number in broken_links(database.records(AuditEntry, "audit_entries"))]


def unlike_things(database: Database) -> list[str]:
    """Rows of people and their work that are not as the log proves them, by their names. StoreUnusable."""
    return unlike(_things(database), _proven(database))


def unproven_things(database: Database) -> list[str]:
    """Those of any use of which the log proves nothing. StoreUnusable."""
    return unproven(_things(database), _proven(database))


def _things(database: Database) -> list[KeptThing]:
    return things_of(database.rows("kept_things", {"things": None}))


def _proven(database: Database) -> Proven:
    return Proven.by(database.records(AuditEntry, "audit_entries"))
