"""Qualifiers make an interval: a verdict needs the whole of it on one side of the target."""

import pytest

from kpi.model import Qualifier, Status
from tests.unit.progress.factory import at, by_date, flow, flow_measure, in_year, judge_one, stock_measure

START = at(50, "2023-06-30")


def on_the_deadline(value, qualifier, comparator=">=", printed=""):
    figures = [START, at(value, "2025-12-31", qualifier=qualifier, printed=printed)]
    if comparator == "<=":
        figures = [at(200, "2023-06-30"), figures[1]]
    return judge_one(by_date(100, comparator), figures, "2025-12-31").status


@pytest.mark.parametrize(
    ("qualifier", "value", "status"),
    [
        # from the value up is met from 100 on and open below it; from the value down is missed below 100 and open from it on
        ("eq", 100, Status.MET), ("eq", 99, Status.MISSED),
        ("ge", 100, Status.MET), ("ge", 99, Status.PENDING),
        ("gt", 100, Status.MET), ("gt", 99, Status.PENDING),
        ("le", 100, Status.PENDING), ("le", 101, Status.PENDING), ("le", 99, Status.MISSED),
        ("lt", 101, Status.PENDING), ("lt", 99, Status.MISSED),
        # 约 is half a unit either way: 99.5 to 100.5, and so on
        ("approx", 100, Status.PENDING), ("approx", 101, Status.MET), ("approx", 99, Status.MISSED),
    ],
)  # fmt: skip
def test_at_least_on_the_deadline(qualifier, value, status):
    assert on_the_deadline(value, qualifier) is status


@pytest.mark.parametrize(
    ("qualifier", "value", "status"),
    [
        ("eq", 100, Status.MET), ("eq", 101, Status.MISSED),
        ("le", 100, Status.MET), ("le", 101, Status.PENDING),
        ("lt", 100, Status.MET), ("lt", 101, Status.PENDING),
        ("ge", 100, Status.PENDING), ("ge", 99, Status.PENDING), ("ge", 101, Status.MISSED),
        ("gt", 99, Status.PENDING), ("gt", 101, Status.MISSED),
        ("approx", 100, Status.PENDING), ("approx", 99, Status.MET), ("approx", 101, Status.MISSED),
    ],
)  # fmt: skip
def test_at_most_on_the_deadline(qualifier, value, status):
    assert on_the_deadline(value, qualifier, "<=") is status


@pytest.mark.parametrize(
    ("qualifier", "value", "status"),
    [
        ("eq", 100, Status.MET), ("ge", 100, Status.PENDING), ("le", 100, Status.PENDING), ("approx", 100, Status.PENDING),
        ("ge", 101, Status.MISSED), ("gt", 99, Status.PENDING), ("le", 99, Status.MISSED), ("lt", 101, Status.PENDING),
        ("approx", 98, Status.MISSED), ("approx", 102, Status.MISSED),
    ],
)  # fmt: skip
def test_exactly_on_the_deadline(qualifier, value, status):
    assert on_the_deadline(value, qualifier, "=") is status


@pytest.mark.parametrize(
    ("printed", "value", "status"),
    [
        # the last printed digit of 约137.6万人 is 0.1万 = 1000, so 1 375 500 to 1 376 500
        ("约137.6万人", 1_376_000, Status.PENDING),
        ("约137.65万人", 1_376_500, Status.MET),  # 1 376 450 at least
        ("约138万人", 1_380_000, Status.PENDING),  # 1 375 000 at least
        ("约1,376,000人", 1_376_000, Status.PENDING),  # 1 375 999.5 at least
        ("约１３７.７万", 1_377_000, Status.MET),
        ("", 1_376_400, Status.PENDING),  # decimals 1 of 万: 1 375 900 at least
        ("约一百三十八万", 1_377_000, Status.MET),  # no digits to read: decimals again, 1 376 500 at least
    ],
)
def test_about_reaches_half_a_unit_of_the_last_printed_digit(printed, value, status):
    measure = stock_measure(display_scale=flow_measure().display_scale, decimals=1)
    figures = [START, at(value, "2025-12-31", qualifier="approx", printed=printed)]
    assert judge_one(by_date(1_376_000), figures, "2025-12-31", measures=[measure]).status is status


def test_before_the_deadline_met_needs_the_whole_interval():
    def judged(value, qualifier):
        return judge_one(by_date(100), [at(50, "2022-12-31"), at(value, "2024-07-01", qualifier=qualifier)], "2024-07-01")

    assert judged(100, "ge").status is Status.MET
    about = judged(100, "approx")  # judged as printed: 100 % of the way at 50 % of the time
    assert (about.status, about.lead_pp, about.current_qualifier) == (Status.ON_PACE, pytest.approx(50), Qualifier.APPROX)
    assert [remark.key for remark in about.remarks] == ["reason.mark"]
    assert judged(71, "ge").status is Status.BEHIND  # 42 % of the way as printed, though it may be more


def test_undecided_when_over_is_the_reason_and_no_remark():
    found = judge_one(by_date(100), [START, at(100, "2025-12-31", qualifier="approx")], "2025-12-31")
    assert (found.status, found.reason.key, found.remarks) == (Status.PENDING, "reason.undecided", ())


def test_decided_in_spite_of_its_mark_has_no_remark():
    assert judge_one(by_date(100), [START, at(100, "2024-06-30", qualifier="ge")], "2024-06-30").remarks == ()


def test_mark_is_carried():
    found = judge_one(by_date(100), [at(50, "2022-12-31", qualifier="ge"), at(60, "2024-07-01", qualifier="gt")], "2024-07-01")
    assert (found.baseline_qualifier, found.current_qualifier) == (Qualifier.GE, Qualifier.GT)


def test_target_to_be_kept_is_judged_as_printed_before_its_deadline():
    figures = [at(100, "2023-06-30"), at(100, "2024-06-30", qualifier="approx")]
    assert judge_one(by_date(100), figures, "2024-06-30").status is Status.MET
    short = [at(100, "2023-06-30"), at(99, "2024-06-30", qualifier="ge")]
    assert judge_one(by_date(100), short, "2024-06-30").status is Status.FAR_BEHIND


def year_of(*figures, comparator=">=", as_of="2025-12-31"):
    return judge_one(in_year(100, comparator), figures, as_of)


def test_bounds_of_a_sum_add():
    first, second = ("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")
    assert year_of(flow(60, *first, qualifier="ge"), flow(40, *second)).status is Status.MET
    open_above = year_of(flow(50, *first, qualifier="ge"), flow(40, *second))
    assert (open_above.status, open_above.current_qualifier) == (Status.PENDING, Qualifier.GE)
    open_below = year_of(flow(70, *first, qualifier="le"), flow(40, *second))
    assert (open_below.status, open_below.current_qualifier) == (Status.PENDING, Qualifier.LE)
    assert year_of(flow(50, *first, qualifier="le"), flow(40, *second)).status is Status.MISSED
    assert year_of(flow(50, *first, qualifier="ge"), flow(40, *second, qualifier="le")).current_qualifier is Qualifier.APPROX


def test_half_units_of_a_sum_add():
    # 约50 twice: 99 to 101 in all, since each is half a unit off; 约50.5 and 约50 would be told as 0.05 and 0.5
    first, second = ("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")
    about = {"qualifier": "approx"}
    both = year_of(flow(50, *first, printed="约50", **about), flow(50, *second, printed="约50", **about))
    assert both.status is Status.PENDING
    assert year_of(flow(51, *first, printed="约51", **about), flow(50, *second, printed="约50", **about)).status is Status.MET
    assert year_of(flow(50, *first, printed="约50", **about), flow(50.9, *second)).status is Status.MET
    assert year_of(flow(50, *first, printed="约50", **about), flow(50.4, *second)).status is Status.PENDING


def test_what_is_at_most_something_is_still_not_negative():
    # 100 in the first half are there whatever the second half brought
    found = year_of(flow(100, "2025-01-01", "2025-06-30"), flow(5, "2025-07-01", "2025-12-31", qualifier="le"))
    assert found.status is Status.MET


def test_sum_that_may_not_exceed_is_missed_only_when_surely_beyond():
    first = ("2025-01-01", "2025-06-30")
    assert year_of(flow(101, *first, qualifier="ge"), comparator="<=", as_of="2025-06-30").status is Status.MISSED
    less = year_of(flow(101, *first, qualifier="le"), comparator="<=", as_of="2025-06-30")
    assert (less.status, [remark.key for remark in less.remarks]) == (Status.FAR_BEHIND, ["reason.mark"])
    year = ("2025-01-01", "2025-12-31")
    assert year_of(flow(90, *year, qualifier="ge"), comparator="<=").status is Status.PENDING
    assert year_of(flow(90, *year, qualifier="le"), comparator="<=").status is Status.MET
    assert year_of(flow(100, *year, qualifier="approx", printed="约100"), comparator="=").status is Status.PENDING


def test_bounds_of_a_ratio():
    def judged(above, below):
        year = ("2025-01-01", "2025-12-31")
        figures = [flow(30, *year, "part", qualifier=above), flow(100, *year, "whole", qualifier=below)]
        return judge_one(in_year("0.3", measure_id="ratio"), figures, "2025-12-31")

    assert (judged("ge", "eq").status, judged("ge", "eq").current_qualifier) == (Status.MET, Qualifier.GE)
    assert judged("eq", "le").status is Status.MET  # a smaller denominator makes a larger ratio
    assert (judged("eq", "ge").status, judged("eq", "ge").current_qualifier) == (Status.PENDING, Qualifier.LE)
    assert judged("ge", "ge").current_qualifier is Qualifier.APPROX


def test_undecided_is_open_whatever_lies_on_the_line():
    year = ("2025-01-01", "2025-12-31")
    assert year_of(flow(100, *year, qualifier="lt")).status is Status.PENDING
