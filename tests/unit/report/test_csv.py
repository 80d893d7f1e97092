"""The CSV: one tidy row per target and year, that Excel opens and another program reads."""

import csv
import io

import pytest

from kpi.report import render_csv
from kpi.report.tidy.cells import disarmed, plain_number
from tests.unit.report.sample import QUESTION, small, town


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def rows():
    return read(render_csv(small()))


def test_nothing_has_no_sign():
    assert [plain_number(number) for number in (-0.0, 0.0, -4.2, 1e15)] == ["0", "0", "-4.2", "1000000000000000"]


def test_byte_order_mark_and_line_ends():
    content = render_csv(small())
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 10


def test_one_row_per_target_and_year(rows):
    assert [(each["编号"], each["年度"]) for each in rows] == [
        ("T01", ""), ("T07", "2023"), ("T07", "2025"), ("T09", "2025"), ("T50", ""), ("T21", ""), ("T28", ""), ("T26", "2025"),
        ("T26", "2026"),
    ]  # fmt: skip


def test_numbers_are_plain_and_unrounded(rows):
    project, vouchers, waiting = rows[2], rows[3], rows[4]
    assert (project["目标"], project["现值"], project["差距（目标减现值）"]) == ("8", "4.736", "3.264")
    assert (project["序时进度（%）"], project["高于序时（百分点）"]) == ("49.589041", "9.610959")
    assert (vouchers["差距（目标减现值）"], waiting["高于序时（百分点）"]) == ("-17.25", "-60")


def test_dates_are_iso_and_marks_stand_beside_their_value(rows):
    share = rows[0]
    assert (share["数据截至"], share["基期时点"], share["现值时点"]) == ("2025-06-30", "2023-06-30", "2023-06-30")
    assert (share["现值"], share["现值标记"], share["单位"]) == ("25.8", "≥", "%")


def test_what_cannot_be_judged_says_why(rows):
    assert rows[1]["说明"] == "因9.87万人次的起始时间未载明，暂不评价；核定起始日期或取得2023年数据后评价。"
    assert (rows[1]["评价"], rows[1]["计入总览"]) == ("待核定", "否")
    assert QUESTION not in rows[1]["说明"]


def test_a_milestone_is_text(rows):
    assert (rows[5]["目标"], rows[5]["现值"], rows[5]["要求"]) == ("完成", "尚未完成", "等于")


@pytest.mark.parametrize(("demo", "mark"), [(True, "演示数据"), (False, "")])
def test_made_up_figures_are_marked_in_every_row(demo, mark):
    assert {each["数据性质"] for each in read(render_csv(small(demo=demo)))} == {mark}


def test_a_region_without_targets_lists_its_values():
    (line,) = read(render_csv(town(demo=True)))
    assert line == {
        "数据截至": "2025-06-30", "数据性质": "演示数据", "地区": "南城街道", "类别": "培训", "指标": "“项目制”技能培训",
        "期间": "2025年1—6月", "数值": "1.736", "单位": "万人次", "占比（%）": "36.655405", "位次": "2", "参与排位数": "2",
        "整体值": "4.736", "来源": "文件“2025上半年.csv”第14行（王芳，2025年7月15日）",
    }  # fmt: skip


def test_english_headings():
    assert read(render_csv(small(lang="en")))[2]["Gap (target less latest)"] == "3.264"


def test_the_same_report_gives_the_same_bytes():
    assert render_csv(small()) == render_csv(small())


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "＋1＋1", "－甲", "＠甲", " =1", "-甲", "--1"])
def test_a_text_that_could_be_computed_gets_an_apostrophe(text):
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-4.2", "+3", "-4.2%", "12", "甲=乙", "“=1”", "", "'=1", "a-b", "≥30%"])
def test_numbers_and_other_texts_stay_as_they_are(text):
    assert disarmed(text) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (4.2, "4.2"),
        (-0.042, "-0.042"),
        (1e-7, "0.0000001"),
        (1376000.0, "1376000"),
        (100.0, "100"),
        (0.1 + 0.2, "0.3"),
        (0.0, "0"),
    ],
)
def test_numbers_have_no_exponent(number, text):
    assert plain_number(number) == text
