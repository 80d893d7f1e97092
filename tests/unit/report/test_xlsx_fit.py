"""What a list of the workbook has room for: lines that words take, columns that words fit in, columns that are empty."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from kpi.i18n import texts
from kpi.report import Category, render_xlsx
from kpi.report.workbook.sheet import _lines_of, _wide_enough
from kpi.views import Amount
from tests.unit.report.reading import cells_under, open_xlsx
from tests.unit.report.sample import PROJECT, SHARE, YearlyRow, changed, full, gap_row, small


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("billion tonnes of standard coal", 11, 4),
        ("higher, if possible, than in the five years before", 12, 5),
        ("缺2025年10—12月数据", 12, 2),
        ("万人次", 9, 1),
        ("", 9, 1),
    ],
)
def test_words_are_not_broken_at_the_end_of_a_line(text, width, lines):
    """11 letters hold 10.67: billion, tonnes of, standard, coal, though 31 letters would go on three lines."""
    assert _lines_of(text, width) == lines
    assert _lines_of(Amount(text), width) == lines


@given(st.lists(st.text("abc培训", min_size=1, max_size=9), max_size=12), st.integers(10, 40))
def test_a_text_never_has_fewer_lines_than_its_letters_take(words, width):
    text = " ".join(words)
    wide = sum(1 if letter.isascii() else 2 for letter in text)
    assert _lines_of(text, width) * width * 0.97 >= wide - len(words)
    assert _lines_of(text, width) <= max(len(text), 1)


def test_a_number_takes_one_line_whatever_its_words():
    assert _lines_of(Amount("higher, if possible, than in the five years before", 3.0), 9) == 1


@pytest.mark.parametrize(
    ("width", "texts_", "wide"),
    [
        (9, ("Assessment",), 12),
        (9, ("技能人才总量",), 9),
        (9, ("a", "incomprehensibilities"), 16),
        (40, ("organisations",), 40),
    ],
)
def test_a_column_is_as_wide_as_its_longest_english_word(width, texts_, wide):
    assert _wide_enough(width, texts_) == wide


def test_a_target_in_words_is_read_to_its_end():
    worded = changed(SHARE, goal=Amount("higher, if possible, than in the five years before"))
    sheet = open_xlsx(render_xlsx(small(lang="en", categories=(Category("Assessment", (worded,)),))))["Targets"]
    assert sheet.row_dimensions[4].height >= 5 * 15


def test_the_title_of_an_annex_without_a_list_is_printed_across_the_page():
    sheet = open_xlsx(render_xlsx(full(members=())))["下级地区"]
    assert range_boundaries(sheet.print_area.split("!")[1]) == (1, 1, 15, 2)


def heads(sheet):
    return [cell.value for cell in sheet[3]]


def test_once_nothing_is_required_any_more_the_columns_for_it_go():
    past = changed(SHARE, required=Amount())
    row = gap_row(past, share=Amount("80%", 80.0, 0), remaining=Amount("已到期", 2.0, 0))
    gone = {"年均或年内所需", "近年年均", "近年区间", "近年倍数"}
    report = small(categories=(Category("人才总量", (past,)),), missing=(row,))
    sheet = open_xlsx(render_xlsx(report))["差距排序"]
    assert not gone & set(heads(sheet))
    assert sheet.print_area.split("$")[-2] == "L"
    assert heads(sheet)[11] == "亮灯"
    one = replace(row, average=Amount("0.7个百分点", 0.7, 1))
    assert gone & set(heads(open_xlsx(render_xlsx(replace(report, missing=(one,))))["差距排序"])) == {"近年年均"}


def test_ahead_behind_and_level_show_as_many_digits():
    told = (("高于序时进度4.5个百分点", 4.5, 1), ("低于序时进度8个百分点", -8.0, 0), ("与序时进度持平", 0.0, 0))
    rows = tuple(changed(PROJECT, target_id=f"L{number}", lead=Amount(*lead)) for number, lead in enumerate(told))
    sheet = open_xlsx(render_xlsx(small(categories=(Category("培训", rows),), missing=())))["指标明细"]
    assert [cell.number_format for cell in cells_under(sheet, "高于序时（百分点）")] == ["0.0"] * 3


def test_two_targets_alike_for_one_year_are_one_number():
    value = YearlyRow(
        "“项目制”技能培训", "培训", "万人次", 2025, Amount("5万人次", 5.0), "2025年", True, measure_id="project_training"
    )

    def target_of_2025(*goals):
        rows = tuple(changed(PROJECT, target_id=f"L{number}", goal=goal) for number, goal in enumerate(goals))
        report = small(categories=(Category("培训", rows),), missing=(), yearly=(value,))
        return cells_under(open_xlsx(render_xlsx(report))["年度数据"], "2025年目标")[0].value

    assert target_of_2025(Amount("≥8万人次", 8.0), Amount("≥8万人次", 8.0)) == 8
    assert target_of_2025(Amount("≥8万人次", 8.0), Amount("≥9万人次", 9.0)) == "≥8万人次、≥9万人次"


def test_what_is_overdue_is_told_of_a_period_and_of_a_day():
    told = texts("en")("service.overdue", measure="Forests", period="by the end of 2025", day="31 December 2025")
    assert told == "Forests (by the end of 2025): the period ended on 31 December 2025; figures are still to be reported"
