"""What the period types say of themselves, as the rules and the manual have it."""

import pytest

import kpi.progress  # noqa: F401 - declares those whose rules have a file of their own
from kpi.model import PERIOD_TYPES


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ("of_days", {"each_year", "single_year", "cumulative_window"}),  # a year and a window are summed from day to day
        ("from_baseline", {"by_date", "average_growth", "cumulative_change"}),  # 基期数据: a level or a change from one
        ("of_change", {"average_growth", "cumulative_change", "relative"}),  # 增速, 增减 and the distance of two of them
        ("yearly", {"each_year", "single_year"}),
        ("compares", {"relative"}),
    ],
)
def test_what_each_counts(said, by):
    assert {key for key, each in PERIOD_TYPES.items() if getattr(each, said)} == by
