"""Every page as people meet it: used in English, on a phone, first in a session, on another plan."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from tests.browser.conftest import FAULTS, LISTED, PHONE, walk
from tests.databases import TINY
from tools.browser import downloaded, navigation

ZH, EN = texts("zh"), texts("en")
NAMES = [page.name for page in LISTED]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
CHROME = "[data-testid=stMain] :is(h1, th, button, label, [data-testid=stWidgetLabel]), [data-testid=stSidebar] *"
EVERY_LANGUAGE = {"中文", "More · 中文", "语言 Language", "语言"}
"""What stands in Chinese on purpose: how a reader of Chinese finds the way back."""
WORDS = "all => all.filter(e => !e.children.length && e.checkVisibility()).map(e => e.innerText || '')"
BROADER = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
"""Cells that are broader than their column, so that their words lie over the next one."""
RUNS_ON = "all => all.filter(e => getComputedStyle(e, '::before').whiteSpace === 'nowrap').map(e => e.dataset.label)"
"""Headings of a card that would run over their values, were they longer than their column."""
WIDER = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"


def test_navigation_leads_to_every_page(desk, app):
    paths = navigation(desk.open(app))
    assert [path.strip("/") for path in paths] == ["", *NAMES[1:]]


def test_pages_in_english_are_used_and_have_no_chinese_in_their_own_words(desk, app):
    """Whatever a page does, the policy lets it: the console stays quiet."""
    page = desk.open(f"{app}/?lang=en")
    page.locator(".kpi-card").first.hover()
    page.locator(".kpi-cell").first.hover()
    assert page.locator(".kpi-score td").evaluate_all(BROADER) == []
    for name in walk(page, "en"):
        words = page.locator(CHROME).evaluate_all(WORDS)
        assert {text.strip() for text in words if CHINESE.search(text)} - EVERY_LANGUAGE == set(), name
        use(page, name)


def use(page, name):
    """Points at charts and tables, and takes a file."""
    if name == "measure":
        page.locator("[data-testid=stPlotlyChart]").first.hover(position={"x": 200, "y": 60})
    elif name == "regions":
        page.get_by_test_id("stMain").get_by_test_id("stExpander").locator("summary").last.click()
        page.locator("[data-testid=stDataFrame]").last.hover()
    elif name == "upload":
        taken = downloaded(page, page.get_by_role("button", name=EN("page.download_form", format="xlsx")))
        assert taken.suggested_filename.endswith(".xlsx")
    elif name == "export":
        page.wait_for_function("document.querySelector('[data-testid=stImage] img')?.naturalWidth > 100")


def test_pages_fit_a_phone(desk, app):
    page = desk.open(app, size=PHONE)
    for name in walk(page):
        assert page.evaluate(WIDER) == [0, 0], name
        assert page.eval_on_selector_all("[data-testid=stTable] td", RUNS_ON) == [], name


@pytest.mark.parametrize("name", ["upload", "export"])
def test_address_of_a_page_opened_first_goes_through_the_router(desk, unopened, name):
    """Nobody has opened `/` on this server; what app.py adds to every page must be there all the same."""
    page = desk.open(f"{unopened[0]}/{name}")
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(LISTED))
    expect(page.get_by_test_id("stSidebar").get_by_label(ZH("page.region"), exact=True)).to_be_visible()


def test_another_plan_needs_no_change_of_code(desk, serve, tmp_path):
    """Another city's plan with three measures, copied out of the tests as another bureau would keep it. Of its other pages see
    tests/pages: test_another_plan_needs_no_other_code.
    """
    with serve(KPI_CATALOG=str(shutil.copytree(TINY, tmp_path / "catalog"))) as address:
        page = desk.open(address)
        main = page.get_by_test_id("stMain")
        expect(main.get_by_text("云溪市").first).to_be_visible()
        expect(main.get_by_text("东莞")).to_have_count(0)
        expect(page.locator(FAULTS)).to_have_count(0)
