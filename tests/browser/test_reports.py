"""Reports in a real browser: the first page, a draft, issuing, the file brought back unchanged, and what changed since."""

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

import docx
from playwright.sync_api import expect
from pypdf import PdfReader

from kpi.i18n import texts
from tools.browser import downloaded, quiet

ZH = texts("zh")
NEW_FIGURES = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n"
TRAINING = "培训"


def taken(page, label):
    """Name and bytes of what a download button gives. Formats have a pill of the same name on the export page."""
    button = page.get_by_test_id("stDownloadButton").get_by_role("button", name=label)
    download = downloaded(page, button)
    return download.suggested_filename, Path(download.path()).read_bytes()


def unfold(page, label):
    """Opens the part of the export page of that name."""
    quiet(page).locator("summary").filter(has_text=label).click()


def test_a_report_is_issued_kept_and_held_against_today(desk, own_server, tmp_path):
    page = desk.open(f"{own_server}/export")
    main = page.get_by_test_id("stMain")
    expect(main.get_by_test_id("stImage")).to_be_visible()
    unfold(page, ZH("page.issue"))
    remark = quiet(page).get_by_label(ZH("page.issue_remark"))
    remark.fill("送市府办")
    page.get_by_role("button", name=ZH("page.issue_now")).click()
    expect(main.get_by_text("已登记发出，编号 1")).to_be_visible(timeout=30000)
    main.get_by_role("link", name="查看台账").click()

    ledger = desk.open(f"{own_server}/issued?number=1")
    shown = ledger.get_by_test_id("stMain")
    expect(shown.locator("tr", has_text="送市府办")).to_have_count(1)
    expect(shown.get_by_text("31项中有0项变化")).to_have_count(0)  # 62 rows: every year of every target
    name, word = taken(ledger, ZH("page.export_docx"))
    assert name.endswith(".docx")
    assert "严重滞后1项" in "\n".join(each.text for each in docx.Document(io.BytesIO(word)).paragraphs)
    _, pdf = taken(ledger, ZH("page.export_pdf"))
    assert "严重滞后1项" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text().replace("\n", "")

    table = tmp_path / "填报.csv"
    table.write_text(NEW_FIGURES, encoding="utf-8")
    upload = desk.open(f"{own_server}/upload")
    upload.locator("input[type=file]").set_input_files(table)
    expect(upload.get_by_role("button", name=ZH("page.commit"))).to_be_enabled()
    quiet(upload).get_by_role("button", name=ZH("page.commit")).click()
    expect(upload.get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()

    later = desk.open(f"{own_server}/issued?number=1")
    changed = later.get_by_test_id("stMain").locator("tr", has_text="补贴性职业技能培训（2023年）")
    expect(changed).to_contain_text(ZH("status.met"))
    expect(changed).to_contain_text(ZH("status.not_comparable"))
    again = taken(later, ZH("page.export_docx"))
    assert again == (name, word)


def test_a_category_is_in_the_address_and_taking_a_draft_runs_nothing_again(desk, app):
    page = desk.open(f"{app}/export")
    page.get_by_role("radio", name=TRAINING, exact=True).click()
    expect(page).to_have_url(re.compile(f"group={quote(TRAINING)}"))
    unfold(page, ZH("page.issue"))
    page.get_by_label(ZH("page.issue_remark")).fill("还没有提交")
    unfold(page, ZH("page.export_more"))
    name, content = taken(page, ZH("page.export_csv"))
    assert TRAINING in name
    assert content.startswith(b"\xef\xbb\xbf")
    expect(page.get_by_label(ZH("page.issue_remark"))).to_have_value("还没有提交")
    same = desk.open(page.url)
    expect(same.get_by_role("radio", name=TRAINING, exact=True)).to_be_checked()


def test_many_reports_come_as_one_archive(desk, app):
    page = desk.open(f"{app}/export")
    unfold(page, ZH("page.series"))
    box = page.get_by_label(ZH("page.series_each"), exact=True)
    expect(quiet(page).get_by_text(ZH("page.export_first_page"))).to_be_visible()  # what comes later closes an open list
    box.press("ArrowDown")
    choice = page.get_by_role("option", name=ZH("column.category.data"), exact=True)
    choice.scroll_into_view_if_needed()
    choice.click()
    quiet(page).get_by_role("button", name=ZH("page.series_make"), exact=True).click()
    expect(page.get_by_role("button", name="下载 东莞市")).to_be_visible(timeout=60000)
    _, content = taken(page, "下载 东莞市")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == 7
        assert archive.testzip() is None
