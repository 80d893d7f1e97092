"""Ratios of a year or window: Σ numerator ÷ Σ denominator over the same days, or one stated for exactly the period."""

from datetime import date

import pytest

from kpi.model import Status
from tests.unit.progress.factory import at, flow, flow_measure, in_window, in_year, judge_one, months, ratio_measure

TARGET = in_year("0.3", measure_id="ratio", year=2024)
FIRST_QUARTER = [flow(20, "2024-01-01", "2024-03-31", "part"), flow(100, "2024-01-01", "2024-03-31", "whole")]


def test_incomplete_until_the_period_is_over_whatever_its_value():
    low = judge_one(TARGET, FIRST_QUARTER, "2024-03-31")
    assert (low.status, low.current_value, low.current_date) == (Status.INCOMPLETE, 0.2, date(2024, 3, 31))
    assert low.gap == pytest.approx(0.1)
    everything = [*months([9] * 11, 2024, "part"), *months([10] * 11, 2024, "whole")]
    high = judge_one(TARGET, everything, "2024-12-30")
    assert (high.status, high.current_value) == (Status.INCOMPLETE, pytest.approx(0.9))
    assert {high.completion_pct, high.distance_pct, high.time_pct, high.lead_pp, high.expected_value} == {None}
    assert {high.required_per_year, high.projected_value, high.cagr_ratio} == {None}


@pytest.mark.parametrize(("numerator", "status"), [(30, Status.MET), (29, Status.MISSED)])
def test_decided_when_over_and_complete(numerator, status):
    figures = [flow(numerator, "2024-01-01", "2024-12-31", "part"), *months([100 / 12] * 12, 2024, "whole")]
    found = judge_one(TARGET, figures, "2024-12-31")
    assert (found.status, found.current_value) == (status, pytest.approx(numerator / 100))
    assert found.completion_pct is None


def test_pending_when_over_and_not_complete():
    found = judge_one(TARGET, FIRST_QUARTER, "2024-12-31")
    assert (found.status, found.current_value) == (Status.PENDING, 0.2)


def test_sums_are_divided_and_not_averaged():
    # 10/20 and 10/80: the mean of the ratios would be 31.25 %, the ratio of the sums is 20 %
    figures = [
        flow(10, "2024-01-01", "2024-06-30", "part"), flow(20, "2024-01-01", "2024-06-30", "whole"),
        flow(10, "2024-07-01", "2024-12-31", "part"), flow(80, "2024-07-01", "2024-12-31", "whole"),
    ]  # fmt: skip
    found = judge_one(TARGET, figures, "2024-12-31")
    assert (found.status, found.current_value) == (Status.MISSED, pytest.approx(0.2))


def test_ratio_stated_for_exactly_the_period_is_used_as_stated():
    stated = flow(0.31, "2024-01-01", "2024-12-31", "ratio")
    parts = [flow(10, "2024-01-01", "2024-12-31", "part"), flow(100, "2024-01-01", "2024-12-31", "whole")]
    found = judge_one(TARGET, [*parts, stated], "2024-12-31")
    assert (found.status, found.current_value, found.figures) == (Status.MET, 0.31, (2,))


def test_ratio_stated_for_another_window_is_not_used():
    half = flow(0.5, "2024-01-01", "2024-06-30", "ratio")
    assert judge_one(TARGET, [half], "2024-06-30").status is Status.NOT_COMPARABLE
    assert judge_one(TARGET, [half, *FIRST_QUARTER], "2024-06-30").current_value == 0.2
    assert judge_one(TARGET, [at(0.5, "2024-12-31", "ratio")], "2024-12-31").status is Status.NOT_COMPARABLE


def test_parts_must_cover_the_same_days():
    figures = [flow(20, "2024-01-01", "2024-03-31", "part"), flow(100, "2024-01-01", "2024-06-30", "whole")]
    assert judge_one(TARGET, figures, "2024-06-30").status is Status.NOT_COMPARABLE


def test_days_both_parts_cover_are_used():
    # the numerator is there to March and to June, the denominator only to March
    figures = [*FIRST_QUARTER, flow(90, "2024-01-01", "2024-06-30", "part")]
    found = judge_one(TARGET, figures, "2024-06-30")
    assert (found.current_value, found.current_date) == (0.2, date(2024, 3, 31))


def test_parts_may_be_cut_differently():
    figures = [
        *months([5] * 6, 2024, "part"),
        flow(60, "2024-01-01", "2024-03-31", "whole"),
        flow(60, "2024-04-01", "2024-06-30", "whole"),
    ]
    found = judge_one(TARGET, figures, "2024-06-30")
    assert (found.current_value, found.current_date) == (pytest.approx(0.25), date(2024, 6, 30))


def test_window_of_several_years():
    target = in_window("0.3", "2023-01-01", "2024-12-31", measure_id="ratio")
    parts = [flow(70, "2023-01-01", "2024-12-31", "part"), *months([10] * 12, 2023, "whole"), *months([10] * 12, 2024, "whole")]
    found = judge_one(target, parts, "2024-12-31")
    assert (found.status, found.current_value) == (Status.MISSED, pytest.approx(70 / 240))


def test_numerator_may_be_a_group_of_the_denominator():
    measures = [ratio_measure(numerator_id="whole[level=senior]"), flow_measure("whole")]
    year = ("2024-01-01", "2024-12-31", "whole")
    figures = [
        flow(3, *year, breakdown="level", member="senior"),
        flow(7, *year, breakdown="level", member="junior"),
        flow(9, *year),
    ]
    exactly_a_third = in_year("1/3", measure_id="ratio", year=2024)
    found = judge_one(exactly_a_third, figures, "2024-12-31", measures=measures)
    assert (found.status, found.figures) == (Status.MET, (0, 2))  # 3 ÷ 9


def test_denominator_of_zero_gives_no_ratio():
    figures = [flow(0, "2024-01-01", "2024-12-31", "part"), flow(0, "2024-01-01", "2024-12-31", "whole")]
    found = judge_one(TARGET, figures, "2024-12-31")
    assert (found.status, found.current_value) == (Status.NOT_COMPARABLE, None)


def test_ratio_that_may_not_exceed_is_not_decided_early():
    target = in_year("0.1", "<=", measure_id="ratio", year=2024)
    assert judge_one(target, FIRST_QUARTER, "2024-03-31").status is Status.INCOMPLETE
