"""What Streamlit's front end says by itself is in the language of the page, and its tables are cards on a phone."""

import re

from playwright.sync_api import expect

from kpi.i18n import texts
from tests.browser.conftest import PHONE, choose_language
from tools.browser import quiet

ZH, EN = texts("zh"), texts("en")


def said(page):
    """The words of the front end that stand on the page for filling in files, its own lists opened."""
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("combobox").first.click()
    page.keyboard.type("zzzz")
    expect(page.get_by_test_id("stSelectboxVirtualDropdown")).to_be_visible()
    told = [page.get_by_test_id("stSelectboxVirtualDropdown").inner_text()]
    page.keyboard.press("Escape")
    page.get_by_test_id("stMainMenuButton").click()
    told += page.get_by_test_id("stMainMenuPopover").inner_text().split("\n")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stMainMenuPopover")).to_have_count(0)
    told += page.get_by_test_id("stFileUploaderDropzone").first.inner_text().split("\n")
    told += [
        page.get_by_test_id("stSkipToContent").text_content(),
        page.get_by_test_id("stMainMenuButton").get_attribute("aria-label"),
    ]
    return [word.strip() for word in told]


def test_the_front_end_speaks_the_language_of_the_page_and_changes_with_it(desk, app):
    page = desk.open(f"{app}/upload")
    chinese = said(page)
    names = ("no_results", "system", "light", "dark", "print", "upload", "skip", "menu")
    assert {ZH(f"frontend.{name}") for name in names} - set(chinese) == set()
    assert not [word for word in chinese if word in {EN(f"frontend.{name}") for name in names}]
    assert any("每个文件不超过200MB" in word for word in chinese)

    choose_language(page, "English")
    expect(page.locator("h1")).to_have_text(EN("page.upload"))
    english = said(quiet(page))
    assert {EN(f"frontend.{name}") for name in names} - set(english) == set()
    assert [word for word in english if re.search("[一-鿿]", word)] == []


def test_what_others_wrote_is_never_put_into_another_language(desk, app):
    """A file of the same name as a word of the front end keeps its name."""
    page = desk.open(f"{app}/upload")
    content = "指标代码,年份,数值,单位\nno_such,2023,1,人\n".encode()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "Print", "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_test_id("stFileUploader").get_by_text(ZH("frontend.type_refused", type="text/csv"))).to_be_visible()
    expect(page.get_by_test_id("stFileUploader").get_by_text("Print", exact=True)).to_be_visible()


def test_on_a_phone_a_row_is_a_card_that_names_each_of_its_values(desk, app):
    page = desk.open(f"{app}/batches", size=PHONE)
    cells = page.get_by_test_id("stTable").locator("tbody tr").first.locator("td:visible")
    headings = page.get_by_test_id("stTable").locator("th").all_inner_texts()
    expect(cells.first).to_have_attribute("data-label", headings[0])
    drawn = cells.evaluate_all("all => all.map(cell => [cell.dataset.label, getComputedStyle(cell, '::before').content])")
    assert [f'"{label}"' for label, _ in drawn] == [content for _, content in drawn]
    assert {label for label, _ in drawn} <= set(headings)
    lefts = cells.evaluate_all("all => all.map(cell => cell.getBoundingClientRect().left)")
    assert len(lefts) >= 5
    assert len(set(lefts)) == 1  # below one another
