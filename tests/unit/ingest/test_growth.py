"""What a file costs grows as the file does. Counted in calls, which are the same on every machine at every hour."""

from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import Knowledge, UploadFile, read_upload
from tests.counting import calls

TODAY = date(2026, 11, 26)
CATALOG = load_catalog(Path(__file__).resolve().parents[3] / "data" / "catalog")
REGIONS = [region.name_zh for region in CATALOG.regions.values()]
NAME = "技能人才总量"


def cost(content):
    knowledge = Knowledge.of(CATALOG)
    with calls() as made:
        read_upload(UploadFile("表.csv", content), knowledge, today=TODAY)
    return made()


def table(*rows):
    return "\n".join(",".join(row) for row in rows).encode()


def years_across(n):
    return table(["地区", *(f"{1990 + i % 36}年" for i in range(n))], *(["东莞市", *["5万人"] * n] for _ in range(3)))


def regions_across(n):
    return table(["指标名称", "年份", *(REGIONS[i % len(REGIONS)] for i in range(n))], [NAME, "2024", *["5"] * n])


def strange_columns(n):
    return table(["指标名称", "年份", "数值", *(f"列{i}" for i in range(n))], [NAME, "2024", "5万人", *["甲"] * n])


def unnamed_columns(n):
    """Columns without a header that hold regions: each may be the region of its row."""
    return table(
        ["指标名称", "2024年", "2023年", *[f"单位{i}" for i in range(n)]], *([NAME, "5", "6", *["某地"] * n] for _ in range(9))
    )


def named_rows(n):
    """Measures across, in a table whose rows name a measure too: none of the columns is taken."""
    return table(["指标名称", "年份", *[NAME] * n], [NAME, "2024", *["5"] * n])


def totals_across(n):
    return table(["指标名称", "年份", *["合计"] * n, "南城街道"], [NAME, "2024", *["5万人"] * n, "5万人"])


def long_table(n, row):
    return table(["指标名称", "年份", "地区", "数值", "单位", "备注"], *(row(i) for i in range(n)))


def unknown_names(n):
    return long_table(n, lambda i: [f"未知指标第{i}号", "2024", "东莞市", "5", "万人", ""])


def unknown_regions(n):
    return long_table(n, lambda i: [NAME, "2024", f"第{i}号镇", "5", "万人", ""])


def same_row(n):
    return long_table(n, lambda _: [NAME, "2024", "东莞市", "5", "万人", ""])


def subtotals(n):
    return long_table(n, lambda i: [NAME, "2024", "小计" if i % 2 else REGIONS[1 + i % 20], "5", "万人", ""])


def totals(n):
    return long_table(n, lambda i: [NAME, "2024", "合计" if i % 2 else REGIONS[1 + i % 20], "5", "万人", ""])


def unreadable_totals(n):
    return long_table(n, lambda i: [NAME, "2024", "合计" if i % 2 else "不知何处", "五五", "万人", ""])


def headings(n):
    return long_table(n, lambda i: [f"{'一二三四五六'[i % 6]}、某某情况之{i}", "", "", "", "", ""])


def blanks(n):
    return long_table(n, lambda _: [NAME, "2024", "东莞市", "", "万人", ""])


def notes(n):
    return long_table(n, lambda i: [NAME, "2024", REGIONS[i % len(REGIONS)], "5", "万人", f"目标{i}"])


WIDE = [years_across, regions_across, strange_columns, unnamed_columns, named_rows, totals_across]
LONG = [unknown_names, unknown_regions, same_row, subtotals, totals, unreadable_totals, headings, blanks, notes]


@pytest.mark.slow
@pytest.mark.parametrize("shape", [*WIDE, *LONG], ids=lambda shape: shape.__name__)
def test_ten_times_the_file_costs_at_most_fifteen_times_the_work(shape):
    cost(shape(50))  # what is cached for good is cached now
    assert cost(shape(1000)) <= 15 * cost(shape(100))
