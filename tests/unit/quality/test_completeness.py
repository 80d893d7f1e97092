"""What is there and what is missing, year by year, worked by hand on the tiny plan."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from kpi.catalog import load_catalog
from kpi.quality.completeness import Cell, completeness
from kpi.quality.records import by_period, from_frame
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
TINY = load_catalog(PROJECT / "tests" / "data" / "tiny_catalog")
S, D, P, M, N, O = Cell.STATED, Cell.DERIVED, Cell.PART, Cell.MISSING, Cell.NOT_DUE, Cell.OUTSIDE  # noqa: E741


def flow(start, end, **other):
    own = {"measure_id": "volunteers_trained", "region_code": "990100", "value": 1.0, "window_start": start, "window_end": end}
    return {**own, **other}


def share(day, **other):
    return {"measure_id": "sorted_share", "region_code": "990100", "value": 0.7, "as_of": day, **other}


def found(*rows, as_of=date(2025, 12, 31)):
    return completeness(TINY, by_period(from_frame(frame(*rows))), "990100", as_of)


def cells(whole, measure_id):
    (row,) = [row for row in whole.rows if row.measure.measure_id == measure_id]
    return dict(zip(whole.years, row.cells, strict=True))


def test_stated_derived_in_part_missing_and_not_due():
    """As of the end of 2024: six cells are due, two have a figure."""
    whole = found(
        flow("2023-01-01", "2023-06-30"),
        flow("2023-07-01", "2023-12-31"),
        flow("2024-01-01", "2024-06-30"),
        share("2023-06-30"),
        as_of=date(2024, 12, 31),
    )
    assert cells(whole, "volunteers_trained") == {2023: D, 2024: P, 2025: N}
    assert cells(whole, "sorted_share") == {2023: S, 2024: M, 2025: N}
    assert cells(whole, "landfill_daily") == {2023: M, 2024: M, 2025: N}
    assert (whole.due, whole.there) == (6, 2)


def test_windows_with_a_hole_are_no_year():
    assert cells(found(flow("2023-01-01", "2023-03-31"), flow("2023-07-01", "2023-12-31")), "volunteers_trained")[2023] is P


def test_a_window_of_several_years_is_none_of_them():
    assert cells(found(flow("2023-01-01", "2024-12-31")), "volunteers_trained") == {2023: M, 2024: M, 2025: M}


def test_a_ratio_follows_from_parts_of_one_day():
    share_of = replace(TINY.measures["sorted_share"], numerator_id="landfill_daily", denominator_id="volunteers_trained")
    plan = replace(TINY, measures={**TINY.measures, "sorted_share": share_of})

    def state(*rows):
        whole = completeness(plan, by_period(from_frame(frame(*rows))), "990100", date(2025, 12, 31))
        return cells(whole, "sorted_share")[2024]

    above = {"measure_id": "landfill_daily", "region_code": "990100", "value": 1.0, "as_of": "2024-12-31"}
    below = {**above, "measure_id": "volunteers_trained"}
    assert (state(above, below), state(above, {**below, "as_of": "2024-06-30"})) == (D, M)


def test_a_year_no_target_covers_is_not_asked_for():
    late = replace(TINY.targets["G2"], years=(2026,), window=None)
    plan = replace(TINY, targets={**TINY.targets, "G2": late})
    whole = completeness(plan, by_period(from_frame(frame(share("2022-12-31")))), "990100", date(2025, 12, 31))
    assert cells(whole, "volunteers_trained") == {2023: O, 2024: O, 2025: O, 2026: N}
    assert (whole.due, whole.there) == (6, 0)


def test_without_a_baseline_the_years_begin_after_the_earliest_figure():
    undated = replace(TINY.targets["G1"], baseline_figure_id="")
    plan = replace(TINY, targets={"G1": undated})
    whole = completeness(plan, by_period(from_frame(frame(share("2021-09-30")))), "990100", date(2025, 12, 31))
    assert cells(whole, "sorted_share") == {2022: M, 2023: M, 2024: M, 2025: M}


def test_places_below_are_counted_by_what_any_of_them_has():
    east, west = "990101", "990102"
    whole = found(
        flow("2024-01-01", "2024-06-30", region_code=east),
        share("2024-12-31", region_code=east),
        share("2024-06-30", region_code=west),
        flow("2024-01-01", "2024-06-30", region_code=west, breakdown="audience", member="staff"),
    )
    assert whole.of_places == (0, 2, 0)
    assert [(place.region_code, place.counts) for place in whole.places] == [(east, (0, 2, 0)), (west, (0, 1, 0))]
    assert found(share("2024-12-31")).places == ()
