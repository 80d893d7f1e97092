"""Targets between two values, worked by hand: inside counts at the end, until then the nearer edge sets the pace."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kpi.model import PERIOD_TYPES, Kind, Status
from tests.unit.progress.factory import (
    at,
    by_date,
    each_year,
    flow,
    in_window,
    in_year,
    judge,
    judge_one,
    months,
    ratio_measure,
    stock_measure,
    target,
)


def between(goal, high):
    return replace(goal, value_high=Fraction(str(high)))


FROM_BELOW = between(by_date(100, "between"), 120)


def levels(*values):
    return [at(value, f"{2023 + place}-12-31") for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("value", "status", "gap", "distance"),
    [
        # from 60 to 100 in 731 days; 366 of them are gone, 50.07 %
        (81, Status.ON_PACE, 19, 52.5),
        (70, Status.FAR_BEHIND, 30, 25),
        (110, Status.ON_PACE, 0, 125),  # inside, but it may still leave
        (130, Status.FAR_BEHIND, -10, 175),  # 10 ÷ 40 past the further edge
    ],
)
def test_before_the_deadline_the_nearer_edge_sets_the_pace(value, status, gap, distance):
    found = judge_one(FROM_BELOW, levels(60, value), "2024-12-31")
    assert (found.status, found.gap, found.distance_pct) == (status, gap, distance)
    assert (found.target_value, found.target_high) == (100, 120)


def test_past_the_further_edge_is_an_excess():
    found = judge_one(FROM_BELOW, levels(60, 130), "2024-12-31")
    assert (found.overshot, found.lead_pp) == (True, -25)


def test_from_above_the_upper_edge_is_nearer():
    """From 140 down to 120: at 129 it is 11 of 20, 55 %."""
    found = judge_one(FROM_BELOW, levels(140, 129), "2024-12-31")
    assert (found.status, found.gap, round(found.distance_pct, 9)) == (Status.ON_PACE, -9, 55)
    assert judge_one(FROM_BELOW, levels(140, 95), "2024-12-31").overshot


@pytest.mark.parametrize(
    ("value", "status"),
    [(100, Status.MET), (110, Status.MET), (120, Status.MET), (99, Status.MISSED), (121, Status.MISSED)],
)
def test_on_the_deadline_inside_is_met(value, status):
    assert judge_one(FROM_BELOW, levels(60, 80, value), "2025-12-31").status is status
    assert judge_one(FROM_BELOW, levels(60, value), "2025-12-31").status is Status.PENDING


def test_a_baseline_inside_is_to_be_kept():
    kept = judge_one(FROM_BELOW, levels(105, 119), "2024-12-31")
    assert (kept.status, kept.holding, kept.gap, kept.expected_value) == (Status.MET, True, 0, None)
    lost = judge_one(FROM_BELOW, levels(105, 125), "2024-12-31")
    assert (lost.status, lost.gap) == (Status.FAR_BEHIND, -5)


def test_a_year_is_decided_when_it_is_over():
    goal = between(in_year(100, "between", year=2024), 120)
    assert judge_one(goal, months([9] * 12, 2024), "2024-12-31").status is Status.MET
    assert judge_one(goal, months([8] * 12, 2024), "2024-12-31").status is Status.MISSED
    assert judge_one(goal, months([11] * 12, 2024), "2024-12-31").status is Status.MISSED
    open_year = judge_one(goal, months([9] * 12, 2024)[:6], "2024-06-30")
    assert (open_year.status, open_year.completion_pct) == (Status.ON_PACE, 54)
    assert judge_one(goal, [*months([9], 2024), *months([9] * 6, 2024)[3:]], "2024-06-30").status is Status.INCOMPLETE


def test_a_ratio_of_an_open_year_is_incomplete_whatever_its_value():
    goal = between(in_year("0.1", "between", measure_id="ratio", year=2024), "0.2")
    parts = [flow(3, "2024-01-01", "2024-06-30", "part"), flow(20, "2024-01-01", "2024-06-30", "whole")]
    assert judge_one(goal, parts, "2024-06-30").status is Status.INCOMPLETE


def test_a_window_that_goes_past_its_upper_edge_is_an_excess():
    goal = between(in_window(100, "2024-01-01", "2025-12-31", "between"), 120)
    found = judge_one(goal, [flow(126, "2024-01-01", "2024-12-31")], "2024-12-31")
    assert (found.status, found.gap, found.lead_pp) == (Status.BEHIND, -6, -6)


def test_average_growth_within_bounds_has_no_pace():
    change = ratio_measure("change", kind=Kind.CHANGE, numerator_id="", denominator_id="")
    window = ("2021-01-01", "2025-12-31")
    goal = between(target("change", "0.045", PERIOD_TYPES["average_growth"], "between", window=window), "0.05")

    def status(rate):
        figures = [flow(rate, "2021-01-01", "2021-12-31", "change")]
        return judge_one(goal, figures, "2021-12-31", measures=[change]).status

    assert [status(rate) for rate in (0.04, 0.045, 0.05, 0.06)] == [
        Status.FAR_BEHIND, Status.ON_PACE, Status.ON_PACE, Status.FAR_BEHIND,
    ]  # fmt: skip


def test_a_stock_of_each_year_is_judged_by_its_last_day():
    goal = each_year(100, measure_id="stock", years=(2023, 2024, 2025, 2026))
    figures = [at(101, "2023-12-31"), at(105, "2024-06-30"), at(99, "2025-12-31"), at(90, "2026-03-31")]
    found = judge(goal, figures, "2026-06-30")
    assert [each.status for each in found] == [Status.MET, Status.PENDING, Status.MISSED, Status.INCOMPLETE]
    assert [each.current_value for each in found] == [101, 105, 99, 90]
    assert (found[3].gap, found[3].lead_pp, found[3].time_pct) == (10, None, None)


def test_a_stock_of_a_year_without_a_figure():
    goal = in_year(100, measure_id="stock", year=2024)
    assert judge_one(goal, [at(101, "2023-12-31")], "2024-06-30").status is Status.NO_DATA
    assert judge_one(goal, [at(101, "2023-12-31")], "2024-12-31").status is Status.PENDING


def test_a_change_of_each_year_is_the_years_own():
    change = ratio_measure("change", kind=Kind.CHANGE, numerator_id="", denominator_id="")
    goal = each_year("0.05", measure_id="change", years=(2023, 2024, 2025))
    figures = [flow(0.052, "2023-01-01", "2023-12-31", "change"), flow(-0.01, "2024-01-01", "2024-12-31", "change")]
    found = judge(goal, figures, "2025-06-30", measures=[change, stock_measure()])
    assert [each.status for each in found] == [Status.MET, Status.MISSED, Status.NO_DATA]
    assert found[1].gap == pytest.approx(0.06)
