"""Round every page: another day at a click, "back" that undoes it, and the address to hand on."""

import re

from playwright.sync_api import expect

from kpi.i18n import texts
from tools.browser import quiet

ZH = texts("zh")
TOWN = "441900003"


def days(page):
    return page.locator(".kpi-days")


def year_end(page, year):
    return days(page).get_by_text(ZH("service.year_end", year=year), exact=True)


def judged_as_of(page, day):
    expect(page.get_by_test_id("stMain").get_by_text(f"评价截至{day}").first).to_be_visible()


def test_another_day_is_a_click_away_and_back_undoes_it(desk, app):
    page = desk.open(f"{app}/gaps")
    expect(days(page).locator("[aria-current]")).to_have_text([ZH("page.newest")])
    year_end(page, 2024).press("Enter")
    judged_as_of(page, "2024年12月31日")
    expect(year_end(page, 2024)).to_be_focused()
    expect(days(page).locator("[aria-current]")).to_have_text(["2024年底"])
    expect(page.get_by_label(ZH("page.as_of"), exact=True)).to_have_value("2024-12-31")
    year_end(quiet(page), 2023).click()
    judged_as_of(page, "2023年12月31日")
    quiet(page).go_back()
    judged_as_of(page, "2024年12月31日")
    quiet(page).go_back()
    judged_as_of(page, "2023年6月30日")
    expect(page.get_by_label(ZH("page.as_of"), exact=True)).to_have_value("")
    assert len(page.context.pages) == 1


def test_the_newest_figures_are_a_click_away_from_any_day(desk, app):
    page = desk.open(f"{app}/measure?as_of=2024-12-31&measure=master_studios_new&region={TOWN}")
    days(page).get_by_text(ZH("page.newest"), exact=True).click()
    judged_as_of(page, "2023年6月30日")
    assert re.search(r"measure=master_studios_new", page.url)
    assert re.search(rf"region={TOWN}", page.url)


def test_back_to_a_page_brings_its_own_view_with_it(desk, app):
    """The page left was of a town and a day; the one gone back to was of neither."""
    page = desk.open(f"{app}/gaps")
    year_end(page, 2024).click()
    judged_as_of(page, "2024年12月31日")
    quiet(page).get_by_test_id("stSidebarNavLink").filter(has_text=ZH("page.regions")).click()
    expect(page.locator("h1")).to_have_text(ZH("page.regions"))
    judged_as_of(page, "2024年12月31日")
    quiet(page).go_back()
    expect(page.locator("h1")).to_have_text(ZH("page.gaps"))
    quiet(page).go_back()
    judged_as_of(page, "2023年6月30日")


def test_the_address_is_copied_whole_and_that_is_said(desk, app):
    """The page of the address is on plain http here; where there is no clipboard, a field serves."""
    page = desk.open(f"{app}/gaps?as_of=2024-12-31&region={TOWN}&lamps=")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name=ZH("page.copy_link"))
    button.press("Enter")
    expect(page.locator(".kpi-context").get_by_role("status")).to_have_text(ZH("page.copied"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{app}/gaps?as_of=2024-12-31&region={TOWN}"

    page.evaluate("navigator.clipboard.writeText('-')")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    expect(button).to_be_focused()
    button.click()
    page.evaluate("delete navigator.clipboard")
    page.wait_for_function("navigator.clipboard.readText().then(text => text !== '-')")
    assert page.evaluate("navigator.clipboard.readText()") == copied
    expect(button).to_be_focused()


def test_what_is_rarely_asked_for_is_folded_unless_the_address_asks(desk, app):
    page = desk.open(f"{app}/gaps")
    moment = page.get_by_label(ZH("page.known_at"), exact=True)
    expect(moment).not_to_be_visible()
    for field in (ZH("page.as_of"), ZH("page.region")):
        box = page.get_by_test_id("stSidebar").get_by_label(field, exact=True).bounding_box()
        assert box["y"] + box["height"] < 900
    expect(desk.open(f"{app}/gaps?known_at=2026-01-01").get_by_label(ZH("page.known_at"), exact=True)).to_be_in_viewport()


def test_the_page_that_is_open_is_marked_and_settings_unfold_on_their_own_pages(desk, app):
    page = desk.open(f"{app}/gaps")
    marked = page.locator(".kpi-nav [aria-current]")
    expect(marked).to_have_text([ZH("page.gaps")])
    expect(page.locator(".kpi-nav details")).not_to_have_attribute("open", re.compile(""))
    page.locator(".kpi-nav summary").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text=ZH("page.query")).click()
    expect(marked).to_have_text([ZH("page.query")])
    expect(marked).to_be_visible()


def found(page):
    return page.locator(".kpi-found a")


def test_whatever_has_a_name_is_found_as_it_is_typed_and_one_click_leads_there(desk, app):
    page = desk.open(f"{app}/gaps?as_of=2024-12-31")
    field = page.get_by_label(ZH("page.find"), exact=True)
    field.press_sequentially("jnrczjy")
    expect(found(page).first).to_have_text(re.compile("技能人才占就业人员比例"))
    found(page).first.click()
    expect(page.locator("h1")).to_have_text(ZH("page.measure"))
    expect(page).to_have_url(re.compile(r"/measure\?as_of=2024-12-31&measure=skilled_share_of_employed"))
    expect(found(page).first).not_to_be_visible()
    assert len(page.context.pages) == 1


def test_keys_alone_find_and_choose(desk, app):
    page = desk.open(f"{app}/gaps")
    page.get_by_label(ZH("page.find"), exact=True).focus()
    page.keyboard.type("数据质量")
    expect(found(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(ZH("page.quality"))
    page.get_by_label(ZH("page.find"), exact=True).fill("jineng")
    expect(found(page).nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(found(page).nth(1)).to_be_focused()
    name = found(page).nth(1).locator("span").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(ZH("page.measure"))
    expect(page.get_by_test_id("stMain").get_by_text(name).first).to_be_visible()


def test_what_is_not_found_is_said_as_it_was_typed(desk, app):
    page = desk.open(f"{app}/gaps")
    page.get_by_label(ZH("page.find"), exact=True).fill("<b>无此</b>")
    expect(page.locator(".kpi-found").get_by_role("status")).to_have_text(ZH("page.found_none", typed="<b>无此</b>"))
