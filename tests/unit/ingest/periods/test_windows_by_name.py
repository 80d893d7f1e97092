"""_当季值 and _累计值 in one sheet: the row, the column or the measure by its name decides, whatever is said of the sheet."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import FileChoices, Quarters, SheetChoices, UploadFile, read_upload
from kpi.ingest.periods.labels import window_word
from kpi.model import Severity

CATALOG = Path(__file__).resolve().parents[4] / "data" / "catalog"
TRAINING = "补贴性职业技能培训"
THIRD, SO_FAR = ("2024-07-01", "2024-09-30"), ("2024-01-01", "2024-09-30")


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


def read(catalog, table, quarters=Quarters.UNSAID):
    content = "\n".join(",".join(line.split("|")) for line in table.split(" / ")).encode()
    choices = FileChoices(every_sheet=SheetChoices(quarters=quarters))
    return read_upload(UploadFile("表.csv", content), catalog, today=date(2026, 11, 23), choices=choices)


def windows(reading):
    return [(o.window_start.isoformat(), o.window_end.isoformat()) for o in reading.observations]


def errors(reading):
    return [(p.row, p.code) for p in reading.problems if p.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("工业用电量_当季值", "当季"),
        ("工业用电量_累计值", "累计"),
        ("工业用电量（累计）", "累计"),
        ("工业用电量 本月", "本月"),
        ("工业用电量当期值", "当期"),
        ("工业用电量-本年累计数", "本年累计"),
        ("累计发放培训券", ""),
        ("工业用电量", ""),
        ("累计", ""),
    ],
)
def test_the_word_is_taken_from_the_end_of_a_name(name, word):
    assert window_word(name)[1] == word


@pytest.mark.parametrize("quarters", list(Quarters))
@pytest.mark.parametrize(
    "table",
    [
        f"指标|时期|数值 / {TRAINING}_当季值（万人次）|2024年第三季度|2 / {TRAINING}_累计值（万人次）|2024年第三季度|5",
        f"指标|时期|数值|单位 / {TRAINING}_当季值|2024年第三季度|2|万人次 / {TRAINING}（累计）|2024年第三季度|5|万人次",
        f"指标|2024年第三季度 / {TRAINING}（万人次）_当季值|2 / {TRAINING}（万人次）_累计值|5",
        f"时期|{TRAINING}_当季值（万人次）|{TRAINING}_累计值（万人次） / 2024年第三季度|2|5",
        f"镇街|{TRAINING}_当季值（万人次）|{TRAINING}_累计值（万人次） / |2024年第三季度|2024年第三季度 / 东城|2|5",
    ],
)
def test_one_answer_for_the_sheet_settles_neither(plan, table, quarters):
    reading = read(plan, table, quarters)
    assert (errors(reading), windows(reading)) == ([], [THIRD, SO_FAR])


@pytest.mark.parametrize(("quarters", "window"), [(Quarters.ALONE, THIRD), (Quarters.CUMULATIVE, SO_FAR)])
def test_the_answer_is_for_rows_that_do_not_say(plan, quarters, window):
    table = f"指标|2024年第三季度 / {TRAINING}（万人次）|2"
    assert windows(read(plan, table, quarters)) == [window]
    assert errors(read(plan, table)) == [(2, "quarter_unclear")]


@pytest.mark.parametrize(("word", "window"), [("当季值", THIRD), ("累计值", SO_FAR)])
def test_a_measure_that_is_called_so_decides_even_by_its_code(plan, word, window):
    measure = replace(plan.measures["subsidized_training"], name_zh=f"{TRAINING}_{word}", aliases=())
    named = replace(plan, measures={**plan.measures, "subsidized_training": measure})
    for name in ("subsidized_training", f"{TRAINING}_{word}"):
        assert windows(read(named, f"指标代码|时期|数值|单位 / {name}|2024年第三季度|2|万人次", Quarters.ALONE)) == [window]


@pytest.mark.parametrize(
    ("name", "period", "window"),
    [
        ("累计值", "2024年7月", ("2024-01-01", "2024-07-31")),
        ("当月值", "2024年7月", ("2024-07-01", "2024-07-31")),
        ("累计值", "2024年", ("2024-01-01", "2024-12-31")),
        ("累计值", "2024年上半年", ("2024-01-01", "2024-06-30")),
        ("当季值", "2024年1—3月", ("2024-01-01", "2024-03-31")),
    ],
)
def test_a_word_goes_with_any_period_it_does_not_contradict(plan, name, period, window):
    assert windows(read(plan, f"指标|时期|数值|单位 / {TRAINING}_{name}|{period}|2|万人次")) == [window]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{TRAINING}_累计值|2024年7—9月|||2|万人次", "period_conflict"),
        (f"{TRAINING}_累计值|2024年下半年|||2|万人次", "period_conflict"),
        (f"{TRAINING}_当季值|2024年上半年|||2|万人次", "period_conflict"),
        (f"{TRAINING}_当季值|2024年三季度累计|||2|万人次", "period_conflict"),
        (f"{TRAINING}_累计值||2024-07-01|2024-09-30|2|万人次", "period_conflict"),
        (f"{TRAINING}_当季值||2024-01-01|2024-09-30|2|万人次", "period_conflict"),
        (f"{TRAINING}_当季值|2024年|||2|万人次", "period_no_month"),
    ],
)
def test_a_word_that_contradicts_the_period_refuses_the_row(plan, row, code):
    assert errors(read(plan, f"指标|时期|起始日期|截止日期|数值|单位 / {row}")) == [(2, code)]


def test_the_first_quarter_is_both_and_loaded_once(plan):
    table = "指标|2024年第一季度 / {0}_当季值（万人次）|2 / {0}_累计值（万人次）|{1}"
    same = read(plan, table.format(TRAINING, 2))
    assert (errors(same), windows(same)) == ([], [("2024-01-01", "2024-03-31")])
    assert [p.values["rows"] for p in same.problems if p.code == "window_twice"] == ["3"]
    assert errors(read(plan, table.format(TRAINING, 3))) == [(3, "duplicate")]
