"""What each period type says of a target before there is a figure."""

import pytest

from kpi.model import AMBIGUOUS, EACH_YEAR, SINGLE_YEAR, UNSPECIFIED, Window
from kpi.progress import rule_of
from tests.unit.progress.factory import by_date, day, in_window, target

YEARS = Window(day("2023-01-01"), day("2025-12-31"))


@pytest.mark.parametrize(
    ("goal", "window"),
    [
        (in_window(1, "2023-03-01", "2024-06-30"), Window(day("2023-03-01"), day("2024-06-30"))),
        (target("flow", 1, EACH_YEAR, years=(2023, 2024, 2025)), YEARS),
        (target("flow", 1, SINGLE_YEAR, years=(2024,)), Window(day("2024-01-01"), day("2024-12-31"))),
        (target("flow", 1, AMBIGUOUS, window=("2023-01-01", "2025-12-31")), YEARS),
        (target("stock", 1, UNSPECIFIED), None),
        (by_date(100), None),
    ],
    ids=lambda value: str(getattr(value, "period_type", "")),
)
def test_the_days_a_target_is_for_as_a_whole(goal, window):
    assert rule_of(goal.period_type).window(goal) == window
