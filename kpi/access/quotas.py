"""How much of what costs the server one person may ask for, as one table, and when used up room is free again.

Whoever works alone on this machine has no account and no quota.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kpi.errors import NotStarted
from kpi.settings import setting

MEGABYTE = 1024 * 1024
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONGEST = DAY
"""What is older counts nowhere."""
_MOST_DIGITS = 7


class Quota(StrEnum):
    """What is counted."""

    UPLOADS = "uploads"
    UPLOAD_BYTES = "upload_bytes"
    REPORTS = "reports"
    DOWNLOADS = "downloads"
    QUERIES = "queries"
    CALENDARS = "calendars"
    CALLS = "calls"
    """Of the API."""
    MESSAGES = "messages"
    REMARKS = "remarks"
    EVIDENCE_BYTES = "evidence_bytes"
    SIGN_INS = "sign_ins"
    """From one address."""
    VISITS = "visits"
    """Of one account at the same time."""
    WAITING = "waiting"
    """What one person sent in and nobody has decided on."""
    AT_ONCE = "at_once"
    """What one person has the server read, make or look up at the same time."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one of them is limited."""

    setting: str
    window: timedelta | None = None
    """Within which is counted; None for what there may be at the same time."""
    unit: int = 1
    """What the setting counts in."""
    written: bool = True
    """Whether uses are written down for the next start; those of a minute are not worth a write each."""


RULES: dict[Quota, Rule] = {
    Quota.UPLOADS: Rule("KPI_UPLOADS_PER_HOUR", HOUR),
    Quota.UPLOAD_BYTES: Rule("KPI_UPLOAD_MB_PER_DAY", DAY, MEGABYTE),
    Quota.REPORTS: Rule("KPI_REPORTS_PER_HOUR", HOUR),
    Quota.DOWNLOADS: Rule("KPI_DOWNLOADS_PER_HOUR", HOUR),
    Quota.QUERIES: Rule("KPI_QUERIES_PER_HOUR", HOUR),
    Quota.CALENDARS: Rule("KPI_CALENDARS_PER_HOUR", HOUR),
    Quota.CALLS: Rule("KPI_CALLS_PER_MINUTE", MINUTE, written=False),
    Quota.MESSAGES: Rule("KPI_MESSAGES_PER_DAY", DAY),
    Quota.REMARKS: Rule("KPI_REMARKS_PER_DAY", DAY),
    Quota.EVIDENCE_BYTES: Rule("KPI_EVIDENCE_MB_PER_DAY", DAY, MEGABYTE),
    Quota.SIGN_INS: Rule("KPI_SIGN_INS_PER_HOUR", HOUR),
    Quota.VISITS: Rule("KPI_VISITS_PER_PERSON"),
    Quota.WAITING: Rule("KPI_WAITING_PER_PERSON"),
    Quota.AT_ONCE: Rule("KPI_AT_ONCE_PER_PERSON"),
}


def most_of(quota: Quota, environment: Mapping[str, str] | None = None) -> int | None:
    """How much is allowed; None for without a limit, which 0 stands for. NotStarted where the setting is no number."""
    rule = RULES[quota]
    said = setting(rule.setting, environment)
    if not (said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS):
        raise NotStarted("limit_unreadable", name=rule.setting, value=said)
    return int(said) * rule.unit or None


@dataclass(frozen=True, slots=True)
class Use:
    """So much of a quota, used at a moment."""

    at: datetime
    amount: int


def used_of(uses: Iterable[Use], window: timedelta, now: datetime) -> int:
    """How much still counts. What a clock dates ahead counts until its day has come and gone."""
    return sum(use.amount for use in uses if use.at + window > now)


def free_at(uses: Iterable[Use], window: timedelta, now: datetime, allowed: int, asked: int) -> datetime | None:
    """The moment from which `asked` more fits beside what was used: `now` if it does at once; None if it never will."""
    if asked > allowed:
        return None
    counting = sorted((use for use in uses if use.at + window > now), key=lambda use: use.at)
    over = sum(use.amount for use in counting) + asked - allowed
    moment = now
    for use in counting:
        if over <= 0:
            break
        over, moment = over - use.amount, use.at + window
    return moment
