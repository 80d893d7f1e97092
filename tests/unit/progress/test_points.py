"""Dated values as verdicts see them, for charts and for a measure's own page."""

from datetime import date

from kpi.progress import DatedPoint, dated_points

from .factory import CITY, TOWN, at, day, flow, frame, plan

FIGURES = [
    at(0.4, "2024-06-30", "ratio"), at(30, "2023-06-30", "part"), at(120, "2023-06-30", "whole"),
    at(50, "2024-06-30", "part"), at(100, "2024-06-30", "whole"), at(0.9, "2024-06-30", "ratio", region_code=TOWN),
    at(9, "2022-06-30", "part"), flow(0.7, "2022-01-01", "2022-12-31", "ratio"),
]  # fmt: skip


def points(as_of, measure_id="ratio", region_code=CITY):
    return dated_points(plan(), frame(*FIGURES), day(as_of), measure_id=measure_id, region_code=region_code)


def test_stated_values_and_those_worked_out_between_them():
    # 30 ÷ 120 where nothing is stated; 2024 is stated, so its parts are not divided; 2022 has no denominator
    assert points("2024-12-31") == (
        DatedPoint(date(2023, 6, 30), 0.25, stated=False, figures=(1, 2)),
        DatedPoint(date(2024, 6, 30), 0.4, stated=True, figures=(0,)),
    )


def test_only_up_to_the_day_and_of_the_region():
    assert [point.day for point in points("2024-06-29")] == [date(2023, 6, 30)]
    assert [point.value for point in points("2024-06-30", region_code=TOWN)] == [0.9]
    assert [point.value for point in points("2024-06-30", "part")] == [9, 30, 50]
    assert points("2021-12-31") == ()
