"""The average per year of late: only whole years and figures that compare."""

from datetime import date

import pytest

from kpi.model import Window
from kpi.progress import yearly_averages

from .factory import at, by_date, day, flow, frame, in_window, in_year, months, plan


def average(goal, figures, as_of, **catalog):
    return yearly_averages(plan(goal, **catalog), frame(*figures), day(as_of)).get("T")


def test_mean_of_whole_years():
    # 2022: 40, 2023: 12 × 5 = 60, 2024 only to March, and 2018—2023 in one overlaps them all
    figures = [
        flow(40, "2022-01-01", "2022-12-31"),
        *months([5] * 12, 2023),
        *months([9] * 3, 2024),
        flow(999, "2018-01-01", "2023-12-31"),
    ]
    found = average(in_window(500, "2022-01-01", "2025-12-31"), figures, "2024-03-31")
    assert found.value == pytest.approx(50)
    assert (found.years, found.window) == (2, Window(date(2022, 1, 1), date(2023, 12, 31)))
    assert found.figures == tuple(range(13))


def test_only_the_last_three_years():
    figures = [
        flow(value, f"{year}-01-01", f"{year}-12-31") for value, year in [(1000, 2020), (10, 2021), (20, 2022), (60, 2023)]
    ]
    assert average(in_year(100, year=2024), figures, "2024-06-30").value == pytest.approx(30)
    assert average(in_year(100, year=2023), figures, "2023-12-31").value == pytest.approx(30)  # a year counts from its last day
    assert average(in_year(100, year=2023), figures, "2023-12-30").value == pytest.approx((1000 + 10 + 20) / 3)


def test_no_whole_year_no_average():
    assert average(in_year(100), [*months([9] * 11, 2024)], "2024-12-31") is None
    assert average(in_year(100), [flow(480, None, "2024-12-31")], "2024-12-31") is None
    assert average(in_year(100), [flow(480, "2024-01-01", "2024-12-31", breakdown="a", member="b")], "2024-12-31") is None


def test_years_before_a_break_do_not_compare():
    figures = [flow(10, "2022-01-01", "2022-12-31"), flow(30, "2023-01-01", "2023-12-31")]
    goal = in_year(100, year=2024)
    assert average(goal, figures, "2024-06-30", breaks=[("flow", "2023-01-01")]).value == 30
    assert average(goal, figures, "2024-06-30", breaks=[("flow", "2023-02-01")]) is None
    assert average(goal, figures, "2024-06-30", breaks=[("flow", "2024-07-01")]).value == 20


def test_a_figure_of_the_very_day_is_counted_the_new_way():
    # a break on 2022-12-31: that day's 70 compares with 100 of 2024-12-31, 30 in two years; from the day after on nothing does
    figures = [at(40, "2021-12-31"), at(70, "2022-12-31"), at(100, "2024-12-31")]
    kept = average(by_date(200), figures, "2024-12-31", breaks=[("stock", "2022-12-31")])
    assert (kept.value, kept.window) == (pytest.approx(15), Window(date(2022, 12, 31), date(2024, 12, 31)))
    assert average(by_date(200), figures, "2024-12-31", breaks=[("stock", "2023-01-01")]) is None


def test_change_of_a_level_per_year():
    # from 2021-06-30 (2021.4959) to 2024-06-30 (2024.4973): 60 in 3.0014 years; the figure of 2020 is too old
    figures = [at(1, "2020-06-30"), at(40, "2021-06-30"), at(70, "2022-12-31"), at(100, "2024-06-30")]
    found = average(by_date(200), figures, "2024-06-30")
    assert found.value == pytest.approx(60 / 3.00136, rel=1e-5)
    assert (found.window, found.years, found.figures) == (Window(date(2021, 6, 30), date(2024, 6, 30)), 3, (1, 3))
    assert average(by_date(200), figures, "2024-06-30", breaks=[("stock", "2022-01-01")]).value == pytest.approx(
        30 / 1.49727, rel=1e-5
    )


def test_levels_less_than_a_year_apart_say_nothing():
    assert average(by_date(200), [at(40, "2024-01-31"), at(70, "2024-12-31")], "2024-12-31") is None
    assert average(by_date(200), [at(40, "2024-02-29"), at(70, "2025-02-28")], "2025-02-28").value == pytest.approx(
        30, rel=0.01
    )
    assert average(by_date(200), [], "2024-12-31") is None


def test_ratio_of_a_year_has_no_pace():
    figures = [flow(0.3, "2023-01-01", "2023-12-31", "ratio"), flow(0.4, "2024-01-01", "2024-12-31", "ratio")]
    assert average(in_year("0.5", measure_id="ratio"), figures, "2024-12-31") is None


def test_a_break_of_a_part_counts_where_the_ratio_is_worked_out():
    """0.2 → 0.3 in a year. A denominator counted anew in between matters only where nothing is stated."""
    goal, broken = by_date("0.5", measure_id="ratio"), {"breaks": [("whole", "2024-06-30")]}
    parts = [
        at(20, "2023-12-31", "part"),
        at(30, "2024-12-31", "part"),
        at(100, "2023-12-31", "whole"),
        at(100, "2024-12-31", "whole"),
    ]
    assert average(goal, parts, "2024-12-31").value == pytest.approx(0.1)
    assert average(goal, parts, "2024-12-31", **broken) is None
    stated = [at(0.2, "2023-12-31", "ratio"), at(0.3, "2024-12-31", "ratio")]
    assert average(goal, stated, "2024-12-31", **broken).value == pytest.approx(0.1)


def test_the_years_of_an_average_are_known_one_by_one():
    figures = [flow(value, f"{year}-01-01", f"{year}-12-31") for value, year in [(10, 2021), (20, 2022), (60, 2023)]]
    found = average(in_year(100, year=2024), figures, "2024-06-30")
    assert [(rate.value, rate.window.start.year) for rate in found.rates] == [(10, 2021), (20, 2022), (60, 2023)]


def test_a_level_has_a_rate_from_each_figure_to_the_next_a_year_on():
    """40 to 70 in 2022; the 80 of June 2023 are passed over; 70 to 100 in the two years to the end of 2024."""
    figures = [at(40, "2021-12-31"), at(70, "2022-12-31"), at(80, "2023-06-30"), at(100, "2024-12-31")]
    found = average(by_date(200), figures, "2024-12-31")
    assert [(rate.value, rate.window.end) for rate in found.rates] == [
        (pytest.approx(30), date(2022, 12, 31)),
        (pytest.approx(15), date(2024, 12, 31)),
    ]
