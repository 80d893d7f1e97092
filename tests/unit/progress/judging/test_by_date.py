"""Targets by a date: the newest figure against the line from the baseline to the deadline."""

from datetime import date

import pytest

from kpi.model import Direction, Kind, Status, Window
from tests.unit.progress.factory import TOWN, at, by_date, figure, flow, judge_one, rank_measure, ratio_measure, stock_measure


def test_numbers_against_the_line_from_the_baseline():
    # b = 50 on 2023-12-31, T = 100 on 2025-12-31 (731 days on), x = 70 on 2024-12-31 (366 days on).
    # distance 20/50 = 40 %; time 366/731 = 50.068 %; expected 50 + 50 × 366/731 = 75.034;
    # the line goes on to 50 + 20 × 731/366.
    found = judge_one(by_date(100), [at(50, "2023-12-31"), at(70, "2024-12-31")], "2024-12-31")
    assert found.status is Status.FAR_BEHIND
    assert (found.baseline_value, found.baseline_date) == (50, date(2023, 12, 31))
    assert (found.current_value, found.current_date) == (70, date(2024, 12, 31))
    assert found.gap == 30
    assert found.distance_pct == pytest.approx(40)
    assert found.time_pct == pytest.approx(100 * 366 / 731)
    assert found.lead_pp == pytest.approx(40 - 100 * 366 / 731)
    assert found.expected_value == pytest.approx(75.0342, abs=1e-4)
    assert found.projected_value == pytest.approx(89.9454, abs=1e-4)
    assert found.required_per_year == pytest.approx(30)  # 2025-12-31 is 2026.0, 2024-12-31 is 2025.0
    assert found.completion_pct is None
    assert found.year is None
    assert found.period == Window(date(2023, 12, 31), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (100, Status.MET),
        (50, Status.ON_PACE),
        (49.99, Status.BEHIND),
        (40.01, Status.BEHIND),
        (40, Status.FAR_BEHIND),
        (-5, Status.FAR_BEHIND),
    ],
)
def test_status_by_lead(value, status):
    # 2022-12-31 to 2025-12-31 is 1096 days, 2024-07-01 is day 548: time is exactly 50 %, so leads are value − 50
    found = judge_one(by_date(100), [at(0, "2022-12-31"), at(value, "2024-07-01")], "2024-07-01")
    assert found.status is status
    assert found.lead_pp == pytest.approx(value - 50)


def test_a_lead_is_not_tipped_by_binary_fractions():
    # (0.3 − 0.1) ÷ (0.5 − 0.1) is one half, but comes out as 0.49999999999999994
    found = judge_one(by_date("0.5"), [at(0.1, "2022-12-31"), at(0.3, "2024-07-01")], "2024-07-01")
    assert found.status is Status.ON_PACE
    # (0.4 − 0.2) ÷ (0.7 − 0.2) is 40 %, a lead of −10, but comes out as −9.999999999999993
    found = judge_one(by_date("0.7"), [at(0.2, "2022-12-31"), at(0.4, "2024-07-01")], "2024-07-01")
    assert found.status is Status.FAR_BEHIND


def test_decreasing_measure():
    # from 80 down to 20: x = 56 is (56 − 80)/(20 − 80) = 40 % of the way at 50 % of the time
    measure = stock_measure(direction=Direction.LOWER)
    found = judge_one(by_date(20, "<="), [at(80, "2022-12-31"), at(56, "2024-07-01")], "2024-07-01", measures=[measure])
    assert found.status is Status.FAR_BEHIND
    assert found.distance_pct == pytest.approx(40)
    assert found.gap == -36
    assert found.expected_value == pytest.approx(50)
    assert found.projected_value == pytest.approx(32)  # 24 down in half of the time is 48 in all of it
    assert found.required_per_year == pytest.approx(-36 / (2026 - (2024 + 183 / 366)))
    met = judge_one(by_date(20, "<="), [at(80, "2022-12-31"), at(20, "2024-07-01")], "2024-07-01", measures=[measure])
    assert (met.status, met.required_per_year) == (Status.MET, 0)


def test_rank():
    # from place 10 to place 4 or better; place 7 is half of the way at half of the time, place 8 a third of it
    def judged(place):
        figures = [at(10, "2022-12-31", "rank"), at(place, "2024-07-01", "rank")]
        return judge_one(by_date(4, "<=", "rank"), figures, "2024-07-01", measures=[rank_measure()])

    assert (judged(7).status, judged(7).gap) == (Status.ON_PACE, -3)
    assert (judged(8).status, judged(8).lead_pp) == (Status.FAR_BEHIND, pytest.approx(100 / 3 - 50))
    assert judged(4).status is Status.MET
    assert judged(3).status is Status.MET


def test_milestone():
    measure = stock_measure("done", kind=Kind.MILESTONE)

    def judged(as_of, *figures):
        return judge_one(by_date(1, "=", "done"), figures, as_of, measures=[measure])

    not_yet = at(0, "2023-06-30", "done")
    assert judged("2024-06-30", not_yet).status is Status.BASELINE_ONLY
    assert judged("2024-06-30", not_yet, at(1, "2024-05-01", "done")).status is Status.MET
    assert judged("2025-12-31", not_yet, at(0, "2025-12-31", "done")).status is Status.MISSED
    assert judged("2025-12-31", not_yet, at(1, "2025-12-31", "done")).status is Status.MET


def test_only_the_baseline():
    # T − x = 42 over 2026 − (2023 + 181/365) = 2.50411 years
    found = judge_one(by_date(100), [at(58, "2023-06-30")], "2024-03-31")
    assert found.status is Status.BASELINE_ONLY
    assert (found.current_value, found.current_date, found.gap) == (58, date(2023, 6, 30), 42)
    assert found.required_per_year == pytest.approx(42 / 2.50411, rel=1e-5)


def test_deadline_decides_only_with_a_figure_dated_on_it():
    start, early = at(50, "2023-06-30"), at(120, "2025-11-30")
    target = by_date(100)
    assert judge_one(target, [start, early], "2025-12-30").status is Status.MET  # one day before, by the newest figure
    absent = judge_one(target, [start, early], "2025-12-31")
    assert absent.status is Status.PENDING  # met early, but nobody knows about the deadline
    assert (absent.current_value, absent.required_per_year, absent.complete) == (120, None, False)
    assert judge_one(target, [start, early, at(100, "2025-12-31")], "2025-12-31").status is Status.MET
    assert judge_one(target, [start, early, at(99, "2025-12-31")], "2025-12-31").status is Status.MISSED
    assert judge_one(target, [start, early, at(99, "2025-12-31"), at(130, "2026-03-31")], "2026-06-30").status is Status.MISSED


def test_figures_after_the_deadline_do_not_count():
    late = [at(50, "2023-06-30"), at(100, "2026-01-01")]
    found = judge_one(by_date(100), late, "2026-06-30")
    assert (found.status, found.current_value) == (Status.PENDING, 50)


def test_figures_after_as_of_do_not_count():
    figures = [at(50, "2023-06-30"), at(90, "2024-06-30"), at(100, "2025-12-31")]
    found = judge_one(by_date(100), figures, "2025-06-29")
    assert (found.current_value, found.current_date) == (90, date(2024, 6, 30))
    assert judge_one(by_date(100), figures, "2023-01-01").status is Status.NO_DATA


def test_numbers_when_met_or_over():
    figures = [at(50, "2023-12-31"), at(100, "2025-12-31")]
    met = judge_one(by_date(100), figures, "2025-12-31")
    assert (met.distance_pct, met.time_pct, met.lead_pp) == (100, 100, 0)
    assert (met.required_per_year, met.projected_value, met.expected_value) == (None, 100, 100)
    beyond = judge_one(by_date(100), [at(50, "2023-12-31"), at(110, "2024-12-31")], "2024-12-31")
    assert (beyond.status, beyond.distance_pct, beyond.gap) == (Status.MET, 120, -10)  # not capped
    assert beyond.required_per_year == 0


def test_baseline_is_the_current_observation_at_its_key():
    target = by_date(100, baseline_figure_id="F")
    catalogued = [figure("F", "stock", 50, "2023-06-30")]
    earlier, later = at(30, "2022-06-30"), at(75, "2024-12-31")
    found = judge_one(target, [earlier, at(50, "2023-06-30"), later], "2024-12-31", figures=catalogued)
    assert (found.baseline_value, found.distance_pct) == (50, pytest.approx(50))  # not the earliest figure
    revised = judge_one(target, [earlier, at(60, "2023-06-30"), later], "2024-12-31", figures=catalogued)
    assert (revised.baseline_value, revised.distance_pct) == (60, pytest.approx(37.5))  # 15 of 40
    assert revised.baseline_figures == (1,)


def test_baseline_is_else_the_earliest_figure():
    catalogued = [figure("F", "stock", 50, "2023-06-30")]
    figures = [at(75, "2024-12-31"), at(40, "2023-12-31")]
    withdrawn = judge_one(by_date(100, baseline_figure_id="F"), figures, "2024-12-31", figures=catalogued)
    assert (withdrawn.baseline_value, withdrawn.baseline_date) == (40, date(2023, 12, 31))
    unnamed = judge_one(by_date(100), [*figures, at(50, "2023-06-30")], "2024-12-31")
    assert unnamed.baseline_value == 50


def test_baseline_of_a_ratio_must_be_stated_at_its_key():
    # the stated baseline was withdrawn; the parts of that date make a figure, but not the one at the key: the earliest counts
    catalogued = [figure("F", "ratio", 0.3, "2023-06-30")]
    figures = [
        at(0.2, "2022-12-31", "ratio"), at(30, "2023-06-30", "part"), at(90, "2023-06-30", "whole"),
        at(0.4, "2024-06-30", "ratio"),
    ]  # fmt: skip
    found = judge_one(by_date("0.5", measure_id="ratio", baseline_figure_id="F"), figures, "2024-06-30", figures=catalogued)
    assert (found.baseline_value, found.baseline_date) == (0.2, date(2022, 12, 31))


def test_before_the_baseline_was_known_the_earliest_figure_stands_in():
    catalogued = [figure("F", "stock", 50, "2023-06-30")]
    figures = [at(20, "2021-12-31"), at(30, "2022-12-31"), at(50, "2023-06-30")]
    found = judge_one(by_date(100, baseline_figure_id="F"), figures, "2023-06-29", figures=catalogued)
    assert (found.baseline_value, found.current_value) == (20, 30)


@pytest.mark.parametrize(("comparator", "baseline", "still", "lost"), [(">=", 98, 98, 97.9), ("<=", 3, 5, 5.1), ("=", 5, 5, 6)])
def test_target_to_be_kept(comparator, baseline, still, lost):
    """维持型: the baseline already meets it."""
    goal = {">=": 98, "<=": 5, "=": 5}[comparator]
    target, start = by_date(goal, comparator), at(baseline, "2023-06-30")
    alone = judge_one(target, [start], "2024-06-30")
    assert (alone.status, alone.holding, alone.required_per_year) == (Status.BASELINE_ONLY, True, None)
    held = judge_one(target, [start, at(still, "2024-06-30")], "2024-06-30")
    assert held.status is Status.MET
    fallen = judge_one(target, [start, at(lost, "2024-06-30")], "2024-06-30")
    assert fallen.status is Status.FAR_BEHIND
    for found in (held, fallen):
        assert found.expected_value == goal
        assert found.time_pct == pytest.approx(100 * 366 / 915)  # 2023-06-30 to 2024-06-30, to 2025-12-31
        assert found.gap == goal - found.current_value
        assert (found.distance_pct, found.lead_pp, found.required_per_year) == (None, None, None)
        assert (found.projected_value, found.cagr_ratio) == (None, None)
    on_the_day = [judge_one(target, [start, at(value, "2025-12-31")], "2025-12-31") for value in (still, lost)]
    assert [found.status for found in on_the_day] == [Status.MET, Status.MISSED]
    assert judge_one(target, [start, at(still, "2025-06-30")], "2026-01-31").status is Status.PENDING
    assert all(found.holding for found in on_the_day)


def test_target_equal_to_the_baseline_is_kept_and_divides_by_nothing():
    found = judge_one(by_date(50), [at(50, "2023-06-30"), at(50, "2024-06-30")], "2024-06-30")
    assert (found.status, found.holding, found.distance_pct, found.cagr_ratio) == (Status.MET, True, None, None)


def test_only_figure_is_on_the_deadline():
    # baseline and newest in one: no time passes, so time and lead are undefined, but the deadline has its figure
    missed = judge_one(by_date(100), [at(90, "2025-12-31")], "2025-12-31")
    assert (missed.status, missed.time_pct, missed.lead_pp, missed.projected_value) == (Status.MISSED, None, None, None)
    assert (missed.distance_pct, missed.gap) == (0, 10)
    assert judge_one(by_date(100), [at(100, "2025-12-31")], "2025-12-31").status is Status.MET


def test_towns_and_breakdowns_never_speak_for_the_city():
    elsewhere = at(500, "2024-12-31", region_code=TOWN)
    group = at(500, "2024-12-31", breakdown="level", member="senior")
    found = judge_one(by_date(100), [at(50, "2023-06-30"), elsewhere, group], "2024-12-31")
    assert (found.status, found.current_value) == (Status.BASELINE_ONLY, 50)
    assert judge_one(by_date(100), [elsewhere], "2024-12-31").status is Status.NO_DATA


def test_ratio_stated_for_a_date_is_used_as_stated():
    parts = [at(30, "2024-12-31", "part"), at(100, "2024-12-31", "whole")]
    stated = [at(0.2, "2023-06-30", "ratio"), at(0.31, "2024-12-31", "ratio")]
    target = by_date("0.35", measure_id="ratio")
    assert judge_one(target, [*parts, *stated], "2024-12-31").current_value == 0.31
    found = judge_one(target, [*parts, stated[0]], "2024-12-31")
    assert (found.current_value, found.current_date) == (pytest.approx(0.30), date(2024, 12, 31))
    assert found.figures == (0, 1)


def test_ratio_needs_both_parts_of_the_same_date():
    target = by_date("0.35", measure_id="ratio")
    figures = [at(0.2, "2023-06-30", "ratio"), at(30, "2024-12-31", "part"), at(100, "2024-11-30", "whole")]
    found = judge_one(target, figures, "2024-12-31")
    assert (found.status, found.current_value) == (Status.BASELINE_ONLY, 0.2)


def test_ratio_whose_numerator_is_a_breakdown():
    measure = ratio_measure(numerator_id="whole[level=senior]")
    senior = {"breakdown": "level", "member": "senior"}
    figures = [
        at(20, "2023-06-30", "whole", **senior), at(100, "2023-06-30", "whole"),
        at(36, "2024-06-30", "whole", **senior), at(120, "2024-06-30", "whole"),
        at(60, "2024-06-30", "whole", breakdown="level", member="junior"),
    ]  # fmt: skip
    measures = [measure, stock_measure("whole")]
    found = judge_one(by_date("0.35", measure_id="ratio"), figures, "2024-06-30", measures=measures)
    assert (found.baseline_value, found.current_value) == (pytest.approx(0.2), pytest.approx(0.3))
    assert (found.baseline_figures, found.figures) == ((0, 1), (2, 3))


def test_denominator_of_zero_gives_no_ratio():
    figures = [at(0, "2024-06-30", "part"), at(0, "2024-06-30", "whole")]
    found = judge_one(by_date("0.35", measure_id="ratio"), figures, "2024-06-30")
    assert (found.status, found.current_value) == (Status.NOT_COMPARABLE, None)


def test_a_window_is_no_date():
    found = judge_one(by_date("0.35", measure_id="ratio"), [flow(0.4, "2024-01-01", "2024-12-31", "ratio")], "2024-12-31")
    assert (found.status, found.current_value) == (Status.NOT_COMPARABLE, None)
