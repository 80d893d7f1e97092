"""Targets of a year or a window: which flows are added up, and how the sum stands to the days gone."""

from datetime import date

import pytest

from kpi.model import Status, Window
from tests.unit.progress.factory import TOWN, at, each_year, flow, in_window, in_year, judge, judge_one, months

CHAIN = [
    flow(12, "2025-01-01", "2025-03-31"),
    flow(30, "2025-01-01", "2025-06-30"),
    flow(45, "2025-01-01", "2025-09-30"),
]


@pytest.mark.parametrize(("as_of", "total", "days"), [("2025-03-31", 12, 90), ("2025-06-30", 30, 181), ("2025-11-30", 45, 273)])
def test_cumulative_figures_of_one_year_are_not_added(as_of, total, days):
    # 1—3月 is 90 days, 1—6月 181, 1—9月 273; the clock stands at the last figure, not at as_of
    found = judge_one(in_year(100), CHAIN, as_of)
    assert found.current_value == total
    assert found.completion_pct == pytest.approx(total)
    assert found.time_pct == pytest.approx(100 * days / 365)
    assert found.lead_pp == pytest.approx(total - 100 * days / 365)
    assert found.expected_value == pytest.approx(100 * days / 365)
    assert found.projected_value == pytest.approx(total * 365 / days)
    assert found.required_per_year == 100 - total


def test_thirtieth_of_june_is_half_a_year_less_a_bit():
    found = judge_one(in_year(100), CHAIN, "2025-06-30")
    assert found.time_pct == pytest.approx(49.589, abs=1e-3)
    assert found.status is Status.FAR_BEHIND  # 30 − 49.589
    assert (found.year, found.period) == (2025, Window(date(2025, 1, 1), date(2025, 12, 31)))
    assert found.current_date == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("value", "status"),
    [(100, Status.MET), (50, Status.ON_PACE), (49.99, Status.BEHIND), (40.01, Status.BEHIND), (40, Status.FAR_BEHIND)],
)
def test_status_by_lead(value, status):
    # 1 January to 1 July 2024 is 183 of 366 days
    assert judge_one(in_year(100, year=2024), [flow(value, "2024-01-01", "2024-07-01")], "2024-07-01").status is status


def test_leap_year_has_a_day_more():
    found = judge_one(in_year(100, year=2024), [flow(40, "2024-01-01", "2024-02-29")], "2024-02-29")
    assert found.time_pct == pytest.approx(100 * 60 / 366)
    february = judge_one(
        in_year(100, year=2024), [flow(40, "2024-01-01", "2024-01-31"), flow(2, "2024-03-01", "2024-03-31")], "2024-03-31"
    )
    assert february.status is Status.INCOMPLETE
    whole = judge_one(in_year(100, year=2024), months([10] * 12, 2024), "2024-12-31")
    assert (whole.status, whole.complete, whole.current_value) == (Status.MET, True, 120)


def test_most_days_win():
    # 1—6月 (181 days) and 5—12月 (245) overlap; 1—3月 (90) + 5—12月 (245) = 335 days beats both and 1—6月 + nothing
    figures = [flow(1, "2025-01-01", "2025-06-30"), flow(10, "2025-05-01", "2025-12-31"), flow(100, "2025-01-01", "2025-03-31")]
    found = judge_one(in_year(1000), figures, "2025-12-31")
    assert (found.current_value, found.figures) == (110, (2, 1))
    assert (found.status, found.complete) == (Status.PENDING, False)  # April is missing


def test_windows_that_share_a_single_day_are_not_added():
    # both are 91 days and both have 1 April; of two as good, the earlier
    figures = [flow(10, "2025-01-01", "2025-04-01"), flow(7, "2025-04-01", "2025-06-30")]
    found = judge_one(in_year(1000), figures, "2025-06-30")
    assert (found.current_value, found.current_date) == (10, date(2025, 4, 1))


def test_then_fewest_windows():
    figures = [*months([1] * 6, 2025), flow(7, "2025-01-01", "2025-06-30"), flow(2, "2025-01-01", "2025-03-31")]
    assert judge_one(in_year(1000), figures, "2025-06-30").current_value == 7


def test_then_the_longest_first():
    # 1—6月 + 7—9月 and 1—3月 + 4—9月 both cover 273 days with two windows; 1—6月 is longer than 1—3月
    figures = [
        flow(1, "2025-01-01", "2025-03-31"), flow(20, "2025-04-01", "2025-09-30"),
        flow(300, "2025-01-01", "2025-06-30"), flow(4000, "2025-07-01", "2025-09-30"),
    ]  # fmt: skip
    assert judge_one(in_year(10000), figures, "2025-09-30").current_value == 4300


def test_figure_over_the_edge_is_left_out_and_never_prorated():
    figures = [flow(90, "2024-12-01", "2025-01-31"), flow(10, "2025-01-01", "2025-06-30"), flow(80, "2025-07-01", "2026-01-01")]
    found = judge_one(in_year(100), figures, "2026-01-01")
    assert (found.status, found.current_value, found.current_date) == (Status.PENDING, 10, date(2025, 6, 30))


def test_hole_makes_the_sum_a_lower_bound():
    # January to March and May: 90 + 31 = 121 days of the 151 to 31 May
    figures = [flow(40, "2025-01-01", "2025-03-31"), flow(20, "2025-05-01", "2025-05-31")]
    found = judge_one(in_year(100), figures, "2025-05-31")
    assert (found.status, found.current_value, found.gap) == (Status.INCOMPLETE, 60, 40)
    assert (found.completion_pct, found.time_pct) == (60, pytest.approx(100 * 151 / 365))
    assert found.expected_value == pytest.approx(100 * 151 / 365)
    assert (found.lead_pp, found.required_per_year, found.projected_value) == (None, None, None)


def test_hole_at_the_start_counts_too():
    assert judge_one(in_year(100), [flow(40, "2025-01-02", "2025-03-31")], "2025-03-31").status is Status.INCOMPLETE


def test_lower_bound_that_suffices_is_met():
    figures = [flow(80, "2025-01-01", "2025-03-31"), flow(20, "2025-05-01", "2025-05-31")]
    assert judge_one(in_year(100), figures, "2025-05-31").status is Status.MET
    assert judge_one(in_year(100), figures, "2025-12-31").status is Status.MET


def test_year_that_is_over():
    whole, part = flow(99, "2025-01-01", "2025-12-31"), flow(99, "2025-01-01", "2025-11-30")
    missed = judge_one(in_year(100), [whole], "2025-12-31")
    assert (missed.status, missed.gap, missed.required_per_year, missed.lead_pp) == (Status.MISSED, 1, None, -1)
    pending = judge_one(in_year(100), [part], "2025-12-31")  # no hole before t, but December is missing
    assert (pending.status, pending.lead_pp) == (Status.PENDING, pytest.approx(99 - 100 * 334 / 365))
    assert pending.projected_value == pytest.approx(99 * 365 / 334)
    assert judge_one(in_year(99), [part], "2025-12-31").status is Status.MET


def test_pending_with_a_hole_has_no_pace():
    figures = [flow(40, "2025-01-01", "2025-03-31"), flow(20, "2025-05-01", "2025-12-31")]
    found = judge_one(in_year(100), figures, "2025-12-31")
    assert (found.status, found.completion_pct, found.time_pct) == (Status.PENDING, 60, 100)
    assert (found.lead_pp, found.required_per_year, found.projected_value) == (None, None, None)


def test_sum_that_may_not_exceed():
    target = in_year(100, "<=", year=2024)
    half = judge_one(target, [flow(45, "2024-01-01", "2024-07-01")], "2024-07-01")
    assert (half.status, half.lead_pp) == (Status.ON_PACE, pytest.approx(5))  # time − completion
    much = judge_one(target, [flow(55, "2024-01-01", "2024-07-01")], "2024-07-01")
    assert (much.status, much.lead_pp) == (Status.BEHIND, pytest.approx(-5))
    assert judge_one(target, [flow(60, "2024-01-01", "2024-07-01")], "2024-07-01").status is Status.FAR_BEHIND
    assert judge_one(target, [flow(101, "2024-01-01", "2024-07-01")], "2024-07-01").status is Status.MISSED
    spent = judge_one(target, [flow(100, "2024-01-01", "2024-11-30")], "2024-12-30")  # 335/366 = 91.5 % of the time
    assert spent.status is Status.BEHIND
    assert judge_one(target, [flow(100, "2024-01-01", "2024-12-31")], "2024-12-31").status is Status.MET
    assert judge_one(target, [flow(100, "2024-01-01", "2024-11-30")], "2024-12-31").status is Status.PENDING
    assert judge_one(target, [flow(101, "2024-03-01", "2024-11-30")], "2024-12-31").status is Status.MISSED


def test_sum_that_must_equal():
    target = in_year(100, "=", year=2024)
    assert judge_one(target, [flow(100, "2024-01-01", "2024-07-01")], "2024-07-01").status is Status.ON_PACE
    assert judge_one(target, [flow(100, "2024-01-01", "2024-12-31")], "2024-12-31").status is Status.MET
    assert judge_one(target, [flow(101, "2024-01-01", "2024-12-31")], "2024-12-31").status is Status.MISSED
    assert judge_one(target, [flow(99, "2024-01-01", "2024-12-31")], "2024-12-31").status is Status.MISSED
    assert judge_one(target, [flow(100, "2024-01-01", "2024-11-30")], "2024-12-31").status is Status.PENDING


@pytest.mark.parametrize("comparator", ["<=", "="])
def test_target_of_zero_has_no_percentage(comparator):
    target = in_year(0, comparator)
    none_yet = judge_one(target, [flow(0, "2025-01-01", "2025-06-30")], "2025-06-30")
    assert (none_yet.status, none_yet.completion_pct, none_yet.lead_pp) == (Status.ON_PACE, None, None)
    one = judge_one(target, [flow(1, "2025-01-01", "2025-06-30")], "2025-06-30")
    assert one.status is (Status.MISSED if comparator == "<=" else Status.FAR_BEHIND)


def test_sum_is_not_tipped_by_binary_fractions():
    # 0.7 + 0.1 comes out as 0.7999999999999999
    halves = [flow(0.7, "2025-01-01", "2025-06-30"), flow(0.1, "2025-07-01", "2025-12-31")]
    assert judge_one(in_year("0.8"), halves, "2025-12-31").status is Status.MET
    assert judge_one(in_year("0.8", "="), halves, "2025-12-31").status is Status.MET
    # 0.1 + 0.2 comes out as 0.30000000000000004
    halves = [flow(0.1, "2025-01-01", "2025-06-30"), flow(0.2, "2025-07-01", "2025-12-31")]
    assert judge_one(in_year("0.3", "<="), halves, "2025-12-31").status is Status.MET
    assert judge_one(in_year("0.3"), [flow(0.2999999, "2025-01-01", "2025-12-31")], "2025-12-31").status is Status.MISSED


def test_window_of_several_years():
    # 12 in 2022, of 100 in 2022—2025: 12 % at 365 of 1461 days; 88 left for three years
    found = judge_one(in_window(100, "2022-01-01", "2025-12-31"), [flow(12, "2022-01-01", "2022-12-31")], "2023-06-30")
    assert (found.status, found.year) == (Status.FAR_BEHIND, None)
    assert found.completion_pct == pytest.approx(12)
    assert found.time_pct == pytest.approx(24.983, abs=1e-3)
    assert found.lead_pp == pytest.approx(-12.983, abs=1e-3)
    assert found.required_per_year == pytest.approx(88 / 3)
    assert found.projected_value == pytest.approx(12 * 1461 / 365)


def test_window_within_a_year():
    # 2023-07-01 to 2023-12-31 is 184 days; July and August are 62
    found = judge_one(in_window(10, "2023-07-01", "2023-12-31"), [flow(5, "2023-07-01", "2023-08-31")], "2023-08-31")
    assert (found.status, found.time_pct) == (Status.ON_PACE, pytest.approx(100 * 62 / 184))
    assert found.required_per_year == pytest.approx(5 / (122 / 365))  # 31 August is day 243 of 365


def test_each_year_is_judged_by_itself():
    figures = [
        flow(120, "2023-01-01", "2023-12-31"),
        flow(80, "2024-01-01", "2024-12-31"),
        flow(10, "2025-01-01", "2025-03-31"),
    ]
    found = judge(each_year(100), figures, "2025-03-31")
    assert [(each.year, each.status) for each in found] == [
        (2023, Status.MET),
        (2024, Status.MISSED),
        (2025, Status.FAR_BEHIND),  # 10 − 24.66
    ]
    assert [each.current_value for each in found] == [120, 80, 10]


def test_not_started():
    found = judge_one(in_year(100, year=2025), [flow(120, "2024-01-01", "2024-12-31")], "2024-12-31")
    assert (found.status, found.current_value, found.gap) == (Status.NOT_STARTED, None, None)
    assert judge_one(in_year(100, year=2025), [], "2025-01-01").status is Status.NO_DATA
    assert judge_one(in_window(100, "2023-07-01", "2025-12-31"), [], "2023-06-30").status is Status.NOT_STARTED


def test_nothing_reported():
    assert judge_one(in_year(100), [], "2025-12-30").status is Status.NO_DATA
    assert judge_one(in_year(100), [], "2025-12-31").status is Status.PENDING


def test_other_regions_groups_and_dates_do_not_count():
    figures = [
        flow(10, "2025-01-01", "2025-06-30"), flow(500, "2025-01-01", "2025-06-30", region_code=TOWN),
        flow(500, "2025-07-01", "2025-07-31", breakdown="level", member="senior"), at(500, "2025-06-30", "flow"),
    ]  # fmt: skip
    found = judge_one(in_year(100), figures, "2025-07-31")
    assert (found.current_value, found.figures) == (10, (0,))
    town = judge_one(in_year(1000, region_code=TOWN), figures, "2025-07-31")
    assert town.current_value == 500


def test_figures_that_end_after_as_of_are_not_there():
    found = judge_one(in_year(100), CHAIN, "2025-06-29")
    assert (found.current_value, found.current_date) == (12, date(2025, 3, 31))
