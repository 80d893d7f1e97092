"""Every page as people meet it: on a desk and on a phone, in both languages, first in a session, in a demo, on another plan."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from kpi.i18n import texts
from kpi.web.address import PAGES
from tests.browser.conftest import PHONE
from tools.browser import PROJECT, navigation

NAMES = [page.name for page in PAGES]
HOME = NAMES[0]
"""The first page has no address of its own: it is what `/` opens."""
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
FAULTS = "[data-testid=stException], [data-testid=stAlertContentError]"
CHROME = "[data-testid=stMain] :is(h1, th, button, label, [data-testid=stWidgetLabel]), [data-testid=stSidebar] *"
EVERY_LANGUAGE = {"中文", "语言 Language", "语言"}
"""What stands in Chinese on purpose: how a reader of Chinese finds the way back."""

every_page = pytest.mark.parametrize("name", NAMES)


def at(address, name):
    """The address of a page."""
    return address if name == HOME else f"{address}/{name}"


def bare(text):
    """A text as it stands on screen: without the marks of Markdown."""
    return text.replace("**", "")


@every_page
def test_page_opens_with_its_heading_and_no_fault(desk, app, name):
    page = desk.open(at(app, name))
    expect(page.locator("h1")).to_have_text([texts("zh")(f"page.{name}")])
    expect(page.locator(FAULTS)).to_have_count(0)


@every_page
def test_page_opens_in_english_without_chinese_in_its_own_words(desk, app, name):
    page = desk.open(f"{at(app, name)}?lang=en")
    expect(page.locator("h1")).to_have_text([texts("en")(f"page.{name}")])
    leaves = page.locator(CHROME).evaluate_all(
        "all => all.filter(e => !e.children.length && e.checkVisibility()).map(e => e.innerText || '')"
    )
    assert {text.strip() for text in leaves if CHINESE.search(text)} - EVERY_LANGUAGE == set()


@every_page
def test_page_fits_a_phone(desk, app, name):
    page = desk.open(at(app, name), size=PHONE)
    expect(page.locator("h1")).to_be_visible()
    wider = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"
    )
    assert wider == [0, 0]


@every_page
def test_charts_are_described(desk, app, name):
    charts = desk.open(at(app, name)).locator("[data-testid=stPlotlyChart]")
    for number in range(charts.count()):
        chart = charts.nth(number)
        expect(chart.locator(".main-svg").first).to_be_visible()
        assert (
            chart.evaluate("e => (e.getAttribute('aria-label') || e.querySelector('[aria-label]')?.ariaLabel || '').length")
            > 10
        )


def test_navigation_leads_to_every_page(desk, app):
    paths = navigation(desk.open(app))
    assert [path.strip("/") for path in paths] == ["", *NAMES[1:]]


@pytest.mark.parametrize("name", ["upload", "export"])
def test_address_of_a_page_opened_first_goes_through_the_router(desk, serve, name):
    """Nobody has opened `/` on this server yet; what app.py adds to every page must be there all the same."""
    with serve() as address:
        page = desk.open(at(address, name))
        expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(PAGES))
        expect(page.get_by_test_id("stSidebar").get_by_text(texts("zh")("page.region"), exact=True)).to_be_visible()


def test_demonstration_says_so_on_every_page(desk, serve, tmp_path):
    database = str(tmp_path / "demo.duckdb")
    subprocess.run([sys.executable, "-m", "kpi", "--database", database, "demo"], cwd=PROJECT, check=True, capture_output=True)
    with serve(KPI_DATABASE=database) as address:
        for name in NAMES:
            page = desk.open(at(address, name))
            expect(page.get_by_role("alert").get_by_text(bare(texts("zh")("page.demo")))).to_be_visible()
            expect(page.locator(FAULTS)).to_have_count(0)


def test_real_database_never_says_demonstration(desk, app):
    expect(desk.open(app).get_by_text("演示数据")).to_have_count(0)


def test_another_plan_needs_no_change_of_code(desk, serve, tiny_catalog):
    with serve(KPI_CATALOG=str(tiny_catalog)) as address:
        for name in NAMES:
            page = desk.open(at(address, name))
            expect(page.locator("h1")).to_have_text([texts("zh")(f"page.{name}")])
            expect(page.locator(FAULTS)).to_have_count(0)
        main = desk.open(address).get_by_test_id("stMain")
        expect(main.get_by_text("云溪市").first).to_be_visible()
        expect(main.get_by_text("东莞")).to_have_count(0)
