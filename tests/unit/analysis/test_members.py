"""Towns side by side: periods, ranks, shares, sums and what each adds to the gap, from hand-made figures."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.analysis import REGIONS, Key, MemberFigures, Sum, Unshared, dimensions, ranked
from kpi.model import Bilingual, Direction, Partition, Qualifier, Region, Window
from kpi.progress import assess
from tests.unit.progress.factory import (
    CITY,
    at,
    by_date,
    day,
    figure,
    flow,
    flow_measure,
    frame,
    in_window,
    in_year,
    plan,
    rank_measure,
    ratio_measure,
    stock_measure,
)

TOWNS = ("1", "2", "3", "4")
"""The first three partition the city; the fourth is a zone."""
MEASURES = [
    flow_measure("trained"),
    stock_measure("skilled"),
    stock_measure("employed"),
    stock_measure("waste", direction=Direction.LOWER),
    ratio_measure("share", numerator_id="skilled", denominator_id="employed"),
    flow_measure("asked"),
    rank_measure("place"),
    ratio_measure("flow_share", numerator_id="trained", denominator_id="asked"),
    ratio_measure("level_share", numerator_id="skilled[level=high]", denominator_id="skilled"),
]
YEAR = ("2024-01-01", "2024-12-31")


def city(*goals, **catalog):
    made = plan(*goals, measures=MEASURES, **catalog)
    regions = {CITY: made.regions[CITY]} | {
        code: Region(code, f"{code}镇", f"Town {code}", CITY, Bilingual("town"), in_partition=code != "4") for code in TOWNS
    }
    return replace(made, regions=regions)


def of_towns(values, measure_id, build, **changes):
    return [
        build(value, region_code=code, measure_id=measure_id, **changes)
        for code, value in zip(TOWNS, values, strict=False)
        if value is not None
    ]


def year(value, measure_id, region_code=CITY, which=YEAR, **changes):
    return flow(value, *which, measure_id, region_code=region_code, **changes)


def stock(value, measure_id, region_code=CITY, on="2024-12-31", **changes):
    return at(value, on, measure_id, region_code=region_code, **changes)


def looked_at(observed, measure_id, *goals, as_of="2024-12-31", dimension=REGIONS, period=None, **catalog):
    made, observations = city(*goals, **catalog), frame(*observed)
    found = MemberFigures(made, observations, day(as_of), dimensions(made, observations, CITY)[dimension])
    column = found.column(made.measures[measure_id], period)
    return made, observations, found, column


def check(observed, measure_id, **options):
    _, observations, found, column = looked_at(observed, measure_id, **options)
    return found.sum_check(column, observations["printed"])


TRAINED = [*of_towns([60, 30, 10, 5], "trained", year), year(100, "trained")]


def test_values_ranks_and_shares_over_one_year():
    _, _, _, column = looked_at(TRAINED, "trained")
    assert (column.period, column.dated) == (Window(date(2024, 1, 1), date(2024, 12, 31)), False)
    assert column.values.tolist() == [60, 30, 10, 5]
    assert column.ranks.tolist() == [1, 2, 3, 4]
    assert column.shares.tolist() == pytest.approx([0.6, 0.3, 0.1, 0.05])
    assert (column.whole, column.whole_summed, column.missing) == (100, False, 0)
    assert column.positions == ((0,), (1,), (2,), (3,))


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    assert ranked(np.array([5, 7, 7, np.nan, 0]), Direction.HIGHER).tolist()[:3] == [3, 1, 1]
    assert ranked(np.array([5, 7, 7, 0]), Direction.HIGHER).tolist() == [3, 1, 1, 4]
    assert ranked(np.array([5, 7, 7, 0]), Direction.LOWER).tolist() == [2, 3, 3, 1]
    assert ranked(np.array([0.1 + 0.2, 0.3]), Direction.HIGHER).tolist() == [1, 1]


def test_a_missing_town_is_not_a_low_one():
    _, _, _, column = looked_at([*of_towns([60, None, 0], "trained", year)], "trained")
    assert np.isnan(column.values[1])
    assert np.isnan(column.ranks[1])
    assert column.ranks[[0, 2]].tolist() == [1, 2]
    assert column.missing == 2


def test_the_newest_period_most_towns_report():
    """The half-year of 2025 is newest; of those that end together the one that most towns report."""
    half, month = ("2025-01-01", "2025-06-30"), ("2025-06-01", "2025-06-30")
    figures = [
        *TRAINED,
        *of_towns([7, 8, 9], "trained", year, which=half),
        *of_towns([1, 2], "trained", year, which=month),
    ]
    _, _, found, column = looked_at(figures, "trained", as_of="2025-12-31")
    assert column.period == Window(date(2025, 1, 1), date(2025, 6, 30))
    assert [window.end for window, _ in found.periods(column.measure)] == [date(2025, 6, 30)] * 2 + [date(2024, 12, 31)]
    _, _, _, before = looked_at(figures, "trained", as_of="2025-06-29")
    assert before.period.end == date(2024, 12, 31)
    _, _, _, asked = looked_at(figures, "trained", as_of="2025-12-31", period=Window(date(2025, 6, 1), date(2025, 6, 30)))
    assert asked.values.tolist()[:2] == [1, 2]


def test_a_ratio_is_worked_out_town_by_town_and_for_the_city_from_sums():
    """10/100, 30/100 and 60/400 make 100/600, not the mean of 10, 30 and 15 %."""
    figures = [*of_towns([10, 30, 60], "skilled", stock), *of_towns([100, 100, 400], "employed", stock)]
    _, _, _, column = looked_at(figures, "share")
    assert column.values.tolist()[:3] == pytest.approx([0.1, 0.3, 0.15])
    assert column.whole == pytest.approx(100 / 600)
    assert column.whole_summed
    assert column.positions[1] == (1, 4)
    assert np.isnan(column.shares).all()


def test_without_every_part_there_is_no_city_ratio():
    figures = [*of_towns([10, 30, 60], "skilled", stock), *of_towns([100, 100], "employed", stock)]
    _, _, _, column = looked_at(figures, "share")
    assert column.whole is None
    assert np.isnan(column.values[2])


def test_a_stated_ratio_is_used_as_stated():
    figures = [
        *of_towns([10, 30, 60], "skilled", stock),
        *of_towns([100, 100, 400], "employed", stock),
        stock(0.11, "share", "1"),
        stock(0.17, "share"),
    ]
    _, _, _, column = looked_at(figures, "share")
    assert column.values[0] == 0.11
    assert (column.whole, column.whole_summed) == (0.17, False)


def test_a_numerator_that_is_a_breakdown():
    high = {"breakdown": "level", "member": "high"}
    figures = [*of_towns([4, 9], "skilled", stock, **high), *of_towns([10, 30, 60], "skilled", stock)]
    _, _, _, column = looked_at(figures, "level_share")
    assert column.values.tolist()[:2] == pytest.approx([0.4, 0.3])


@pytest.mark.parametrize(
    ("values", "whole", "state", "difference"),
    [
        ([60, 30, 10, 5], 100, Sum.EQUAL, 0),  # the zone is not one of those that add up
        ([60, 30, 11, 5], 100, Sum.DIFFERS, 1),
        ([60, 30, None, 5], 100, Sum.INCOMPLETE, -10),
        ([60, 30, 10, 5], None, Sum.NO_WHOLE, None),
    ],
)
def test_towns_against_the_city(values, whole, state, difference):
    figures = [*of_towns(values, "trained", year), *([] if whole is None else [year(whole, "trained")])]
    found = check(figures, "trained")
    assert (found.state, found.difference) == (state, difference)


def test_rounded_figures_may_differ_by_half_a_digit_each():
    """1.5万 + 0.8万 + 0.2万 against 2.6万 differ by 1000; four halves of a printed 0.1万 are 2000."""
    printed = ["1.5万人次", "0.8万人次", "0.2万人次"]
    towns = [
        year(value, "trained", code, printed=text)
        for value, code, text in zip([15000, 8000, 2000], TOWNS, printed, strict=False)
    ]
    assert check([*towns, year(26000, "trained", printed="2.6万人次")], "trained").state is Sum.EQUAL
    assert check([*towns, year(28000, "trained", printed="2.8万人次")], "trained").state is Sum.DIFFERS


def test_ratios_are_never_added_up():
    figures = [*of_towns([0.1, 0.2, 0.3], "share", stock)]
    assert check(figures, "share") is None


def gap_of(figures, measure_id, goal, as_of="2024-12-31"):
    made, observations, found, column = looked_at(figures, measure_id, goal, as_of=as_of)
    (judged,) = assess(made, observations, day(as_of), region_code=CITY)
    return found.contribution(column, judged), judged


def test_what_each_town_lacks_of_a_share():
    """At 30 %: 30 − 10, 30 − 30 and 120 − 60; together 0.3 × 600 − 100 = 80."""
    figures = [*of_towns([10, 30, 60], "skilled", stock), *of_towns([100, 100, 400], "employed", stock), stock(1 / 6, "share")]
    found, _ = gap_of(figures, "share", by_date("0.3", measure_id="share"))
    assert (found.key, found.measure.measure_id) == (Key.SHARE, "skilled")
    assert found.values.tolist()[:3] == pytest.approx([20, 0, 60])
    assert np.nansum(found.values) == pytest.approx(80)


def test_what_each_town_lacks_of_a_quota_by_last_years_proportions():
    """200 in the proportions 50, 30, 20 of the year before are 100, 60 and 40."""
    before = of_towns([50, 30, 20, 99], "trained", year, which=("2023-01-01", "2023-12-31"))
    found, judged = gap_of([*before, *TRAINED], "trained", in_year(200, measure_id="trained", year=2024))
    assert found.key is Key.LAST_YEAR
    assert found.values.tolist()[:3] == pytest.approx([40, 30, 30])
    assert np.isnan(found.values[3])  # the zone is no part of the city's sum
    assert np.nansum(found.values) == pytest.approx(judged.gap)


def test_without_last_year_nothing_says_how_to_lay_the_gap():
    found, _ = gap_of(TRAINED, "trained", in_year(200, measure_id="trained", year=2024))
    assert found is Unshared.NO_YEAR_BEFORE


def test_another_year_is_no_part_of_this_gap():
    before = of_towns([50, 30, 20], "trained", year, which=("2023-01-01", "2023-12-31"))
    found, _ = gap_of([*before, *TRAINED], "trained", in_year(200, measure_id="trained", year=2025), as_of="2025-01-31")
    assert found is Unshared.NO_TARGET


@pytest.mark.parametrize(("deadline", "found"), [("2024-12-31", Key.SHARE), ("2024-12-30", Unshared.NO_TARGET)])
def test_a_share_after_the_deadline_is_no_part_of_the_way_to_it(deadline, found):
    figures = [*of_towns([10, 30, 60], "skilled", stock), *of_towns([100, 100, 400], "employed", stock)]
    laid, _ = gap_of(figures, "share", by_date("0.3", measure_id="share", deadline=deadline))
    assert getattr(laid, "key", laid) is found


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        (in_year("0.3", measure_id="flow_share", year=2024), [20, 0, 60]),
        (in_year("0.3", measure_id="flow_share", year=2023), Unshared.NO_TARGET),
        (in_window("0.3", "2024-01-01", "2025-12-31", measure_id="flow_share"), [20, 0, 60]),
        (in_window("0.3", "2023-01-01", "2025-12-31", measure_id="flow_share"), Unshared.NO_TARGET),
    ],
)
def test_a_share_of_a_year_or_window_is_of_that_very_one(goal, found):
    """At 30 %: 30 − 10, 30 − 30 and 120 − 60; the figures are of 2024."""
    figures = [*of_towns([10, 30, 60], "trained", year), *of_towns([100, 100, 400], "asked", year)]
    laid, _ = gap_of(figures, "flow_share", goal)
    assert laid is found if isinstance(found, Unshared) else laid.values.tolist()[:3] == pytest.approx(found)


def test_places_do_not_add_up():
    """Last in the league a year before and now: 1, 2 and 3 of 6 places would have been shared out."""
    before = of_towns([1, 2, 3], "place", stock, on="2023-12-31")
    laid, _ = gap_of([*before, *of_towns([1, 2, 3], "place", stock)], "place", by_date(1, "<=", "place"))
    assert laid is Unshared.NOT_ADDITIVE


@pytest.mark.slow
def test_what_is_to_be_met_exactly_is_not_shared_out():
    before = of_towns([50, 30, 20], "trained", year, which=("2023-01-01", "2023-12-31"))
    laid, _ = gap_of([*before, *TRAINED], "trained", in_year(200, "=", measure_id="trained", year=2024))
    assert laid is Unshared.EXACT


def test_a_stated_share_without_parts_says_nothing_of_people():
    laid, _ = gap_of(of_towns([0.1, 0.2, 0.3], "share", stock), "share", by_date("0.3", measure_id="share"))
    assert laid is Unshared.NO_PARTS


def test_any_breakdown_is_a_dimension():
    parts = [year(value, "trained", breakdown="age", member=member) for member, value in (("young", 70), ("old", 30))]
    figures = [*parts, year(100, "trained")]
    _, _, found, column = looked_at(figures, "trained", dimension="age")
    assert found.dimension.members == ("old", "young")
    assert column.values.tolist() == [30, 70]
    assert column.whole == 100
    assert check(figures, "trained", dimension="age").state is Sum.NO_PARTITION
    rows = [
        replace(
            figure(member, "trained", 1, None), breakdown="age", member=member, parent_figure_id="P", partition=Partition.YES
        )
        for member in ("young", "old")
    ]
    assert check(figures, "trained", dimension="age", figures=rows).state is Sum.EQUAL


def test_what_there_is_to_divide_by():
    made = city()
    observations = frame(*TRAINED, year(1, "trained", breakdown="age", member="young"))
    assert list(dimensions(made, observations, CITY)) == [REGIONS, "age"]
    assert list(dimensions(made, observations, "1")) == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=3, max_size=4), st.integers(0, 150))
def test_a_sum_is_never_called_equal_that_is_not(values, whole):
    figures = [*of_towns(values, "trained", year), year(whole, "trained")]
    if any(value is not None for value in values):
        found = check(figures, "trained")
        reported = [value for value in values[:3] if value is not None]
        if found.state is Sum.EQUAL:
            assert len(reported) == 3
            assert sum(reported) == whole
        assert found.missing == 3 - len(reported)


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=30))
def test_ranks_count_the_better_ones(values):
    numbers = np.array([np.nan if value is None else round(value, 3) for value in values], dtype=float)
    for place, rank in enumerate(ranked(numbers, Direction.HIGHER)):
        if values[place] is None:
            assert np.isnan(rank)
        else:
            assert rank == 1 + np.sum(numbers[~np.isnan(numbers)] > numbers[place])


@given(
    st.lists(st.integers(0, 500), min_size=3, max_size=3),
    st.lists(st.integers(1, 500), min_size=3, max_size=3),
    st.integers(1, 3000),
)
def test_what_the_towns_lack_adds_up_to_the_citys_gap(values, before, goal):
    last_year = of_towns(before, "trained", year, which=("2023-01-01", "2023-12-31"))
    figures = [*last_year, *of_towns(values, "trained", year), year(sum(values), "trained")]
    found, judged = gap_of(figures, "trained", in_year(goal, measure_id="trained", year=2024))
    assert np.nansum(found.values) == pytest.approx(judged.gap, abs=1e-6)


def test_what_is_kept_of_a_column_belongs_to_that_column_alone(monkeypatch):
    """Many more columns than are kept, asked for over and over: each is as if it were the first one asked for."""
    monkeypatch.setattr("kpi.analysis.members._MOST_KEPT", 2)
    years = [(f"{which}-01-01", f"{which}-12-31") for which in (2021, 2022, 2023)]
    marks = (Qualifier.GE, Qualifier.EQ, Qualifier.EQ)
    observed = [
        row
        for size, (which, mark) in enumerate(zip(years, marks, strict=True), 1)
        for row in of_towns([60 * size, 30 * size], "trained", year, which=which, qualifier=mark.value)
    ]
    made, observations = city(), frame(*observed)
    dimension, measure = dimensions(made, observations, CITY)[REGIONS], made.measures["trained"]
    found = MemberFigures(made, observations, day("2024-12-31"), dimension)
    for window, _ in found.periods(measure) * 2:
        fresh = MemberFigures(made, observations, day("2024-12-31"), dimension)
        kept, anew = found.column(measure, window), fresh.column(measure, window)
        assert (kept.period, kept.values[:2].tolist()) == (
            window,
            [60 * (window.end.year - 2020), 30 * (window.end.year - 2020)],
        )
        for ours, theirs in zip(found.intervals(kept), fresh.intervals(anew), strict=True):
            np.testing.assert_array_equal(ours, theirs)
        assert (found.intervals(kept)[2][0] is Qualifier.GE) == (window.end.year == 2021)
