"""Day numbers, decimal years and the coverage date."""

from datetime import date

import numpy as np
import pytest

from kpi.progress import coverage_date
from kpi.progress.periods.clocks import UNKNOWN, day_number, day_of, decimal_years
from tests.unit.progress.factory import TOWN, at, by_date, day, flow, frame, judge_one


def test_coverage_date_is_the_newest_period_end():
    assert coverage_date(frame(at(1, "2022-12-31"), flow(1, "2018-01-01", "2023-06-30"), flow(1, None, "2023-05-31"))) == date(
        2023, 6, 30
    )
    assert coverage_date(
        frame(at(1, "2024-02-29", region_code=TOWN, breakdown="a"), flow(1, "2018-01-01", "2023-06-30"))
    ) == date(2024, 2, 29)
    assert coverage_date(frame()) is None


@pytest.mark.parametrize(
    ("text", "decimal"),
    [("2023-06-30", 2023 + 181 / 365), ("2024-06-30", 2024 + 182 / 366), ("2025-12-31", 2026), ("1969-12-31", 1970)],
)
def test_decimal_year(text, decimal):
    assert decimal_years(np.array([day_number(day(text))]))[0] == pytest.approx(decimal, abs=1e-12)


def test_unknown_day_has_no_decimal_year():
    assert np.isnan(decimal_years(np.array([UNKNOWN]))).all()


@pytest.mark.parametrize("text", ["1970-01-01", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_day_numbers_and_back(text):
    assert day_of(day_number(day(text))) == day(text)


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31"])
def test_any_day_there_is_may_be_asked_for(as_of):
    found = judge_one(by_date(100), [at(50, "2023-06-30"), at(100, "2025-12-31")], as_of)
    assert found.current_value == (None if as_of == "0001-01-01" else 100)
