"""The workbook: numbers are numbers in the unit of their text, every figure with its source, set up to be printed."""

import io
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import xlsxwriter

from kpi.report import Category, render_xlsx
from kpi.report.workbook.formats import Formats
from kpi.views import Amount
from tests.unit.report.reading import cells_under, open_xlsx, sheet_rows
from tests.unit.report.sample import LETTER, MOMENT, QUESTION, SHARE, changed, empty, full, large, letter, small, town

LISTS = ["指标明细", "差距排序", "待核定事项", "待明确问题", "待填报数据", "数据来源"]
SHEETS = [
    "总览", "目录", "指标明细", "差距排序", "年度数据", "图表", "待核定事项", "待明确问题", "待填报数据", "整改事项", "镇街",
    "数据来源",
    "口径说明",
]  # fmt: skip
ANNEXES = {"镇街", "数据来源", "口径说明"}


@pytest.fixture(scope="module")
def content():
    return render_xlsx(small())


@pytest.fixture(scope="module")
def workbook(content):
    return open_xlsx(content)


def test_sheets():
    assert open_xlsx(render_xlsx(full(members_name="镇街"))).sheetnames == SHEETS


def test_a_town_has_its_own_figures_instead_of_targets_and_towns():
    assert open_xlsx(render_xlsx(town())).sheetnames == ["总览", "目录", "本地区数据", "年度数据", "数据来源", "口径说明"]


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("镇街", "镇街"),
        ("", "下级地区"),
        ("县/市:[区]", "县市区"),
        ("总览", "下级地区"),
        ("长" * 40, "长" * 31),
        ("'*'", "下级地区"),
    ],
)
def test_the_sheet_of_regions_is_called_what_they_are(name, sheet):
    assert open_xlsx(render_xlsx(full(members_name=name))).sheetnames[10] == sheet


def test_what_is_due_has_a_sheet_only_if_something_is():
    assert "待填报数据" not in open_xlsx(render_xlsx(small(overdue=()))).sheetnames


def test_overview_says_the_headline_and_counts_by_category(workbook):
    sheet = workbook["总览"]
    values = [[cell.value for cell in line if cell.value is not None] for line in sheet.iter_rows()]
    lines = [line for line in values if line]
    assert lines[0] == [small().title]
    assert lines[2:4] == [[small().headline], [small().earlier]]
    assert lines[4] == ["类别", "已达标", "达到序时", "严重滞后", "仅有基期", "无数据", "不评价", "合计"]
    assert lines[6] == ["培训", 1, 1, 0, 0, 0, 0, 2]
    assert lines[-1] == ["合计", 1, 1, 1, 1, 1, 2, 7]


def test_overview_of_31_targets():
    lines = list(open_xlsx(render_xlsx(letter()))["总览"].iter_rows(values_only=True))
    total = next(line for line in lines if line[0] == "合计")
    assert [value for value in total if value is not None] == ["合计", 1, 11, 3, 9, 2, 5, 31]


def test_every_target_and_year_is_listed(workbook):
    rows = sheet_rows(workbook["指标明细"])
    assert [(each["编号"], each["年度"]) for each in rows] == [
        ("T01", None), ("T07", 2023), ("T07", 2025), ("T09", 2025), ("T50", None), ("T21", None), ("T28", None), ("T26", 2025),
        ("T26", 2026),
    ]  # fmt: skip
    assert [each["计入总览"] for each in rows] == ["是", "否", "是", "是", "是", "是", "是", "是", "否"]


def test_numbers_are_numbers_in_the_unit_beside_them(workbook):
    rows = {(each["编号"], each["年度"]): each for each in sheet_rows(workbook["指标明细"])}
    project = rows["T07", 2025]
    assert (project["目标"], project["现值"], project["单位"]) == (8, 4.736, "万人次")
    assert (project["差距（目标减现值）"], project["完成进度"], project["序时进度"]) == (3.264, 0.592, 0.49589041)
    assert project["高于序时（百分点）"] == 9.610959
    assert project["现值时点"] == datetime(2025, 6, 30)  # noqa: DTZ001 - a day in a workbook has no zone
    assert (project["要求"], project["评价"], project["亮灯"]) == ("不少于", "达到序时", "● 绿灯")


def test_negative_gaps_stay_numbers(workbook):
    gaps = {cell.row: cell for cell in cells_under(workbook["指标明细"], "差距（目标减现值）")}
    exceeded, waiting = gaps[7], gaps[8]
    assert (exceeded.value, exceeded.data_type) == (-17.25, "n")
    assert (waiting.value, waiting.data_type) == (-4, "n")


def test_a_value_without_a_number_is_text(workbook):
    standard = next(each for each in sheet_rows(workbook["指标明细"]) if each["编号"] == "T21")
    assert (standard["目标"], standard["现值"], standard["差距（目标减现值）"]) == ("完成", "尚未完成", None)


def test_numbers_show_the_digits_and_the_mark_of_their_text(workbook):
    sheet = workbook["指标明细"]
    assert [cell.number_format for cell in cells_under(sheet, "现值")[:4]] == ['"≥"0.0%;"≥"-0.0%', "General", "0.000", "0.00"]
    assert [cell.number_format for cell in cells_under(sheet, "目标")[:2]] == ["0%", "0"]


def test_numbers_of_a_unit_in_a_column_show_as_many_digits_but_for_marked_ones():
    rows = (
        changed(SHARE, current=Amount("98.2%", 98.2, 1)),
        changed(SHARE, target_id="T90", current=Amount("30.17%", 30.17, 2)),
        changed(SHARE, target_id="T91", current=Amount("约25.8%", 25.8, 1, "约")),
        changed(SHARE, target_id="T92", unit="万人次", current=Amount("约118万人次", 118.0, 0, "约")),
        changed(SHARE, target_id="T93", unit="万人次", current=Amount("19.88万人次", 19.88, 2)),
    )
    sheet = open_xlsx(render_xlsx(small(categories=(Category("人才总量", rows),), missing=())))["指标明细"]
    found = [(cell.value, cell.number_format) for cell in cells_under(sheet, "现值")]
    assert found == [
        (0.982, "0.00%"),
        (0.3017, "0.00%"),
        (0.258, '"约"0.0%_0;"约"-0.0%_0'),
        (118, '"约"0_._0_0;"约"-0_._0_0'),
        (19.88, "0.00"),
    ]


def test_english_numbers_are_grouped():
    sheet = open_xlsx(render_xlsx(small(lang="en")))["Targets"]
    assert [cell.number_format for cell in cells_under(sheet, "Target")[:2]] == ["#,##0%", "#,##0"]


def test_targets_lead_to_document_section_and_printed_form_and_to_their_figures(workbook):
    share = sheet_rows(workbook["指标明细"])[0]
    assert (share["文件"], share["章节"], share["原文"], share["来源"]) == (LETTER, "二", "30%", "1")


def test_all_figures_with_their_sources(workbook):
    rows = sheet_rows(workbook["数据来源"])
    assert [(each["序号"], each["指标"], each["数值"], each["单位"]) for each in rows] == [
        (1, "技能人才占就业人员比例", 0.258, "%"),
        (2, "“项目制”技能培训", 9.87, "万人次"),
        (3, "“项目制”技能培训", 4.736, "万人次"),
        (4, "新设立技能大师工作室", 38, "家"),
    ]
    assert (rows[0]["文件"], rows[0]["章节"], rows[0]["原文"], rows[0]["上传文件"]) == (LETTER, "一（一）三", "25.8%", None)
    uploaded = [rows[2][heading] for heading in ("上传文件", "行号", "上传人", "载入时间", "批次", "文件")]
    assert uploaded == ["2025上半年.csv", 14, "王芳", "2025-07-15 09:40", 4, None]


def test_what_is_missing_is_ranked_with_its_pace(workbook):
    rows = sheet_rows(workbook["差距排序"])
    assert [(each["位次"], each["尚余比例"], each["最近数据至期末年数"], each["年均或年内所需"]) for each in rows] == [
        (1, 1, 2.505, 1.6772),
        (2, 0.408, 0.504, 3.264),
    ]
    assert (rows[1]["近年年均"], rows[1]["近年区间"], rows[1]["近年倍数"]) == (9.42, "2022—2024年", 0.687)


def test_open_points_and_questions(workbook):
    pending = sheet_rows(workbook["待核定事项"])
    assert [each["评价"] for each in pending] == ["待核定", "仅有基期", "无数据", "不评价", "不评价"]
    assert pending[0]["待明确的问题"] == QUESTION
    assert [each["编号"] for each in sheet_rows(workbook["待明确问题"])] == ["Q02", "Q31"]
    assert sheet_rows(workbook["待填报数据"])[0]["指标"] == "竞赛项目"


@pytest.mark.parametrize("name", LISTS)
def test_lists_have_frozen_heads_filters_and_widths(workbook, name):
    sheet = workbook[name]
    assert re.fullmatch(r"[B-E]4", sheet.freeze_panes)
    assert sheet.auto_filter.ref.startswith("A3:")
    assert int(re.search(r"\d+$", sheet.auto_filter.ref)[0]) == sheet.max_row
    assert all(6 <= dimension.width <= 95 for dimension in sheet.column_dimensions.values())


def test_every_sheet_prints_on_a4_across():
    for sheet in open_xlsx(render_xlsx(full(members_name="镇街"))).worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        if sheet.title != "图表":
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToHeight == (None if sheet.title == "总览" else 0)
            assert sheet.page_setup.fitToWidth in (None, 1), "one page wide"


def test_the_title_is_printed_and_of_an_annex_nothing_else():
    book = open_xlsx(render_xlsx(full(members_name="镇街")))
    for sheet in book.worksheets[1:]:
        first, last = re.search(r"\$A\$(\d+):\$[A-Z]+\$(\d+)", sheet.print_area).groups()
        assert first == "1"
        assert (last == "2") is (sheet.title in ANNEXES), sheet.title
        assert (sheet.sheet_properties.tabColor is not None) is (sheet.title in ANNEXES)
        assert sheet["A2"].value.startswith("附表") is (sheet.title in ANNEXES)


def test_the_contents_lead_to_every_sheet_and_say_how_it_prints():
    sheet = open_xlsx(render_xlsx(full(members_name="镇街")))["目录"]
    rows = sheet_rows(sheet)
    assert [row["工作表"] for row in rows if row["内容"]] == SHEETS
    assert {row["工作表"] for row in rows if row["打印"] and row["打印"].startswith("附表")} == ANNEXES
    assert sheet["A5"].hyperlink.location == "目录!A1"


def test_what_is_printed_of_a_target_fits_a_page_across(workbook):
    sheet = workbook["指标明细"]
    last = re.search(r":\$([A-Z]+)\$", sheet.print_area)[1]
    assert sheet[f"{last}3"].value == "亮灯"
    printed = [dimension.width for letter, dimension in sheet.column_dimensions.items() if len(letter) == 1 and letter <= last]
    assert sum(printed) < 205, "about 140 fit in full size: 70 % of it can be read"


@pytest.mark.slow
def test_what_is_issued_says_so_on_every_sheet_and_print():
    for sheet in open_xlsx(render_xlsx(full(members_name="镇街"))).worksheets:
        assert sheet["A2"].value.endswith("已签发：台账第3号，王芳，2025年7月18日 09:05。")
        assert sheet.oddHeader.right.text == "台账第3号 数据截至2025年6月30日"
    assert "签发" not in open_xlsx(render_xlsx(small()))["总览"]["A2"].value


@pytest.mark.parametrize("name", LISTS)
def test_lists_repeat_their_heads_in_print(workbook, name):
    assert workbook[name].print_title_rows == "$3:$3"


def test_rows_are_high_enough_for_their_longest_text():
    long = small(categories=(Category("人才总量", (changed(SHARE, reason="因" * 280),)),))
    sheet = open_xlsx(render_xlsx(long))["指标明细"]
    width = next(column.width for column in sheet.column_dimensions.values() if column.width > 50)
    assert sheet.row_dimensions[4].height >= 280 * 2 / width * 12


@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("made", [full, town, empty])
def test_made_up_figures_are_marked_on_every_sheet_and_print(demo, made):
    for sheet in open_xlsx(render_xlsx(made(demo=demo))).worksheets:
        assert sheet["A1"].value.startswith("【演示数据】") is demo
        assert (sheet.oddHeader.center.text == "演示数据") is demo


def test_a_text_longer_than_a_cell_is_cut_and_not_dropped():
    report = small(categories=(Category("人才总量", (changed(SHARE, reason="长" * 40000),)),))
    assert sheet_rows(open_xlsx(render_xlsx(report))["指标明细"])[0]["说明"] == "长" * 32767


def test_an_empty_report_opens():
    book = open_xlsx(render_xlsx(empty()))
    said = {sheet.title: [cell.value for line in sheet.iter_rows() for cell in line] for sheet in book.worksheets}
    assert "本范围内未设目标。" in said["总览"]
    assert "目前没有可以计算的差距。" in said["差距排序"]
    assert "暂无下级地区的数据。" in said["下级地区"]
    assert "暂无按年度的数据。" in said["年度数据"]


def test_the_same_report_gives_the_same_bytes(content):
    assert render_xlsx(small()) == content
    assert render_xlsx(small(moment=MOMENT.replace(minute=6))) != content


def test_properties_of_the_file(workbook):
    assert workbook.properties.title == small().title
    assert workbook.properties.created.replace(tzinfo=UTC) == datetime(2025, 7, 18, 1, 5, 30, tzinfo=UTC)


@pytest.mark.slow
def test_a_hundred_targets_are_all_there():
    assert len(sheet_rows(open_xlsx(render_xlsx(large()))["指标明细"])) == 100


@pytest.mark.parametrize(
    ("lang", "mark", "sign"),
    [
        ("zh", "不超过", "≤"),
        ("zh", "不少于", "≥"),
        ("en", "no more than", "≤"),
        ("en", "no less than", "≥"),
        ("zh", "约", "约"),
    ],
)
def test_a_bound_on_a_gap_is_a_sign_in_a_column_of_numbers(lang, mark, sign):
    """Its words made a number wider than its column: ### for no more than 43,415."""
    formats = Formats(xlsxwriter.Workbook(io.BytesIO()), lang)
    shown = formats.number(Amount(f"{mark} 5", 5.0, 0, mark)).num_format
    assert shown.startswith(f'"{sign}"')


def test_a_workbook_is_made_without_the_library_for_slides():
    """Which takes a seventh of a second, of the one that the first document of a process may take."""
    code = "import sys, kpi.report.workbook; sys.exit('pptx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
