"""一览 on paper and on a phone: the largest category of a plan is one page across; a phone has one chart below another."""

import io
from unicodedata import normalize
from urllib.parse import quote

import pypdf

from tests.browser.conftest import PHONE
from tests.databases import PROJECT

CHARTS = ".kpi-sheet li img"
LEFT = "all => all.map(e => Math.round(e.getBoundingClientRect().left))"


def printed(page):
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages


def one_page(desk, address, category, count):
    """The sheet of a category with so many charts is one page across, down to its last line."""
    page = desk.open(f"{address}/sheet?category={quote(category)}")
    assert page.locator(CHARTS).count() == count
    (sheet,) = printed(page)
    assert (round(sheet.mediabox.width / 72 * 25.4), round(sheet.mediabox.height / 72 * 25.4)) == (297, 210)
    assert "同类各图同一时间轴" in normalize("NFKC", sheet.extract_text())


def test_the_largest_category_is_one_page_across(desk, app):
    one_page(desk, app, "培训", 10)


def test_that_of_the_national_plan_is_too(desk, serve):
    with serve(KPI_CATALOG=str(PROJECT / "data" / "examples" / "national" / "14th")) as address:
        one_page(desk, address, "民生福祉", 12)


def test_all_categories_are_a_page_each(desk, app):
    page = desk.open(f"{app}/sheet")
    assert len(printed(page)) == page.locator(".kpi-sheet ul").count() == 7


def test_on_a_phone_charts_stand_below_each_other(desk, app):
    page = desk.open(f"{app}/sheet?category={quote('竞赛')}", size=PHONE)
    assert len(set(page.locator(CHARTS).evaluate_all(LEFT))) == 1
