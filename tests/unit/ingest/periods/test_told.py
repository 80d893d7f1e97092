"""A period in a title, a sheet name, a file name or a note that contradicts the rows': refused or asked about, never loaded."""

from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import FileChoices, Role, SheetChoices, UploadFile, read_upload
from kpi.ingest.periods import told_in
from kpi.model import Severity
from tests.unit.ingest.workbooks import saved

CATALOG = Path(__file__).resolve().parents[4] / "data" / "catalog"
TRAINING, TOTAL = "补贴性职业技能培训", "技能人才总量"


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


@pytest.fixture
def doubts(plan):
    """Severity, code and row of what is said of periods; rows are written with | between cells and / between rows."""

    def of(table, name="表.csv", sheet="", choices=None):
        rows = [line.split("|") for line in table.split(" / ")]
        content = "\n".join(map(",".join, rows)).encode()
        if sheet:
            content = saved(rows, change=lambda _, page: setattr(page, "title", sheet))
        reading = read_upload(UploadFile(name, content), plan, today=date(2026, 11, 23), choices=choices)
        found = [(p.severity, p.code, p.row) for p in reading.problems if p.code in ("period_beyond", "period_unlike")]
        assert reading.observations
        return found

    return of


def long(measure, year, value, unit="万人次"):
    return f"指标|年份|数值|单位 / {measure}|{year}|{value}|{unit}"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2024年1—6月", [(2024, 1, 6)]),
        ("截至2024年6月30日", [(2024, 6, 6)]),
        ("2024年技能培训情况（1-6月）", [(2024, 1, 6)]),
        ("1~6月份", [(None, 1, 6)]),
        ("一至六月", [(None, 1, 6)]),
        ("2024年前6个月", [(2024, 1, 6)]),
        ("2024年上半年", [(2024, 1, 6)]),
        ("2024年一至三季度", [(2024, 1, 9)]),
        ("前三季度", [(None, 1, 9)]),
        ("第一季度", [(None, 1, 3)]),
        ("2024Q3", [(2024, 7, 9)]),
        ("2024H1", [(2024, 1, 6)]),
        ("培训2024.06", [(2024, 6, 6)]),
        ("202406", [(2024, 6, 6)]),
        ("20240630", [(2024, 6, 6)]),
        ("2024-06-30", [(2024, 6, 6)]),
        ("2024年1月至2024年6月", [(2024, 1, 1), (2024, 6, 6)]),
        ("2023、2024年", [(2023, 1, 12), (2024, 1, 12)]),
        ("2024东莞市", [(2024, 1, 12)]),
        ("2024年1-6", [(2024, 1, 6)]),
        ("2024.1-6", [(2024, 1, 6)]),
        ("2024.1-6月", [(2024, 1, 6)]),
        ("2024年半年报", [(2024, 1, 6)]),
        ("二〇二四年前三季度", [(2024, 1, 9)]),
        ("Training Jan–Jun 2024", [(2024, 1, 6)]),
        ("January to June, 2024", [(2024, 1, 6)]),
        ("as of 30 June 2024", [(2024, 6, 6)]),
        ("June 30, 2024", [(2024, 6, 6)]),
        ("first half of 2024", [(2024, 1, 6)]),
        ("2024 third quarter", [(2024, 7, 9)]),
    ],
)
def test_a_period_in_the_middle_of_a_text_is_seen(text, spans):
    assert [(told.year, told.first, told.last) for told in told_in(text)] == spans


@pytest.mark.parametrize(
    "text",
    [
        "（2023—2025年）",
        "2018年以来",
        "2024年6月起",
        "东人社函〔2023〕61号",
        "(2023)61号",
        "比2023年增长",
        "2022年修订",
        "2021年版",
        "2025年统计年鉴",
        "数据来源：2022年统计公报",
        "2000人以上",
        "最近12个月",
        "附件2024-1",
        "2024_2",
        "441900",
        "一年四季",
        "137.6",
        "6月报送",
        "Marketing and May be",
        "Sheet1",
    ],
)
def test_what_is_of_no_period_is_none(text):
    assert [told for told in told_in(text) if not told.whole or "2024" not in text] == []


@pytest.mark.parametrize(
    ("table", "given", "row"),
    [
        (f"2024年1—6月 / {long(TRAINING, 2024, 2)}", {}, 3),
        (f"2024年前三季度培训情况 / {long(TRAINING, 2024, 2)}", {}, 3),
        (f"截至2024年6月30日 / {long(TOTAL, 2024, 140, '万人')}", {}, 3),
        (f"东莞市培训统计表 / （2024年6月） / {long(TRAINING, 2024, 2)}", {}, 4),
        (f"东莞市2024年统计表|（1—6月） / {long(TRAINING, 2024, 2)}", {}, 3),
        (f"2024年1—6月 / 指标|2023年|2024年 / {TRAINING}（万人次）|1|2", {}, 3),
        (f"2024年一季度 / 指标|2024年上半年 / {TRAINING}（万人次）|1", {}, 3),
        (f"指标|年份|数值|单位 / 一、上半年情况 / {TRAINING}|2024|2|万人次", {}, 3),
        (long(TRAINING, "2024年", 2), {"sheet": "1-6月", "name": "表.xlsx"}, 2),
        (long(TRAINING, "2024年", 2), {"name": "2024年上半年.csv"}, 2),
        (long(TRAINING, "2024年", 2), {"name": "2024.06.csv"}, 2),
        (long(TRAINING, "2024年", 2), {"name": "培训202406.csv"}, 2),
        (long(TRAINING, "2024年", 2), {"name": "一季度.csv"}, 2),
    ],
)
def test_a_row_that_goes_beyond_its_title_in_the_same_year_is_refused(doubts, table, given, row):
    assert doubts(table, **given) == [(Severity.ERROR, "period_beyond", row)]


@pytest.mark.parametrize(
    ("table", "given", "row"),
    [
        (long(TRAINING, 2024, 2), {"name": "2023年培训.csv"}, 2),
        (long(TRAINING, 2024, 2), {"name": "2025年培训.csv"}, 2),
        (f"2025年技能培训统计表 / {long(TRAINING, 2024, 2)}", {}, 3),
        (f"2023年1—6月 / {long(TRAINING, 2024, 2)}", {}, 3),
        (f"2024年1—6月 / 指标|2024年第一季度 / {TRAINING}（万人次）|1", {}, 3),
        (f"2024年1—6月 / 指标|2024年6月 / {TRAINING}（万人次）|1", {}, 3),
        (long(TRAINING, 2024, 2), {"sheet": "2023", "name": "表.xlsx"}, 2),
        (f"{long(TRAINING, 2024, 2)} / 注：数据截至2024年6月30日|||", {}, 2),
        (f"{long(TRAINING, 2024, 2)} / 填表日期：2024年7月3日|||", {}, 2),
        (f"指标|年份|数值|单位|备注 / {TRAINING}|2024|2|万人次|1—6月累计数", {}, 2),
    ],
)
def test_another_year_or_a_title_that_fits_no_row_is_asked_about(doubts, table, given, row):
    assert doubts(table, **given) == [(Severity.WARNING, "period_unlike", row)]


@pytest.mark.parametrize(
    ("table", "given"),
    [
        (f"东莞市2024年统计表 / 指标|2022年|2023年|2024年 / {TOTAL}（万人）|1|2|3", {}),
        (f"2024年1—6月 / 指标|2023年1—6月|2024年1—6月 / {TRAINING}（万人次）|1|2", {}),
        (f"2024年上半年 / 指标|2023年|2024年上半年 / {TRAINING}（万人次）|1|2", {}),
        (f"2024年6月 / 指标|2024年1—6月 / {TRAINING}（万人次）|1", {}),
        (f"统计表 / 2025年1月10日 / {long(TRAINING, 2024, 2)}", {}),
        (f"统计表 / （2025年1月） / {long(TRAINING, 2024, 2)}", {}),
        (f"“技能人才之都”（2023—2025年） / {long(TRAINING, 2024, 2)}", {}),
        (f"2018年以来培训情况 / {long(TRAINING, 2024, 2)}", {}),
        (long(TRAINING, 2024, 2), {"name": "培训20250110.csv"}),
        (long(TRAINING, 2024, 2), {"name": "2024-1.csv"}),
        (long(TRAINING, 2024, 2), {"name": "2024年12月.csv"}),
        (long(TRAINING, "2024年上半年", 2), {"sheet": "1-6月", "name": "2024.06.xlsx"}),
        (f"指标|起始日期|截止日期|数值|单位 / {TRAINING}|2024-01-01|2024-06-30|2|万人次", {"name": "2024年上半年.csv"}),
        (f"指标|年份|数值|单位|备注 / {TRAINING}|2024|2|万人次|其中1—6月1万", {}),
        (f"{long(TRAINING, 2024, 2)} / 填表日期：2025年1月3日|||", {}),
    ],
)
def test_what_is_usual_is_read_without_a_question(doubts, table, given):
    assert doubts(table, **given) == []


def test_a_heading_takes_the_place_of_the_title_for_the_rows_below_it(doubts):
    table = f"2023年统计表 / 指标|年份|数值|单位 / {TRAINING}|2023|2|万人次 / 二、2024年情况||| / {TRAINING}|2024|3|万人次"
    assert doubts(table) == []


def test_what_a_person_says_of_the_period_stands_for_title_and_names(doubts):
    def said(period):
        return FileChoices(every_sheet=SheetChoices(around={Role.PERIOD: period}))

    table = f"2023年统计表 / {long(TRAINING, 2024, 2)}"
    assert doubts(table, choices=said("2024年")) == []
    assert doubts(table, choices=said("2024年1—6月")) == [(Severity.ERROR, "period_beyond", 3)]
