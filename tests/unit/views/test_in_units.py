"""Percentages that say little, told in the measure's unit: numbers by hand on both sides of every bound."""

from decimal import Decimal

import pytest

from kpi.i18n import texts
from kpi.views.in_units import lead_in_units, progress_in_units, told_apart
from tests.unit.progress.factory import at, by_date, flow, flow_measure, in_year, judge_one, rank_measure, stock_measure

ZH, EN = texts("zh"), texts("en")
TONNES = stock_measure(decimals=1)


def told(goal, reported, as_of, measure=TONNES, words=ZH, **catalog):
    assessment = judge_one(goal, reported, as_of, **catalog)
    shown = [progress_in_units(assessment, measure), lead_in_units(assessment, measure, assessment.lead_pp)]
    return assessment, tuple(words.message(each) if each else "" for each in shown)


def moved(first, last):
    return [at(first, "2023-12-31"), at(last, "2024-12-31")]


def test_behind_a_baseline_that_is_near_its_target():
    """91.5 → 89.2 towards 92 by 2025: −2.3 of 0.5 are −460 %; the schedule asks for 91.75, 2.55 more than there is."""
    found, shown = told(by_date(92), moved(91.5, 89.2), "2024-12-31")
    assert found.distance_pct == pytest.approx(-460)
    assert found.lead_pp == pytest.approx(-460 - 366 / 731 * 100)
    assert shown == ("低于基期2.3人", "比序时应有水平低2.6人")
    assert told(by_date(92), moved(91.5, 89.2), "2024-12-31", words=EN)[1] == (
        "2.3 person-times below the baseline",
        "2.6 person-times below where the schedule would have it",
    )


def test_what_should_fall_and_rose():
    """50 → 52 where 49 is wanted: above the baseline by 2, and above the schedule's 49.5 by 2.5."""
    assert told(by_date(49, "<="), moved(50, 52), "2024-12-31")[1] == ("高于基期2人", "比序时应有水平高2.5人")


def test_what_should_fall_and_fell_far():
    """50 → 46 where 49 is wanted is 400 %: below the target by 3."""
    assert told(by_date(49, "<="), moved(50, 46), "2024-12-31")[1] == ("已低于目标3人", "比序时应有水平低3.5人")


def test_places_in_a_table():
    """Sixth where fifth is wanted from eighth is fine; ninth is one behind the baseline."""
    figures = [at(8, "2023-12-31", "rank"), at(9, "2024-12-31", "rank")]
    measure = rank_measure()
    _, shown = told(by_date(7, "<=", measure_id="rank"), figures, "2024-12-31", measure, measures=[measure])
    assert shown == ("比基期靠后1位", "比序时应有名次靠后2位")


@pytest.mark.parametrize(("last", "progress"), [(90, ""), (110, ""), (120, ""), (121, "已超出目标11人"), (89, "低于基期1人")])
def test_the_bounds_themselves_are_percentages(last, progress):
    """From 100 to 110: 120 is 200 %; from 90 to 100, 90 is 0 %."""
    start, goal = (100, 110) if last > 100 else (90, 100)
    assert told(by_date(goal), moved(start, last), "2024-12-31")[1][0] == progress


def test_a_lead_of_a_hundred_points_is_told_in_points():
    assert told(by_date(110), moved(100, 110 + 10 * 366 / 731), "2024-12-31")[1][1] == ""


def test_sums_far_past_their_target_and_their_limit():
    """30万 of 10万 by the middle of the year, when 4.959万 were due."""
    year = [flow(300_000, "2025-01-01", "2025-06-30")]
    above = "比序时应有水平高25.04万人次"
    assert told(in_year(100_000), year, "2025-06-30", flow_measure())[1] == ("", above)
    assert told(in_year(100_000, "<="), year, "2025-06-30", flow_measure())[1] == ("已超出上限20万人次", above)


def test_a_marked_value_beside_its_target_is_told_apart_from_it():
    """More than 9.8万 of at most 10万, in whole 万: “>10万, 目标≤10万, 已达标” would contradict itself."""
    whole = stock_measure(display_unit="万人", display_scale=Decimal(10_000), decimals=0)
    assessment = judge_one(by_date(100_000, "<="), [at(98_000, "2024-12-31", qualifier="gt")], "2024-12-31", measures=[whole])
    assert told_apart(ZH, assessment, whole).quantity(98_000, whole) == "9.8万人"
    plain = judge_one(by_date(100_000, "<="), [at(98_000, "2024-12-31")], "2024-12-31", measures=[whole])
    assert told_apart(ZH, plain, whole).quantity(98_000, whole) == "10万人"
