"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.web.address.dates import EARLIEST, LATEST, read_day


@pytest.mark.parametrize(
    "typed",
    [
        "2025-06-30", "2025/6/30", "2025.6.30", "20250630", "2025年6月30日", "２０２５年６月３０日", " 2025 年 6 月 30 日 ",
        "2025年6月", "2025-06", "2025/6", "30 June 2025", "30 Jun 2025", "30  june  2025",
    ],
)  # fmt: skip
def test_the_thirtieth_of_june_in_every_spelling(typed):
    assert read_day(typed) == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024年2月", date(2024, 2, 29)),
        ("2025", date(2025, 12, 31)),
        ("2025年底", date(2025, 12, 31)),
        ("1990-01-01", EARLIEST),
    ],
)
def test_a_month_and_a_year_mean_their_last_day(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["", " ", "never", "2025-13-01", "2025-02-30", "2025-06-31", "30/06/2025", "06/30/2025", "25-06-30", "1989-12-31",
     "2101-01-01", "2025-06-30-01", "202506", "2025年13月", "<b>", "2025-06-30T00:00", "99999-01-01", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day_is_none(typed):
    assert read_day(typed) is None


@given(st.dates(EARLIEST, LATEST))
def test_every_day_is_read_back(day):
    assert read_day(day.isoformat()) == read_day(f"{day.year}年{day.month}月{day.day}日") == read_day(f"{day:%Y%m%d}") == day


@given(st.text())
def test_no_text_is_an_error(typed):
    found = read_day(typed)
    assert found is None or EARLIEST <= found <= LATEST
