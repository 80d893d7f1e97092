"""What moves a share: paths, decomposition and bad input, from numbers worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.analysis import Scenario, family_of, ratios_to_test, satisfied, what_if
from kpi.model import Load, Qualifier
from tests.unit.progress.factory import (
    CITY,
    at,
    by_date,
    each_year,
    figure,
    flow,
    flow_measure,
    frame,
    plan,
    ratio_measure,
    stock_measure,
)

MEASURES = [
    ratio_measure("share", numerator_id="skilled", denominator_id="employed"),
    ratio_measure("high_share", numerator_id="high", denominator_id="skilled"),
    stock_measure("employed", name_zh="就业人员"),
    stock_measure("skilled", name_zh="技能人才"),
    stock_measure("high", name_zh="高技能人才"),
    ratio_measure("alone", numerator_id="", denominator_id=""),
]
GOALS = [
    by_date("0.3", measure_id="share", target_id="S", deadline="2025-12-31"),
    by_date("0.5", measure_id="high_share", target_id="H", deadline="2025-12-31"),
]
FIGURES = [at(250, "2023-12-31", "skilled"), at(100, "2023-12-31", "high"), at(1000, "2023-12-31", "employed")]


def tried(scenario=Scenario(), figures=FIGURES, ratio="share", goals=GOALS, **catalog):  # noqa: B008 - frozen
    made = plan(*goals, measures=MEASURES, **catalog)
    return what_if(made, frame(*figures), date(2023, 12, 31), made.measures[ratio], CITY, scenario)


def test_the_family_of_a_share_is_all_it_is_linked_with():
    made = plan(*GOALS, measures=MEASURES)
    assert [each.measure_id for each in family_of(made, made.measures["high_share"])] == ["share", "high_share"]
    assert [each.measure_id for each in ratios_to_test(made)] == ["share", "high_share"]
    assert [each.key for each in tried().inputs] == ["employed", "skilled", "high"]


def test_paths_with_a_denominator_that_grows():
    """1000 growing 10 % a year is 1210 in two. 30 % of 1000 is 300, of 1210 363: 50 more, or 113; 25 and 56.5 a year."""
    found = tried(Scenario(growth={"employed": 10.0})).outcomes[0]
    assert (found.now, found.years) == (pytest.approx(0.25), pytest.approx(2))
    assert found.then == pytest.approx(250 / 1210)
    fixed, grown, scenario = found.paths
    assert (fixed.more, fixed.per_year) == (pytest.approx(50), pytest.approx(25))
    assert (grown.numerator, grown.more, grown.per_year) == (pytest.approx(363), pytest.approx(113), pytest.approx(56.5))
    assert (scenario.more, scenario.per_year) == (0, 0)
    assert found.short == pytest.approx(113)
    assert (found.to_close_now, found.to_keep_up) == (pytest.approx(50), pytest.approx(63))
    assert found.growth_needed == pytest.approx(((363 / 250) ** 0.5 - 1) * 100)


def test_headcount_and_denominator_share_the_change():
    """250/1000 → 302.5/1210 is no change at all: 4.76… points up by headcount and as many down by the denominator."""
    found = tried(Scenario(growth={"employed": 10.0, "skilled": 10.0})).outcomes[0]
    assert found.then == pytest.approx(0.25)
    assert found.by_headcount == pytest.approx((52.5 / 1000 + 52.5 / 1210) / 2)
    assert found.by_denominator == pytest.approx(-found.by_headcount)


@given(st.floats(1, 900), st.floats(1000, 5000), st.floats(-5, 8), st.floats(-5, 8))
def test_the_parts_add_up_to_the_change_and_the_needs_to_the_need(skilled, employed, faster, slower):
    found = tried(Scenario({"skilled": skilled, "employed": employed}, {"skilled": faster, "employed": slower})).outcomes[0]
    if not found.problems:
        assert found.by_headcount + found.by_denominator == pytest.approx(found.then - found.now, abs=1e-12)
        assert found.to_close_now + found.to_keep_up == pytest.approx(found.paths[1].more)
        assert found.short == pytest.approx(found.paths[1].more - found.paths[2].more, abs=1e-6)
        grown = skilled * (1 + found.growth_needed / 100) ** 2
        assert grown / found.denominator.then == pytest.approx(0.3)


def test_one_input_moves_both_shares():
    found = tried(Scenario({"skilled": 200.0}))
    assert [each.now for each in found.outcomes] == [pytest.approx(0.2), pytest.approx(0.5)]


def test_an_input_never_published_is_what_the_catalog_derives():
    derived = replace(figure("D", "employed", Decimal(5000), "2023-06-30"), load=Load.DERIVED, qualifier=Qualifier.APPROX)
    made = plan(*GOALS, measures=MEASURES, figures=[derived])
    found = what_if(made, frame(*FIGURES[:2]), date(2023, 12, 31), made.measures["share"], CITY, Scenario())
    employed = found.inputs[0]
    assert (employed.value, employed.start.derived, employed.start.day) == (5000, True, date(2023, 6, 30))
    assert found.outcomes[0].now == pytest.approx(250 / 5000)


def test_nobody_employed_is_a_plain_message():
    found = tried(Scenario({"employed": 0.0})).outcomes[0]
    assert [each.key for each in found.problems] == ["analysis.denominator_zero"]
    assert (found.now, found.then, found.paths, found.short) == (None, None, (), None)


def test_more_skilled_than_employed_is_a_plain_message():
    assert [each.key for each in tried(Scenario({"skilled": 1001.0})).outcomes[0].problems] == ["analysis.share_above_one"]
    late = tried(Scenario({"skilled": 990.0}, {"skilled": 10.0})).outcomes[0]
    assert [each.key for each in late.problems] == ["analysis.share_above_one"]


def test_nothing_known_of_an_input_is_a_plain_message():
    found = tried(figures=FIGURES[:2])
    assert [each.key for each in found.outcomes[0].problems] == ["analysis.input_missing"]
    assert found.outcomes[1].problems == ()
    assert tried(Scenario({"employed": 500.0}), figures=FIGURES[:2]).outcomes[0].now == pytest.approx(0.5)


@pytest.mark.parametrize(("until", "years"), [(None, 2), (2024, 1), (2025, 2), (2023, 0)])
def test_until_when(until, years):
    found = tried(Scenario(until=until)).outcomes[0]
    assert found.years == pytest.approx(years)
    assert (found.paths[0].per_year is None) is (years == 0)


def test_a_target_is_compared_with_nothing_outside_its_period():
    """30 % by the end of 2025 says nothing of 2030; the share is 25 % then all the same."""
    found = tried(Scenario(until=2030)).outcomes[0]
    assert (found.years, found.then) == (pytest.approx(7), pytest.approx(0.25))
    assert (found.target, found.elsewhere.target_id) == (None, "S")
    assert (found.paths, found.short, found.to_close_now, found.growth_needed, found.meets_now) == ((), None, None, None, False)


@pytest.mark.parametrize(("until", "goal"), [(2025, "S"), (2026, "LATER"), (2030, "LATER"), (2031, None)])
def test_of_several_targets_the_one_whose_period_the_end_lies_in(until, goal):
    later = by_date("0.4", measure_id="share", target_id="LATER", deadline="2030-12-31")
    found = tried(Scenario(until=until), goals=[*GOALS, later]).outcomes[0]
    assert (found.target.target_id if found.target else None) == goal


@pytest.mark.parametrize(
    ("comparator", "goal", "meets"),
    [
        (">=", "0.2", True),
        (">=", "0.3", False),
        ("<=", "0.3", True),
        ("<=", "0.2", False),
        ("=", "0.25", True),
        ("=", "0.2", False),
    ],
)
def test_whether_there_is_a_gap_to_close(comparator, goal, meets):
    """250 of 1000 are 25 %."""
    found = tried(goals=[by_date(goal, comparator, measure_id="share", target_id="S")]).outcomes[0]
    assert (found.meets_now, satisfied(found.target, found)) == (meets, meets)


PRINTED = [at(250, "2023-12-31", "skilled"), at(1000, "2023-12-31", "employed"), at(0.2504, "2023-12-31", "share")]


def test_a_published_share_counts_until_a_person_sets_its_parts():
    """25.04 % of 1000 leave 49.6 to 30 %, as catching up says, and not the 50 of 300 − 250; 250 + 49.6 is what is wanted."""
    found = tried(figures=PRINTED).outcomes[0]
    assert (found.now, found.then) == (pytest.approx(0.2504), pytest.approx(0.2504))
    assert (found.to_close_now, found.short) == (pytest.approx(49.6), pytest.approx(49.6))
    assert [path.numerator for path in found.paths] == [pytest.approx(299.6), pytest.approx(299.6), pytest.approx(250)]
    assert tried(Scenario({"skilled": 251.0}), figures=PRINTED).outcomes[0].to_close_now == pytest.approx(49)


def test_a_published_share_of_another_day_or_with_growth():
    """At 10 % a year 1000 are 1210 in two: 363 wanted, 0.4 of them there but for rounding."""
    older = [*PRINTED[:2], at(0.26, "2022-12-31", "share")]
    assert tried(figures=older).outcomes[0].now == pytest.approx(0.25)
    found = tried(Scenario(growth={"employed": 10.0}), figures=PRINTED).outcomes[0]
    assert found.then == pytest.approx(250.4 / 1210)
    assert found.short == pytest.approx(363 - 250.4)
    assert found.by_headcount + found.by_denominator == pytest.approx(found.then - found.now)


def test_a_deadline_that_is_past_is_followed_by_a_year():
    figures = [{**each, "as_of": "2026-06-30"} for each in FIGURES]
    made = plan(*GOALS, measures=MEASURES)
    found = what_if(made, frame(*figures), date(2026, 6, 30), made.measures["share"], CITY, Scenario())
    assert found.end == date(2027, 12, 31)


def test_each_input_grows_from_its_own_day():
    figures = [FIGURES[0], FIGURES[1], at(1000, "2022-12-31", "employed")]
    found = tried(Scenario(growth={"employed": 10.0}), figures=figures)
    assert found.inputs[0].then == pytest.approx(1331)


def test_a_share_of_flows_goes_by_whole_years():
    measures = [
        ratio_measure("share", numerator_id="part", denominator_id="whole"),
        flow_measure("part"),
        flow_measure("whole"),
    ]
    goal = each_year("0.5", measure_id="share", years=(2024, 2025))
    made = plan(goal, measures=measures)
    figures = [
        flow(30, "2023-01-01", "2023-12-31", "part"),
        *[flow(25, f"2023-{first}", f"2023-{last}", "whole") for first, last in (
            ("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))],
        flow(99, "2024-01-01", "2024-03-31", "whole"),
    ]  # fmt: skip
    found = what_if(made, frame(*figures), date(2024, 3, 31), made.measures["share"], CITY, Scenario())
    assert found.outcomes[0].now == pytest.approx(0.3)
    assert found.end == date(2025, 12, 31)
    assert found.outcomes[0].paths[0].more == pytest.approx(20)


def test_a_share_to_be_kept_down_asks_for_fewer():
    goal = by_date("0.2", "<=", measure_id="share", target_id="S")
    found = tried(goals=[goal]).outcomes[0]
    assert found.paths[0].more == pytest.approx(-50)
    assert found.short == pytest.approx(-50)


def test_growth_beyond_reason_is_cut():
    assert tried(Scenario(growth={"employed": -400.0})).inputs[0].growth == -50


def test_a_share_without_a_target_has_no_paths():
    found = tried(goals=[]).outcomes[0]
    assert (found.now, found.paths, found.short) == (pytest.approx(0.25), (), None)


@pytest.mark.parametrize(
    ("skilled", "employed", "share", "lacking"),
    [
        ("ge", "eq", "ge", "le"),
        ("eq", "ge", "le", "ge"),
        ("ge", "lt", "ge", "le"),
        ("ge", "ge", "approx", "approx"),
        ("eq", "approx", "approx", "approx"),
        ("lt", "eq", "lt", "gt"),
    ],
)
def test_marks_of_the_parts_go_on_to_the_share_and_to_what_is_lacking(skilled, employed, share, lacking):
    """n ÷ d rises with n and falls with d, goal × d − n the other way round; of marks that pull apart nothing is certain."""
    figures = [at(250, "2023-12-31", "skilled", qualifier=skilled), at(1000, "2023-12-31", "employed", qualifier=employed)]
    found = tried(figures=figures).outcomes[0]
    assert (found.mark, found.lacking_mark) == (share, lacking)
    set_by_hand = tried(Scenario({"skilled": 300.0, "employed": 900.0}), figures=figures).outcomes[0]
    assert (set_by_hand.mark, set_by_hand.lacking_mark) == ("eq", "eq")


def test_a_published_share_brings_its_own_mark():
    figures = [*FIGURES, at("0.25", "2023-12-31", "share", qualifier="ge")]
    assert tried(figures=figures).outcomes[0].mark == "ge"
