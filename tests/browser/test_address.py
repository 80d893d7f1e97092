"""The address carries the view: what one person sees, a colleague sees under the same link."""

import re

import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from tests.browser.conftest import choose_language, to_page
from tools.browser import quiet, settled

ZH, EN = texts("zh"), texts("en")


def main_text(page):
    """What stands on the page itself, beside the sidebar."""
    return page.get_by_test_id("stMain").inner_text()


def test_shared_link_shows_the_same_view(desk, app):
    first = desk.open(f"{app}/?as_of=2026-06-30&region=441900003")
    second = desk.open(first.url)
    assert "as_of=2026-06-30" in first.url
    assert "2026年6月30日" in main_text(first)
    assert "东城" in main_text(first)
    assert main_text(quiet(second)) == main_text(quiet(first))


def test_date_is_kept_from_page_to_page(desk, app):
    page = desk.open(f"{app}/?as_of=2026-06-30")
    page.get_by_test_id("stSidebarNavLink").filter(has_text=ZH("page.gaps")).click()
    expect(page.locator("h1")).to_have_text(ZH("page.gaps"))
    expect(page.get_by_test_id("stMain").get_by_text("2026年6月30日").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/gaps\?.*as_of=2026-06-30"))


@pytest.mark.parametrize("key", ["Enter", "Tab", ""])
def test_a_date_that_is_typed_applies_at_once_and_the_next_click_counts(desk, app, key):
    """Confirmed by a key, or by nothing but the click on something else."""
    page = desk.open(f"{app}/gaps")
    field = page.get_by_label(ZH("page.as_of"), exact=True)
    field.click()
    page.keyboard.type("20260630")
    if key:
        page.keyboard.press(key)
        expect(page.get_by_test_id("stMain").get_by_text("评价截至2026年6月30日").first).to_be_visible()
        expect(page).to_have_url(re.compile(r"as_of=2026-06-30"))
        expect(field).to_have_value("2026-06-30")
    page.get_by_test_id("stSidebarNavLink").filter(has_text=ZH("page.what_if")).click()
    expect(page.locator("h1")).to_have_text(ZH("page.what_if"))
    expect(page.get_by_test_id("stMain").get_by_text("评价截至2026年6月30日").first).to_be_visible()


def test_a_date_that_is_emptied_is_none(desk, app):
    page = desk.open(f"{app}/gaps?as_of=2026-06-30")
    field = page.get_by_label(ZH("page.as_of"), exact=True)
    field.fill("")
    field.press("Enter")
    expect(page.get_by_test_id("stMain").get_by_text("评价截至2023年6月30日").first).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"as_of"))


def test_the_address_holds_codes_in_any_language(desk, app):
    page = desk.open(app)
    choose_language(page, "English")
    expect(page.locator("h1")).to_have_text(EN("page.overview"))
    page.get_by_test_id("stSidebarNavLink").filter(has_text=EN("page.gaps")).click()
    expect(page.locator("h1")).to_have_text(EN("page.gaps"))
    expect(page).to_have_url(re.compile(r"/gaps\?lang=en$"))


def test_link_to_a_measure_opens_where_it_stands_and_keeps_the_view(desk, app):
    page = desk.open(f"{app}/?as_of=2026-06-30&lang=en")
    page.get_by_test_id("stMain").get_by_role("link", name="Skilled workers as a share").first.click()
    expect(page.locator("h1")).to_have_text(EN("page.measure"))
    expect(page.get_by_test_id("stMain").get_by_text("30 June 2026").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/measure\?.*measure="))
    assert len(page.context.pages) == 1
    page.go_back()
    expect(page.locator("h1")).to_have_text(EN("page.overview"))
    expect(page).to_have_url(re.compile(r"as_of=2026-06-30"))


def test_link_to_a_measure_opens_a_tab_where_that_is_asked_for(desk, app):
    page = desk.open(f"{app}/gaps?lang=en")
    with page.context.expect_page() as opened:
        page.get_by_test_id("stMain").locator("a[href*=measure]").first.click(modifiers=["ControlOrMeta"])
    expect(settled(opened.value).locator("h1")).to_have_text(EN("page.measure"))
    expect(page.locator("h1")).to_have_text(EN("page.gaps"))


def test_no_link_of_a_page_opens_a_tab(desk, app):
    page = desk.open(f"{app}/gaps")
    for heading in ("page.lamps", "page.overview", ""):
        settled(page).get_by_test_id("stMain").locator("a[href*=measure]:visible").first.click()
        expect(page.locator("h1")).to_have_text(ZH("page.measure"))
        assert len(page.context.pages) == 1
        if heading:
            to_page(page, page.get_by_test_id("stSidebarNavLink").filter(has_text=ZH(heading)))
            expect(page.locator("h1")).to_have_text(ZH(heading))


def test_language_is_switched_and_kept(desk, app):
    page = desk.open(app)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    choose_language(page, "English")
    expect(page.locator("h1")).to_have_text(EN("page.overview"))
    expect(page).to_have_url(re.compile(r"lang=en"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_test_id("stSidebarNavLink").filter(has_text=EN("page.batches")).click()
    expect(page.locator("h1")).to_have_text(EN("page.batches"))
    page.reload()
    expect(settled(page).locator("h1")).to_have_text(EN("page.batches"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    choose_language(page, "中文")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
