"""Choices of reading on the command line: quarters, units, encodings, sheets, accepted spellings, mappings, marked tables."""

import io
import zipfile

import openpyxl
import pytest

from kpi import services
from kpi.access import OWNER
from kpi.ingest import UploadFile
from kpi.model import Actor
from kpi.services import ColumnChoice, FileChoices, Role, SheetChoices
from tests.databases import LETTER

pytestmark = pytest.mark.slow

QUARTER = "指标,2024年第三季度\r\n补贴性职业技能培训（人次）,61000\r\n"


def windows(answer):
    return [(each["window_start"], each["window_end"], each["value"]) for each in answer["observations"]]


def test_what_a_quarter_means_is_said(run, file):
    name = file(QUARTER)
    refused = run("check", name, "--json")
    assert (refused.code, [each["code"] for each in refused.json()["problems"]]) == (1, ["quarter_unclear"])
    assert windows(run("check", name, "--quarters", "alone", "--json").json()) == [("2024-07-01", "2024-09-30", 61000)]
    assert windows(run("check", name, "--quarters", "cumulative", "--json").json()) == [("2024-01-01", "2024-09-30", 61000)]


def test_unit_period_header_row_encoding_and_delimiter_are_said(run, file):
    name = file("不相干\r\n指标;职业院校毕业生就业率\r\n全市;98.1\r\n".replace("指标;", "地区;"), encoding="gb18030")
    said = ["--unit", "%", "--period", "2024年", "--header-row", "2", "--encoding", "GB18030", "--delimiter", "semicolon"]
    answer = run("check", name, *said, "--json").json()
    assert [(each["measure_id"], each["as_of"], each["value"]) for each in answer["observations"]] == [
        ("voc_graduate_employment_rate", "2024-12-31", 0.981)
    ]
    assert run("check", name, "--encoding", "latin-1").code == 2


def test_a_spelling_is_accepted_listed_and_removed(run, file):
    name = file("指标,地区,2024年\r\n补贴性职业技能培训（人次）,南成,1900\r\n")
    assert run("check", name).code == 1
    listed = run("alias", "南成", "441900004", "--user", "张三")
    assert (listed.code, "南成" in listed.out, "张三" in listed.out) == (0, True, True)
    assert run("check", name).code == 0
    assert "南成" not in run("alias", "--remove", "1").out
    assert run("check", name).code == 1
    assert run("alias", "东城", "441900004").code == 1


def test_a_saved_mapping_is_listed_used_and_removed(run, file, tmp_path):
    name = file("甲,乙\r\n补贴性职业技能培训,61000\r\n")
    workspace = services.open_workspace(tmp_path / "kpi.duckdb", LETTER)
    columns = {0: ColumnChoice(Role.NAME), 1: ColumnChoice(Role.VALUE, "2024年")}
    choices = SheetChoices(1, 1, columns, {Role.UNIT: "人次"})
    upload = UploadFile("a.csv", (tmp_path / name).read_bytes())
    preview = services.check_upload(workspace, Actor("张三", OWNER), [upload], choices={"": FileChoices(every_sheet=choices)})
    services.save_profile(workspace, Actor("张三", OWNER), "月报", preview.readings[0], "", choices)
    workspace.close()
    assert "甲 | 乙" in run("profile").out
    assert windows(run("check", name, "--json").json()) == [("2024-01-01", "2024-12-31", 61000)]
    assert run("check", name, "--profile", "季报").code == 1
    other = file("月报\r\n丙,丁\r\n补贴性职业技能培训,62000\r\n", "另一张.csv")
    assert run("check", other).code == 1
    assert windows(run("check", other, "--profile", "月报", "--json").json()) == [("2024-01-01", "2024-12-31", 62000)]
    run("profile", "--remove", "1")
    assert run("check", name).code == 1


def test_faulty_tables_are_written_marked(run, file, tmp_path):
    folder = tmp_path / "退回"
    folder.mkdir()
    assert run("check", file("指标,2024年\r\n补贴性职业技能培训（人次）,五六\r\n"), "--marked", folder).code == 1
    (written,) = folder.iterdir()
    assert written.name == "填报（问题标注）.xlsx"
    assert "不能读成一个数" in openpyxl.load_workbook(written).worksheets[0]["C2"].value


def test_only_the_sheet_asked_for_is_read(run, tmp_path):
    book = openpyxl.Workbook()
    for sheet, value in ((book.active, 61000), (book.create_sheet("二"), 62000)):
        sheet.append(["指标", "2024年"])
        sheet.append(["补贴性职业技能培训（人次）", value])
    book.save(tmp_path / "表.xlsx")
    assert run("check", "表.xlsx").code == 1
    assert windows(run("check", "表.xlsx", "--sheet", "二", "--json").json()) == [("2024-01-01", "2024-12-31", 62000)]


def zipped(**members):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, text in members.items():
            made.writestr(f"{name}.csv", text)
    return written.getvalue()


TRAINED = "指标代码,年份,数值,单位\r\nsubsidized_training,{},6.2,万人次\r\n"


def test_an_archive_is_one_batch(run, file):
    content = zipped(去年=TRAINED.format(2022), 今年=TRAINED.format(2023))
    done = run("import", file(content, "上报.zip"), "--json")
    assert (done.code, done.json()["batches"], done.json()["new"]) == (0, [2], 2)
    assert [(each["file"], each["sheet"]) for each in done.json()["observations"]] == [
        ("上报.zip", "去年.csv"),
        ("上报.zip", "今年.csv"),
    ]
    assert run("verify").code == 0
    (sent,) = [each for each in run("history", "--json").json() if each["batch_id"] == 2]
    assert sent["file"] == "上报.zip"
    assert run("withdraw", "2", "--user", "张三", "--note", "误传").code == 0
    assert run("status", "--json").json()["coverage_date"] == "2023-06-30"


def test_one_bad_member_refuses_the_archive_and_is_named(run, file):
    done = run("import", file(zipped(好=TRAINED.format(2022), 坏=TRAINED.format("x")), "上报.zip"), "--json")
    assert (done.code, done.json()["batches"]) == (1, [])
    assert [(each["sheet"], each["row"], each["code"]) for each in done.json()["problems"]] == [
        ("坏.csv", 2, "year_unreadable")
    ]
    assert "坏.csv" in done.err
