"""cagr_ratio: growth since the baseline against the growth that is required, a second opinion with a sentence of its own."""

import pytest

from kpi.model import Status
from tests.unit.progress.factory import at, by_date, judge_one, stock_measure

REQUIRED = 2 ** (1 / 4) - 1
"""From 100 on 2021-12-31 to 200 on 2025-12-31: four years, 18.92 % a year."""


def judged(value, as_of, goal=200, comparator=">=", start=100):
    return judge_one(by_date(goal, comparator), [at(start, "2021-12-31"), at(value, as_of)], as_of)


def keys(found):
    return [remark.key for remark in found.remarks]


def test_ratio_of_yearly_growth():
    # 130 after one year: 30 % a year against 18.92 %
    found = judged(130, "2022-12-31")
    assert found.cagr_ratio == pytest.approx(0.3 / REQUIRED)
    # 150 after two years: 22.47 % a year
    assert judged(150, "2023-12-31").cagr_ratio == pytest.approx((1.5**0.5 - 1) / REQUIRED)


def test_growth_that_agrees_says_nothing():
    assert keys(judged(130, "2022-12-31")) == []  # ahead by both
    assert keys(judged(110, "2022-12-31")) == []  # 10 % at 25 %, 10 % against 18.92 %: behind by both


def test_behind_the_line_but_growing_fast_enough():
    # a doubling in four years passes 118.92 after one; 122 of 125 on the line is 22 % at 24.98 %, growth 22 % a year
    found = judged(122, "2022-12-31")
    assert (found.status, keys(found)) == (Status.BEHIND, ["reason.growth_enough"])
    assert found.remarks[0].values == {"ratio": pytest.approx(0.22 / REQUIRED)}
    exactly = judged(100 * 2 ** (1 / 4), "2022-12-31")
    assert (exactly.cagr_ratio, keys(exactly)) == (pytest.approx(1), ["reason.growth_enough"])


def test_on_the_line_but_growing_too_slowly():
    # falling from 200 to 100: the line passes 175.02 after one year, the even rate −15.91 % passes 168.18; at 174.9 the lead is
    # above zero, and −12.55 % ÷ −15.91 % = 0.789
    found = judged(174.9, "2022-12-31", goal=100, comparator="<=", start=200)
    assert (found.status, keys(found)) == (Status.ON_PACE, ["reason.fall_too_slow"])
    assert found.cagr_ratio == pytest.approx((174.9 / 200 - 1) / (0.5**0.25 - 1))


def test_a_little_too_slow_is_not_worth_a_sentence():
    # falling from 110 to 100, the even rate is −2.355 %; on the line after one year at 107.5 it is −2.273 %, or 0.965 of it
    found = judged(107.5, "2022-12-31", goal=100, comparator="<=", start=110)
    assert found.status is Status.ON_PACE
    assert 0.95 < found.cagr_ratio < 1
    assert keys(found) == []


@pytest.mark.parametrize(("start", "value", "goal"), [(0, 50, 100), (-10, 50, 100), (10, -5, 100), (10, 0, 100)])
def test_needs_positive_values(start, value, goal):
    assert judged(value, "2022-12-31", goal=goal, start=start).cagr_ratio is None


def test_nothing_where_no_time_has_passed_or_growth_cannot_be_told():
    assert judge_one(by_date(200), [at(100, "2021-12-31")], "2021-12-31").cagr_ratio is None
    assert judge_one(by_date(200), [at(100, "2025-12-31")], "2025-12-31").cagr_ratio is None
    # a thousandfold in a day, taken to a year, is beyond what can be counted
    assert judged(1e9, "2022-01-01", goal=2e9).cagr_ratio is None


def test_decreasing_measure_uses_the_same_formula():
    # from 200 to 162 in two years is −10 % a year; to 100 in four it takes −15.91 %
    found = judge_one(
        by_date(100, "<="), [at(200, "2021-12-31"), at(162, "2023-12-31")], "2023-12-31", measures=[stock_measure()]
    )
    assert found.cagr_ratio == pytest.approx(-0.1 / (0.5**0.25 - 1))
