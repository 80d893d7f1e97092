"""A unit over a table against the units inside it: one of the same kind but of another scale refuses the row."""

from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import UploadFile, read_upload
from kpi.model import Severity

CATALOG = Path(__file__).resolve().parents[3] / "data" / "catalog"
TOTAL, TRAINING, SHARE = "技能人才总量", "补贴性职业技能培训", "技能人才占就业人员比例"
LONG = "指标|年份|数值|单位"


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


@pytest.fixture
def said(plan):
    """Severity, code and row of what is said of units, and the values."""

    def of(table, name="表.csv"):
        content = "\n".join(",".join(line.split("|")) for line in table.split(" / ")).encode()
        reading = read_upload(UploadFile(name, content), plan, today=date(2026, 11, 23))
        found = [(p.severity, p.code, p.row) for p in reading.problems if p.severity is not Severity.NOTE]
        return found, [float(each.value) for each in reading.observations]

    return of


@pytest.mark.parametrize(
    ("table", "name", "row"),
    [
        (f"单位：人 / 指标|2024年（万人） / {TOTAL}|140", "表.csv", 3),
        (f"单位：人 / {LONG} / {TOTAL}|2024|140|万人", "表.csv", 3),
        (f"单位：万人 / {LONG} / {TOTAL}|2024|1400000|人", "表.csv", 3),
        (f"单位：人 / 指标|2024年 / {TOTAL}（万人）|140", "表.csv", 3),
        (f"单位：万人 / 指标|2024年 / {TOTAL}|1400000人", "表.csv", 3),
        (f"单位：‰ / {LONG} / {SHARE}|2024|25.8|%", "表.csv", 3),
        (f"东莞市技能人才情况（人） / {LONG} / {TOTAL}|2024|140|万人", "表.csv", 3),
        (f"单位：人、% / {LONG} / {TOTAL}|2024|140|万人", "表.csv", 3),
        (f"{LONG} / 单位：人||| / {TOTAL}|2024|140|万人", "表.csv", 3),
        (f"{LONG} / {TOTAL}|2024|140|万人", "技能人才（人）.csv", 2),
    ],
)
def test_two_units_of_one_kind_refuse_the_row(said, table, name, row):
    assert said(table, name) == ([(Severity.ERROR, "unit_contradicts", row)], [])


@pytest.mark.parametrize(
    ("table", "name", "values"),
    [
        (f"单位：万人 / {LONG} / {TOTAL}|2024|140|万人", "表.csv", [1_400_000]),
        (f"单位：人 / 指标|2024年 / {TOTAL}|140万", "表.csv", [1_400_000]),
        (f"单位：万人 / 指标|2024年 / {TOTAL}|140万", "表.csv", [1_400_000]),
        (f"单位：万人 / 指标|2024年 / {TOTAL}|140 / {SHARE}（%）|25.8", "表.csv", [1_400_000, 0.258]),
        (f"单位：人、万人、% / {LONG} / {TOTAL}|2024|140|万人", "表.csv", [1_400_000]),
        (f"{LONG} / {TOTAL}|2024|140|万人", "技能人才（万人）.csv", [1_400_000]),
        (f"{LONG} / {TOTAL}|2024|140|万人", "技能人才（1）.csv", [1_400_000]),
        (f"单位：位 / {LONG} / 技能人才规模全省位次|2024|3|", "表.csv", [3]),
    ],
)
def test_one_unit_or_one_of_another_kind_is_read(said, table, name, values):
    assert said(table, name) == ([], values)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (f"单位：人 / {LONG} / {TRAINING}|2024|2|万人次", 3),
        (f"单位：万人 / 指标|2024年 / {SHARE}|25.8%", 3),
    ],
)
def test_a_unit_that_no_figure_is_in_is_asked_about(said, table, row):
    assert said(table)[0] == [(Severity.WARNING, "unit_unmet", row)]
