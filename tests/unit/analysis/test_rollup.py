"""Groups of targets: every target once, scores from hand-made numbers, and nothing hidden behind a mean."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.analysis import WITH_VERDICT, Grouping, degree, roll_up
from kpi.model import Bilingual, Status
from kpi.progress import assess
from tests.unit.progress.factory import (
    at,
    by_date,
    day,
    each_year,
    flow,
    flow_measure,
    frame,
    in_year,
    judge_one,
    plan,
    stock_measure,
)

MEASURES = [
    flow_measure("a", category=Bilingual("培训")),
    flow_measure("b", category=Bilingual("培训"), owner="教育局"),
    flow_measure("c", category=Bilingual("竞赛"), owner="人社局;总工会"),
    stock_measure("d", category=Bilingual("竞赛")),
]
GOALS = [
    in_year(100, measure_id="a", target_id="A", weight=10.0, owner="人社局"),
    in_year(100, measure_id="b", target_id="B", weight=20.0),
    in_year(100, measure_id="c", target_id="C", weight=30.0),
    by_date(100, measure_id="d", target_id="D"),
]
HALF = ("2025-01-01", "2025-06-30")
FIGURES = [flow(120, *HALF, "a"), flow(24.795, *HALF, "b"), at(40, "2024-06-30", "d"), at(80, "2025-06-30", "d")]
"""A is met; B has half of the 49.59 that are due; C has nothing; D has gone two thirds of its way in two thirds of the time."""


def groups(grouping, goals=GOALS, figures=FIGURES, as_of="2025-06-30"):
    catalog = plan(*goals, measures=MEASURES)
    found = assess(catalog, frame(*figures), day(as_of))
    return {each.key: each for each in roll_up(catalog, found, day(as_of), grouping)}


def ids(group):
    return [each.target_id for each in group.worst_first]


def test_by_category_worst_first():
    found = groups(Grouping.CATEGORY)
    assert list(found) == ["培训", "竞赛"]  # one far behind against none
    assert ids(found["培训"]) == ["B", "A"]
    assert (found["培训"].without_verdict, found["竞赛"].without_verdict) == (0, 1)


def test_by_unit_a_target_of_two_counts_in_both():
    found = groups(Grouping.OWNER)
    assert {key: sorted(ids(group)) for key, group in found.items()} == {
        "人社局": ["A", "C"], "教育局": ["B"], "总工会": ["C"], "": ["D"],
    }  # fmt: skip


def test_the_whole_plan_has_every_target_once():
    (whole,) = groups(Grouping.PLAN).values()
    assert sorted(ids(whole)) == ["A", "B", "C", "D"]
    assert sum(whole.summary.counts.values()) == whole.summary.total == 4


def test_scores():
    """A 10 of 10, B half of 20, C without a verdict; D has no weight."""
    (whole,) = groups(Grouping.PLAN).values()
    assert whole.score.points == pytest.approx(10 + 10, rel=1e-4)
    assert (whole.score.possible, whole.score.unscored, whole.score.unscored_weight) == (30, 1, 30)
    assert [each.target_id for each in whole.score.hidden] == ["B"]


def test_without_weights_there_is_no_score():
    assert groups(Grouping.PLAN, [replace(goal, weight=None) for goal in GOALS])[""].score is None


def test_a_yearly_target_counts_once():
    goal = each_year(100, measure_id="a", target_id="A")
    (whole,) = groups(Grouping.PLAN, [goal]).values()
    assert [(each.target_id, each.year) for each in whole.worst_first] == [("A", 2025)]


@pytest.mark.parametrize(
    ("goal", "figures", "as_of", "expected"),
    [
        (in_year(100), [flow(80, "2025-01-01", "2025-12-31")], "2025-12-31", 0.8),  # missed: of the whole
        (in_year(100), [flow(100, "2025-01-01", "2025-06-30")], "2025-06-30", 1.0),
        (in_year(100, "<="), [flow(40, "2025-01-01", "2025-06-30")], "2025-06-30", 1.0),  # 40 of the 49.59 allowed
        (in_year(100, "<="), [flow(80, "2025-01-01", "2025-06-30")], "2025-06-30", 0.4959 / 0.8),
        (by_date(100), [at(50, "2023-12-31"), at(45, "2024-12-31")], "2024-12-31", 0.0),  # going back
        (by_date(100), [at(100, "2023-12-31"), at(90, "2024-12-31")], "2024-12-31", 0.0),  # a level lost
        (in_year("0.5", measure_id="ratio", year=2024), [flow(0.4, "2024-01-01", "2024-12-31", "ratio")], "2024-12-31", 0.8),
        (in_year(100), [], "2025-06-30", None),
        (in_year(0, "<="), [flow(0, "2025-01-01", "2025-06-30")], "2025-06-30", 1.0),  # none of none allowed
        (in_year(0, "<="), [flow(5, "2025-01-01", "2025-06-30")], "2025-06-30", 0.0),
        (by_date(100, "="), [at(50, "2023-12-31"), at(120, "2025-12-31")], "2025-12-31", 100 / 140),  # 70 of 50: too far
        (by_date(100), [at(110, "2023-12-31"), at(90, "2024-12-31")], "2024-12-31", 0.0),  # below what it began with
        (in_year("0.5", "=", "ratio", 2024), [flow(0.8, "2024-01-01", "2024-12-31", "ratio")], "2024-12-31", 0.625),
        (in_year("0.5", measure_id="ratio", year=2024), [flow(-0.8, "2024-01-01", "2024-12-31", "ratio")], "2024-12-31", 0.0),
        (in_year("-0.5", measure_id="ratio", year=2024), [flow(-0.8, "2024-01-01", "2024-12-31", "ratio")], "2024-12-31", 0.0),
    ],
)  # fmt: skip
def test_degrees(goal, figures, as_of, expected):
    found = degree(judge_one(goal, figures, as_of))
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-4))


@given(
    st.sampled_from(["<=", "=", ">="]),
    st.integers(-5, 5),
    st.lists(st.integers(-9, 9), min_size=2, max_size=2),
    st.sampled_from(["2024-06-30", "2025-06-30", "2025-12-31"]),
    st.booleans(),
)
def test_a_degree_is_a_part_and_never_all_for_what_is_not_met(comparator, goal, values, as_of, dated):
    target = by_date(goal, comparator) if dated else in_year(goal, comparator)
    figures = [at(values[0], "2023-12-31"), at(values[1], as_of)] if dated else [flow(values[1], "2025-01-01", as_of)]
    judged = judge_one(target, figures if dated or as_of > "2025" else [], as_of)
    found = degree(judged)
    assert (found is None) == (judged.status not in WITH_VERDICT)
    if found is not None:
        assert 0 <= found <= 1
        assert (found == 1) == (judged.status in (Status.MET, Status.ON_PACE))


@given(st.lists(st.integers(0, 200), min_size=3, max_size=3), st.sampled_from(["2025-03-31", "2025-06-30", "2025-12-31"]))
def test_scores_stay_within_what_is_possible_and_hide_nothing(values, as_of):
    figures = [flow(value, "2025-01-01", as_of, measure) for value, measure in zip(values, "abc", strict=True)]
    for group in groups(Grouping.CATEGORY, figures=figures, as_of=as_of).values():
        assert group.without_verdict == sum(each.status not in WITH_VERDICT for each in group.worst_first)
        if group.score is not None:
            assert 0 <= group.score.points <= group.score.possible + 1e-9
            bad = {each.target_id for each in group.worst_first if each.status in (Status.MISSED, Status.FAR_BEHIND)}
            assert {each.target_id for each in group.score.hidden} == bad


def test_an_exact_target_that_is_overshot_earns_no_more_than_one_fallen_short_of():
    """130 of a way from 50 to exactly 100 is 160 % of it: 100 ÷ 160 of the weight, though the time gone asks for less."""
    figures = [at(50, "2022-12-31"), at(130, "2025-06-30")]
    assert degree(judge_one(by_date(100, "=", deadline="2026-12-31"), figures, "2025-06-30")) == pytest.approx(100 / 160)


def test_the_worst_missed_the_largest_share_of_its_own_way():
    """D has gone 55 of 60 from 40 to 100 by its end: 8.3 %. B has 94 of 100: 6 %, though in units one more."""
    end = [flow(94, "2025-01-01", "2025-12-31", "b"), at(40, "2024-12-31", "d"), at(95, "2025-12-31", "d")]
    goals = [in_year(100, measure_id="b", target_id="B"), by_date(100, measure_id="d", target_id="D", deadline="2025-12-31")]
    assert ids(groups(Grouping.PLAN, goals, end, "2025-12-31")[""]) == ["D", "B"]
