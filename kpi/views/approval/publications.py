"""What of a plan is public since when, what would become so, and which periods are locked, in words."""

from dataclasses import dataclass
from datetime import datetime

from kpi.i18n import Texts
from kpi.model import PeriodLock, Publication, local
from kpi.views.comparing.changes import ChangesView


@dataclass(frozen=True, slots=True)
class LockView:
    """A locked period in words."""

    number: int
    period: str
    who: str
    when: datetime
    """In Asia/Shanghai."""
    reason: str
    holds: bool
    reopened: str = ""
    """By whom it was reopened, when and why."""


def lock_view(words: Texts, lock: PeriodLock) -> LockView:
    """A lock in words."""
    return LockView(
        number=lock.lock_id,
        period=words.word(lock.window),
        who=lock.locked_by,
        when=local(lock.locked_at),
        reason=lock.reason,
        holds=lock.holds,
        reopened=_reopened(words, lock),
    )


def _reopened(words: Texts, lock: PeriodLock) -> str:
    if lock.reopened_at is None:
        return ""
    return words("approval.reopened_by", who=lock.reopened_by, when=local(lock.reopened_at), reason=lock.reopening_reason)


@dataclass(frozen=True, slots=True)
class PublicationView:
    """A publication in words."""

    number: int
    who: str
    when: datetime
    """In Asia/Shanghai."""
    note: str


def publication_view(publication: Publication) -> PublicationView:
    """A publication in words."""
    return PublicationView(
        publication.publication_id, publication.published_by, local(publication.published_at), publication.note
    )


@dataclass(frozen=True, slots=True)
class RemarkChange:
    """A step of a matter, or a mark set or lifted, that is not public yet."""

    name: str
    """Of the target or the measure."""
    text: str
    """What was done, in a word or two."""
    who: str
    when: datetime
    """In Asia/Shanghai."""
    note: str


@dataclass(frozen=True, slots=True)
class PublishingView:
    """What of a plan is public, and what publishing now would make so."""

    since: datetime | None
    """Up to which moment it is public, in Asia/Shanghai; None where the plan waits for no publication."""
    published: bool
    """Whether it was ever published; else it is public as it stood when publication was switched on."""
    publications: tuple[PublicationView, ...]
    """The newest first."""
    changes: ChangesView | None
    """What would become public of figures and plan; None where nothing changed since."""
    elsewhere: tuple[ChangesView, ...]
    """The same for other regions that have targets of their own, where verdicts change."""
    remarks: tuple[RemarkChange, ...]
    """What would become public of what is said and done about targets, the newest first."""
    data_version: int

    @property
    def seen(self) -> tuple[int, int]:
        """What tells one state of what would become public from the next."""
        return self.data_version, len(self.remarks)
