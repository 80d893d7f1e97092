"""The audit log as the services see it. Entries are only ever added."""

from datetime import datetime

from kpi.model import Actor
from kpi.store.chain import AuditEntry, Outcome, broken_links
from kpi.store.database import Database, StorePart


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

    def audit_entries(self) -> list[AuditEntry]:
        """Every entry, the first one first."""
        return self._database.records(AuditEntry, "audit_entries")


def broken_entries(database: Database) -> list[str]:
    """What of the log is not as it was written, as subjects of `verify`."""
    return [f"audit_log #{number}" for number in broken_links(database.records(AuditEntry, "audit_entries"))]
