"""Reasons as a report gives them: the same facts as on screen, without asking the reader to do anything.

On screen a reason tells the person at the keyboard what to report; a report goes to somebody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kpi.i18n import Texts
from kpi.model import Message, Window
from kpi.progress import told_day

_ON_SCREEN = "reason."
_JOINED = "reason.joined"
_WANTED = frozenset(
    {"reason.want_period", "reason.want_years", "reason.want_date", "reason.want_ratio", "reason.want_ratio_on"}
)
_WITH_HOLES = ("reason.hole", "reason.missing")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why there is no verdict, or what decided it, and what is to be said beside it."""

    reason: str = ""
    remarks: tuple[str, ...] = ()
    at_hand: str = ""
    """On paper, of a target without a verdict: what there is, as a phrase."""
    to_collect: str = ""
    """On paper: what is to be had for a verdict, as a phrase; empty where nothing would do."""
    until: date | None = None
    """On paper: the last day of these figures, where the reason names days."""
    first_year: int | None = None
    """On paper: the first of the years whose figures the reason asks for one by one."""


NO_GROUNDS = Grounds()


def because(texts: Texts, message: Message | None, on_screen: str = "") -> str:
    """A reason in the language of reports, with its full stop; empty where there is none.

    `on_screen` is the reason as the screen says it, if that has been worded: few reasons are told differently on paper.
    """
    if message is None:
        return ""
    own = _for_paper(texts, message)
    return texts("report.sentence", text=on_screen if on_screen and own is message else own)


def _for_paper(texts: Texts, message: Message) -> Message:
    """The message under the key that reports have for it, and so with the messages inside; itself where they have none."""
    own_key = f"report.because_{message.key.removeprefix(_ON_SCREEN)}"
    key = own_key if message.key.startswith(_ON_SCREEN) and own_key in texts else message.key
    inside = {name: value for name, value in message.values.items() if isinstance(value, Message)}
    changed = {name: own for name, value in inside.items() if (own := _for_paper(texts, value)) is not value}
    return Message(key, {**message.values, **changed}) if changed or key != message.key else message


def at_hand(texts: Texts, reason: Message | None, so_far: str, until: date | None = None) -> str:
    """What a reason says there is, apart from what it asks for, as a phrase: 118万人次为2018年以来累计.

    `so_far` is what there is of a period of which parts are missing, `until` the day it counts up to.
    """
    if reason is None:
        return ""
    if reason.key == _JOINED:
        parts = (at_hand(texts, part, so_far, until) for part in reason.values.values() if isinstance(part, Message))
        return texts("service.clauses").join(filter(None, parts))
    own_key = "report.have_hole" if _is_hole(reason, until) else f"report.have_{reason.key.removeprefix(_ON_SCREEN)}"
    if own_key not in texts:
        return texts.message(_for_paper(texts, reason))
    return texts(own_key, so_far=so_far, **_told_days(reason).values)


def _is_hole(reason: Message, until: date | None) -> bool:
    """Whether what is missing lies before the day up to which figures count; of many windows named in part some does."""
    windows = reason.values.get("windows") if reason.key in _WITH_HOLES else None
    if isinstance(windows, Message):
        return True
    days = (each.end if isinstance(each, Window) else each for each in windows) if isinstance(windows, tuple) else ()
    return until is not None and any(day < until for day in days)


def to_collect(texts: Texts, reason: Message | None) -> str:
    """What a reason asks for, as a phrase: figures, or what else would settle it; empty where neither is."""
    for message in _messages(reason):
        own_key = f"report.collect_{message.key.removeprefix(_ON_SCREEN)}"
        if own_key in texts:
            return texts(own_key, **_told_days(message).values)
    return wanted(texts, _told_days(reason)) if reason else ""


def wanted_until(reason: Message | None) -> date | None:
    """The last day of the figures a reason asks for; None where it names no days."""
    for message in _messages(reason):
        for name in ("window", "windows", "day"):
            asked = message.values.get(name) if message.key in _WANTED or message.key in _WITH_HOLES else None
            days = asked[-1] if isinstance(asked, tuple) and asked else asked
            if isinstance(days, Window | date):
                return days.end if isinstance(days, Window) else days
    return None


def wanted_from(reason: Message | None) -> int | None:
    """The first of the years that a reason asks for one by one; None where it asks for no such years."""
    windows = (message.values.get("window") for message in _messages(reason) if message.key == "reason.want_years")
    return next((window.start.year for window in windows if isinstance(window, Window)), None)


def wanted(texts: Texts, reason: Message | None) -> str:
    """Which figures a reason asks for, as a phrase: 2021—2023年分年数; empty where no figure would do."""
    for message in _messages(reason):
        if "wanted" in message.values:
            return texts.word(message.values["wanted"])
        if "windows" in message.values and message.key in _WITH_HOLES:
            return texts("reason.want_windows", windows=message.values["windows"])
    return ""


def _told_days(message: Message) -> Message:
    """The last day of a year as its end, as a table has no room for more."""
    values = {name: _told(value) for name, value in message.values.items()}
    return Message(message.key, values)


def _told(value: object) -> object:
    if isinstance(value, Message):
        return _told_days(value)
    return told_day(value) if isinstance(value, date) else value


def _messages(message: Message | None) -> Iterator[Message]:
    """A message and those inside it."""
    if message is None:
        return
    yield message
    for value in message.values.values():
        if isinstance(value, Message):
            yield from _messages(value)
