"""What is owed as a calendar (RFC 5545): a whole day for each day on which somebody's figures are due, with alarms before it.

A day of a unit or place keeps its UID, so that calendars change what they show and do not show it twice.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import category

from kpi.i18n import Texts
from kpi.views.duties.rows import DutyRow

if TYPE_CHECKING:
    from icalendar import Event

_AHEAD = timedelta(days=366)
"""So far ahead figures are shown whose period is not over."""
_ALARMS = (timedelta(days=-7), timedelta(hours=9))
"""A week before, and on the day at nine."""
_REFRESHED = timedelta(hours=6)
_MOST_LISTED = 60


def calendar_of(words: Texts, plan_id: str, plan: str, rows: Iterable[DutyRow], day: date, moment: datetime) -> bytes:
    """The calendar of what somebody has to do, as of a day."""
    from icalendar import Calendar  # noqa: PLC0415 - eighty modules, for who subscribes and for nobody else

    calendar = Calendar()
    calendar.add("prodid", "-//kpi//duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _readable(words("remind.calendar_name", plan=plan)))
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    open_rows = [row for row in rows if row.owed or (row.state == "ahead" and row.due <= day + _AHEAD)]
    for (due, holder), group in groupby(sorted(open_rows, key=_order), _day_and_holder):
        calendar.add_component(_event(words, plan_id, due, holder, list(group), moment))
    return bytes(calendar.to_ical())


def _order(row: DutyRow) -> tuple[date, str, str, str]:
    return (*_day_and_holder(row), row.measure_id, row.period.end.isoformat())


def _day_and_holder(row: DutyRow) -> tuple[date, str]:
    return row.due, row.holder_text


def _event(words: Texts, plan_id: str, due: date, holder: str, rows: Sequence[DutyRow], moment: datetime) -> "Event":
    from icalendar import Alarm, Event  # noqa: PLC0415 - as above

    event = Event()
    named = hashlib.sha256("\n".join([plan_id, due.isoformat(), holder]).encode("utf-8", "surrogatepass")).hexdigest()
    event.add("uid", f"{named[:32]}@kpi.invalid")
    event.add("dtstamp", moment.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    title = _readable(words("remind.event", name=holder, count=len(rows)))
    event.add("summary", title)
    told = [
        words("remind.event_row", name=row.measure, period=row.period_text, state=row.state_text) for row in rows[:_MOST_LISTED]
    ]
    more = [words("remind.event_more", count=len(rows) - _MOST_LISTED)] if len(rows) > _MOST_LISTED else []
    event.add("description", "\n".join(map(_readable, [*told, *more])))
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _readable(text: str) -> str:
    """A text on one line, without what no calendar may hold."""
    return "".join(" " if category(letter) in {"Cc", "Cs"} else letter for letter in text)
