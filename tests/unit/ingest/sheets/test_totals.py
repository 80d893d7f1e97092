"""合计, and 全市 above its towns: what differs is shown to the last digit. Worked by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.ingest import UploadFile, read_upload
from kpi.model import Severity

CATALOG = Path(__file__).resolve().parents[4] / "data" / "catalog"
VOUCHERS, TOTAL = "2024年技能培训券发放（张）", "2024年技能人才总量（万人）"
ABOUT_SUMS = {"total_differs", "whole_differs", "whole_incomplete", "totals_checked"}


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


@pytest.fixture(scope="module")
def two_towns(plan):
    """The plan with no towns but 东城 and 南城, and the zone 松山湖, which is not summed."""
    kept = ("441900", "441900003", "441900004", "441900401")
    return replace(plan, regions={code: plan.regions[code] for code in kept})


def read(catalog, table):
    content = "\n".join(",".join(line.split("|")) for line in table.split(" / ")).encode()
    return read_upload(UploadFile("表.csv", content), catalog, today=date(2026, 11, 23))


def said(reading, lang="zh"):
    return [
        (p.severity, p.row, texts(lang)(f"problem.{p.code}", **{"row": p.row, **p.values}))
        for p in reading.problems
        if p.code in ABOUT_SUMS
    ]


def test_a_total_and_its_parts_are_shown_to_the_last_digit(plan):
    reading = read(plan, f"镇街|{VOUCHERS} / 合计|310 / 东城|100 / 南城|200")
    assert said(reading) == [(Severity.WARNING, 2, "合计为0.031万张，而2个部分相加为0.03万张，相差0.001万张")]
    assert said(reading, "en") == [
        (
            Severity.WARNING,
            2,
            "The total is 310 vouchers, but its parts (2) add up to 300 vouchers, a difference of 10 vouchers",
        )
    ]


@pytest.mark.parametrize("name", ["合 计", "合计：", "全市合计", "东莞市总计", "各镇街合计", "32个镇街小计", "全市 合计"])
def test_a_total_may_say_of_what(plan, name):
    reading = read(plan, f"镇街|{VOUCHERS} / 东城|100 / 南城|200 / {name}|310")
    assert [(severity, row) for severity, row, _ in said(reading)] == [(Severity.WARNING, 4)]
    assert [int(each.value) for each in reading.observations] == [100, 200]


@pytest.mark.parametrize("name", ["本溪合计", "东城合计", "其他合计", "合计额"])
def test_a_total_of_something_else_is_no_total_of_the_table(plan, name):
    reading = read(plan, f"镇街|{VOUCHERS} / 东城|100 / 南城|200 / {name}|310")
    assert [(p.row, p.code) for p in reading.problems if p.severity is Severity.ERROR] == [(4, "region_unknown")]


@pytest.mark.parametrize("name", ["全市", "东莞市", "东莞", "441900"])
def test_the_citys_own_row_is_compared_with_its_towns_and_loaded(two_towns, name):
    reading = read(two_towns, f"镇街|{VOUCHERS} / {name}|310 / 东城|100 / 南城|200")
    assert said(reading) == [(Severity.WARNING, 2, "东莞市为0.031万张，而表中2个下级地区相加为0.03万张，相差0.001万张")]
    assert said(reading, "en")[0][2].startswith(
        "Dongguan is 310 vouchers, but its parts in the table (2) add up to 300 vouchers"
    )
    assert [int(each.value) for each in reading.observations] == [310, 100, 200]


@pytest.mark.parametrize(
    "rows", ["全市|300 / 东城|100 / 南城|200", "东城|100 / 南城|200 / 全市|300", "全市|300 / 东城|100 / 南城|200 / 松山湖|50"]
)
def test_a_city_that_is_the_sum_of_its_towns_is_no_problem(two_towns, rows):
    """松山湖 may be counted in its towns, so it may be added or not."""
    assert said(read(two_towns, f"镇街|{VOUCHERS} / {rows}")) == []
    assert said(read(two_towns, f"镇街|{VOUCHERS} / 全市|350 / 东城|100 / 南城|200 / 松山湖|50")) == []


def test_regions_side_by_side_are_compared_too(two_towns):
    reading = read(two_towns, "指标|年份|全市|东城|南城 / 技能人才总量（万人）|2024|7|2|3")
    assert said(reading) == [(Severity.WARNING, 2, "东莞市为7万人，而表中2个下级地区相加为5万人，相差2万人")]


def test_a_total_beside_the_citys_own_row_does_not_count_the_city_twice(two_towns):
    reading = read(two_towns, f"镇街|{VOUCHERS} / 全市|300 / 东城|100 / 南城|200 / 合计|300")
    assert [(severity, row) for severity, row, _ in said(reading)] == [(Severity.NOTE, None)]


def test_each_year_is_compared_with_its_own(two_towns):
    reading = read(two_towns, "镇街|2023年技能人才总量（万人）|2024年技能人才总量（万人） / 全市|5|7 / 东城|2|2 / 南城|3|3")
    assert [(row, text[:6]) for _, row, text in said(reading)] == [(2, "东莞市为7万")]


def test_a_table_of_some_towns_is_asked_about_and_says_how_many_are_missing(plan):
    reading = read(plan, f"镇街|{TOTAL} / 全市|7 / 东城|2 / 南城|3")
    assert said(reading) == [(Severity.WARNING, 2, "东莞市为7万人，而表中2个下级地区相加为5万人，相差2万人；另有30个不在表中")]


@pytest.mark.parametrize(("town", "expected"), [(2, []), (8, [(Severity.WARNING, 2)])])
def test_some_towns_added_to_a_form_are_no_matter_unless_they_exceed_the_city(plan, town, expected):
    rows = f"技能人才总量|2024|东莞市|7|万人 / 技能人才总量|2024|东城|{town}|万人 / 职业能力建设专家库人数|2024||12|人"
    reading = read(plan, f"指标|年份|地区|数值|单位 / {rows}")
    assert [(severity, row) for severity, row, _ in said(reading)] == expected


def test_rates_and_ranks_are_not_added(plan):
    table = "镇街|2024年技能人才占就业人员比例 / 全市|25.8% / 东城|20% / 南城|30%"
    assert said(read(plan, table)) == []
