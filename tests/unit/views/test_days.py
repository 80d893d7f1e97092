"""Which year-ends are worth a click: those of the plan that are over, and those at whose end there is a figure."""

from datetime import date

from kpi import progress
from kpi.views import year_ends
from tests.unit.progress.factory import at, by_date, each_year, flow, frame, in_window, plan

TODAY = date(2026, 3, 2)


def ends_of(figures):
    """The days that figures end on."""
    return {progress.day_of(number) for number in set(progress.period_ends(figures).tolist()) - {progress.UNKNOWN}}


def years(catalog, *figures, today=TODAY):
    """All of them are last days of a year."""
    ends = year_ends(catalog, ends_of(frame(*figures)), today)
    assert {(end.month, end.day) for end in ends} <= {(12, 31)}
    return [end.year for end in ends]


def test_years_of_the_plan_newest_first_and_none_that_is_not_over():
    catalog = plan(each_year(10, years=(2024, 2025, 2026, 2027)))
    assert years(catalog) == [2025, 2024]
    assert years(catalog, today=date(2026, 12, 31)) == [2025, 2024]  # the last day of a year is not over yet
    assert years(catalog, today=date(2027, 1, 1)) == [2026, 2025, 2024]


def test_years_between_two_targets_are_of_the_plan_though_no_target_names_them():
    catalog = plan(each_year(10, years=(2021,)), by_date(30, deadline="2024-06-30", target_id="U"))
    assert years(catalog) == [2024, 2023, 2022, 2021]


def test_a_window_counts_at_its_end():
    assert years(plan(in_window(100, "2019-01-01", "2022-12-31"))) == [2022]


def test_of_figures_the_years_at_whose_end_there_is_one():
    catalog = plan(by_date(30, deadline="2025-12-31"))
    assert years(catalog, at(12, "2022-12-31"), at(13, "2023-06-30"), flow(5, "2020-01-01", "2020-12-31")) == [2025, 2022, 2020]


def test_no_more_than_a_line_holds():
    assert years(plan(each_year(10, years=tuple(range(2015, 2026))))) == [2025, 2024, 2023, 2022, 2021]


def test_a_plan_without_targets_or_figures_has_none():
    assert years(plan(measures={})) == []
