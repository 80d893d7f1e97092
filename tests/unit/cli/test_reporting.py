"""Reports on the command line: what about, issuing, the ledger, many at once, and every refusal in a sentence."""

import csv
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from kpi.i18n import texts

ZH = texts("zh")


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.slow
def test_an_issued_report_comes_back_byte_for_byte(run, tmp_path):
    issued = run("report", "--issue", "--user", "王芳", "--note", "送市府办", "-o", "a.csv")
    assert (issued.code, issued.out) == (0, "")
    assert "编号1" in issued.err
    assert run("issued", "1", "-o", "b.csv").code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    (entry,) = run("issued", "--json").json()
    assert (entry["number"], entry["user"], entry["note"], entry["data_version"]) == (1, "王芳", "送市府办", 1)
    assert [each["format"] for each in entry["files"]] == ["csv"]


@pytest.mark.slow
def test_to_whom_it_goes_and_when_it_is_signed(run, tmp_path):
    said = ("--addressee", "各镇人民政府", "--signatory=—", "--signed-on", "2025-07-18", "--copy-to", "市委办。")
    assert run("report", *said, "-o", "a.docx").code == 0
    texts = ["".join(each.itertext(qn("w:t"))) for each in docx.Document(tmp_path / "a.docx").element.body]
    assert [text for text in texts if text in ("各镇人民政府：", "2025年7月18日", "（署名）", "抄送：市委办。")] == [
        "各镇人民政府：",
        "2025年7月18日",
        "抄送：市委办。",
    ]


@pytest.mark.slow
def test_the_ledger_against_today(run, file):
    """6.2万 of 5万 in 2023: not comparable when issued, met today."""
    run("report", "--issue", "-o", "a.csv")
    run("import", file())
    told = run("issued", "1", "--json").json()
    changed = [(row["issued_status"], row["today_status"]) for row in told["rows"] if row["changed"]]
    assert ("not_comparable", "met") in changed
    assert (told["reproduced"], told["same_plan"]) == (True, True)
    text = run("issued", "1").out
    assert ZH("status.met") in text
    assert "第1号报告" in text


@pytest.mark.slow
def test_an_empty_ledger(run):
    assert run("issued").out.strip() == ZH("cli.none_issued")
    assert run("issued", "--json").json() == []


@pytest.mark.slow
def test_nothing_is_issued_that_cannot_be_written(run, tmp_path):
    assert run("report", "--issue", "-o", "nowhere/a.csv").code == 1
    (tmp_path / "folder.csv").mkdir()
    assert run("report", "--issue", "-o", "folder.csv").code == 1
    assert run("issued", "--json").json() == []


@pytest.mark.slow
def test_one_for_each_category(run, tmp_path):
    """Seven categories have targets, 31 in all."""
    done = run("report", "--each", "category", "--format", "csv", "-o", "out")
    assert done.code == 0
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 7
    assert len({row["编号"] for path in files for row in rows(path)}) == 31
    assert "7/7" in done.err


@pytest.mark.slow
def test_a_series_comes_as_one_archive_where_that_is_asked_for(run, tmp_path):
    done = run("report", "--each", "category", "--format", "csv", "-o", "全部.zip")
    assert done.code == 0
    with zipfile.ZipFile(tmp_path / "全部.zip") as archive:
        told = [
            row["编号"]
            for name in archive.namelist()
            for row in csv.DictReader(archive.read(name).decode("utf-8-sig").splitlines())
        ]
        assert (len(archive.namelist()), len(set(told))) == (7, 31)
    assert run("report", "--each", "category", "--format", "csv", "-o", "无此文件夹/全部.zip").code == 1


@pytest.mark.slow
def test_one_category(run, tmp_path):
    run("report", "--category", "竞赛", "-o", "c.csv")
    assert {row["类别"] for row in rows(tmp_path / "c.csv")} == {"竞赛"}


def test_a_plan_without_units_says_so_and_offers_none(run):
    done = run("report", "--owner", "没有这个单位", "-o", "x.csv")
    assert done.err.strip().endswith("规划没有写明责任单位，不能按责任单位生成报告。")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["report", "--category", "没有这一类", "-o", "x.csv"], 1),
        (["report", "--owner", "没有这个单位", "-o", "x.csv"], 1),
        (["report", "--each", "owner", "-o", "x"], 1),
        (["report", "--region", "000", "-o", "x.csv"], 1),
        (["issued", "9"], 1),
        (["issued", "9", "-o", "x.docx"], 1),
        (["report", "--kind", "briefing", "--rank", "没有这项", "-o", "x.docx"], 1),
        (["report", "--kind", "reminder", "-o", "x.xlsx"], 2),
        (["report", "--kind", "reminder", "--against", "2022-12-31", "-o", "x.docx"], 1),
        (["report", "--note", "只有备注", "-o", "x.csv"], 2),
        (["report", "--category", "培训", "--owner", "局", "-o", "x.csv"], 2),
        (["report", "--each", "street", "-o", "x"], 2),
        (["issued", "one"], 2),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_refusals_are_sentences(run, arguments, code, lang):
    done = run(*arguments, lang=lang)
    assert (done.code, done.out) == (code, "")
    assert done.err.strip()
    assert "Traceback" not in done.err
