"""年均增长, 累计增减 and changes against another measure, by hand: chains multiply, levels are held against their base."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kpi.model import PERIOD_TYPES, ChangeUnit, Direction, Kind, Status
from tests.unit.progress.factory import (
    at,
    figure,
    flow,
    flow_measure,
    judge,
    judge_one,
    ratio_measure,
    stock_measure,
    target,
)

YEARS = ("2021-01-01", "2025-12-31")
PERCENT = {"display_unit": "%", "display_scale": Decimal("0.01"), "decimals": 1}


def change_measure(measure_id="change", **changes):
    """How much something grew, in %."""
    return ratio_measure(measure_id, kind=Kind.CHANGE, numerator_id="", denominator_id="", **changes)


MEASURES = [
    stock_measure(),
    flow_measure(),
    flow_measure("part"),
    flow_measure("whole"),
    ratio_measure(),
    change_measure(),
    change_measure("other"),
    change_measure("cut", direction=Direction.LOWER),
    stock_measure("hours", kind=Kind.CHANGE),
]


def average(value, comparator=">=", measure_id="change", window=YEARS, **changes):
    return target(measure_id, value, PERIOD_TYPES["average_growth"], comparator, window=window, **changes)


def cumulative(value, comparator=">=", measure_id="change", window=YEARS, unit=ChangeUnit.PERCENT, **changes):
    kind = PERIOD_TYPES["cumulative_change"]
    return target(measure_id, value, kind, comparator, window=window, change_unit=unit, **changes)


def relative(value, comparator=">=", measure_id="change", reference="other", **changes):
    changes.setdefault("window", None if "years" in changes else YEARS)
    kind = PERIOD_TYPES["relative"]
    return target(measure_id, value, kind, comparator, reference_measure_id=reference, **changes)


def year(value, which, measure_id="change", **changes):
    return flow(value, f"{which}-01-01", f"{which}-12-31", measure_id, **changes)


def rates(values, first=2021, measure_id="change"):
    return [year(value, first + place, measure_id) for place, value in enumerate(values) if value is not None]


def judged(goal, observations, as_of, **catalog):
    return judge_one(goal, observations, as_of, measures=MEASURES, **catalog)


def test_changes_multiply():
    """1.08 × 1.03 × 1.05 = 1.16802, whose cube root is 1.053139: 5.31 % a year against 5 %, after three of five years."""
    found = judged(average("0.05"), rates([0.08, 0.03, 0.05]), "2023-12-31")
    assert found.current_value == pytest.approx(1.16802 ** (1 / 3) - 1)
    assert (found.current_date, found.expected_value) == (date(2023, 12, 31), 0.05)
    assert found.gap == pytest.approx(0.05 - (1.16802 ** (1 / 3) - 1))
    assert found.time_pct == pytest.approx(60)
    # ln 1.16802 = 0.155310, 5 × ln 1.05 = 0.243951
    assert found.distance_pct == pytest.approx(63.664, abs=1e-3)
    assert found.lead_pp == pytest.approx(3.664, abs=1e-3)
    # 1.05⁵ = 1.2762815625; ÷ 1.16802 = 1.0926881; its square root 1.0453172
    assert found.required_per_year == pytest.approx(0.0453172, abs=1e-7)
    assert (found.projected_value, found.cagr_ratio, found.completion_pct) == (found.current_value, None, None)
    assert (found.baseline_value, found.baseline_date, found.status) == (None, None, Status.ON_PACE)
    assert found.figures == (0, 1, 2)


@pytest.mark.parametrize(
    ("values", "status", "lead"),
    [
        # 1.04² = 1.0816: ln 0.0784414 ÷ 0.2439508 = 32.155 % after 40 % of the time
        ([0.04, 0.04], Status.BEHIND, -7.845),
        # 1.02²: 0.0396053 ÷ 0.2439508 = 16.235 %
        ([0.02, 0.02], Status.FAR_BEHIND, -23.765),
        # a fall: 0.98 × 0.99 = 0.9702, ln −0.0302530
        ([-0.02, -0.01], Status.FAR_BEHIND, -52.401),
    ],
)
def test_pace_of_an_average(values, status, lead):
    found = judged(average("0.05"), rates(values), "2022-12-31")
    assert found.status is status
    assert found.lead_pp == pytest.approx(lead, abs=1e-3)


def test_first_year_only():
    """One rate is the average of one year, a fifth of the time."""
    found = judged(average("0.05"), rates([0.06]), "2021-12-31")
    assert found.current_value == pytest.approx(0.06)
    assert found.time_pct == pytest.approx(20)
    # 1.05⁵ ÷ 1.06 = 1.2040392; its fourth root 1.0475148
    assert found.required_per_year == pytest.approx(0.0475148, abs=1e-7)
    assert found.status is Status.ON_PACE


def test_nothing_reported_yet():
    assert judged(average("0.05"), [], "2022-12-31").status is Status.NO_DATA
    assert judged(average("0.05"), [], "2020-12-31").status is Status.NOT_STARTED
    assert judged(average("0.05"), [], "2025-12-31").status is Status.PENDING


def test_a_hole_in_the_chain():
    """2023 is missing: the chain stops with 2022, whatever comes after."""
    figures = rates([0.06, 0.07, None, 0.04])
    found = judged(average("0.05"), figures, "2024-12-31")
    assert (found.status, found.current_date) == (Status.INCOMPLETE, date(2022, 12, 31))
    assert found.current_value == pytest.approx((1.06 * 1.07) ** 0.5 - 1)
    assert (found.lead_pp, found.required_per_year, found.projected_value) == (None, None, None)
    assert judged(average("0.05"), figures, "2025-12-31").status is Status.PENDING
    summed = judged(cumulative("0.1"), figures, "2024-12-31")
    assert summed.current_value == pytest.approx(0.1342)
    assert summed.status is Status.INCOMPLETE  # though 13.42 % is more than 10 %, a later figure is not reached


def test_a_chain_must_begin_with_the_period():
    found = judged(average("0.05"), rates([None, 0.07]), "2022-12-31")
    assert (found.status, found.current_value) == (Status.NOT_COMPARABLE, None)


def test_the_longest_chain_with_fewest_windows_counts():
    """The first three years as stated, 15 %, rather than their years; then 2024."""
    figures = [*rates([0.05, 0.04, 0.05, 0.03]), flow(0.15, "2021-01-01", "2023-12-31", "change")]
    found = judged(cumulative("0.2"), figures, "2024-12-31")
    assert found.current_value == pytest.approx(1.15 * 1.03 - 1)
    assert found.figures == (4, 3)


def test_over_with_and_without_the_last_figure():
    reached = rates([0.05, 0.05, 0.05, 0.05, 0.06])
    for goal in (average("0.05"), cumulative("0.27")):
        assert judged(goal, reached, "2025-12-31").status is Status.MET
        assert judged(goal, reached[:4], "2025-12-31").status is Status.PENDING
        assert judged(goal, reached[:4], "2025-12-31").required_per_year is None
        assert judged(goal, [*reached[:4], year(0.01, 2025)], "2025-12-31").status is Status.MISSED
    # an average may still be lost, so it is not met before the end; a change over the window is, by the newest figure
    assert judged(average("0.05"), reached[:4], "2024-12-31").status is Status.ON_PACE
    early = judged(cumulative("0.2"), reached[:4], "2024-12-31")
    assert (early.status, early.required_per_year) == (Status.MET, 0)


def test_growth_that_must_not_exceed_has_no_pace():
    goal = average("0.05", "<=", "cut")
    assert judged(goal, rates([0.04, 0.05], measure_id="cut"), "2022-12-31").status is Status.ON_PACE
    found = judged(goal, rates([0.06, 0.05], measure_id="cut"), "2022-12-31")
    assert (found.status, found.lead_pp) == (Status.FAR_BEHIND, None)


def test_a_target_of_no_growth_or_of_a_fall():
    """T = 0: no lead, no percentage of the way. T < 0 under ≥: falls by no more than 2 % a year."""
    still = judged(average(0), rates([0.01, 0.02]), "2022-12-31")
    assert (still.status, still.lead_pp, still.distance_pct) == (Status.ON_PACE, None, None)
    assert judged(average(0), rates([-0.01, 0]), "2022-12-31").status is Status.FAR_BEHIND
    assert judged(average("-0.02"), rates([-0.01, -0.02]), "2022-12-31").status is Status.ON_PACE
    assert judged(average("-0.02"), rates([-0.03, -0.02]), "2022-12-31").status is Status.FAR_BEHIND


def test_all_is_lost():
    found = judged(average("0.05"), rates([-1.0, 0.5]), "2022-12-31")
    assert (found.status, found.current_value, found.lead_pp) == (Status.FAR_BEHIND, -1, None)


def test_levels_give_the_average_too():
    """100 at the end of 2020, 121 at the end of 2022: 10 % a year."""
    figures = [at(100, "2020-12-31"), at(108, "2021-12-31"), at(121, "2022-12-31")]
    found = judged(average("0.08", measure_id="stock"), figures, "2022-12-31")
    assert found.current_value == pytest.approx(0.1)
    assert (found.baseline_value, found.baseline_date) == (100, date(2020, 12, 31))
    assert (found.figures, found.baseline_figures) == ((2,), (0,))
    # ln 1.21 = 0.190620; 5 × ln 1.08 = 0.384805
    assert found.distance_pct == pytest.approx(49.537, abs=1e-3)
    assert found.status is Status.ON_PACE


def test_a_level_within_a_year_counts_its_days():
    """30 June 2022 is 546 days after the end of 2020: 546 ÷ 365.25 years."""
    found = judged(average("0.08", measure_id="stock"), [at(100, "2020-12-31"), at(112, "2022-06-30")], "2022-06-30")
    assert found.current_value == pytest.approx(1.12 ** (365.25 / 546) - 1)
    assert found.time_pct == pytest.approx(546 / 365.25 / 5 * 100)


def test_a_level_without_its_base_is_not_comparable():
    found = judged(average("0.08", measure_id="stock"), [at(108, "2021-12-31")], "2022-12-31")
    assert (found.status, found.baseline_value) == (Status.NOT_COMPARABLE, None)
    zero = [at(0, "2020-12-31"), at(108, "2021-12-31")]
    assert judged(average("0.08", measure_id="stock"), zero, "2022-12-31").status is Status.NOT_COMPARABLE


def test_a_revised_base_moves_the_change():
    """The figure at the key of the baseline counts, not the one of the catalog: 110 instead of 100."""
    catalogued = [figure("F", "stock", 100, "2020-11-01")]
    goal = average("0.08", measure_id="stock", baseline_figure_id="F")
    found = judged(goal, [at(110, "2020-11-01"), at(121, "2021-11-01")], "2021-12-31", figures=catalogued)
    assert (found.baseline_value, found.current_value) == (110, pytest.approx(0.1))
    assert found.time_pct == pytest.approx(100 / (1886 / 365.25))  # one of the years from 1 November 2020 to the end of 2025


def test_flows_count_as_complete_calendar_years():
    """200 in 2020, 220 in 2021, 115 in the first half of 2022: only 2021 is a level. 220 ÷ 200 = 1.1."""
    half = [flow(100, "2021-01-01", "2021-06-30"), flow(120, "2021-07-01", "2021-12-31")]
    figures = [year(200, 2020, "flow"), *half, flow(115, "2022-01-01", "2022-06-30")]
    found = judged(average("0.08", measure_id="flow"), figures, "2022-06-30")
    assert (found.current_value, found.current_date) == (pytest.approx(0.1), date(2021, 12, 31))
    assert (found.baseline_value, found.baseline_date) == (200, date(2020, 12, 31))
    assert found.figures == (1, 2)
    first = judged(average("0.08", measure_id="flow"), [figures[0], half[0]], "2021-06-30")
    assert first.status is Status.NOT_COMPARABLE


def test_a_year_left_out_of_a_flow_does_not_matter():
    """Levels are held against the base, not against each other."""
    found = judged(average("0.1", measure_id="flow"), [year(100, 2020, "flow"), year(121, 2022, "flow")], "2022-12-31")
    assert (found.status, found.current_value) == (Status.ON_PACE, pytest.approx(0.1))


def test_a_cut_over_the_window():
    """−13.5 % is asked for, 0.98 × 0.97 × 0.96 = 0.912576: −8.7424 %, 64.76 % of it after 1095 of 1826 days."""
    goal = cumulative("-0.135", "<=", "cut")
    found = judged(goal, rates([-0.02, -0.03, -0.04], measure_id="cut"), "2023-12-31")
    assert found.current_value == pytest.approx(-0.087424)
    assert found.gap == pytest.approx(-0.047576)
    assert found.distance_pct == pytest.approx(64.7585, abs=1e-4)
    assert found.time_pct == pytest.approx(100 * 1095 / 1826)
    assert found.lead_pp == pytest.approx(4.7914, abs=1e-3)
    assert found.expected_value == pytest.approx(-0.135 * 1095 / 1826)
    assert found.required_per_year == pytest.approx(-0.047576 / 2)
    assert found.projected_value == pytest.approx(-0.087424 * 1826 / 1095)
    assert (found.status, found.completion_pct, found.cagr_ratio) == (Status.ON_PACE, None, None)
    rising = judged(goal, rates([0.01], measure_id="cut"), "2021-12-31")
    assert rising.distance_pct == pytest.approx(-7.407, abs=1e-3)
    assert rising.status is Status.FAR_BEHIND


def test_absolute_changes_add():
    """3.5 more hours are asked for: 0.5 + 0.7 so far."""
    goal = cumulative("3.5", measure_id="hours", unit=ChangeUnit.ABSOLUTE)
    found = judged(goal, rates([0.5, 0.7], measure_id="hours"), "2022-12-31")
    assert (found.current_value, found.gap) == (pytest.approx(1.2), pytest.approx(2.3))


def test_a_difference_of_levels():
    """A share that is to rise by 6 points from 30 %: 33 % at the end of 2022 are half of it after 730 of 1826 days."""
    goal = cumulative("0.06", measure_id="ratio", unit=ChangeUnit.ABSOLUTE)
    figures = [at(0.3, "2020-12-31", "ratio"), at(0.33, "2022-12-31", "ratio")]
    found = judged(goal, figures, "2022-12-31")
    assert (found.current_value, found.baseline_value) == (pytest.approx(0.03), 0.3)
    assert (found.distance_pct, found.lead_pp) == (pytest.approx(50), pytest.approx(50 - 100 * 730 / 1826))
    alone = judged(goal, figures[:1], "2022-12-31")
    assert (alone.status, alone.gap, alone.baseline_value) == (Status.BASELINE_ONLY, 0.06, 0.3)
    assert judged(goal, figures[:1], "2025-12-31").status is Status.PENDING


def test_a_ratio_of_years_is_a_level_of_years():
    goal = cumulative("-0.1", "<=", measure_id="ratio")
    figures = [year(0.5, 2020, "ratio"), year(0.47, 2021, "ratio"), flow(0.4, "2022-01-01", "2022-06-30", "ratio")]
    found = judged(goal, figures, "2022-06-30")
    assert (found.current_value, found.current_date) == (pytest.approx(-0.06), date(2021, 12, 31))


def test_no_change_that_is_to_be_kept():
    """维持型: no change at all already meets at most 5 %."""
    goal = cumulative("0.05", "<=", "cut")
    kept = judged(goal, rates([0.02, 0.02], measure_id="cut"), "2022-12-31")
    assert (kept.status, kept.holding, kept.lead_pp, kept.expected_value) == (Status.MET, True, None, 0.05)
    assert judged(goal, rates([0.04, 0.02], measure_id="cut"), "2022-12-31").status is Status.FAR_BEHIND


@pytest.mark.parametrize("break_on", ["2022-01-01", "2022-06-30"])
def test_a_break_inside_the_chain(break_on):
    found = judged(average("0.05"), rates([0.06, 0.07]), "2022-12-31", breaks=[("change", break_on)])
    assert (found.status, found.current_value, found.lead_pp) == (Status.NOT_COMPARABLE, None, None)


def test_a_break_on_the_first_day_separates_no_changes_but_levels():
    assert judged(average("0.05"), rates([0.06]), "2021-12-31", breaks=[("change", "2021-01-01")]).status is Status.ON_PACE
    figures = [at(100, "2020-12-31"), at(110, "2021-12-31")]
    found = judged(average("0.05", measure_id="stock"), figures, "2021-12-31", breaks=[("stock", "2021-01-01")])
    assert found.status is Status.NOT_COMPARABLE


def test_a_break_within_the_base_year_of_a_flow():
    figures = [year(100, 2020, "flow"), year(110, 2021, "flow")]
    found = judged(average("0.05", measure_id="flow"), figures, "2021-12-31", breaks=[("flow", "2020-07-01")])
    assert found.status is Status.NOT_COMPARABLE


def test_qualifiers_make_an_interval():
    """至少 5 % in each of five years: not less than 1.05⁵, which may be more."""
    sure = [{**each, "qualifier": "ge"} for each in rates([0.05] * 5)]
    assert judged(cumulative("0.27"), sure, "2025-12-31").status is Status.MET
    found = judged(cumulative("0.28"), sure, "2025-12-31")
    assert (found.status, found.current_qualifier) == (Status.PENDING, "ge")  # 27.63 % or more


def test_held_against_another_measure():
    """1.08 × 1.03 = 1.1124 against 1.05 × 1.04 = 1.092: 2.04 points more."""
    figures = [*rates([0.08, 0.03]), *rates([0.05, 0.04, 0.05], measure_id="other")]
    found = judged(relative(0), figures, "2023-12-31")
    assert (found.current_value, found.current_date) == (pytest.approx(0.0204), date(2022, 12, 31))
    assert found.gap == pytest.approx(-0.0204)
    assert (found.lead_pp, found.time_pct, found.distance_pct, found.required_per_year) == (None, None, None, None)
    assert found.status is Status.ON_PACE
    assert judged(relative("0.03"), figures, "2023-12-31").status is Status.FAR_BEHIND


def test_against_another_it_is_decided_once_both_cover_the_period():
    own, other = rates([0.03] * 5), rates([0.03, 0.03, 0.03, 0.03, 0.02], measure_id="other")
    assert judged(relative(0), [*own, *other], "2025-12-31").status is Status.MET
    assert judged(relative("0.02"), [*own, *other], "2025-12-31").status is Status.MISSED
    assert judged(relative(0), [*own, *other[:4]], "2025-12-31").status is Status.PENDING


def test_without_the_reference_there_is_nothing_to_compare():
    own, other = rates([0.03, 0.04]), rates([0.03], measure_id="other")
    assert judged(relative(0), own, "2022-12-31").status is Status.NO_DATA
    assert judged(relative(0), own, "2025-12-31").status is Status.PENDING
    assert judged(relative(0), other, "2022-12-31").status is Status.NO_DATA
    whole = [flow(0.07, "2021-01-01", "2022-12-31", "other")]
    assert judged(relative(0), own[:1] + whole, "2022-12-31").status is Status.NOT_COMPARABLE


def test_against_another_year_by_year():
    figures = [*rates([0.08, 0.03]), *rates([0.05, 0.04], measure_id="other")]
    found = judge([relative("-0.005", years=(2021, 2022, 2023))], figures, "2023-06-30", measures=MEASURES)
    assert [each.year for each in found] == [2021, 2022, 2023]
    assert [each.status for each in found] == [Status.MET, Status.MISSED, Status.NO_DATA]
    assert found[1].current_value == pytest.approx(-0.01)


def test_levels_against_levels():
    """110 ÷ 100 against 214.2 ÷ 204: 10 % against 5 %."""
    figures = [at(100, "2020-12-31"), at(110, "2021-12-31"), year(204, 2020, "flow"), year(214.2, 2021, "flow")]
    found = judged(relative(0, measure_id="stock", reference="flow"), figures, "2021-12-31")
    assert (found.current_value, found.baseline_value) == (pytest.approx(0.05), 100)


def test_the_target_is_exact():
    """A third of growth over the window, reached exactly."""
    goal = replace(cumulative(0, window=("2021-01-01", "2021-12-31")), value=Fraction(1, 3))
    assert judged(goal, [year(1 / 3, 2021)], "2021-12-31").status is Status.MET


def test_time_runs_from_the_day_before_the_window_also_from_an_older_base():
    """77.3 in 2019 and one year more over 2021–2025: 78.2 at the end of 2021 is 0.9 of 1 in 365 of 1,826 days."""
    catalogued = [figure("F", "ratio", "77.3", "2019-12-31")]
    goal = cumulative("1", measure_id="ratio", unit=ChangeUnit.ABSOLUTE, baseline_figure_id="F")
    levels = [at(77.3, "2019-12-31", "ratio"), at(77.93, "2020-12-31", "ratio"), at(78.2, "2021-12-31", "ratio")]
    found = judged(goal, levels, "2021-12-31", figures=catalogued)
    assert (found.baseline_value, found.baseline_date) == (77.3, date(2019, 12, 31))
    assert (found.current_value, found.distance_pct) == (pytest.approx(0.9), pytest.approx(90))
    assert found.time_pct == pytest.approx(365 / 1826 * 100)  # 19.99; from the end of 2019 it would be 731 ÷ 2,192 = 33.35
    assert (found.lead_pp, found.expected_value) == (pytest.approx(70.011, abs=1e-3), pytest.approx(0.19989, abs=1e-5))
    assert found.required_per_year == pytest.approx(0.025)
    assert (found.period.start, found.period.end) == (date(2020, 12, 31), date(2025, 12, 31))


def test_before_the_first_level_of_the_window_no_time_is_gone():
    """Over, with nothing but the level of 2019: the share of time is not negative."""
    catalogued = [figure("F", "ratio", "77.3", "2019-12-31")]
    goal = cumulative("1", measure_id="ratio", unit=ChangeUnit.ABSOLUTE, baseline_figure_id="F")
    found = judged(goal, [at(77.3, "2019-12-31", "ratio")], "2026-01-31", figures=catalogued)
    assert (found.status, found.time_pct) == (Status.PENDING, 0)
