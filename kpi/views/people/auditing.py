"""The audit log as people read it: what was done in words, and when as a clock in the plan's city showed it."""

from dataclasses import dataclass
from datetime import datetime

from kpi.i18n import Texts


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry."""

    number: int
    moment: datetime
    """In Asia/Shanghai."""
    who: str
    account: str
    """The name of the account; empty for the local user."""
    door: str
    address: str
    done: str
    """What was done, in words."""
    refused: bool
    outcome: str
    subject: str
    detail: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """Entries that were asked for, and what can be asked for."""

    lines: tuple[AuditLine, ...]
    more: bool
    """Whether there are more than are shown."""
    people: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    """Code and words of every action that is in the log."""
    total: int
    """How many entries the log has that the reader may see."""
    whole: bool = True
    """Whether these are all that the log has; else those about the plan that is looked at."""


@dataclass(frozen=True, slots=True)
class ChainView:
    """What going along the whole log has shown."""

    total: int
    broken: tuple[int, ...]
    """The numbers of the entries that are not as they were written, or not where they were."""
    last: str
    """The hash of the newest entry: whoever keeps it can show later that nothing before it is missing."""


def action_words(words: Texts, action: str) -> str:
    """What was done, in words; one that an older or newer program wrote stands as it is."""
    key = f"audit.action_{action}"
    return words(key) if key in words else action
