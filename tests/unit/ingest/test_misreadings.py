"""Tables that invite a wrong number: a plan beside what was reached, another city, two units, a total in the wrong place.

None may be loaded in silence: each is refused, read as a person would read it, or has a warning that names what is in doubt.
"""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.ingest import Remark, UploadFile, error_workbook, read_upload
from kpi.model import Severity
from tests.unit.ingest.workbooks import bytes_of, saved

CATALOG = Path(__file__).resolve().parents[3] / "data" / "catalog"
TOTAL, HIGH, TRAINING, EXPERTS = "技能人才总量", "高技能人才总量", "补贴性职业技能培训", "职业能力建设专家库人数"


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


@pytest.fixture
def read(plan):
    """Reads a table written with | between cells and / between rows, or the bytes of a workbook."""

    def read_one(table, name="表.csv"):
        content = table if isinstance(table, bytes) else table.replace("|", ",").replace(" / ", "\n").encode()
        return read_upload(UploadFile(name, content), plan, today=date(2026, 11, 23))

    return read_one


def values(reading):
    return [(o.region_code[-3:], o.period_end.isoformat(), int(o.value)) for o in reading.observations]


def doubts(reading):
    return {p.code for p in reading.problems if p.severity is not Severity.NOTE}


def test_a_measure_without_a_value_is_no_heading_that_sets_a_unit(read):
    reading = read(f"指标|2024年 / {TOTAL}（万人）|140 / {HIGH}（万人）| / {EXPERTS}|12")
    assert (values(reading), doubts(reading)) == ([("900", "2024-12-31", 1_400_000), ("900", "2024-12-31", 12)], set())


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (f"指标|目标| / |2024年|2025年 / {TOTAL}（万人）|140|150", "plan_group"),
        (f"镇街|年度目标|完成情况 / |{TOTAL}（万人）|{HIGH}（万人） / 东城|5|1", "plan_group"),
        (f"广东省技能人才发展情况|| / 指标|2023年|2024年 / {TOTAL}（万人）|1900|1979", "region_around"),
        (f"指标|2024年 / {TOTAL}（万人）|140 / 东城情况| / {HIGH}（万人）|2", "region_around"),
        (f"2024年|||| / 镇街|{TOTAL}（万人）||园区|{HIGH}（万人） / 东城|5.1||松山湖|1.2", "column_twice"),
        (f"指标|2024年|项目|2023年 / {TOTAL}（万人）|140|{HIGH}（万人）|40", "column_twice"),
        (f"指标|单位|2024年 / {TOTAL}（人）|万人|130", "said_twice"),
        (f"指标|2024年（万人） / {TOTAL}（人）|1400000", "said_twice"),
        (f"单位：人| / 指标（万人）|2024年 / {TOTAL}|130", "said_twice"),
        (f"2024年{TRAINING}（人次）||| / 镇街|5月|6月|累计 / 东城|1|2|9", "period_no_month"),
        (f"2024年{TOTAL}（万人）|| / 镇街|年份|数值 / 东城|2023|5.1 / 南城||4.1", "period_missing"),
        (f"{TOTAL}（万人）|| / 镇街|2023|2024 / 东城|5|2 / |2021|2022 / 南城|1|2", "row_unnamed"),
    ],
)
def test_what_would_be_misread_is_refused(read, table, code):
    reading = read(table)
    assert code in {p.code for p in reading.problems if p.severity is Severity.ERROR}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (f"2024年技能人才工作目标任务分解表| / 指标|2024年 / {TOTAL}（万人）|150", "plan_words"),
        (f"指标|2024年|备注 / {TOTAL}（万人）|150|为预计数", "plan_words"),
        (f"指标|2024年 / 二、目标任务| / {TOTAL}（万人）|150", "heading_unclear"),
        (f"指标|2024年 / 女性| / {HIGH}（万人）|2", "heading_unclear"),
        (f"指标|类型|2024年 / {TOTAL}（万人）|目标|150", "column_qualifies"),
        (f"指标|性别|2024年 / {TOTAL}（万人）|女|50", "column_qualifies"),
        (f"指标|2024年 / {EXPERTS}|12 / 注：单位为百人|", "unit_unread"),
        (f"镇街|指标|2024年 / 合计|{TOTAL}（万人）|7 / |{HIGH}（万人）|2", "region_assumed"),
        (f"2024年{TRAINING}|| / 序号|镇街|{TRAINING}（万人次） / 合计||1.2 / 1|东城|0.5 / 2|南城|0.6", "total_differs"),
    ],
)
def test_what_may_be_meant_otherwise_must_be_looked_at(read, table, code):
    assert code in {p.code for p in read(table).problems if p.severity is Severity.WARNING}


@pytest.mark.parametrize("name", ["广州市.csv", "深圳市2024年.csv"])
def test_another_citys_file_is_refused(read, name):
    assert doubts(read(f"指标|2024年 / {TOTAL}（万人）|150", name)) == {"region_around"}


def test_what_was_reached_is_taken_and_the_plan_beside_it_left(read):
    for table in (
        f"指标|2024年计划|2024年完成|完成率 / {TOTAL}（万人）|150|145|90%",
        f"指标|2024年（实际）|2025年（目标） / {TOTAL}（万人）|145|150",
    ):
        assert values(read(table)) == [("900", "2024-12-31", 1_450_000)]


@pytest.mark.parametrize(
    "title",
    [
        "2024年（1—6月）",
        "2024年前6个月",
        "2024年一至三季度",
        "2023、2024年",
        "数据来源：2022年统计公报",
        "填报时间：2025年1月10日",
    ],
)
def test_a_year_that_is_half_a_period_or_not_of_the_figures_is_none(read, title):
    assert doubts(read(f"{title}{TRAINING}| / 地区|{TRAINING}（人次） / 东城|5")) == {"column_missing"}


def test_a_heading_with_another_year_changes_it(read):
    reading = read(f"2023年| / 指标|数值 / {TOTAL}（万人）|137 / 二、2024年情况| / {HIGH}（万人）|45")
    assert values(reading) == [("900", "2023-12-31", 1_370_000), ("900", "2024-12-31", 450_000)]


def test_an_office_before_the_unit_does_not_hide_it(read):
    assert values(read(f"填报单位：市人社局 计量单位：万人| / 指标|2024年 / {TOTAL}|12")) == [("900", "2024-12-31", 120_000)]


def test_a_starred_row_is_still_a_row(read):
    reading = read(f"{TOTAL}（万人）|| / 镇街|2023年|2024年 / *东城|5|2")
    assert [value for _, _, value in values(reading)] == [50_000, 20_000]


@pytest.mark.slow
def test_a_value_below_merged_names_is_not_taken_for_a_heading(read):
    rows = [["指标", "年份", "数值"], [EXPERTS, "2023", 140], [None, None, 141]]

    def merge(_, sheet):
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    assert doubts(read(saved(rows, change=merge), "表.xlsx")) == {"duplicate"}


def test_a_column_beside_a_merged_year_does_not_take_the_titles(read):
    rows = [
        ["2025年统计"],
        ["镇街", "2023年", None, "2024年", None],
        [None, *[f"{TOTAL}（万人）", f"{HIGH}（万人）"] * 2],
        ["东城", 1, 2, 3, 4],
    ]
    reading = read(saved(rows, change=lambda _, sheet: sheet.merge_cells("B2:C2")), "表.xlsx")
    assert [(end, value) for _, end, value in values(reading)] == [
        ("2023-12-31", 10_000),
        ("2023-12-31", 20_000),
        ("2024-12-31", 30_000),
    ]
    assert doubts(reading) == {"period_missing", "period_unlike"}


def test_a_returned_table_keeps_its_merged_headers(read):
    rows = [["2025年统计"], ["镇街", "2023年", None], [None, f"{TOTAL}（万人）", f"{HIGH}（万人）"], ["东城", 5, "五六"]]
    reading = read(saved(rows, change=lambda _, sheet: sheet.merge_cells("B2:C2")), "表.xlsx")
    remarks = [Remark(p, "错误", "x", "") for p in reading.problems if p.severity is Severity.ERROR]
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(reading, remarks, texts("zh"))))
    book.worksheets[0]["C4"] = 1
    assert values(read(bytes_of(book), "表.xlsx")) == [("003", "2023-12-31", 50_000), ("003", "2023-12-31", 10_000)]
