"""The whole job in a real browser: get the form, fill it in as GBK, see what changes, load it, take it back; get the report."""

import csv
import io
import re
from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import expect

from kpi.i18n import texts
from tools.browser import downloaded, quiet

ZH = texts("zh")
FILLED = {"subsidized_training": "6.2", "skilled_share_of_employed": "27.3", "certified_skilled_new": "9"}


def filled_in(form: Path, folder: Path) -> Path:
    """The form as an office sends it back: some values filled in, saved as GBK."""
    rows = list(csv.reader(io.StringIO(form.read_text(encoding="utf-8-sig"))))
    value = rows[0].index(ZH("template.value"))
    for row in rows[1:]:
        row[value] = FILLED.get(row[0], "")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    file = folder / "2023年填报.csv"
    file.write_bytes(text.getvalue().encode("gbk"))
    return file


def test_a_years_form_goes_all_the_way_and_back(desk, own_server, tmp_path):
    page = desk.open(f"{own_server}/upload")
    page.get_by_label(ZH("page.form_year")).click()
    page.get_by_role("option", name="2023", exact=True).click()
    download = downloaded(page, page.get_by_role("button", name=ZH("page.download_form", format="csv")))
    form = tmp_path / "form.csv"
    download.save_as(form)

    page.locator("input[type=file]").set_input_files(filled_in(form, tmp_path))
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("GB18030")).to_be_visible()
    moved = main.locator(".kpi-moved tr", has_text="补贴性职业技能培训（2023年）")
    expect(moved).to_contain_text(re.compile(f"{ZH('status.not_comparable')}.*→.*{ZH('status.met')}"))
    expect(main.locator(".kpi-moved tr", has_text="新增各类持证技术技能人才（2023年）")).to_contain_text(ZH("status.missed"))
    quiet(page).get_by_role("button", name=ZH("page.commit")).click()
    expect(main.get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()

    overview = desk.open(own_server).get_by_test_id("stMain")
    expect(overview.get_by_role("img", name="截至2023年12月31日，31项目标中，已达标1项")).to_be_visible()

    batches = desk.open(f"{own_server}/batches")
    batches.get_by_label(ZH("page.withdraw_note")).fill("报错")
    batches.get_by_role("button", name=ZH("page.withdraw"), exact=True).click()
    expect(batches.get_by_text(ZH("page.withdrawn_done", batch=2))).to_be_visible()
    back = desk.open(own_server).get_by_test_id("stMain")
    expect(back.get_by_role("img", name="截至2023年6月30日，31项目标中，严重滞后1项")).to_be_visible()


def test_what_is_due_is_reported_in_four_clicks(desk, own_server, tmp_path):
    """The page, its form, the file, the button; whoever does it for the first time need not scroll for any of them."""
    page = desk.open(own_server)
    page.get_by_role("link", name=ZH("page.upload"), exact=True).click()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(ZH("page.due_lead", count=26, figures=68))).to_be_visible()
    download = downloaded(page, page.get_by_role("button", name=ZH("page.download_rows", count=68)))
    filled = tmp_path / "补报.xlsx"
    download.save_as(filled)
    book = openpyxl.load_workbook(filled)
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, headings[ZH("template.code")]).value == "training_subbases":
            sheet.cell(row, headings[ZH("template.value")]).value = 19
    book.save(filled)

    page.locator("input[type=file]").set_input_files(filled)
    moved = main.locator(".kpi-moved tr", has_text="市高技能公共实训分基地总量")
    expect(moved).to_contain_text(ZH("status.missed"))
    commit = quiet(page).get_by_role("button", name=ZH("page.commit"))
    expect(commit).to_be_in_viewport()
    commit.click()
    expect(main.get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()
    expect(main.get_by_text(ZH("page.due_lead", count=25, figures=67))).to_be_visible()


def test_a_wrong_file_is_named_and_changes_nothing(desk, app, tmp_path):
    picture = tmp_path / "图片.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    page = desk.open(f"{app}/upload")
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.get_by_text(ZH("page.refused"))).to_be_visible()
    expect(page.get_by_role("button", name=ZH("page.commit"))).to_have_count(0)
    expect(desk.open(app).get_by_test_id("stMain").get_by_text("截至2023年6月30日").first).to_be_visible()


def test_a_document_is_attached_and_shown_with_its_figures_marked(desk, own_server, tmp_path):
    letter = tmp_path / "复函.txt"
    letter.write_text("一、情况\n（一）体系。三是成效。全市技能人才137.6万人，占比25.8%。\n", encoding="utf-8")
    page = desk.open(f"{own_server}/sources")
    page.get_by_role("button", name=ZH("page.attach")).first.click()
    page.locator("input[type=file]").set_input_files(letter)
    expect(page.get_by_text(letter.name)).to_be_visible()
    quiet(page).get_by_role("button", name=ZH("page.attach_now"), exact=True).click()
    expect(page.get_by_role("link", name="137.6万人").first).to_be_visible()
    measure = desk.open(f"{own_server}/measure?measure=skilled_talent_total")
    expect(measure.locator("blockquote", has_text="137.6万人")).to_be_visible()


def test_the_report_opens(desk, app, tmp_path):
    page = desk.open(f"{app}/export")
    buttons = page.get_by_test_id("stDownloadButton")
    download = downloaded(page, buttons.get_by_role("button", name=ZH("page.export_usual")))
    file = tmp_path / "report.docx"
    download.save_as(file)
    assert download.suggested_filename.endswith(".docx")
    paragraphs = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert any("截至2023年6月30日，31项目标中" in paragraph for paragraph in paragraphs)
