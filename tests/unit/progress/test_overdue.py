"""期限已过，待填报: what should have been reported by the last day that is over."""

from datetime import date

from kpi.model import UNSPECIFIED
from kpi.progress import overdue

from .factory import at, by_date, each_year, flow, in_window, in_year, judge, plan, target

LAST_DAY = date(2026, 1, 9)


def late(goals, figures, as_of, last_day=LAST_DAY):
    several = goals if isinstance(goals, list) else [goals]
    found = overdue(plan(*several), judge(several, figures, as_of), last_day)
    return [(each.target.target_id, each.year, each.end) for each in found]


def test_year_without_its_figures():
    end = date(2025, 12, 31)
    assert late(in_year(100), [], "2025-06-30") == [("T", 2025, end)]
    assert late(in_year(100), [flow(10, "2025-01-01", "2025-06-30")], "2025-06-30") == [("T", 2025, end)]
    assert late(in_year(100), [flow(10, "2025-01-01", "2025-12-31")], "2025-12-31") == []


def test_a_period_is_late_once_its_last_day_is_over():
    assert late(in_year(100), [], "2025-06-30", date(2025, 12, 30)) == []
    assert late(in_year(100), [], "2025-06-30", date(2025, 12, 31)) == [("T", 2025, date(2025, 12, 31))]


def test_settled_sum_needs_nothing_more():
    assert late(in_year(100), [flow(100, "2025-01-01", "2025-06-30")], "2025-06-30") == []
    assert late(in_year(100, "<="), [flow(101, "2025-01-01", "2025-06-30")], "2025-06-30") == []


def test_deadline_needs_its_own_figure():
    figures = [at(50, "2023-06-30"), at(120, "2025-06-30")]  # met early
    assert late(by_date(100), figures, "2025-06-30") == [("T", None, date(2025, 12, 31))]
    assert late(by_date(100), [*figures, at(90, "2025-12-31")], "2025-12-31") == []
    about = at(100, "2025-12-31", qualifier="approx")  # pending, but not for want of a figure
    assert late(by_date(100), [*figures, about], "2025-12-31") == []


def test_longest_overdue_first_and_only_what_has_an_end():
    goals = [
        by_date(100, target_id="A"), each_year(10, target_id="B", years=(2024, 2025, 2026)),
        target("flow", 1, UNSPECIFIED, target_id="C"), in_window(10, "2023-07-01", "2025-06-30", target_id="D"),
    ]  # fmt: skip
    assert late(goals, [], "2023-06-30") == [
        ("B", 2024, date(2024, 12, 31)),
        ("D", None, date(2025, 6, 30)),
        ("A", None, date(2025, 12, 31)),
        ("B", 2025, date(2025, 12, 31)),
    ]
