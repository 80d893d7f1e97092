"""Which figures a target waits for, of every kind of period and measure."""

from datetime import date

import pytest

from kpi.model import PERIOD_TYPES, UNSPECIFIED, ChangeUnit, Kind
from kpi.progress import Waiting
from tests.unit.progress.factory import (
    CITY,
    TOWN,
    at,
    by_date,
    each_year,
    figure,
    flow,
    flow_measure,
    frame,
    in_window,
    plan,
    ratio_measure,
    stock_measure,
    target,
)

TODAY = date(2026, 3, 2)


def asked(goal, figures=(), year=None, today=TODAY, region="", **catalog):
    """Measure and period of every figure; a day, or two of them."""
    waiting = Waiting(plan(goal, **catalog), frame(*figures), today)
    return [(key[0], f"{key[6]}" if key[6] else f"{key[4]}—{key[5]}") for key in waiting.keys(goal, year, region)]


def years(*numbers, measure="flow"):
    return [(measure, f"{year}-01-01—{year}-12-31") for year in numbers]


def ends(*numbers, measure="stock"):
    return [(measure, f"{year}-12-31") for year in numbers]


def test_of_years_those_that_are_missing():
    figures = [flow(10, "2023-01-01", "2023-12-31"), flow(5, "2024-01-01", "2024-06-30")]
    assert asked(each_year(10), figures) == years(2024, 2025)


def test_halves_that_cover_a_year_are_the_year():
    figures = [flow(5, "2024-01-01", "2024-06-30"), flow(5, "2024-07-01", "2024-12-31")]
    assert asked(each_year(10), figures) == years(2023, 2025)


def test_a_year_that_is_named_is_asked_though_it_is_there():
    assert asked(each_year(10), [flow(10, "2024-01-01", "2024-12-31")], year=2024) == years(2024)
    assert asked(each_year(10), year=2022) == []


def test_where_nothing_is_missing_all_is_asked_again():
    figures = [flow(10, f"{year}-01-01", f"{year}-12-31") for year in (2023, 2024, 2025)]
    assert asked(each_year(10), figures) == years(2023, 2024, 2025)


def test_where_nothing_is_over_the_running_year_is_asked_and_nothing_that_has_not_begun():
    assert asked(each_year(10, years=(2026, 2027))) == years(2026)
    assert asked(each_year(10, years=(2027,))) == []


def test_a_window_is_asked_year_by_year_as_far_as_it_reaches():
    goal = in_window(100, "2023-07-01", "2025-06-30")
    assert asked(goal) == [
        ("flow", "2023-07-01—2023-12-31"),
        *years(2024),
        ("flow", "2025-01-01—2025-06-30"),
    ]


def test_a_figure_of_two_years_inside_the_window_stands_for_both_and_one_from_before_it_for_none():
    goal = in_window(100, "2022-01-01", "2025-12-31")
    assert asked(goal, [flow(40, "2022-01-01", "2023-12-31")]) == years(2024, 2025)
    assert asked(goal, [flow(40, "2018-01-01", "2023-12-31")]) == years(2022, 2023, 2024, 2025)


def test_figures_of_another_place_or_a_group_do_not_count():
    others = [
        flow(10, "2023-01-01", "2023-12-31", breakdown="a", member="b"),
        flow(9, "2024-01-01", "2024-12-31", region_code=TOWN),
    ]
    assert asked(each_year(10), others) == years(2023, 2024, 2025)
    assert asked(each_year(10), others, region=TOWN) == years(2023, 2025)


def test_a_level_is_asked_on_the_day_of_its_deadline():
    goal = by_date(20, deadline="2025-06-30")
    assert asked(goal) == [("stock", "2025-06-30")]
    assert asked(goal, year=2024) == ends(2024)


def test_a_level_of_a_deadline_ahead_is_asked_of_the_last_year_that_is_over():
    assert asked(by_date(20, deadline="2030-12-31"), [at(10, "2024-12-31")]) == ends(2025)


def test_a_share_is_asked_with_both_its_parts_where_they_can_be_of_the_day():
    measures = [ratio_measure(), stock_measure("part"), flow_measure("whole")]
    assert asked(by_date("0.3", measure_id="ratio"), measures=measures) == ends(2025, measure="ratio") + ends(
        2025, measure="part"
    )


def test_a_share_whose_parts_are_there_is_not_missing():
    of_2023 = [flow(30, "2023-01-01", "2023-12-31", "part"), flow(100, "2023-01-01", "2023-12-31", "whole")]
    assert asked(each_year("0.3", measure_id="ratio"), of_2023)[:1] == years(2024, measure="ratio")
    assert asked(each_year("0.3", measure_id="ratio"), of_2023[:1])[:1] == years(2023, measure="ratio")


def test_a_stock_that_is_judged_each_year_is_asked_on_its_last_day():
    assert asked(each_year(10, measure_id="stock", years=(2024, 2025))) == ends(2024, 2025)


def test_growth_is_asked_with_the_level_it_starts_from_unless_the_plan_has_that():
    growth = target(
        "stock", "0.07", PERIOD_TYPES["average_growth"], window=("2024-01-01", "2025-12-31"), change_unit=ChangeUnit.PERCENT
    )
    assert asked(growth) == ends(2023, 2024, 2025)
    assert asked(growth, [at(10, "2023-12-31")]) == ends(2024, 2025)


def test_what_is_held_against_another_measure_asks_for_both():
    measures = [flow_measure(kind=Kind.CHANGE), flow_measure("other", kind=Kind.CHANGE)]
    goal = target(
        "flow", 0, PERIOD_TYPES["relative"], years=(2024, 2025), change_unit=ChangeUnit.PERCENT, reference_measure_id="other"
    )
    assert asked(goal, measures=measures) == years(2024, 2025) + years(2024, 2025, measure="other")


def test_a_target_without_a_period_is_asked_of_the_last_year_that_is_over():
    assert asked(target("stock", 10, UNSPECIFIED)) == ends(2025)


@pytest.mark.parametrize("region", ["", TOWN])
def test_keys_are_of_the_region_asked_for(region):
    goal = each_year(10, years=(2025,))
    (key,) = Waiting(plan(goal), frame(), TODAY).keys(goal, None, region)
    assert key[1] == (region or CITY)


def test_a_baseline_of_the_plan_says_from_when_a_level_ahead_is_asked():
    goal = by_date(20, deadline="2030-12-31", baseline_figure_id="F")
    made = plan(goal, figures=[figure("F", "stock", 10, "2025-12-31")])
    assert [key[6] for key in Waiting(made, frame(at(10, "2025-12-31")), TODAY).keys(goal, None)] == [date(2026, 12, 31)]
