"""Places held against a line: shades at their breaks, ranks that marks leave open, figures of other days, the plan's line."""

import numpy as np
import pytest

from kpi.analysis import Basis, Shade, enough_reported, line_of, rank_range, shade_of, third_of
from kpi.model import Direction, Qualifier
from kpi.progress import assess
from tests.unit.analysis.test_members import TRAINED, looked_at, of_towns, stock, year
from tests.unit.progress.factory import by_date, day, flow, in_year

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("share", "shade"),
    [(0, Shade.LOW), (69.9, Shade.LOW), (70, Shade.MIDDLE), (99.9, Shade.MIDDLE), (100, Shade.REACHED), (112, Shade.REACHED)],
)
def test_shades_change_at_70_and_at_100(share, shade):
    assert shade_of(share) is shade


def test_exactly_a_limit_is_within_it():
    assert [shade_of(share, limit=True) for share in (69.9, 100, 100.1)] == [Shade.LOW, Shade.MIDDLE, Shade.REACHED]


def test_what_differs_by_a_rounding_of_the_machine_is_the_same():
    """0.1 + 0.2 of 0.3 is all of it."""
    assert shade_of((0.1 + 0.2) / 0.3 * 100) is Shade.REACHED
    assert shade_of((0.7 * 3) / 3 * 100 - 1e-12) is Shade.MIDDLE


def test_without_a_line_shades_are_thirds_of_the_largest():
    assert [third_of(value, 9) for value in (0, 3, 4, 6, 7, 9)] == [Shade.LOW] * 2 + [Shade.MIDDLE] * 2 + [Shade.REACHED] * 2


@pytest.mark.parametrize(
    ("reported", "places", "enough"), [(11, 35, False), (12, 35, True), (1, 3, True), (0, 2, False), (0, 0, False)]
)
def test_a_third_of_35_is_12(reported, places, enough):
    assert enough_reported(reported, places) is enough


def ranges(values, direction=Direction.HIGHER):
    """Ranks of values, or of pairs of the least and the greatest."""
    pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
    best, worst = rank_range(np.array([low for low, _ in pairs]), np.array([high for _, high in pairs]), direction)
    return [None if np.isnan(first) else (int(first), int(last)) for first, last in zip(best, worst, strict=True)]


def test_exact_values_have_one_rank_and_equal_ones_share_it():
    assert ranges([5.0, 7.0, 7.0, NAN, 0.0]) == [(3, 3), (1, 1), (1, 1), None, (4, 4)]
    assert ranges([5.0, 7.0, 7.0, 0.0], Direction.LOWER) == [(2, 2), (3, 3), (3, 3), (1, 1)]
    assert ranges([0.1 + 0.2, 0.3]) == [(1, 1), (1, 1)]


def test_a_mark_leaves_open_every_rank_its_interval_reaches():
    """≥10 may be 12 or more, or not; 5 is last in any case."""
    assert ranges([(10, INF), 12.0, 5.0]) == [(1, 2), (1, 2), (3, 3)]
    assert ranges([(10, INF), 12.0, 5.0], Direction.LOWER) == [(2, 3), (2, 3), (1, 1)]
    assert ranges([(10, INF), 10.0]) == [(1, 1), (1, 2)]
    assert ranges([(9.5, 10.5), (9.9, 10.9), 12.0]) == [(2, 3), (2, 3), (1, 1)]


def test_marks_are_kept_and_a_quotient_has_those_of_its_parts():
    """≥6 of 10 is at least 60 %; 3 of 5 is 60 %."""
    observed = [
        *of_towns([6], "skilled", stock, qualifier="ge"),
        *of_towns([None, 3], "skilled", stock),
        *of_towns([10, 5], "employed", stock),
    ]
    _, _, found, column = looked_at(observed, "share")
    low, high, marks = found.intervals(column)
    assert low[:2].tolist() == pytest.approx([0.6, 0.6])
    assert (high[0], high[1]) == (INF, pytest.approx(0.6))
    assert marks == (Qualifier.GE, Qualifier.EQ, Qualifier.EQ, Qualifier.EQ)


def test_a_figure_of_other_days_that_overlap_is_no_figure_of_the_period():
    """Town 2 has nine months of the year, town 3 last year, town 4 something of which nobody knows when it began."""
    observed = [
        *of_towns([60], "trained", year),
        *of_towns([None, 30], "trained", year, which=("2024-01-01", "2024-09-30")),
        *of_towns([None, None, 20], "trained", year, which=("2023-01-01", "2023-12-31")),
        flow(5, None, "2024-12-31", "trained", region_code="4", certainty="unknown"),
    ]
    _, _, found, column = looked_at(observed, "trained", period=None)
    assert found.misfits(column) == {1: 1, 3: 3}


def test_a_stock_of_another_day_does_not_overlap():
    observed = [*of_towns([60], "skilled", stock), *of_towns([None, 50], "skilled", stock, on="2024-06-30")]
    _, _, found, column = looked_at(observed, "skilled")
    assert found.misfits(column) == {}


def line(observed, measure_id, goal, as_of="2024-12-31"):
    made, observations, found, column = looked_at(observed, measure_id, goal, as_of=as_of)
    return line_of(made, found, column, assess(made, observations, day(as_of))[0])


def test_the_wholes_share_is_one_line_for_all():
    drawn = line(
        [*of_towns([1, 2], "skilled", stock), *of_towns([4, 5], "employed", stock)], "share", by_date("0.3", measure_id="share")
    )
    assert (drawn.basis, drawn.goals.tolist()) == (Basis.WHOLE, [0.3] * 4)


def test_a_quota_is_laid_out_by_last_years_proportions():
    """Of last year's 10 the three had 5, 3 and 2: of 200 that is 100, 60 and 40. The fourth is not counted."""
    before = of_towns([5, 3, 2], "trained", year, which=("2023-01-01", "2023-12-31"))
    drawn = line([*TRAINED, *before], "trained", in_year(200, measure_id="trained", year=2024))
    assert drawn.basis is Basis.LAST_YEAR
    assert drawn.goals[:3].tolist() == pytest.approx([100, 60, 40])
    assert np.isnan(drawn.goals[3])


def test_no_line_where_nothing_says_how_to_lay_it_out_or_where_it_must_be_met_exactly():
    assert line(TRAINED, "trained", in_year(200, measure_id="trained", year=2024)) is None
    shares = [*of_towns([1, 2], "skilled", stock), *of_towns([4, 5], "employed", stock)]
    assert line(shares, "share", by_date("0.3", "=", measure_id="share")) is None
