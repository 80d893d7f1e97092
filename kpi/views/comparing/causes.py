"""By what a difference came about: a file, a revision, one of them taken back, another publication, the date alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kpi.i18n import Texts


class CauseKind(StrEnum):
    """What makes a difference."""

    BATCH = "batch"
    WITHDRAWAL = "withdrawal"
    """Of a batch."""
    REVISION = "revision"
    """Of a plan, a load too."""
    REVISION_WITHDRAWN = "revision_withdrawn"
    VINTAGE = "vintage"
    """A figure was published again with another value."""
    DATE = "date"
    """Another day as of which is judged, and nothing else."""
    RULES = "rules"
    """The rules of judgement are others."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that made a difference."""

    kind: CauseKind
    number: int | None = None
    """Of the batch or revision."""
    subject: str = ""
    """The file; what was revised; what was published."""
    document: str = ""
    user: str = ""
    at: datetime | None = None
    """Asia/Shanghai."""
    note: str = ""


DATE = Cause(CauseKind.DATE)


def cause_text(words: Texts, cause: Cause) -> str:
    """A cause in one line."""
    said = [cause.document, cause.user, words.moment(cause.at) if cause.at else "", cause.note]
    details = words("service.within").join(filter(None, said))
    named = words(f"service.cause_{cause.kind}", number=cause.number or "", subject=cause.subject)
    return words("service.cause", cause=named, details=details) if details else named


def causes_text(words: Texts, causes: tuple[Cause, ...]) -> str:
    """Several causes in one line."""
    return words("service.clauses").join(cause_text(words, each) for each in causes)
