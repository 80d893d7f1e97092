"""What an entry of the audit log is about, in words: the log keeps numbers and codes, which no later renaming can touch.

Whatever is in no form known here stands as it was written.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from kpi.i18n import Texts

Names = Mapping[str, str]
"""Of plans and places, by their ids."""

_SUBJECTS = (
    (re.compile(r"(?P<kind>batch|submission) (?P<number>\d+)"), "audit.told_{kind}"),
    (re.compile(r"(?P<number>\d+) (?P<event>[a-z_]+)"), "audit.told_matter"),
)
_STEP = re.compile(r"(?P<number>\d+)/(?P<step>\d+) (?P<event>[a-z_]+)")
_VERSION = re.compile(r"(?P<number>\d+) v(?P<version>\d+)")
_LOCK = re.compile(r"(?P<number>\d+) (?P<plan>\S+)(?: (?P<first>[\d-]{10}) (?P<last>[\d-]{10}))?")
_RULE = re.compile(r"(?P<frequency>yearly|quarterly|monthly) (?P<days>\d+)(?: (?P<about>.+?))??(?P<places> True)?")
_NUMBERED = re.compile(r"(?P<number>\d+) (?P<name>.+)")
_ROLES = ("viewer", "leader", "reporter", "reviewer", "publisher", "administrator", "auditor")
_TOKEN = re.compile(rf"(?P<number>\d+) (?P<label>.*) (?P<grant>(?:{'|'.join(_ROLES)})(?: .*)?)")


def subject_words(words: Texts, names: Names, action: str, subject: str) -> str:
    """What was acted on."""
    if action == "quota" and (limit := f"quota.name_{subject}") in words:
        return words(limit)
    for form, key in _SUBJECTS:
        if found := form.fullmatch(subject):
            told = found.groupdict()
            return words(key.format(kind=told.get("kind")), **_worded(words, told, _event_key))
    return names.get(subject, subject)


def detail_words(words: Texts, names: Names, action: str, detail: str) -> str:
    """What was done to it, further."""
    form = _DETAILS.get(action)
    return (form(words, names, detail) if form else names.get(detail, detail)) if detail else ""


def _event_key(event: str) -> str:
    return f"remarks.event_{event}"


def _follow_key(event: str) -> str:
    return f"audit.told_{event}"


def _state_key(event: str) -> str:
    return f"remind.state_{event}"


def _worded(words: Texts, told: Mapping[str, str | None], key_of: Callable[[str], str]) -> dict[str, object]:
    """The parts of an entry, with its event or state by its word."""
    event = told.get("event")
    if not event:
        return dict(told)
    key = key_of(event)
    return {**told, "event": words(key) if key in words else event}


def _step(key: str, key_of: Callable[[str], str]) -> Callable[[Texts, Names, str], str]:
    def worded(words: Texts, names: Names, detail: str) -> str:
        found = _STEP.fullmatch(detail)
        return words(key, **_worded(words, found.groupdict(), key_of)) if found else detail

    return worded


def _version(words: Texts, names: Names, detail: str) -> str:
    found = _VERSION.fullmatch(detail)
    return words("audit.told_version", **found.groupdict()) if found else detail


def _grant(words: Texts, names: Names, detail: str) -> str:
    """A role and where it holds: plan, unit and places stand after it, in this order."""
    role, *where = detail.split(" ")
    if role not in _ROLES:
        return detail
    placed = [names.get(code, code) for each in where for code in (each.split(",") if each not in names else [each])]
    worded = words(f"role.{role}")
    return words("role.somewhere", role=worded, where=words.listing(placed)) if placed else worded


def _token(words: Texts, names: Names, detail: str) -> str:
    found = _TOKEN.fullmatch(detail)
    if not found:
        return detail
    return words("audit.told_token", number=found["number"], label=found["label"], role=_grant(words, names, found["grant"]))


def _lock(words: Texts, names: Names, detail: str) -> str:
    found = _LOCK.fullmatch(detail)
    if not found:
        return detail
    plan = names.get(found["plan"], found["plan"])
    if not found["first"]:
        return words("audit.told_reopened", number=found["number"], plan=plan)
    days = [words.day(date.fromisoformat(found[end])) for end in ("first", "last")]
    return words("audit.told_lock", number=found["number"], plan=plan, first=days[0], last=days[1])


def _rule(words: Texts, names: Names, detail: str) -> str:
    """How often and by when; then the measure, unit or place that it is about, and whether each place below reports."""
    found = _RULE.fullmatch(detail)
    if not found:
        return detail
    told = words(f"duties.each_{found['frequency']}", count=int(found["days"]))
    told = words("duties.and_places", told=told) if found["places"] else told
    about = [names.get(each, each) for each in (found["about"] or "").split(" ") if each]
    return words("audit.told_rule", about=words.listing(about) or words("duties.everything"), told=told)


def _numbered(words: Texts, names: Names, detail: str) -> str:
    """A revision or a report: its number, and of which plan or by which title."""
    found = _NUMBERED.fullmatch(detail)
    if not found:
        return detail
    return words("audit.told_numbered", number=found["number"], name=names.get(found["name"], found["name"]))


_DETAILS: Mapping[str, Callable[[Texts, Names, str], str]] = {
    **dict.fromkeys(("submit", "approve_submission", "send_back", "take_back"), _version),
    **dict.fromkeys(("role_give", "role_take"), _grant),
    **dict.fromkeys(("lock_period", "reopen_period"), _lock),
    **dict.fromkeys(("load", "revise", "answer", "judge", "withdraw_revision", "issue"), _numbered),
    "duty_rule": _rule,
    "token_add": _token,
    "matter": _step("audit.told_step", _event_key),
    "follow": _step("audit.told_follow", _follow_key),
    "outbox": _step("audit.told_message", _state_key),
}
