"""Outliers by the modified z-score of changes, and slips of a digit or unit, by hand and for any smooth series."""

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.catalog import load_catalog
from kpi.quality.history import LEAST_FIGURES, modified_scores, unusual
from kpi.quality.outliers import slips
from kpi.quality.records import from_frame
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
MEASURES = load_catalog(PROJECT / "tests" / "data" / "tiny_catalog").measures
FLOW, STOCK, SHARE = MEASURES["volunteers_trained"], MEASURES["landfill_daily"], MEASURES["sorted_share"]
FIRST = 2010


def figures(measure, values, first=FIRST):
    """A figure a year: of the whole year for a flow, else of its last day."""

    def period(year):
        if measure is FLOW:
            return {"window_start": f"{year}-01-01", "window_end": f"{year}-12-31"}
        return {"as_of": f"{year}-12-31"}

    own = {"measure_id": measure.measure_id, "region_code": "990100"}
    return from_frame(frame(*[{**own, **period(first + place), "value": value} for place, value in enumerate(values)]))


def doubted(measure, values, **given):
    """The years of the figures in doubt, with why: a slip is none of the history of the others."""
    series = figures(measure, values)
    slipped = [*slips(measure, series)]
    told = {doubt.figures[0].key for doubt in slipped}
    found = [*slipped, *unusual(measure, [figure for figure in series if figure.key not in told], **given)]
    return {(doubt.figures[0].end.year, doubt.code) for doubt in found}


def test_the_score_by_hand():
    """Median 3, deviations 2, 1, 0, 1, 97, their median 1: 0.6745 × 97."""
    assert modified_scores([1, 2, 3, 4, 100]) == pytest.approx([-1.349, -0.6745, 0, 0.6745, 65.4265])


def test_where_most_are_one_the_mean_deviation_stands_in():
    """Deviations 0, 0, 0, 0, 0, 5: their mean is 5/6, and 5 ÷ (1.253314 × 5/6) = 4.787."""
    assert modified_scores([0, 0, 0, 0, 0, 5]) == pytest.approx([0, 0, 0, 0, 0, 4.7873], abs=1e-3)
    assert modified_scores([7, 7, 7]) == [0, 0, 0]


def test_a_spread_has_a_least():
    """Half a digit in either of two figures: a change of three digits is 0.6745 × 3."""
    assert modified_scores([0, 0, 0, 0, 3], 1.0)[-1] == pytest.approx(2.0235)


GROWING = [100.0, 104.0, 109.0, 113.0, 118.0, 122.0, 127.0, 131.0]


def test_the_last_of_a_growing_series_is_no_outlier():
    assert doubted(STOCK, GROWING) == set()
    assert doubted(STOCK, GROWING[::-1]) == set()


@pytest.mark.parametrize("place", [1, 4, 7])
def test_a_figure_that_is_left_again_is_doubted_by_itself(place):
    """40 more than it leads up to: less than any slip, more than its history."""
    values = [value + 40 * (at == place) for at, value in enumerate(GROWING)]
    assert doubted(STOCK, values) == {(FIRST + place, "unusual_change")}


def test_a_first_figure_that_nothing_follows_from_is_doubted():
    """60.6 % in 2019 and 63.89 % in 2020, then half a point or one a year: the census lies between."""
    values = [0.606, 0.6389, 0.6472, 0.6522, 0.6616, 0.67, 0.6789]
    assert doubted(SHARE, values) == {(FIRST, "unusual_change")}


def test_a_change_across_a_break_is_expected():
    values = [0.606, 0.6389, 0.6472, 0.6522, 0.6616, 0.67, 0.6789]
    assert doubted(SHARE, values, breaks=[date(FIRST + 1, 1, 1)]) == set()


def test_fewer_figures_have_no_spread():
    assert LEAST_FIGURES == 7
    assert doubted(STOCK, [100.0, 104.0, 109.0, 153.0, 118.0, 122.0]) == set()


def test_windows_of_other_days_of_the_year_are_no_history():
    """Six whole years and a first half-year."""
    half = from_frame(
        frame(
            {
                "measure_id": FLOW.measure_id,
                "region_code": "990100",
                "value": 500.0,
                "window_start": "2016-01-01",
                "window_end": "2016-06-30",
            }
        )
    )
    assert [*unusual(FLOW, [*figures(FLOW, [100.0] * 6), *half])] == []


@pytest.mark.parametrize(
    ("times", "code"),
    [(10, "outlier_high"), (100, "outlier_high"), (1e4, "outlier_high"), (1e-1, "outlier_low"), (1e-4, "outlier_low")],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_slip_is_found_at_its_figure(times, code, place):
    """Also among three figures, at either end."""
    values = [value * (times if at == place else 1) for at, value in enumerate([120.0, 130.0, 125.0])]
    assert {(year, why) for year, why in doubted(STOCK, values) if why.startswith("outlier")} == {(FIRST + place, code)}


def test_of_two_figures_the_later_is_doubted():
    assert doubted(STOCK, [12.0, 1200.0]) == {(FIRST + 1, "outlier_high")}


def test_honest_growth_is_no_slip():
    assert doubted(FLOW, [100.0, 180.0, 400.0, 900.0]) == set()


SMOOTH = st.one_of(
    st.tuples(st.floats(10, 1e6), st.floats(-0.05, 0.3)).map(
        lambda of: [round(of[0] * (1 + of[1]) ** at, 2) for at in range(10)]
    ),
    st.tuples(st.floats(100, 1e6), st.floats(0, 50)).map(lambda of: [round(of[0] + of[1] * at, 2) for at in range(10)]),
)


@given(SMOOTH, st.sampled_from([STOCK, FLOW]))
def test_nothing_is_found_in_a_smooth_series(values, measure):
    assert doubted(measure, values) == set()


@given(SMOOTH, st.sampled_from([STOCK, FLOW]), st.integers(0, 9), st.sampled_from([1e4, 1e-4]))
def test_one_figure_times_ten_thousand_is_found_and_it_alone(values, measure, place, times):
    values[place] *= times
    found = doubted(measure, values)
    assert {year for year, _ in found} == {FIRST + place}


TIMES = (-1, 0, 0.05, 0.15, 0.5, 0.9, 0.97, 1, 1.03, 1.1, 1.5, 3, 6, 10, 100)


@st.composite
def jumping(draw):
    """Steps that are alike, up or down, and a figure or two that are so many times what they would be."""
    first, steps = draw(st.integers(1, 3000)), draw(st.lists(st.integers(-2, 9), min_size=3, max_size=14))
    values = [float(first + sum(steps[:place])) for place in range(len(steps) + 1)]
    for place, times in draw(st.dictionaries(st.integers(0, 14), st.sampled_from(TIMES), max_size=2)).items():
        values[place % len(values)] *= times
    return [round(value, 2) for value in values]


MODERATE = [1000.0, 1040, 1090, 1130, 1180, 1220, 1305, 1355, 1395, 1445, 1485]
"""Steps of 40 and 50, and one of 85: 0.6745 × 40 ÷ 5 is a score of 5.4."""
EVEN = [1000.0, 1050, 1100, 1150, 1200, 1350, 1400, 1450, 1500]
"""Steps of 50, so that MAD is nothing, and one of 150."""


@example(MODERATE, STOCK, ())
@example(EVEN, STOCK, ())
@given(jumping(), st.sampled_from([STOCK, FLOW, SHARE]), st.sampled_from([(), (date(2013, 1, 1),)]))
def test_what_is_passed_over_at_a_glance_would_not_be_doubted_at_length(values, measure, breaks):
    """Most series are told from their values alone, without reading how they were printed: it leaves the same doubts."""
    series = figures(measure, values)

    def doubts():
        return [*slips(measure, series), *unusual(measure, series, breaks)]

    glanced = doubts()
    with (
        patch("kpi.quality.history._may_be_unusual", return_value=True),
        patch("kpi.quality.outliers._all_near", return_value=False),
    ):
        assert glanced == doubts()


def test_what_the_glance_has_to_leave_to_a_closer_look():
    assert doubted(STOCK, MODERATE) == {(2016, "unusual_change")}
    assert doubted(STOCK, EVEN) == {(2015, "unusual_change")}


def test_a_smooth_series_is_told_from_its_values_alone():
    """What takes the time, reading how each figure was printed, is done only where one of them stands out."""
    with patch("kpi.quality.history._digit", side_effect=AssertionError("read")):
        assert doubted(STOCK, [100.0, 104.0, 109.0, 113.0, 118.0, 122.0, 127.0, 131.0, 136.0]) == set()
