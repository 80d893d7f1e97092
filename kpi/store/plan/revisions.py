"""Revisions: who changed which plan, when, by which document, and whether that was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpi.store.plan.state import PlanChange


class RevisionKind(StrEnum):
    """What was done to the plan."""

    LOAD = "load"
    REVISE = "revise"
    ANSWER = "answer"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a plan as it was recorded. Moments are UTC."""

    revision_id: int
    kind: RevisionKind
    plan_id: str
    name: str
    """Of the folder or workbook, or of what was revised."""
    sha256: str
    rows: int
    document_number: str
    effective_on: date | None
    note: str
    made_by: str
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_note: str

    @property
    def is_correction(self) -> bool:
        """Whether it settles what targets said first: a load without a document."""
        return self.kind is RevisionKind.LOAD and not self.document_number

    def counts_at(self, moment: datetime | None) -> bool:
        """Whether it was made by then and not yet taken back; None is now."""
        if moment is None:
            return self.withdrawn_at is None
        return self.made_at <= moment and (self.withdrawn_at is None or self.withdrawn_at > moment)


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A change of a plan about to be committed."""

    kind: RevisionKind
    name: str
    change: PlanChange
    note: str = ""
    document_number: str = ""
    effective_on: date | None = None
    sent_by: str = ""
    """Who proposed it, where another person approved it."""


def loads_of(revisions: Sequence[Revision], plan_id: str) -> list[Revision]:
    """The loads of a plan among revisions, oldest first."""
    own = [revision for revision in revisions if revision.plan_id == plan_id and revision.kind is RevisionKind.LOAD]
    return sorted(own, key=lambda revision: revision.revision_id)


def counting_at(revisions: Sequence[Revision], plan_id: str, moment: datetime | None = None) -> list[Revision]:
    """The revisions that count at a moment. A plan was never without rows: before its first load, that load counts."""
    counting = [revision for revision in revisions if revision.counts_at(moment)]
    if moment is not None and not loads_of(counting, plan_id):
        first = loads_of(revisions, plan_id)[:1]
        upto = first[0].revision_id if first else 0
        counting = [revision for revision in revisions if revision.counts_at(None) and revision.revision_id <= upto]
    return counting
