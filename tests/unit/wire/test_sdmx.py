"""Periods and numbers as SDMX writes them, worked out by hand."""

from datetime import date

import pytest

from kpi.wire.sdmx import _number, _span


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2023, 1, 1), date(2023, 3, 31), "2023-Q1"),
        (date(2023, 10, 1), date(2023, 12, 31), "2023-Q4"),
        (date(2023, 2, 1), date(2023, 4, 30), "2023-02-01/P89D"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2023, 12, 1), date(2023, 12, 31), "2023-12"),
        (date(2023, 7, 1), date(2024, 6, 30), "2023-07-01/P366D"),
        (date(2018, 1, 1), date(2023, 6, 30), "2018-01-01/P2007D"),
        (date(2023, 6, 30), date(2023, 6, 30), "2023-06-30/P1D"),
    ],
)
def test_a_span(start, end, period):
    assert _span(start, end) == period


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (140_187_900_000_000.0, "140187900000000"),
        (0.3414, "0.3414"),
        (0.1 + 0.2, "0.3"),
        (-0.018, "-0.018"),
        (1e-7, "0.0000001"),
    ],
)
def test_a_number_has_digits_alone(value, written):
    assert _number(value) == written
