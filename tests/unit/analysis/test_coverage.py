"""How many of the targets that should have a figure by now have one, by hand."""

from dataclasses import replace
from datetime import date

import pytest

from kpi.analysis import Coverage, coverage
from kpi.model import UNSPECIFIED, Judgement, Status
from tests.unit.progress.factory import at, by_date, in_year, judge, target


def test_what_has_begun_and_can_be_judged_is_due():
    """Of five targets one has no period and one has not begun; of the other three one has a figure."""
    targets = [
        by_date(100, target_id="A"),
        in_year(100, year=2024, target_id="B"),
        in_year(100, year=2025, target_id="C"),
        in_year(100, year=2026, target_id="D"),
        target("stock", 100, UNSPECIFIED, target_id="E"),
    ]
    judged = judge(targets, [at(50, "2023-12-31"), at(60, "2025-06-30")], "2025-06-30")
    assert [each.status for each in judged][1:] == [
        Status.PENDING,
        Status.NO_DATA,
        Status.NOT_STARTED,
        Status.NOT_ASSESSED,
    ]
    assert coverage(judged) == Coverage(3, 1)


def test_a_share_of_nothing_is_all_of_it():
    assert (Coverage(0, 0).share, Coverage(0, 0).reaches(1.0)) == (1.0, True)


@pytest.mark.parametrize(("least", "reached"), [(0.0, True), (0.1 + 0.2, True), (0.31, False), (1.0, False)])
def test_the_least_is_included(least, reached):
    """3 of 10; 0.1 + 0.2 is 0.3 here as everywhere."""
    assert Coverage(10, 3).reaches(least) is reached


def test_what_a_person_judged_rests_on_no_figure():
    (open_one,) = judge([in_year(100, year=2024, target_id="B")], [], "2025-06-30")
    said = Judgement("B", Status.MET, date(2025, 6, 30), "验收合格", "验收报告", "张三", date(2025, 7, 1))
    assert coverage([open_one, replace(open_one, judgement=said)]) == Coverage(1, 0)
