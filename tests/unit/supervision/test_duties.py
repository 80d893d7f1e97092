"""The calendar of reporting: which periods, by when, by which rule, and how each stands on a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import Window
from kpi.supervision import DutyRule, DutyState, Frequency, Subject, due_on, periods, rule_for, state_of

Y, Q, M = Frequency.YEARLY, Frequency.QUARTERLY, Frequency.MONTHLY


def spans(frequency, start, end):
    return [(each.start.isoformat(), each.end.isoformat()) for each in periods(frequency, Window(start, end))]


@pytest.mark.parametrize(
    ("frequency", "start", "end", "expected"),
    [
        (Y, date(2024, 1, 1), date(2025, 12, 31), [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        (Y, date(2023, 7, 1), date(2024, 6, 30), [("2023-01-01", "2023-12-31")]),
        (Q, date(2023, 11, 1), date(2024, 4, 1), [("2023-10-01", "2023-12-31"), ("2024-01-01", "2024-03-31")]),
        (M, date(2024, 1, 31), date(2024, 3, 30), [("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29")]),
        (M, date(2023, 12, 5), date(2023, 12, 30), []),
        (Y, date(2023, 1, 1), date(2023, 12, 30), []),
    ],
)  # fmt: skip
def test_periods_are_those_of_the_calendar_that_end_within(frequency, start, end, expected):
    assert spans(frequency, start, end) == expected


DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))


@given(st.sampled_from(Frequency), DAYS, st.integers(0, 4000))
def test_every_day_of_what_is_whole_is_in_one_period_and_no_other(frequency, start, length):
    span = Window(start, start + timedelta(days=length))
    found = list(periods(frequency, span))
    for before, after in pairwise(found):
        assert after.start == before.end + timedelta(days=1)
    assert all(span.start <= each.end <= span.end for each in found)
    assert all((each.end + timedelta(days=1)).day == each.start.day == 1 for each in found)
    months = {(each.end.year - each.start.year) * 12 + each.end.month - each.start.month + 1 for each in found}
    assert months <= {frequency.months}
    if found:
        after = found[-1].end + timedelta(days=1)
        again = list(periods(frequency, Window(after, after + timedelta(days=400))))
        assert again[0].end > span.end


def test_the_end_of_all_days_is_no_end_of_the_program():
    assert spans(M, date(9999, 11, 1), date.max)[-1] == ("9999-12-01", "9999-12-31")
    assert due_on(Window(date(9999, 12, 1), date.max), DutyRule(M, 15)) == date.max


def test_a_figure_is_due_so_many_days_after_its_period():
    assert due_on(Window(date(2023, 1, 1), date(2023, 12, 31)), DutyRule(Y, 31)) == date(2024, 1, 31)
    assert due_on(Window(date(2024, 1, 1), date(2024, 2, 29)), DutyRule(M, 0)) == date(2024, 2, 29)


YEAR = Window(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("asked_on", "days", "expected"),
    [
        (date(2024, 1, 31), 31, date(2024, 1, 31)),
        (date(2024, 2, 1), 31, date(2024, 3, 3)),
        (date(2026, 11, 27), 31, date(2026, 12, 28)),
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
        (date.max, 31, date.max),
    ],
)
def test_what_is_asked_for_late_is_due_so_many_days_after_it_was_asked(asked_on, days, expected):
    assert due_on(YEAR, DutyRule(Y, days, asked_on=asked_on)) == expected


@given(DAYS, DAYS, st.integers(0, 366))
def test_nothing_is_due_before_it_is_over_or_was_asked_for(end, asked_on, days):
    due = due_on(Window(end, end), DutyRule(Y, days, asked_on=asked_on))
    assert due >= max(end, asked_on)
    assert due <= max(end, asked_on) + timedelta(days=days)


RULES = (
    DutyRule(Q, 20),
    DutyRule(M, 15, unit="人社局"),
    DutyRule(Y, 60, measure_id="skilled"),
    DutyRule(M, 5, region_code="441901"),
    DutyRule(Q, 10, measure_id="skilled", unit="人社局"),
    DutyRule(Q, 11, measure_id="skilled", unit="人社局"),
    DutyRule(M, 7, measure_id="skilled", unit="统计局"),
    DutyRule(M, 8, unit="统计局"),
)


@pytest.mark.parametrize(
    ("measure", "units", "helpers", "region", "expected"),
    [
        ("other", set(), set(), "4419", (Q, 20)),
        ("other", {"人社局", "教育局"}, set(), "4419", (M, 15)),
        ("other", set(), set(), "441901", (M, 5)),
        ("other", {"人社局"}, set(), "441901", (M, 15)),
        ("skilled", {"教育局"}, set(), "441901", (Y, 60)),
        ("skilled", {"人社局"}, set(), "4419", (Q, 11)),
        ("skilled", {"人社局"}, {"统计局"}, "4419", (M, 7)),
        ("skilled", {"教育局"}, {"人社局"}, "4419", (Q, 11)),
        ("other", {"教育局"}, {"统计局"}, "4419", (Q, 20)),  # who only helps is named for one measure, or not at all
    ],
)
def test_the_narrowest_rule_counts_and_of_several_the_last(measure, units, helpers, region, expected):
    rule = rule_for(RULES, Subject(measure, region, frozenset(units), frozenset(helpers)))
    assert (rule.frequency, rule.days_after) == expected


def test_a_rule_names_who_reports_only_where_the_unit_helps_and_a_measure_is_said():
    told = [(rule.days_after, rule.names_helper(frozenset({"人社局", "统计局"}))) for rule in RULES]
    assert [days for days, named in told if named] == [10, 11, 7]


def test_where_nothing_is_said_the_year_is_due_by_the_end_of_january():
    rule = rule_for((), Subject("any", "4419"))
    assert due_on(Window(date(2025, 1, 1), date(2025, 12, 31)), rule) == date(2026, 1, 31)


YEAR, DUE = Window(date(2023, 1, 1), date(2023, 12, 31)), date(2024, 1, 31)


@pytest.mark.parametrize(
    ("today", "reported", "sent", "expected"),
    [
        (date(2023, 12, 31), None, {}, DutyState.AHEAD),
        (date(2024, 1, 1), None, {}, DutyState.OPEN),
        (date(2024, 1, 31), None, {}, DutyState.OPEN),
        (date(2024, 2, 1), None, {}, DutyState.MISSING),
        (date(2024, 5, 1), date(2024, 1, 31), {}, DutyState.REPORTED),
        (date(2024, 5, 1), date(2024, 2, 1), {}, DutyState.LATE),
        (date(2024, 5, 1), None, {"waiting": True}, DutyState.WAITING),
        (date(2024, 5, 1), None, {"returned": True}, DutyState.RETURNED),
        (date(2024, 5, 1), None, {"returned": True, "waiting": True}, DutyState.WAITING),
        (date(2024, 5, 1), date(2024, 1, 5), {"returned": True}, DutyState.REPORTED),
    ],
)
def test_how_a_period_stands(today, reported, sent, expected):
    assert state_of(YEAR, DUE, reported, today, **sent) is expected
