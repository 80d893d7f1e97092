"""Which numbers each status shows. One row of each status, and every number of it either there or not."""

import pytest

from kpi.model import AMBIGUOUS, UNSPECIFIED, Status
from tests.unit.progress.factory import at, by_date, flow, in_year, judge_one, target

NUMBERS = (
    "current_value", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp",
    "expected_value", "required_per_year", "projected_value", "cagr_ratio",
)  # fmt: skip
START = at(50, "2023-06-30")
FIRST, SECOND = ("2025-01-01", "2025-03-31"), ("2025-05-01", "2025-05-31")
BY_DATE, SUM = by_date(100), in_year(100)
SUMMED = "current_value gap completion_pct time_pct lead_pp expected_value required_per_year projected_value"
DATED = "current_value gap distance_pct time_pct lead_pp expected_value required_per_year projected_value cagr_ratio"

CASES = {
    "by_date baseline_only": (BY_DATE, [START], "2024-06-30", Status.BASELINE_ONLY, "current_value gap required_per_year"),
    "by_date behind": (BY_DATE, [START, at(60, "2024-06-30")], "2024-06-30", Status.FAR_BEHIND, DATED),
    "by_date on pace": (BY_DATE, [START, at(90, "2024-06-30")], "2024-06-30", Status.ON_PACE, DATED),
    "by_date met early": (BY_DATE, [START, at(110, "2024-06-30")], "2024-06-30", Status.MET, DATED),
    "by_date met": (
        BY_DATE, [START, at(110, "2025-12-31")], "2025-12-31", Status.MET, DATED.replace("required_per_year ", ""),
    ),
    "by_date missed": (
        BY_DATE, [START, at(90, "2025-12-31")], "2025-12-31", Status.MISSED, DATED.replace("required_per_year ", ""),
    ),
    "by_date pending": (
        BY_DATE, [START, at(90, "2025-06-30")], "2025-12-31", Status.PENDING,
        DATED.replace("required_per_year ", "").replace("cagr_ratio", ""),
    ),
    "by_date pending, nothing there": (BY_DATE, [], "2025-12-31", Status.PENDING, ""),
    "by_date no data": (BY_DATE, [], "2025-12-30", Status.NO_DATA, ""),
    "by_date kept, baseline only": (
        by_date(40), [START], "2024-06-30", Status.BASELINE_ONLY, "current_value gap expected_value",
    ),
    "by_date kept": (
        by_date(40), [START, at(45, "2024-06-30")], "2024-06-30", Status.MET, "current_value gap time_pct expected_value",
    ),
    "by_date kept no more": (
        by_date(40), [START, at(35, "2024-06-30")], "2024-06-30", Status.FAR_BEHIND,
        "current_value gap time_pct expected_value",
    ),
    "by_date kept and missed": (
        by_date(40), [START, at(35, "2025-12-31")], "2025-12-31", Status.MISSED, "current_value gap time_pct expected_value",
    ),
    "sum behind": (SUM, [flow(20, *FIRST)], "2025-03-31", Status.BEHIND, SUMMED),
    "sum met early": (SUM, [flow(120, *FIRST)], "2025-03-31", Status.MET, SUMMED),
    "sum incomplete": (
        SUM, [flow(20, *FIRST), flow(9, *SECOND)], "2025-05-31", Status.INCOMPLETE,
        "current_value gap completion_pct time_pct expected_value",
    ),
    "sum pending with a hole": (
        SUM, [flow(20, *FIRST), flow(9, *SECOND)], "2025-12-31", Status.PENDING,
        "current_value gap completion_pct time_pct expected_value",
    ),
    "sum pending without a hole": (
        SUM, [flow(20, *FIRST)], "2025-12-31", Status.PENDING, SUMMED.replace("required_per_year ", ""),
    ),
    "sum missed": (
        SUM, [flow(20, "2025-01-01", "2025-12-31")], "2025-12-31", Status.MISSED, SUMMED.replace("required_per_year ", ""),
    ),
    "sum not comparable": (SUM, [flow(20, "2018-01-01", "2025-03-31")], "2025-03-31", Status.NOT_COMPARABLE, ""),
    "sum not started": (SUM, [], "2024-12-31", Status.NOT_STARTED, ""),
    "sum no data": (SUM, [], "2025-03-31", Status.NO_DATA, ""),
    "not assessed, a stock": (
        target("stock", 100, UNSPECIFIED), [START], "2024-12-31", Status.NOT_ASSESSED, "current_value gap",
    ),
    "not assessed, a flow": (
        target("flow", 100, AMBIGUOUS), [flow(20, *FIRST)], "2025-12-31", Status.NOT_ASSESSED, "current_value",
    ),
    "not assessed, a rank": (
        target("rank", 3, UNSPECIFIED, "<="), [at(5, "2024-12-31", "rank")], "2024-12-31", Status.NOT_ASSESSED,
        "current_value gap",
    ),
    "not assessed, a ratio": (
        target("ratio", "0.3", UNSPECIFIED),
        [at(5, "2024-12-31", "part"), at(20, "2024-12-31", "whole")],
        "2024-12-31", Status.NOT_ASSESSED, "current_value gap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_numbers_of_a_status(case):
    goal, figures, as_of, status, there = CASES[case]
    found = judge_one(goal, figures, as_of)
    assert found.status is status
    assert {name for name in NUMBERS if getattr(found, name) is not None} == set(there.split())


def test_current_date_and_mark_go_with_the_value():
    found = judge_one(SUM, [flow(20, "2018-01-01", "2025-03-31", qualifier="ge")], "2025-03-31")
    assert (found.current_date, found.current_qualifier.value, found.figures) == (None, "eq", ())


@pytest.mark.slow
def test_sentences_go_with_the_status():
    """Every status has a reason but those whose numbers speak for themselves."""
    silent = {Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND}
    for goal, figures, as_of, status, _ in CASES.values():
        found = judge_one(goal, figures, as_of)
        assert (found.reason is None) == (status in silent and not found.holding), (goal, status)
