"""The awkward files of tests/data/uploads: what each gives, worked out by reading it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import Knowledge, UploadFile, read_upload
from kpi.model import Alias, NamedThing, Qualifier, Severity
from tests.unit.ingest.naming import named_rows

PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = PROJECT / "tests" / "data" / "uploads"
TODAY = date(2026, 1, 15)
DONGCHENG, NANCHENG, SHIJIE, SHILONG, LAKE = "441900003", "441900004", "441900101", "441900102", "441900401"


@pytest.fixture(scope="module")
def plan():
    return load_catalog(PROJECT / "data" / "catalog")


@pytest.fixture
def sample(plan):
    return lambda name, against=None: read_upload(UploadFile(name, (SAMPLES / name).read_bytes()), against or plan, today=TODAY)


def refusals(reading):
    return [(p.row, p.values.get("letter", ""), p.code) for p in reading.problems if p.severity is Severity.ERROR]


def warnings(reading):
    return [(p.row, p.code) for p in reading.problems if p.severity is Severity.WARNING]


def cells(reading):
    return {f"{o.column}{o.row}": o.value for o in reading.observations}


def test_years_across_in_three_units(sample):
    reading = sample("wide_years_gbk.csv")
    assert (refusals(reading), warnings(reading)) == ([], [])
    assert cells(reading) == {
        "B5": 1_205_000, "C5": 1_376_000, "D5": 1_452_000,
        "B6": 401_000, "C6": 470_000, "D6": 501_000,
        "B7": Decimal("0.246"), "C7": Decimal("0.258"), "D7": Decimal("0.271"),
        "B8": 190, "C8": 205, "D8": 212,
    }  # fmt: skip
    assert {o.as_of for o in reading.observations} == {date(y, 12, 31) for y in (2021, 2022, 2023)}
    assert {o.measure_id for o in reading.observations if o.row == 6} == {"highly_skilled_talent_total"}
    assert {10, 11, 12} <= named_rows(reading)


def test_towns_by_windows_of_the_year(sample):
    reading = sample("towns_halfyears_utf16.txt")
    assert (refusals(reading), reading.encoding_note.values["encoding"]) == ([], "UTF-16 LE")
    assert cells(reading) == {
        "B5": 1200, "C5": 1950, "D5": 2600, "B6": 980, "C6": 1400, "D6": 1900,
        "B8": 300, "D8": 620, "B9": 250, "C9": 400, "D9": 510,
    }  # fmt: skip
    assert {o.window_end for o in reading.observations} == {date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)}
    assert {o.window_start for o in reading.observations} == {date(2024, 1, 1)}
    assert {o.region_code for o in reading.observations} == {DONGCHENG, NANCHENG, SHIJIE, SHILONG}
    assert warnings(reading) == [(None, "period_from_title")]


def test_two_rows_of_header_with_a_unit_for_each_measure(sample):
    reading = sample("two_row_header.csv")
    assert reading.problems == ()
    assert cells(reading) == {
        "B3": 51_000, "C3": 12_000, "D3": 54_000, "E3": 12_800, "B4": 22_000, "C4": 9_100, "D4": 24_000, "E4": 9_900,
    }  # fmt: skip
    assert [o.region_code for o in reading.observations] == [DONGCHENG] * 4 + [LAKE] * 4


def test_towns_across_and_the_total_that_is_wrong(sample):
    reading = sample("regions_across.csv")
    assert (refusals(reading), warnings(reading)) == ([], [(5, "total_differs")])
    assert len(reading.observations) == 11
    assert [o.qualifier for o in reading.observations if o.column == "E" and o.row == 4] == [Qualifier.APPROX]


def test_bare_quarters_are_asked_about_one_by_one(sample):
    reading = sample("bare_quarters.csv")
    assert refusals(reading) == [(3, letter, "quarter_unclear") for letter in "CDE"]
    assert cells(reading) == {"B3": 600}


def test_shares_without_a_sign_are_refused_whichever_they_may_be(sample):
    reading = sample("percent_without_sign.csv")
    assert refusals(reading) == [(2, "B", "percent_needed"), (2, "C", "percent_needed")]
    assert cells(reading) == {"B3": Decimal("0.345"), "C3": Decimal("0.349")}


def test_names_are_offered_and_read_once_accepted(sample, plan):
    reading = sample("misspelt_names.csv")
    offered = [(p.row, p.values["spelling"], p.values["codes"][0]) for p in reading.problems]
    assert offered == [
        (2, "技能人才总数", "skilled_talent_total"),
        (3, "南成街道", NANCHENG),
        (4, "松山湖高新技术产业开发区", LAKE),
    ]
    things = [NamedThing.MEASURE, NamedThing.REGION, NamedThing.REGION]
    aliases = [
        Alias(1, thing, spelling, code, "张三", None) for thing, (_, spelling, code) in zip(things, offered, strict=True)
    ]
    again = sample("misspelt_names.csv", Knowledge.of(plan, aliases))
    assert [(o.measure_id, o.region_code, o.value) for o in again.observations] == [
        ("skilled_talent_total", DONGCHENG, 54_000),
        ("subsidized_training", NANCHENG, 1900),
        ("subsidized_training", LAKE, 900),
    ]


def test_qualifiers_are_kept_and_missing_is_not_zero(sample):
    reading = sample("qualified_and_missing.csv")
    assert [(o.row, o.value, o.qualifier) for o in reading.observations] == [
        (2, 1_500_000, Qualifier.APPROX),
        (3, 168_000, Qualifier.GT),
        (4, 1100, Qualifier.GT),
        (5, Decimal("0.98"), Qualifier.GE),
        (9, 123_000, Qualifier.EQ),
    ]
    assert refusals(reading) == [(7, "C", "cell_error"), (8, "C", "count_negative")]


def test_merged_months_with_a_formula_nobody_calculated(sample):
    reading = sample("merged_months.xlsx")
    assert refusals(reading) == [(6, "D", "cell_formula")]
    assert cells(reading) == {"B4": 120, "C4": 95, "D4": 130, "B5": 80, "D5": 75, "B6": 60, "C6": 55}
    assert [p.values["sheets"] for p in reading.problems if p.code == "sheets_hidden"] == [("底稿",)]


def test_an_old_workbook_with_percent_formats(sample):
    reading = sample("old_workbook.xls")
    assert refusals(reading) == [(6, "C", "cell_formula")]
    assert cells(reading) == {"C3": Decimal("0.271"), "C4": Decimal("0.3451"), "C5": 1_452_000}
    assert {o.as_of for o in reading.observations} == {date(2023, 12, 31)}


def test_every_file_has_its_line():
    told = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in SAMPLES.iterdir() if file.suffix != ".md" and f"`{file.name}`" not in told] == []
