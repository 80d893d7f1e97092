"""Every command: its result on stdout, everything else on stderr, and its exit code."""

import csv
import io
import re
from datetime import date

import pytest

from kpi import report, services
from kpi.i18n import texts
from tests.databases import LETTER, TINY
from tests.unit.cli.conftest import TRAINED_2023

TARGET_KEYS = [
    "target_id", "measure_id", "region_code", "year", "period_type", "comparator", "target_value", "unit", "baseline_value",
    "baseline_date", "current_value", "current_date", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp",
    "expected_value", "required_per_year", "projected_value", "cagr_ratio", "status", "lamp", "reason",
]  # fmt: skip
CHECK_KEYS = ["ok", "new", "changed", "unchanged", "already_loaded", "observations", "problems", "verdict_changes"]
OBSERVATION_KEYS = [
    "file", "sheet", "row", "measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of", "value",
    "qualifier",
]  # fmt: skip
PROBLEM_KEYS = ["severity", "file", "sheet", "row", "column", "value", "code", "message", "suggestion"]
CHINESE = re.compile(r"[\u3400-\u9fff]")
BAD = "指标代码,年份,数值,单位\r\nsubsidized_training,2023,6.2,万人次\r\ngdp,2023,1,亿元\r\n"


def target(status, target_id, year=None):
    (found,) = [each for each in status["targets"] if (each["target_id"], each["year"]) == (target_id, year)]
    return found


@pytest.mark.slow
def test_status_json_is_what_the_format_says(run):
    done = run("status", "--json")
    told = done.json()
    assert (done.code, done.err) == (0, "")
    assert list(told) == ["as_of", "known_at", "data_version", "coverage_date", "targets"]
    assert [list(each) for each in told["targets"]] == [TARGET_KEYS] * len(told["targets"])
    assert (told["as_of"], told["known_at"], told["data_version"], told["coverage_date"]) == (
        "2023-06-30",
        None,
        1,
        "2023-06-30",
    )


@pytest.mark.slow
def test_status_json_of_a_sum(run):
    """12 of 100 by the end of the first of four years, 365 of 1461 days: 12 − 24.98 = −12.98; the rest takes three years."""
    t33 = target(run("status", "--json").json(), "T33")
    assert t33 == {
        "target_id": "T33",
        "measure_id": "leading_skilled_talents",
        "region_code": "441900",
        "year": None,
        "period_type": "cumulative_window",
        "comparator": ">=",
        "target_value": 100,
        "unit": "person",
        "baseline_value": None,
        "baseline_date": None,
        "current_value": 12,
        "current_date": "2022-12-31",
        "gap": 88,
        "completion_pct": 12,
        "distance_pct": None,
        "time_pct": pytest.approx(36500 / 1461),
        "lead_pp": pytest.approx(12 - 36500 / 1461),
        "expected_value": pytest.approx(36500 / 1461),
        "required_per_year": pytest.approx(88 / 3),
        "projected_value": pytest.approx(12 * 1461 / 365),
        "cagr_ratio": None,
        "status": "far_behind",
        "lamp": "red",
        "reason": None,
    }


@pytest.mark.slow
def test_status_json_of_a_share_and_a_year(run):
    told = run("status", "--json").json()
    t01, t04 = target(told, "T01"), target(told, "T04", 2024)
    assert (t01["baseline_value"], t01["baseline_date"], t01["current_value"], t01["gap"]) == (
        0.258,
        "2023-06-30",
        0.258,
        0.042,
    )
    assert (t01["status"], t01["lamp"], t01["unit"], t01["distance_pct"]) == ("baseline_only", "grey", "fraction", None)
    assert (t04["status"], t04["current_value"], t04["target_value"]) == ("not_started", None, 50000)


@pytest.mark.slow
def test_numbers_carry_no_noise(run):
    """0.3 − 0.258 is 0.04199999999999998 in binary."""
    assert '"gap": 0.042,' in run("status", "--json").out


@pytest.mark.slow
def test_reasons_are_chinese_unless_english_is_asked_for(run):
    assert target(run("status", "--json").json(), "T03")["reason"] == "118万人次为2018年以来累计，请补报2021—2023年分年数"
    english = target(run("status", "--json", lang="en").json(), "T03")["reason"]
    assert "1,180,000" in english
    assert not CHINESE.search(english)


@pytest.mark.slow
def test_status_as_a_table(run):
    done = run("status")
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[0].startswith("截至2023年6月30日，31项目标中，严重滞后1项、口径不可比11项")
    (t33,) = [line for line in lines if line.startswith("T33 ")]
    assert t33.split() == [
        "T33", "技能领军人才认定评定", "严重滞后（红灯）", "12名", "2022年12月31日", "≥100名", "2022—2025年", "88名", "12%",
        "25%",
    ]  # fmt: skip
    assert "T03 补贴性职业技能培训：118万人次为2018年以来累计，请补报2021—2023年分年数" in lines


def test_status_in_english_is_english(run):
    done = run("status", lang="en")
    assert [line for line in done.out.splitlines() if CHINESE.search(line)] == []


@pytest.mark.slow
def test_as_of_and_known_at(run, file):
    run("import", file())
    assert target(run("status", "--json").json(), "T04", 2023)["status"] == "met"
    assert target(run("status", "--json", "--as-of", "2023-06-30").json(), "T04", 2023)["status"] == "not_comparable"
    unknown = run("status", "--json", "--known-at", "2000-01-01").json()
    assert (unknown["coverage_date"], unknown["known_at"]) == (None, "2000-01-01T23:59:59+08:00")
    assert run("status", "--json", "--known-at", "2000-01-01T08:00").json()["known_at"] == "2000-01-01T08:00:00+08:00"
    assert run("status", "--json", "--known-at", "2000-01-01T08:00Z").json()["known_at"] == "2000-01-01T08:00:00+00:00"


@pytest.mark.slow
def test_a_town_shows_its_values(run, file):
    run("import", file("指标代码,年份,地区,数值,单位\r\nsubsidized_training,2023,长安,5000,人次\r\n"))
    done = run("status", "--region", "441900119")
    assert done.out.splitlines()[0] == "长安镇没有单独下达的目标。"
    assert ["补贴性职业技能培训", "0.5万人次", "2023年"] in [line.split() for line in done.out.splitlines()]
    assert run("status", "--region", "441900119", "--json").json()["targets"] == []


@pytest.mark.slow
def test_check_json_is_what_the_format_says(run, file):
    done = run("check", file(), "--json")
    told = done.json()
    assert (done.code, list(told)) == (0, CHECK_KEYS)
    assert (told["ok"], told["new"], told["changed"], told["unchanged"], told["already_loaded"]) == (True, 1, 0, 0, [])
    assert told["problems"] == []
    assert told["observations"] == [
        {
            "file": "填报.csv",
            "sheet": None,
            "row": 2,
            "measure_id": "subsidized_training",
            "region_code": "441900",
            "breakdown": None,
            "member": None,
            "window_start": "2023-01-01",
            "window_end": "2023-12-31",
            "as_of": None,
            "value": 62000,
            "qualifier": "eq",
        }
    ]
    assert list(told["observations"][0]) == OBSERVATION_KEYS
    changes = {(each["target_id"], each["year"]): each for each in told["verdict_changes"]}
    assert changes["T04", 2023] == {
        "target_id": "T04",
        "year": 2023,
        "from": "not_comparable",
        "to": "met",
        "date_only": False,
    }
    assert changes["T10", 2023]["date_only"] is True


@pytest.mark.slow
def test_check_loads_nothing(run, file):
    run("check", file())
    assert run("status", "--json").json()["data_version"] == 1


@pytest.mark.slow
def test_a_refused_file_says_what_is_wrong_and_what_was_understood(run, file):
    done = run("check", file(BAD), "--json")
    told = done.json()
    assert (done.code, told["ok"], told["verdict_changes"]) == (1, False, [])
    assert [each["measure_id"] for each in told["observations"]] == ["subsidized_training"]
    (problem,) = told["problems"]
    assert list(problem) == PROBLEM_KEYS
    assert (problem["severity"], problem["file"], problem["sheet"], problem["row"]) == ("error", "填报.csv", None, 3)
    assert (problem["column"], problem["value"], problem["code"]) == ("指标代码", "gdp", "measure_unknown")
    assert "填报.csv 第3行 指标代码" in done.err


@pytest.mark.slow
def test_import_loads_and_says_the_batches(run, file):
    done = run(
        "import", file(), file(TRAINED_2023.replace("2023", "2022"), "旧.csv"), "--user", "张三", "--note", "年报", "--json"
    )
    told = done.json()
    assert (done.code, list(told), told["batches"]) == (0, [*CHECK_KEYS, "batches"], [2, 3])
    history = run("history", "--json").json()
    assert [(each["batch_id"], each["file"], each["user"], each["note"]) for each in history[:2]] == [
        (3, "旧.csv", "张三", "年报"),
        (2, "填报.csv", "张三", "年报"),
    ]


@pytest.mark.slow
def test_import_of_a_loaded_file_is_done_already(run, file):
    run("import", file())
    done = run("import", file(), "--json")
    told = done.json()
    assert (done.code, told["ok"], told["already_loaded"], told["batches"], told["new"]) == (0, True, [2], [], 0)
    assert len(run("history", "--json").json()) == 2


@pytest.mark.slow
def test_import_of_one_bad_file_loads_none(run, file):
    done = run("import", file(), file(BAD, "坏.csv"), "--json")
    assert (done.code, done.json()["ok"], done.json()["batches"]) == (1, False, [])
    assert run("status", "--json").json()["data_version"] == 1


@pytest.mark.slow
def test_warnings_refuse_until_they_are_accepted(run, file):
    far_off = file("指标代码,年份,数值,单位\r\nvolunteers_trained,2023,10050,万人次\r\n")
    assert run("check", far_off, catalog=TINY).code == 0
    refused = run("import", far_off, "--json", catalog=TINY)
    assert (refused.code, refused.json()["ok"], refused.json()["batches"]) == (1, False, [])
    assert [each["severity"] for each in refused.json()["problems"]] == ["warning"]
    assert "--accept-warnings" in refused.err
    accepted = run("import", far_off, "--accept-warnings", "--json", catalog=TINY)
    assert (accepted.code, accepted.json()["batches"]) == (0, [2])
    newest = run("history", "--json", catalog=TINY).json()[0]
    assert [newest["warnings"]] == [[each["message"] for each in refused.json()["problems"]]]


@pytest.mark.slow
def test_an_old_year_is_asked_for_its_reason_whoever_accepted_the_warning(run, file):
    """420 tonnes of 2022 made 415: accepted like any warning, and loaded only once somebody says why."""
    old_year = file("指标代码,年份,数值,单位\r\nlandfill_daily,2022,415,吨\r\n")
    asked = ("import", old_year, "--accept-warnings", "--json")
    for note in ((), ("--note", "  ")):
        refused = run(*asked, *note, catalog=TINY)
        assert (refused.code, refused.json()["ok"], refused.json()["batches"]) == (1, False, [])
        assert refused.err.splitlines()[-1] == texts("zh")("cli.note_needed")
    assert "--accept-warnings" in run("import", old_year, "--note", "普查修订", catalog=TINY).err
    loaded = run(*asked, "--note", "普查修订", catalog=TINY)
    assert (loaded.code, loaded.json()["batches"]) == (0, [2])
    assert run("history", "--json", catalog=TINY).json()[0]["note"] == "普查修订"


@pytest.mark.slow
def test_notes_never_refuse(run, file):
    noted = run("import", file("指标代码,年份,数值,单位,天气\r\nlandfill_daily,2023,400,吨,晴\r\n"), "--json", catalog=TINY)
    assert [each["severity"] for each in noted.json()["problems"]] == ["note"]
    assert (noted.code, noted.json()["batches"]) == (0, [2])


@pytest.mark.slow
def test_withdraw_takes_a_batch_back(run, file):
    before = run("status", "--json").json()["targets"]
    run("import", file())
    done = run("withdraw", "2", "--user", "李四", "--note", "误报")
    assert (done.code, done.out) == (0, "")
    assert run("status", "--json").json()["targets"] == before
    newest = run("history", "--json").json()[0]
    assert (newest["withdrawn_by"], newest["withdrawal_note"]) == ("李四", "误报")
    assert "已撤回" in run("history").out


@pytest.mark.slow
@pytest.mark.parametrize("batch", ["1", "9"])
def test_what_cannot_be_withdrawn(run, batch):
    done = run("withdraw", batch, "--user", "李四", "--note", "误报")
    assert (done.code, done.out) == (1, "")
    assert f"批次 {batch}" in done.err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["表.csv", "表.xlsx"])
def test_the_form_comes_back_clean(run, name):
    done = run("template", "2023", "-o", name, catalog=TINY)
    assert (done.code, done.out) == (0, "")
    checked = run("check", name, "--json", catalog=TINY).json()
    assert [each["severity"] for each in checked["problems"]] == ["note"] * len(checked["problems"])


@pytest.mark.slow
def test_the_form_has_last_years_values(run, tmp_path):
    run("template", "2023", "-o", "form.csv", catalog=TINY)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "form.csv").read_text(encoding="utf-8-sig"))))
    assert {each["指标代码"]: each["上年值"] for each in rows} == {
        "sorted_share": "62.5",
        "volunteers_trained": "1.05",
        "landfill_daily": "420",
    }


SIGNATURES = {
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "pdf": b"%PDF-",
    "pptx": b"PK\x03\x04",
    "csv": b"\xef\xbb\xbf",
    "json": b"{",
    "datapackage": b"PK\x03\x04",
}


@pytest.mark.slow
@pytest.mark.parametrize("fmt", SIGNATURES)
def test_the_report_in_every_format(run, tmp_path, fmt):
    path = f"差距.{report.EXTENSIONS.get(fmt, fmt)}"
    done = run("report", "-o", path)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / path).read_bytes().startswith(SIGNATURES[fmt])


@pytest.mark.slow
def test_the_format_asked_for_comes_before_the_files_name(run, tmp_path):
    assert run("report", "--format", "csv", "-o", "report.docx").code == 0
    assert (tmp_path / "report.docx").read_bytes().startswith(SIGNATURES["csv"])
    assert run("report", "--format", "CSV", "-o", "report").code == 0


@pytest.mark.slow
def test_the_report_is_of_the_day_asked_for(run, file, tmp_path):
    run("import", file("指标代码,年份,数值,单位\r\nlandfill_daily,2023,400,吨\r\n"), catalog=TINY)
    for day, shown in (("2023-12-30", "420"), ("2023-12-31", "400")):
        run("report", "--as-of", day, "-o", "report.csv", catalog=TINY)
        rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text(encoding="utf-8-sig"))))
        (g3,) = [each for each in rows if each["编号"] == "G3"]
        assert (g3["现值"], g3["数据截至"]) == (shown, day)


def test_there_are_no_other_formats():
    assert tuple(SIGNATURES) == services.REPORT_FORMATS


@pytest.mark.slow
def test_backup_restore_verify(run, file):
    run("import", file())
    copied = run("backup", "copies")
    assert copied.code == 0
    run("withdraw", "2", "--user", "李四", "--note", "误报")
    restored = run("restore", "copies")
    assert (restored.code, restored.out) == (0, "")
    assert target(run("status", "--json").json(), "T04", 2023)["status"] == "met"
    assert run("verify").code == 0
    assert run("verify").out == "数据库完整，核验无误。\n"


@pytest.mark.slow
def test_backup_says_where_the_copy_is(run, tmp_path):
    copied = run("backup", "copies")
    assert (tmp_path / copied.out.strip()).is_file()


@pytest.mark.slow
def test_demo_makes_a_database_of_fiction(run):
    assert run("demo", database="demo.duckdb", catalog=TINY).code == 0
    assert run("status", database="demo.duckdb", catalog=TINY).out.splitlines()[0] == "演示数据"


@pytest.mark.slow
def test_demo_touches_no_real_database(run):
    run("status", catalog=TINY)
    done = run("demo", catalog=TINY)
    assert (done.code, done.out) == (1, "")
    assert len(run("history", "--json", catalog=TINY).json()) == 1


@pytest.mark.slow
def test_another_plan_needs_no_other_code(run, file):
    """1.3 of 1.2万 in 2023 meets G2; 70 of 90 % is 7.5 ÷ 27.5 = 27.3 % of the way."""
    name = file("指标名称,年份,数值,单位\r\n志愿者培训人次,2023,1.3,万人次\r\n达标小区占比,2023,70,%\r\n", encoding="gb18030")
    assert run("import", name, catalog=TINY).code == 0
    told = run("status", "--json", catalog=TINY).json()
    assert {each["target_id"] for each in told["targets"]} == {"G1", "G2", "G3"}
    assert target(told, "G2", 2023)["status"] == "met"
    assert target(told, "G1")["distance_pct"] == pytest.approx(7.5 / 27.5 * 100)


@pytest.mark.slow
def test_what_is_odd_about_a_plan_goes_to_stderr(run, tmp_path):
    """A target its baseline already meets is 维持型, which loading says; the JSON stays JSON."""
    copy = tmp_path / "catalog"
    copy.mkdir()
    for path in TINY.glob("*.csv"):
        (copy / path.name).write_text(path.read_text(encoding="utf-8").replace(",>=,0.9,", ",>=,0.6,"), encoding="utf-8")
    done = run("status", "--json", catalog=copy)
    assert "维持型" in done.err
    assert [each["target_id"] for each in done.json()["targets"]] == ["G1", "G2", "G2", "G2", "G3"]


@pytest.mark.slow
def test_dates_are_iso_and_moments_have_a_zone(run, file):
    run("import", file())
    newest, baseline = run("history", "--json").json()
    assert date.fromisoformat(newest["approved_at"][:10])
    assert newest["approved_at"].endswith("+00:00")
    assert (baseline["kind"], newest["kind"], newest["withdrawn_at"]) == ("baseline", "upload", None)


def test_the_letters_catalog_is_the_default_one():
    from kpi.settings import setting

    assert setting("KPI_CATALOG", {}) == str(LETTER)
