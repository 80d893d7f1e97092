"""From a square of the map to the place's page and back, in one tab and one session; and squares that cut nothing off."""

import re

from playwright.sync_api import expect

from kpi.i18n import texts
from tests.browser.conftest import PHONE
from tools.browser import quiet

ZH = texts("zh")
CUT_OFF = """squares => squares.filter(square =>
    square.scrollWidth > square.clientWidth || square.scrollHeight > square.clientHeight).map(square => square.innerText)"""


def test_a_square_leads_to_the_place_and_back(desk, demo):
    page = desk.open(f"{demo}/regions", PHONE)
    squares = page.locator("a.kpi-square")
    expect(squares).to_have_count(35)
    assert squares.evaluate_all(CUT_OFF) == []
    tracks = page.locator(".kpi-bar-track").evaluate_all("tracks => tracks.map(track => track.getBoundingClientRect().width)")
    assert (len(tracks), len(set(tracks))) == (32, 1)  # one axis for all, or widths would not be proportional
    quiet(page).get_by_role("link", name=re.compile("^松山湖：")).first.click()
    expect(page.locator("h1")).to_have_text("松山湖")
    expect(page).to_have_url(re.compile("place=441900401"))
    page.get_by_role("link", name=ZH("place.back")).click()
    expect(page.locator("h1")).to_have_text(ZH("page.regions"))
    expect(squares).to_have_count(35)
    assert len(page.context.pages) == 1
