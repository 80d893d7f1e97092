"""The calendar of what is due, read back by a parser: a day for each day of a unit, with the same UID for the same day."""

from datetime import UTC, date, datetime, timedelta

import icalendar

from kpi.i18n import texts
from kpi.model import Window
from kpi.supervision import DutyState
from kpi.views import DutyRow, calendar_of
from tests.hostile import HOSTILE

ZH = texts("zh")
MOMENT = datetime(2026, 3, 2, 8, 30, 15, 5, tzinfo=UTC)
DAY = date(2026, 3, 2)


def duty(measure="填埋量", due=date(2026, 4, 20), state=DutyState.AHEAD, unit="市城管局"):
    key = (measure, "990100", "", "", None, None, date(2026, 3, 31))
    period = Window(date(2026, 1, 1), date(2026, 3, 31))
    told = ZH(f"duties.state_{state}")
    return DutyRow(
        key, measure, measure, "990100", "云溪市", (unit,), False, period, "2026年第一季度", due, state, told, 0, False, (), ()
    )


def events(*rows):
    made = calendar_of(ZH, "tiny", "规划", rows, DAY, MOMENT)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    return icalendar.Calendar.from_ical(made).walk("VEVENT")


def test_what_is_due_on_a_day_is_one_whole_day_with_two_alarms():
    (event,) = events(duty(), duty("覆盖率", state=DutyState.OPEN))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 4, 20), date(2026, 4, 21))
    assert str(event["summary"]) == "市城管局报送2项数据"
    assert str(event["description"]) == "填埋量（2026年第一季度）：未到期\n覆盖率（2026年第一季度）：待报"
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [timedelta(days=-7), timedelta(hours=9)]
    assert event.decoded("dtstamp") == datetime(2026, 3, 2, 8, 30, 15, tzinfo=UTC)


def test_a_day_keeps_its_uid_and_others_have_their_own():
    (before,), (after,) = events(duty()), events(duty(state=DutyState.MISSING), duty("覆盖率"))
    others = events(duty(unit="市教育局"), duty(due=date(2026, 4, 21)))
    assert before["uid"] == after["uid"]
    assert len({str(event["uid"]) for event in (before, *others)}) == 3


def test_what_is_done_or_far_away_is_not_shown():
    settled = [duty(state=state) for state in (DutyState.REPORTED, DutyState.LATE, DutyState.WAITING)]
    assert events(*settled, duty(due=date(2027, 3, 4))) == []
    assert len(events(duty(due=date(2027, 3, 3)))) == 1


def test_names_stay_names():
    """A line end or a property of iCalendar in a name begins no line of its own."""
    for text in (*HOSTILE, "甲\r\nEND:VEVENT\r\nATTACH:x", "乙;丙,丁\\n", "\x00\ud800"):
        (event,) = events(duty(text, unit=text))
        assert {name for name, _ in event.property_items(recursive=False)} <= {
            "BEGIN", "END", "UID", "DTSTAMP", "DTSTART", "DTEND", "TRANSP", "SUMMARY", "DESCRIPTION",
        }  # fmt: skip
