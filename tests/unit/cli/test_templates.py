"""`templates` and `report --template`: from the example to a report in the office's own layout."""

import pytest
from docx import Document

pytestmark = pytest.mark.slow


def test_a_template_is_taken_checked_kept_used_and_taken_out(run, tmp_path):
    assert run("templates", "--example", "docx", "-o", "例.docx").code == 0
    document = Document(str(tmp_path / "例.docx"))
    document.add_paragraph("本局自用：{{ 标题 }}")
    document.save(str(tmp_path / "本局.docx"))
    assert run("templates", "--check", "本局.docx").code == 0
    assert run("templates", "--add", "本局.docx", "--as", "局模板", "--user", "张三").code == 0
    (kept,) = run("templates", "--json").json()
    assert (kept["name"], kept["version"], kept["kind"], kept["state"]) == ("局模板", 1, "docx", "in_use")
    for template, report in (("局模板", "按名称.docx"), ("本局.docx", "按文件.docx")):
        assert run("report", "--template", template, "-o", report).code == 0
        last = Document(str(tmp_path / report)).paragraphs[-1].text
        assert last == "本局自用：东莞市“技能人才之都”建设目标任务（2023—2025年）进展与差距情况报告"
    assert run("templates", "--remove", "局模板", "--user", "张三").code == 0
    refused = run("report", "--template", "局模板", "-o", "无.docx")
    assert (refused.code, (tmp_path / "无.docx").exists()) == (1, False)
    assert "局模板" in refused.err


def test_an_unknown_placeholder_is_named_with_its_nearest_and_nothing_is_kept(run, tmp_path):
    document = Document()
    document.add_paragraph("{{ 标提 }}")
    document.save(str(tmp_path / "错.docx"))
    for asked in (("--check", "错.docx"), ("--add", "错.docx")):
        refused = run("templates", *asked)
        assert refused.code == 1
        assert "标提" in refused.err
        assert "标题" in refused.err
    assert run("templates", "--json").json() == []


def test_a_file_serves_a_series_of_drafts_and_is_kept_when_one_is_issued(run, tmp_path):
    """Twice issued with the same file, it is kept once; the ledger's own file is the one that was filled in."""
    assert run("templates", "--example", "docx", "-o", "例.docx").code == 0
    document = Document(str(tmp_path / "例.docx"))
    document.add_paragraph("本局自用：{{ 范围 }}")
    document.save(str(tmp_path / "本局.docx"))
    filled = ("report", "--kind", "tasks", "--template", "本局.docx", "--each", "category")
    assert run(*filled, "-o", "草稿").code == 0
    drafts = sorted((tmp_path / "草稿").iterdir())
    ends = {Document(str(path)).paragraphs[-1].text for path in drafts}
    assert len(drafts) == len(ends) == 7
    assert "本局自用：培训" in ends
    assert run("templates", "--json").json() == []
    for folder in ("发出", "再发"):
        assert run(*filled, "--issue", "--user", "张三", "-o", folder).code == 0
    kept = [(each["name"], each["version"]) for each in run("templates", "--json").json()]
    assert kept == [("本局", 1)]
    assert run("issued", "14", "-o", "台账.docx").code == 0
    assert Document(str(tmp_path / "台账.docx")).paragraphs[-1].text in ends


def test_a_template_of_another_format_is_refused_before_it_is_kept(run, tmp_path):
    assert run("templates", "--example", "pptx", "-o", "例.pptx").code == 0
    refused = run("report", "--template", "例.pptx", "--issue", "--user", "张三", "-o", "报告.docx")
    assert (refused.code, (tmp_path / "报告.docx").exists()) == (1, False)
    assert run("templates", "--json").json() == []
