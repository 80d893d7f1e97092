"""What brings an official here, from the overview on, and in how many clicks: of somebody who sees it for the first time.

The page itself counts what is pressed, so a helper cannot forget one; it would forget all if the session were left, and the
count with them. Typing is free, the click into the field is not.
"""

import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from tools.browser import downloaded, quiet, settled

ZH = texts("zh")
SHARE = "技能人才占就业人员比例"
COUNT = """() => {
  window.pressed = 0;
  addEventListener("pointerdown", (event) => { if (event.isTrusted) window.pressed += 1; }, true);
}"""


@pytest.fixture
def newcomer(desk):
    """Opens the overview, and counts from there."""

    def opened(address):
        page = desk.open(address)
        page.evaluate(COUNT)
        return page

    return opened


def clicks(page):
    """How often something was pressed since the overview was opened, or since the last task ended."""
    return page.evaluate("window.pressed")


def main_of(page):
    return page.get_by_test_id("stMain")


def go(page, name):
    """One click in the navigation."""
    page.get_by_test_id("stSidebarNavLink").get_by_text(ZH(f"page.{name}"), exact=True).click()
    expect(page.locator("h1")).to_have_text(ZH(f"page.{name}"))
    return settled(page)


def test_whether_the_skilled_share_will_be_met_and_where_its_figure_comes_from(newcomer, demo):
    page = newcomer(demo)
    card = page.locator(".kpi-card", has_text=SHARE)
    expect(card).to_contain_text(ZH("status.met"))
    expect(card).to_contain_text("30.17")
    page.get_by_role("link", name=SHARE).first.click()
    expect(main_of(page).get_by_text("完成30%的目标任务").first).to_be_visible()
    assert clicks(page) <= 1
    expect(main_of(page).get_by_text("演示数据2025年.csv").first).to_be_visible()
    assert clicks(page) <= 2


def test_the_five_worst_lead_the_wall(newcomer, demo):
    """Five of the demonstration's targets are missed, as the bar of statuses says."""
    page = newcomer(demo)
    expect(main_of(page).get_by_text(f"{ZH('status.missed')} 5").first).to_be_visible()
    for row in page.locator(".kpi-wall tbody tr").all()[:5]:
        expect(row.get_by_text(ZH("status.missed")).last).to_be_visible()
    assert clicks(page) == 0


def test_what_is_overdue_is_one_click_away(newcomer, demo):
    page = newcomer(demo)
    rows = page.locator(".kpi-wall tbody tr")
    whole = rows.count()
    main_of(page).get_by_role("button", name=re.compile(ZH("board.pill_overdue", count=8))).click()
    expect(page).to_have_url(re.compile("status=overdue"))
    expect(rows).to_have_count(8)
    assert whole > 8
    assert clicks(page) <= 1


def test_this_view_is_handed_on_with_one_click(newcomer, desk, demo):
    page = newcomer(f"{demo}/?as_of=2024-12-31&status=behind")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=ZH("page.copy_link")).click()
    expect(page.get_by_text(ZH("page.copied"))).to_be_visible()
    assert clicks(page) <= 1
    there = page.evaluate("navigator.clipboard.readText()")
    shown = page.locator(".kpi-wall tbody").inner_text()
    assert desk.open(there).locator(".kpi-wall tbody").inner_text() == shown


def test_a_towns_standing(newcomer, demo):
    page = newcomer(demo)
    go(page, "regions")
    page.get_by_role("link", name=re.compile("^长安")).first.click()
    expect(main_of(page).get_by_text("长安镇").first).to_be_visible()
    expect(page).to_have_url(re.compile("place="))
    assert clicks(page) <= 2


def test_the_word_report_of_a_category(newcomer, demo, tmp_path):
    page = newcomer(demo)
    go(page, "export")
    page.get_by_role("radio", name="培训", exact=True).click()
    expect(page).to_have_url(re.compile("group="))
    button = page.get_by_test_id("stDownloadButton").get_by_role("button", name=ZH("page.export_usual"))
    download = downloaded(page, button)
    assert clicks(page) <= 3
    assert "培训" in download.suggested_filename
    file = tmp_path / "report.docx"
    download.save_as(file)
    told = "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert "补贴性职业技能培训" in told
    assert "技能人才占就业人员比例" not in told


def test_a_form_is_filled_in_loaded_and_taken_back(newcomer, own_server, tmp_path):
    page = newcomer(own_server)
    form = downloaded(page, main_of(page).get_by_role("button", name=ZH("page.download_targets", count=22)))
    go(page, "upload")
    page.locator("input[type=file]").set_input_files(filled_in(Path(form.path()), tmp_path))
    commit = page.get_by_role("button", name=ZH("page.commit"))
    expect(commit).to_be_visible()
    quiet(page)
    commit.click()
    expect(main_of(page).get_by_text(ZH("page.loaded", batches="2", count=1))).to_be_visible()
    assert clicks(page) <= 5

    page.evaluate("window.pressed = 0")
    go(page, "batches")
    page.get_by_label(ZH("page.withdraw_note")).click()
    page.keyboard.type("报错")
    page.get_by_role("button", name=ZH("page.withdraw"), exact=True).click()
    expect(page.get_by_text(ZH("page.withdrawn_done", batch=2))).to_be_visible()
    assert clicks(page) <= 3


def filled_in(form, folder):
    """The form, with the figure of subsidised training in 2023."""
    book = openpyxl.load_workbook(io.BytesIO(form.read_bytes()))
    headings, *rows = book.worksheets[0].iter_rows()
    value = [cell.value for cell in headings].index(ZH("template.value"))
    (asked,) = [row for row in rows if row[0].value == "subsidized_training" and 2023 in [cell.value for cell in row]]
    asked[value].value = 6.2
    file = folder / "填报.xlsx"
    book.save(file)
    return file
