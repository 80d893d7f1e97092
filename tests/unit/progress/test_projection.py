"""The path a target asks for, and where the figures are heading."""

from datetime import date

import pytest

from kpi.progress import projection, required_path

from .factory import at, by_date, flow, in_year, judge_one


def test_path_from_baseline_to_target():
    found = judge_one(by_date(100), [at(50, "2023-12-31"), at(70, "2024-12-31")], "2024-12-31")
    assert required_path(found) == ((date(2023, 12, 31), 50), (date(2025, 12, 31), 100))
    # 20 in 366 days is 39.945 in 731
    assert projection(found) == ((date(2024, 12, 31), 70), (date(2025, 12, 31), pytest.approx(89.945, abs=1e-3)))


def test_path_of_a_year():
    found = judge_one(in_year(100, year=2024), [flow(30, "2024-01-01", "2024-07-01")], "2024-07-01")
    assert required_path(found) == ((date(2024, 1, 1), 0), (date(2024, 12, 31), 100))
    assert projection(found) == ((date(2024, 7, 1), 30), (date(2024, 12, 31), pytest.approx(60)))
    assert required_path(judge_one(in_year(100), [], "2025-01-31")) == ((date(2025, 1, 1), 0), (date(2025, 12, 31), 100))


def test_path_of_a_target_to_be_kept_is_level():
    found = judge_one(by_date(100), [at(120, "2023-12-31"), at(110, "2024-12-31")], "2024-12-31")
    assert required_path(found) == ((date(2023, 12, 31), 100), (date(2025, 12, 31), 100))
    assert projection(found) == ()


def test_nothing_to_draw():
    assert required_path(judge_one(by_date(100), [], "2024-12-31")) == ()
    alone = judge_one(by_date(100), [at(50, "2023-12-31")], "2024-12-31")
    assert projection(alone) == ()
    assert required_path(alone) == ((date(2023, 12, 31), 50), (date(2025, 12, 31), 100))
    over = judge_one(in_year(100), [flow(30, "2025-01-01", "2025-12-31")], "2025-12-31")
    assert projection(over) == ()
    parts = [flow(1, "2025-01-01", "2025-06-30", "part"), flow(4, "2025-01-01", "2025-06-30", "whole")]
    assert required_path(judge_one(in_year("0.3", measure_id="ratio"), parts, "2025-06-30")) == ()
