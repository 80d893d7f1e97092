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
