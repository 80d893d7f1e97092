"""Projected values, their interval and the chance of meeting a target, against numbers worked out by hand."""

from math import atan, exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import projections
from kpi.analysis import Method, outlook, project
from kpi.analysis.ways import below, quantile
from kpi.model import Status
from tests.unit.progress.factory import (
    at,
    by_date,
    day,
    flow,
    frame,
    in_window,
    in_year,
    judge_one,
    months,
    plan,
    rank_measure,
)

T90_OF_3 = 1.637744
"""The 0.9 quantile of Student's t with three degrees of freedom."""
YEAR_ENDS = [f"{year}-12-31" for year in range(2020, 2025)]


def t3(value):
    """The distribution function of Student's t with three degrees of freedom."""
    return 0.5 + (value / sqrt(3) / (1 + value**2 / 3) + atan(value / sqrt(3))) / pi


def ahead(goal, reported, as_of, **catalog):
    found = judge_one(goal, reported, as_of, **catalog)
    return outlook(plan(goal, **catalog), frame(*reported), day(as_of), found)


def levels(values, measure_id="stock", **changes):
    return [at(value, day, measure_id, **changes) for value, day in zip(values, YEAR_ENDS, strict=True)]


def test_a_random_walk_with_drift():
    """Changes 2, 0, 3, 3: a drift of 2, residuals 0, −2, 1, 1, so σ² = 6/3. One year on: 20 ± t·e^(2.1/3)·√(2·(1 + 1/4))."""
    found = ahead(by_date(19), levels([10, 12, 12, 15, 18]), "2024-12-31").forecast
    spread = sqrt(2.5) * exp(0.7)
    assert (found.method, found.points, found.since) == (Method.DRIFT, 5, day("2020-12-31"))
    assert found.value == pytest.approx(20)
    assert (found.low, found.high) == pytest.approx((20 - T90_OF_3 * spread, 20 + T90_OF_3 * spread), rel=1e-5)
    assert found.chance == pytest.approx(t3(1 / spread), rel=1e-6)


def test_a_straight_line_with_noise():
    """The line through 12, 13, 15, 16, 18 is 11.8 + 1.5 a year, off it by .2, −.3, .2, −.3, .2: s² = 0.3/3; 19.3 a year on."""
    found = ahead(by_date(19), levels([12, 13, 15, 16, 18]), "2024-12-31").forecast
    spread = sqrt(0.1 * (1 + 1 / 5 + 9 / 10)) * exp(-0.3)
    assert (found.method, found.value) == (Method.TREND, pytest.approx(19.3))
    assert (found.low, found.high) == pytest.approx((19.3 - T90_OF_3 * spread, 19.3 + T90_OF_3 * spread), rel=1e-5)
    assert found.chance == pytest.approx(t3(0.3 / spread), rel=1e-6)


def test_growth_that_lasts_carries_on_what_was_above_average():
    """Growth of 1, 1, 2, 3, 4, 5: the last was above the average of 16/6, so more than that is to come, yet less than 5."""
    found = project(range(7), [10, 11, 12, 14, 17, 21, 26], 7)
    assert found.method is Method.MOMENTUM
    assert 26 + 16 / 6 < found.value < 26 + 5


@pytest.mark.parametrize("years", [[0, 1, 2, 3, 4], [0, 0.5, 1, 3, 4.2, 5], [0, 2, 3, 5, 6, 7, 8.5]])
@pytest.mark.parametrize("ahead_by", [0.5, 2])
def test_every_way_is_the_best_linear_prediction_of_its_kind(years, ahead_by):
    """Against generalized least squares, worked out another way: β from the normal equations, then what lies off the line."""
    chance = np.random.default_rng(7)
    met = set()
    for _ in range(60):
        values = np.cumsum(np.cumsum(chance.standard_normal(len(years)))) * chance.integers(0, 2) + chance.standard_normal(
            len(years)
        )
        found = project(years, values.tolist(), years[-1] + ahead_by)
        value, spread = least_squares(found.method, np.array(years), values, years[-1] + ahead_by)
        assert (found.value, found.spread) == (pytest.approx(value), pytest.approx(spread))
        met.add(found.method)
    assert met == {Method.TREND, Method.DRIFT, Method.MOMENTUM}


def least_squares(method, years, values, end):
    """Value and spread of one way; 1 is added to every covariance, which a line of unknown place takes up again."""
    rate = 0.8233 * (len(years) - 1) / years[-1]

    def covariance(first, second):
        if method is Method.TREND:
            return 1.0 + (first == second)
        if method is Method.DRIFT:
            return 1.0 + min(first, second)
        early, late = rate * first, rate * second
        return 1.0 + 2 * min(early, late) - 1 + exp(-early) + exp(-late) - exp(-abs(early - late))

    among = np.array([[covariance(one, other) for other in years] for one in years])
    to_end = np.array([covariance(one, end) for one in years])
    line, at_end, inverse = np.column_stack([np.ones(len(years)), years]), np.array([1, end]), np.linalg.inv(among)
    normal = np.linalg.inv(line.T @ inverse @ line)
    beta = normal @ line.T @ inverse @ values
    off = values - line @ beta
    scale = off @ inverse @ off / (len(years) - 2)
    rest = at_end - line.T @ inverse @ to_end
    variance = covariance(end, end) - to_end @ inverse @ to_end + rest @ normal @ rest
    wider = {Method.TREND: -0.9, Method.DRIFT: 2.1, Method.MOMENTUM: 1.8}[method]
    return at_end @ beta + to_end @ inverse @ off, sqrt(scale * variance) * exp(wider / (len(years) - 2))


@pytest.mark.parametrize(("degrees", "value"), [(3, 1.637744), (4, 1.533206), (8, 1.396815), (13, 1.350171)])
def test_the_quantiles_are_those_of_the_tables(degrees, value):
    assert quantile(0.9, degrees) == pytest.approx(value, abs=1e-6)
    assert below(value, degrees) == pytest.approx(0.9, abs=1e-6)
    assert below(-value, degrees) == pytest.approx(0.1, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("kind", projections.KINDS)
def test_four_intervals_in_five_hold_what_comes(kind):
    """Of 75 to 85 % whichever way the series goes, of those that the bench measures at length."""
    cells = [(length, horizon) for length in (5, 8, 12, 15) for horizon in projections.HORIZONS]
    shares = [projections.coverage(projections.KINDS[kind], *cell, replications=250) for cell in cells]
    assert projections.LOW <= sum(shares) / len(shares) <= projections.HIGH
    assert all(projections.LOW - 0.05 <= share <= projections.HIGH + 0.05 for share in shares)


def test_points_need_not_be_evenly_spaced():
    """1 in half a year counts as much towards the drift as its time: 8 in 3.496 years, half a year before the deadline."""
    figures = [at(value, on) for value, on in zip([10, 11, 14, 16, 18], [*YEAR_ENDS[1:], "2025-06-30"], strict=True)]
    found = ahead(by_date(19), figures, "2025-06-30").forecast
    years = 3 + 181 / 365
    assert (found.method, found.value) == (Method.DRIFT, pytest.approx(18 + 8 / years * (1 - 181 / 365)))


def test_a_target_to_stay_below_counts_the_other_side():
    found = ahead(by_date(19, "<="), levels([10, 12, 12, 15, 18]), "2024-12-31").forecast
    assert found.chance == pytest.approx(1 - t3(1 / sqrt(2.5) / exp(0.7)), rel=1e-6)
    assert ahead(by_date(19, "="), levels([10, 12, 13, 17, 18]), "2024-12-31").forecast.chance is None


def test_a_share_is_fitted_on_the_logit_scale():
    """Logits −1, −0.8, −0.8, −0.5, −0.2 drift by 0.2 a year: 0 a year on, which is a half."""
    shares = [1 / (1 + exp(-logit)) for logit in (-1, -0.8, -0.8, -0.5, -0.2)]
    found = ahead(by_date("0.45", measure_id="ratio"), levels(shares, "ratio"), "2024-12-31").forecast
    assert (found.method, found.value) == (Method.DRIFT, pytest.approx(0.5))
    assert 0 < found.low < found.value < found.high < 1
    assert found.low == pytest.approx(1 - found.high)


@given(st.lists(st.floats(0.001, 0.999), min_size=5, max_size=5))
def test_a_share_never_leaves_its_bounds(shares):
    found = ahead(by_date("0.5", measure_id="ratio"), levels(shares, "ratio"), "2024-12-31")
    if found is not None:
        assert 0 <= found.forecast.low <= found.forecast.value <= found.forecast.high <= 1
        assert 0 <= found.forecast.chance <= 1


def test_shares_of_nothing_or_everything_stay_within_bounds_too():
    found = ahead(by_date("0.9", measure_id="ratio"), levels([0, 0.3, 0.5, 0.7, 1], "ratio", qualifier="eq"), "2024-12-31")
    assert found.forecast.value == 1  # 1.25 on a straight scale
    assert found.forecast.high == 1


@pytest.mark.slow
@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5), st.integers(-500, 500), st.integers(1, 9))
def test_moving_or_stretching_everything_moves_and_stretches_the_forecast(values, move, stretch):
    def found(shift, factor):
        figures = levels([value * factor + shift + 1_000_000 for value in values])
        return ahead(by_date(2_000_000 * factor + shift), figures, "2024-12-31").forecast

    plain, moved = found(0, 1), found(move, stretch)
    assert moved.value == pytest.approx((plain.value - 1_000_000) * stretch + move + 1_000_000)
    assert moved.high - moved.low == pytest.approx((plain.high - plain.low) * stretch, abs=1e-6)


def test_a_quota_month_by_month():
    """Six months of 10 and nothing else: σ is 0, the line through them ends at 120, and 121 will not be reached."""
    figures = months([10] * 6, 2025)
    found = ahead(in_year(121), figures, "2025-06-30").forecast
    assert (found.method, found.points, found.since) == (Method.TREND, 6, day("2024-12-31"))
    assert found.value == pytest.approx(60 + 60 / (181 / 365) * 184 / 365, rel=0.01)


def test_cumulative_figures_are_never_taken_apart():
    """1–3月 and 1–6月 share their first day: only the later one is a link, so there is one point and a straight line."""
    figures = [flow(20, "2025-01-01", "2025-03-31"), flow(50, "2025-01-01", "2025-06-30")]
    found = ahead(in_year(100), figures, "2025-06-30").forecast
    assert (found.method, found.points, found.low, found.chance) == (Method.LINE, 1, None, None)
    assert found.value == pytest.approx(50 * 365 / 181)


def test_years_before_the_period_are_points_too():
    """Four whole years of 40 and half a year of 20: the rest of the window is carried on from the current sum."""
    figures = [flow(40, f"{year}-01-01", f"{year}-12-31") for year in range(2021, 2025)]
    figures.append(flow(20, "2025-01-01", "2025-06-30"))
    found = ahead(in_window(200, "2021-01-01", "2025-12-31"), figures, "2025-06-30").forecast
    line = np.polyfit([0, 1, 2, 3, 4, 4 + 181 / 365], [0, 40, 80, 120, 160, 180], 1)
    assert (found.method, found.points) == (Method.TREND, 5)
    assert found.value == pytest.approx(np.polyval(line, 5))


def test_fewer_than_five_points_give_a_line_and_say_so():
    found = ahead(by_date(200), levels([10, 12, 13, 17, 18])[1:], "2024-12-31").forecast
    assert (found.method, found.points, found.low, found.high, found.chance) == (Method.LINE, 4, None, None, None)
    assert found.value == pytest.approx(18 + 6 / 3 * 1, rel=1e-3)


def test_a_break_between_two_dates_cuts_the_series():
    """Of the five points two lie before it. The verdict needs a baseline after it too."""
    figures = levels([10, 12, 13, 17, 18])
    found = ahead(by_date(200), figures, "2024-12-31", breaks=[("stock", "2022-06-30")])
    assert found is None  # the verdict itself is not comparable: baseline and current lie on different sides
    later = [*figures[2:], at(19, "2025-01-31"), at(20, "2025-02-28")]
    assert ahead(by_date(200), [*figures[:2], *later], "2025-02-28", breaks=[("stock", "2022-06-30")]) is None


def test_points_before_a_break_do_not_count_even_if_the_baseline_comes_after_it():
    from .builders import with_baseline

    goal, figures, named = with_baseline("2022-12-31", levels([10, 12, 13, 17, 18]))
    found = ahead(goal, figures, "2024-12-31", figures=named, breaks=[("stock", "2022-06-30")]).forecast
    assert (found.method, found.points, found.since) == (Method.LINE, 3, day("2022-12-31"))


def test_nothing_is_projected_across_a_break_to_come():
    found = ahead(by_date(200), levels([10, 12, 13, 17, 18]), "2024-12-31", breaks=[("stock", "2025-07-01")])
    assert found.forecast is None
    assert (found.reason.key, found.reason.values["day"]) == ("analysis.break_ahead", day("2025-07-01"))
    assert judge_one(
        by_date(200), levels([10, 12, 13, 17, 18]), "2024-12-31", breaks=[("stock", "2025-07-01")]
    ).projected_value is None  # fmt: skip
    later = ahead(by_date(200), levels([10, 12, 13, 17, 18]), "2024-12-31", breaks=[("stock", "2026-01-01")])
    assert later.forecast.points == 5


def test_a_break_of_a_part_counts_where_the_ratio_is_worked_out():
    parts = [*levels([20, 25, 30, 35, 40], "part"), *levels([100] * 5, "whole")]
    goal = by_date("0.9", measure_id="ratio", baseline_figure_id="")
    assert ahead(goal, parts, "2024-12-31").forecast.points == 5
    assert ahead(goal, parts, "2024-12-31", breaks=[("whole", "2025-03-01")]).forecast is None


def test_nothing_over_or_without_a_pace_has_an_outlook():
    assert ahead(by_date(200, deadline="2024-12-31"), levels([10, 12, 13, 17, 18]), "2024-12-31") is None
    assert (
        ahead(in_year("0.5", measure_id="ratio", year=2024), [flow(0.4, "2024-01-01", "2024-06-30", "ratio")], "2024-06-30")
        is None
    )
    hole = [flow(5, "2025-01-01", "2025-01-31"), flow(5, "2025-03-01", "2025-03-31")]
    assert judge_one(in_year(100), hole, "2025-03-31").status is Status.INCOMPLETE
    assert ahead(in_year(100), hole, "2025-03-31") is None


def test_a_place_in_a_table_is_never_before_the_first():
    figures = levels([9, 7, 5, 3, 1], "rank")
    found = ahead(by_date(1, "<=", measure_id="rank"), figures, "2024-12-31", measures=[rank_measure()]).forecast
    assert found.value == 1
    assert found.low == 1


def test_a_baseline_alone_has_no_line_to_carry_on():
    alone = ahead(by_date(100), [at(50, "2024-12-31")], "2024-12-31")
    assert (alone.forecast, alone.reason.key, alone.reason.values["points"]) == (None, "analysis.too_few_points", 1)


def test_a_sum_that_has_decided_its_target_has_no_chance_left():
    """Five months of 3 each reach 12 a year in April already: what is left is how much it becomes, not whether."""
    reported = months([3, 3, 3, 3, 3], year=2025)
    reached = ahead(in_year(12, year=2025), reported, "2025-05-31").forecast
    assert reached.chance is None
    exceeded = ahead(in_year(12, "<=", year=2025), reported, "2025-05-31").forecast
    assert exceeded.chance is None


def test_what_has_been_summed_is_not_taken_back():
    """Months that swing widely give an interval wider than what is there; its low end stays at the 15 reached."""
    found = ahead(in_year(40, year=2025), months([9, 0, 1, 0, 5], year=2025), "2025-05-31").forecast
    assert found.low >= 15
