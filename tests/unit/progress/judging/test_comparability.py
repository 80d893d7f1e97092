"""Rules 1 to 4: not assessed, not started, not comparable, or nothing there. And 口径变更."""

from datetime import date

import pytest

from kpi.model import AMBIGUOUS, UNSPECIFIED, Kind, Status
from tests.unit.progress.factory import (
    TOWN,
    at,
    by_date,
    each_year,
    flow,
    in_window,
    in_year,
    judge,
    judge_one,
    ratio_measure,
    stock_measure,
    target,
)


@pytest.mark.parametrize("period_type", [UNSPECIFIED, AMBIGUOUS])
def test_period_in_doubt_shows_value_and_target_only(period_type):
    figures = [at(50, "2023-06-30"), at(120, "2024-06-30")]
    found = judge_one(target("stock", 100, period_type), figures, "2024-12-31")
    assert (found.status, found.current_value, found.gap, found.period) == (Status.NOT_ASSESSED, 120, -20, None)
    numbers = {
        found.distance_pct,
        found.time_pct,
        found.lead_pp,
        found.expected_value,
        found.required_per_year,
        found.baseline_value,
    }
    assert numbers == {None}


def test_period_in_doubt_of_a_flow_has_no_gap():
    figures = [flow(50, "2018-01-01", "2023-06-30"), flow(7, "2023-01-01", "2023-06-30"), flow(2, None, "2022-12-31")]
    unspecified = target("flow", 100, UNSPECIFIED)
    found = judge_one(unspecified, figures, "2024-12-31")
    assert (found.status, found.current_value, found.gap) == (Status.NOT_ASSESSED, 50, None)  # of one end, the longest
    tied = [flow(7, "2023-01-01", "2023-06-30"), flow(50, "2018-01-01", "2023-06-30"), flow(480, None, "2023-06-30")]
    assert [judge_one(unspecified, rows, "2024-12-31").current_value for rows in (tied, tied[::-1])] == [50, 50]
    unknown = judge_one(unspecified, [flow(480, None, "2023-06-30"), flow(7, "2022-01-01", "2022-12-31")], "2024-12-31")
    assert unknown.current_value == 480  # the latest end, even if its start is unknown


def test_period_in_doubt_of_a_milestone_has_no_gap():
    measure = stock_measure("done", kind=Kind.MILESTONE)
    unspecified = target("done", 1, UNSPECIFIED, "=")
    found = judge_one(unspecified, [at(0, "2023-06-30", "done")], "2024-12-31", measures=[measure])
    assert (found.status, found.current_value, found.gap) == (Status.NOT_ASSESSED, 0, None)


def test_period_in_doubt_without_figures():
    found = judge_one(target("stock", 100, AMBIGUOUS, window=("2023-01-01", "2025-12-31")), [], "2024-12-31")
    assert (found.status, found.current_value, found.gap) == (Status.NOT_ASSESSED, None, None)


def test_running_total_from_before_the_period_is_not_comparable():
    figures = [flow(118, "2018-01-01", "2023-06-30")]
    for goal in (in_window(100, "2021-01-01", "2025-12-31"), in_year(100, year=2023)):
        found = judge_one(goal, figures, "2023-06-30")
        assert (found.status, found.current_value, found.gap, found.figures) == (Status.NOT_COMPARABLE, None, None, ())
        assert {found.completion_pct, found.time_pct, found.lead_pp, found.expected_value, found.required_per_year} == {None}


def test_also_after_the_period_is_over():
    found = judge_one(in_year(100, year=2023), [flow(118, "2018-01-01", "2023-06-30")], "2024-06-30")
    assert found.status is Status.NOT_COMPARABLE
    beside = judge_one(in_year(100, year=2024), [flow(118, "2018-01-01", "2023-06-30")], "2024-12-31")
    assert beside.status is Status.PENDING  # nothing of 2024 at all


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("2018-01-01", "2022-12-31", Status.PENDING),
        ("2018-01-01", "2023-01-01", Status.NOT_COMPARABLE),
        ("2023-12-31", "2024-03-31", Status.NOT_COMPARABLE),
        ("2024-01-01", "2024-03-31", Status.PENDING),
        (None, "2022-12-31", Status.PENDING),
        (None, "2023-01-01", Status.NOT_COMPARABLE),
    ],
)
def test_one_day_in_common_is_an_overlap(start, end, status):
    assert judge_one(in_year(100, year=2023), [flow(118, start, end)], "2024-06-30").status is status


def test_unknown_start_overlaps_every_period_that_begins_by_its_end():
    found = judge(each_year(500, years=(2021, 2022, 2023, 2024)), [flow(480, None, "2023-06-30")], "2024-03-31")
    assert [each.status for each in found] == [Status.NOT_COMPARABLE] * 3 + [Status.NO_DATA]


def test_unknown_start_is_never_counted():
    figures = [flow(480, None, "2023-06-30"), flow(20, "2023-01-01", "2023-03-31")]
    found = judge_one(in_year(500, year=2023), figures, "2023-06-30")
    assert (found.current_value, found.figures) == (20, (1,))
    declared_unknown = [flow(480, "2023-01-01", "2023-06-30", certainty="unknown")]
    assert judge_one(in_year(100, year=2023), declared_unknown, "2023-06-30").status is Status.NOT_COMPARABLE
    assert judge_one(
        in_year(100, year=2023), [flow(480, "2023-01-01", "2023-06-30", certainty="inferred")], "2023-06-30"
    ).status is (Status.MET)


def test_figure_that_ends_after_as_of_overlaps_nothing():
    assert judge_one(in_year(100, year=2023), [flow(118, "2018-01-01", "2023-07-31")], "2023-06-30").status is Status.NO_DATA


@pytest.mark.parametrize("changes", [{"breakdown": "level", "member": "senior"}])
def test_group_of_the_measure_overlaps_but_does_not_count(changes):
    found = judge_one(in_year(100, year=2023), [flow(60, "2023-01-01", "2023-06-30", **changes)], "2023-06-30")
    assert (found.status, found.current_value) == (Status.NOT_COMPARABLE, None)
    stock = judge_one(by_date(100), [at(60, "2023-06-30", **changes)], "2023-06-30")
    assert (stock.status, stock.current_value) == (Status.NOT_COMPARABLE, None)


def test_another_region_does_not_overlap():
    figures = [flow(118, "2018-01-01", "2023-06-30", region_code=TOWN)]
    assert judge_one(in_year(100, year=2023), figures, "2023-06-30").status is Status.NO_DATA


def test_parts_of_a_ratio_overlap():
    goal = in_year("0.3", measure_id="ratio", year=2023)
    assert judge_one(goal, [flow(16.8, "2020-01-01", "2023-06-30", "whole")], "2023-06-30").status is Status.NOT_COMPARABLE
    assert judge_one(goal, [flow(4.7, "2020-01-01", "2022-12-31", "part")], "2023-06-30").status is Status.NO_DATA
    group = flow(14, "2023-01-01", "2023-06-30", "whole", breakdown="industry", member="manufacturing")
    assert judge_one(goal, [group], "2023-06-30").status is Status.NOT_COMPARABLE


def test_period_of_a_target_by_date_is_everything_up_to_its_deadline():
    goal = by_date("0.3", measure_id="ratio", deadline="2025-12-31")
    assert judge_one(goal, [at(5, "1999-12-31", "part")], "2023-06-30").status is Status.NOT_COMPARABLE
    assert judge_one(goal, [flow(5, "2025-12-01", "2026-01-31", "part")], "2026-06-30").status is Status.NOT_COMPARABLE
    assert judge_one(goal, [flow(5, "2026-01-01", "2026-01-31", "part")], "2026-06-30").status is Status.PENDING
    undated = at(50, "2023-06-30", certainty="unknown")
    assert judge_one(by_date(100), [undated], "2023-06-30").status is Status.NOT_COMPARABLE


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("2023-06-30", Status.ON_PACE),  # the baseline itself is counted the new way
        ("2023-07-01", Status.NOT_COMPARABLE),
        ("2024-06-30", Status.NOT_COMPARABLE),  # x is the first figure counted the new way
        ("2024-07-01", Status.ON_PACE),
    ],
)
def test_break_after_the_baseline_and_on_or_before_x(since, status):
    figures = [at(50, "2023-06-30"), at(90, "2024-06-30")]
    found = judge_one(by_date(100), figures, "2024-12-31", breaks=[("stock", since)])
    assert found.status is status
    if status is Status.NOT_COMPARABLE:
        assert (found.current_value, found.gap, found.lead_pp, found.required_per_year) == (None, None, None, None)
        assert found.baseline_value == 50


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("2025-01-01", Status.ON_PACE),  # every day that is summed is counted the new way
        ("2025-02-01", Status.NOT_COMPARABLE),
        ("2025-06-30", Status.NOT_COMPARABLE),
        ("2025-07-01", Status.ON_PACE),
    ],
)
def test_break_inside_the_days_summed(since, status):
    found = judge_one(in_year(100), [flow(90, "2025-01-01", "2025-06-30")], "2025-09-30", breaks=[("flow", since)])
    assert found.status is status


def test_break_of_another_measure_breaks_nothing():
    figures = [at(50, "2023-06-30"), at(90, "2024-06-30")]
    assert judge_one(by_date(100), figures, "2024-12-31", breaks=[("flow", "2024-01-01")]).status is Status.ON_PACE


def test_break_outranks_a_target_to_be_kept():
    figures = [at(120, "2023-06-30"), at(130, "2024-06-30")]
    found = judge_one(by_date(100), figures, "2024-12-31", breaks=[("stock", "2024-01-01")])
    assert (found.status, found.expected_value) == (Status.NOT_COMPARABLE, None)


def test_break_of_a_part_breaks_a_ratio_worked_out_from_it():
    goal, broken = by_date("0.5", measure_id="ratio"), {"breaks": [("whole", "2024-01-01")]}
    parts = [at(36, "2024-06-30", "part"), at(120, "2024-06-30", "whole")]
    stated = [at(0.2, "2023-06-30", "ratio"), at(0.3, "2024-06-30", "ratio")]
    assert judge_one(goal, [stated[0], *parts], "2024-06-30", **broken).status is Status.NOT_COMPARABLE
    as_stated = judge_one(goal, [*stated, *parts], "2024-06-30", **broken)  # 33.3 % at 40.0 %, and not made of its parts
    assert as_stated.status is Status.BEHIND
    worked_out_start = [at(20, "2023-06-30", "part"), at(100, "2023-06-30", "whole"), stated[1]]
    assert judge_one(goal, worked_out_start, "2024-06-30", **broken).status is Status.NOT_COMPARABLE
    year = [flow(30, "2024-01-01", "2024-12-31", "part"), flow(90, "2024-01-01", "2024-12-31", "whole")]
    yearly = in_year("0.3", measure_id="ratio", year=2024)
    assert judge_one(yearly, year, "2024-12-31").status is Status.MET
    assert judge_one(yearly, year, "2024-12-31", breaks=[("part", "2024-07-01")]).status is Status.NOT_COMPARABLE


def test_region_and_order_of_the_answer():
    goals = [
        by_date(100, target_id="A"),
        in_year(100, target_id="B", region_code=TOWN),
        each_year(1, target_id="C", years=(2024, 2025)),
    ]
    assert [(each.target_id, each.year) for each in judge(goals, [], "2025-06-30")] == [
        ("A", None),
        ("B", 2025),
        ("C", 2024),
        ("C", 2025),
    ]


def test_ratio_without_parts_is_judged_by_what_is_stated():
    measure = ratio_measure(numerator_id="", denominator_id="")
    goal = by_date("0.98", measure_id="ratio")
    figures = [at(0.9, "2023-06-30", "ratio"), at(0.99, "2024-06-30", "ratio")]
    assert judge_one(goal, figures, "2024-06-30", measures=[measure]).status is Status.MET
    yearly = in_year("0.98", measure_id="ratio", year=2024)
    assert judge_one(yearly, [], "2024-12-31", measures=[measure]).status is Status.PENDING


def test_what_stands_in_the_way_is_known_by_its_place():
    """The latest of two totals; of a ratio the latest of each part; nothing where a row can be judged."""
    totals = [flow(90, "2017-01-01", "2023-03-31"), flow(118, "2018-01-01", "2023-06-30"), flow(3, "2016-01-01", "2016-12-31")]
    found = judge_one(in_year(100, year=2023), totals, "2023-06-30")
    assert (found.obstacles, found.broken_on) == ((1,), None)
    parts = [flow(4, "2023-01-01", "2023-06-30", "whole"), flow(1, "2023-01-01", "2023-03-31", "part")]
    assert judge_one(in_year("0.3", measure_id="ratio", year=2023), parts, "2023-06-30").obstacles == (1, 0)
    alone = [flow(16.8, "2020-01-01", "2023-06-30", "whole")]
    assert judge_one(in_year("0.3", measure_id="ratio", year=2023), alone, "2023-06-30").obstacles == (0,)
    judged = judge_one(in_year(100, year=2023), [flow(60, "2023-01-01", "2023-06-30"), *totals], "2023-06-30")
    assert (judged.status, judged.obstacles) == (Status.ON_PACE, ())


def test_a_break_names_the_figures_on_both_sides_and_its_day():
    figures = [at(50, "2023-06-30"), at(70, "2024-06-30")]
    found = judge_one(by_date(100), figures, "2024-06-30", breaks=[("stock", "2024-01-01")])
    assert (found.status, found.obstacles, found.broken_on) == (Status.NOT_COMPARABLE, (0, 1), date(2024, 1, 1))
