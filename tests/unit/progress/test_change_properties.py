"""What must hold for any changes: levels and their changes say the same, and how a window is split changes nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import PERIOD_TYPES, ChangeUnit
from tests.unit.progress.factory import at, flow, judge_one, target
from tests.unit.progress.judging.test_changes import MEASURES

WINDOW = ("2021-01-01", "2025-12-31")
RATES = st.lists(st.integers(-300, 400).map(lambda rate: rate / 1000), min_size=1, max_size=5)
GOALS = st.integers(-200, 400).map(lambda goal: goal / 1000)
COMPARATORS = st.sampled_from([">=", "<=", "="])
TYPES = st.sampled_from(["average_growth", "cumulative_change"])


def goal_of(measure_id, key, value, comparator):
    unit = ChangeUnit.PERCENT if key == "cumulative_change" else None
    return target(measure_id, value, PERIOD_TYPES[key], comparator, window=WINDOW, change_unit=unit)


def told(assessment):
    numbers = (
        assessment.current_value,
        assessment.gap,
        assessment.distance_pct,
        assessment.time_pct,
        assessment.lead_pp,
        assessment.required_per_year,
        assessment.projected_value,
    )
    return assessment.status, [number if number is None else pytest.approx(number, rel=1e-6, abs=1e-9) for number in numbers]


@given(RATES, TYPES, GOALS, COMPARATORS)
def test_levels_and_their_changes_give_the_same_verdict(rates, key, goal, comparator):
    level, levels, changes = 1000.0, [at(1000, "2020-12-31")], []
    for year, rate in enumerate(rates, start=2021):
        level *= 1 + rate
        levels.append(at(level, f"{year}-12-31"))
        changes.append(flow(rate, f"{year}-01-01", f"{year}-12-31", "change"))
    as_of = f"{2020 + len(rates)}-12-31"
    by_level = judge_one(goal_of("stock", key, goal, comparator), levels, as_of, measures=MEASURES)
    by_change = judge_one(goal_of("change", key, goal, comparator), changes, as_of, measures=MEASURES)
    assert told(by_change) == told(by_level)


@given(RATES, TYPES, GOALS, COMPARATORS, st.data())
def test_splitting_a_window_changes_nothing(rates, key, goal, comparator, data):
    """One year as stated, or two stretches of it that multiply to the same."""
    whole = [flow(rate, f"{year}-01-01", f"{year}-12-31", "change") for year, rate in enumerate(rates, start=2021)]
    year = 2021 + data.draw(st.integers(0, len(rates) - 1))
    cut = date(year, 1, 1) + timedelta(data.draw(st.integers(1, 363)))
    first = data.draw(st.integers(-200, 200)) / 1000
    second = (1 + rates[year - 2021]) / (1 + first) - 1
    parts = [
        flow(first, f"{year}-01-01", (cut - timedelta(1)).isoformat(), "change"),
        flow(second, cut.isoformat(), f"{year}-12-31", "change"),
    ]
    split = [*whole[: year - 2021], *parts, *whole[year - 2020 :]]
    as_of = f"{2020 + len(rates)}-12-31"
    judged = [judge_one(goal_of("change", key, goal, comparator), each, as_of, measures=MEASURES) for each in (whole, split)]
    assert told(judged[1]) == told(judged[0])
