"""Files as offices send them, against the plan the product ships with."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.ingest import template
from kpi.ingest.forms.template import COLUMNS
from kpi.ingest.tables.grid import Role
from kpi.model import Kind, Qualifier, Severity
from tests.unit.ingest.test_comparing import frame
from tests.unit.ingest.workbooks import bytes_of

PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = PROJECT / "tests" / "data" / "uploads"
VALUE, UNIT = COLUMNS.index(Role.VALUE), COLUMNS.index(Role.UNIT)
ANSWERS = {"%": "34.5", "位": "3", "是否": "是"}


@pytest.fixture(scope="module")
def plan():
    return load_catalog(PROJECT / "data" / "catalog")


@pytest.fixture
def sample(read, plan):
    return lambda name: read((SAMPLES / name).read_bytes(), name=name, catalog=plan)


def test_a_yearly_report_in_gbk(sample):
    reading = sample("yearly_gbk.csv")
    assert reading.encoding_note.values["encoding"] == "GB18030"
    assert [(p.severity, p.row, p.code) for p in reading.problems] == [(Severity.NOTE, 16, "value_absent")]
    assert [(o.measure_id, o.member, o.value, o.qualifier) for o in reading.observations] == [
        ("skilled_talent_total", "", 1_512_000, Qualifier.APPROX),
        ("highly_skilled_talent_total", "", 523_000, Qualifier.EQ),
        ("highly_skilled_share", "", Decimal("0.3459"), Qualifier.EQ),
        ("skilled_talent_rank_province", "", 3, Qualifier.EQ),
        ("project_training", "", 81_500, Qualifier.EQ),
        ("subsidized_training", "", 56_000, Qualifier.GT),
        ("skill_certificates", "", 42_000, Qualifier.EQ),
        ("skill_certificates", "senior_and_above", 14_100, Qualifier.EQ),
        ("platform_carriers", "", 230, Qualifier.EQ),
        ("platform_carriers", "national", 6, Qualifier.EQ),
        ("platform_carriers", "provincial", 14, Qualifier.EQ),
        ("platform_carriers", "municipal", 210, Qualifier.EQ),
        ("cert_award_amount", "", 12_100_000, Qualifier.EQ),
        ("national_standard_packer", "", 1, Qualifier.EQ),
    ]
    assert {o.region_code for o in reading.observations} == {"441900"}
    assert {o.as_of or o.window_end for o in reading.observations} == {date(2024, 12, 31)}


def test_towns_as_unicode_text_from_excel(sample):
    reading = sample("towns_unicode.txt")
    assert texts("zh").message(reading.encoding_note) == "UTF-16 LE编码、制表符分隔的文本"
    assert reading.problems == ()
    assert [(o.region_code, o.value, o.window_start, o.window_end) for o in reading.observations] == [
        ("441900119", 2310, date(2024, 1, 1), date(2024, 6, 30)),
        ("441900121", 1800, date(2024, 1, 1), date(2024, 6, 30)),
        ("441900401", 940, date(2024, 1, 1), date(2024, 6, 30)),
    ]


def test_one_error_in_each_row_and_all_are_found(sample):
    reading = sample("one_error_per_row.csv")
    assert [(p.row, p.column, p.code) for p in reading.problems if p.severity is Severity.ERROR] == [
        (2, "数值", "unit_needed"),
        (3, "指标名称", "measure_unknown"),
        (4, "年份", "year_unreadable"),
        (5, "截止日期", "date_impossible"),
        (6, "数值", "percent_needed"),
        (7, "数值", "share_above_one"),
        (8, "单位", "unit_mismatch"),
        (9, "年份", "period_future"),
        (10, "地区", "region_unknown"),
        (10, "数值", "value_separators"),
        (11, "数值", "count_decimals"),
        (12, "数值", "count_negative"),
        (14, "", "duplicate"),
        (15, "", "row_shape"),
    ]
    offered = {p.row: texts("zh").message(p.suggestion) for p in reading.problems if p.suggestion}
    assert offered[2] == "请在单位列写明，通常为“万人”"
    assert offered[3] == "是否为“技能人才总量”（skilled_talent_total）？"
    assert offered[8] == "单位可能是“万人次”"


def filled(content):
    """The form with an answer in every row, and its rows."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    for row in rows:
        row[VALUE] = ANSWERS.get(row[UNIT], "12")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue(), rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_form_comes_back_clean_in_gbk(read, plan, lang):
    text, rows = filled(template(plan, 2024, frame(), "csv", texts(lang)))
    reading = read(text.encode("gb18030"), catalog=plan)
    assert reading.problems == ()
    assert len(reading.observations) == len(rows)
    asked = {m.measure_id for m in plan.measures.values() if m.kind not in (Kind.PARAMETER, Kind.MILESTONE)}
    assert asked <= {o.measure_id for o in reading.observations}
    assert ("skill_certificates", "senior_and_above") in {(o.measure_id, o.member) for o in reading.observations}


@pytest.mark.slow
def test_the_whole_form_comes_back_clean_as_a_workbook(read, plan):
    book = openpyxl.load_workbook(io.BytesIO(template(plan, 2024, frame(), "xlsx", texts("zh"))))
    asked = [row for row in book.active.iter_rows(min_row=2) if row[0].value]
    for row in asked:
        row[VALUE].value = ANSWERS.get(row[UNIT].value, 12)
    reading = read(bytes_of(book), name="表.xlsx", catalog=plan)
    assert reading.problems == ()
    assert len(reading.observations) == len(asked)
