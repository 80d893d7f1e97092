"""Columns of a document's tables: no word or number of theirs is broken, and together they are as wide as before."""

import pytest

from kpi.report.document import Group
from kpi.report.document.columns import fitted, in_lines
from kpi.report.document.kinds.tasks import _ANSWERED_WIDTHS, _DUTY_WIDTHS, _HELPED_WIDTHS, _widths
from kpi.views import Head
from tests.unit.report.sample import small

HEADS = (Head("measure", "指标", 48), Head("value", "数值", 27), Head("category", "类别", 25))
POINT = 25.4 / 72


def widths(*values):
    rows = [Group("甲"), *({"measure": "国内生产总值", "value": value, "category": "培训"} for value in values)]
    made = fitted(HEADS, rows)
    assert sum(head.width for head in made) == pytest.approx(100)
    return {head.key: round(head.width, 1) for head in made}


def test_a_number_has_room_for_all_its_digits():
    """19 letters of 0.6 × 9 points and the margins of a cell: 102.6 + 4.5 points are 37.8 millimetres, which names give."""
    assert widths("140,187,900,000,000 yuan")["value"] == pytest.approx(107.1 * POINT, abs=0.1)
    assert widths("12", ("≥4,600,000,000 tonnes", "2025"))["value"] == pytest.approx((14 * 5.4 + 4.5) * POINT, abs=0.1)


def test_a_day_in_chinese_has_room_on_one_line():
    """11 letters, of which 3 are as wide as 2.7 with what programs leave round digits: 16.1 × 5.4 and 4.5 points."""
    assert widths(("19家", "2025年12月31日"))["value"] == pytest.approx((16.1 * 5.4 + 4.5) * POINT, abs=0.1)


def test_a_word_of_a_heading_has_more_room_for_it_is_bold():
    heads = (Head("measure", "Measure", 80), Head("value", "Dongguan", 12))
    assert fitted(heads)[1].width == pytest.approx((8 * 5.4 + 4.5) * 1.1 * POINT, abs=0.1)


@pytest.mark.parametrize("value", ["98.2%", "", (), "x" * 23])
def test_what_fits_and_what_no_column_could_hold_changes_nothing(value):
    assert widths(value) == {"measure": 48, "value": 27, "category": 25}


def test_a_list_of_tasks_is_as_wide_as_the_sheet_whatever_it_says():
    """225 millimetres of a sheet turned; 2025年12月31日 is 74 points with what programs leave round its digits."""
    without_monthly = _widths(small(), ())
    assert "kind.monthly" not in without_monthly
    for widths in (_DUTY_WIDTHS, _DUTY_WIDTHS | _ANSWERED_WIDTHS, _HELPED_WIDTHS, without_monthly):
        assert sum(widths.values()) == 225
    assert without_monthly["kind.due_day"] > _DUTY_WIDTHS["kind.due_day"] >= (74.3 + 2 * 2.25) * POINT - 0.01


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        ("19、23、36、40、49、52", ("19、23、36、", "40、49、52")),  # 80.5 points; with 40、 82.1
        ("4、7、9、12、14、16—17、19", ("4、7、9、12、", "14、16—17、19")),
        ("60—61", "60—61"),
        ("27、37、53", "27、37、53"),
        ("2023、2024年", "2023、2024年"),
    ],
)
def test_a_list_of_numbers_has_lines_of_its_own_and_no_number_is_broken(numbers, lines):
    heads = (Head("number", "序号", 10), Head("concerns", "涉及序号", 30))
    group, row = in_lines(heads, [Group("甲"), {"number": "1", "concerns": numbers}])
    assert (group, row) == (Group("甲"), {"number": "1", "concerns": lines})
