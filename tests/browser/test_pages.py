"""Every page as people meet it: on a desk and on a phone, in both languages, first in a session, in a demo, on another plan."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from tests.browser.conftest import LISTED, PHONE, walk
from tests.databases import TINY
from tools.browser import navigation

ZH, EN = texts("zh"), texts("en")
NAMES = [page.name for page in LISTED]
HOME = NAMES[0]
"""The first page has no address of its own: it is what `/` opens."""
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
FAULTS = "[data-testid=stException], [data-testid=stAlertContentError]"
CHROME = "[data-testid=stMain] :is(h1, th, button, label, [data-testid=stWidgetLabel]), [data-testid=stSidebar] *"
EVERY_LANGUAGE = {"中文", "More · 中文", "语言 Language", "语言"}
"""What stands in Chinese on purpose: how a reader of Chinese finds the way back."""
WORDS = "all => all.filter(e => !e.children.length && e.checkVisibility()).map(e => e.innerText || '')"
DESCRIPTIONS = "all => all.map(e => e.getAttribute('aria-label') || e.querySelector('[aria-label]')?.ariaLabel || '')"
WIDER = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"


def test_navigation_leads_to_every_page(desk, app):
    paths = navigation(desk.open(app))
    assert [path.strip("/") for path in paths] == ["", *NAMES[1:]]


def test_pages_show_no_fault_and_describe_their_charts(desk, app):
    described = 0
    page = desk.open(app)
    for name in walk(page):
        expect(page.locator(FAULTS)).to_have_count(0)
        expect(page.get_by_text("演示数据")).to_have_count(0)
        descriptions = page.locator("[data-testid=stPlotlyChart]").evaluate_all(DESCRIPTIONS)
        assert [text for text in descriptions if len(text) <= 10] == [], name
        described += len(descriptions)
    assert described > 0


def test_pages_in_english_have_no_chinese_in_their_own_words(desk, app):
    page = desk.open(f"{app}/?lang=en")
    for name in walk(page, "en"):
        words = page.locator(CHROME).evaluate_all(WORDS)
        assert {text.strip() for text in words if CHINESE.search(text)} - EVERY_LANGUAGE == set(), name


def test_pages_fit_a_phone(desk, app):
    page = desk.open(app, size=PHONE)
    for name in walk(page):
        assert page.evaluate(WIDER) == [0, 0], name


@pytest.mark.parametrize("name", ["upload", "export"])
def test_address_of_a_page_opened_first_goes_through_the_router(desk, unopened, name):
    """Nobody has opened `/` on this server; what app.py adds to every page must be there all the same."""
    page = desk.open(f"{unopened[0]}/{name}")
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(LISTED))
    expect(page.get_by_test_id("stSidebar").get_by_label(ZH("page.region"), exact=True)).to_be_visible()


def test_demonstration_says_so_on_every_page(desk, serve, ready_made, tmp_path):
    database = ready_made.place(tmp_path / "demo.duckdb", demo=True)
    with serve(KPI_DATABASE=str(database)) as address:
        page = desk.open(address)
        for _ in walk(page):
            expect(page.get_by_role("alert").get_by_text(ZH("page.demo").replace("**", ""))).to_be_visible()
            expect(page.locator(FAULTS)).to_have_count(0)


def test_another_plan_needs_no_change_of_code(desk, serve, tmp_path):
    """Another city's plan with three measures, copied out of the tests as another bureau would keep it."""
    with serve(KPI_CATALOG=str(shutil.copytree(TINY, tmp_path / "catalog"))) as address:
        page = desk.open(address)
        main = page.get_by_test_id("stMain")
        for name in walk(page):
            expect(page.locator(FAULTS)).to_have_count(0)
            if name == HOME:
                expect(main.get_by_text("云溪市").first).to_be_visible()
                expect(main.get_by_text("东莞")).to_have_count(0)
