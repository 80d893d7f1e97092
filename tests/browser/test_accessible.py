"""Every page of the plan as it ships and of the demonstration, gone through once: no fault, every chart described, and axe-core
finds nothing wrong that is ours, light and dark.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kpi.i18n import texts
from tests.browser.conftest import FAULTS, walk

ZH = texts("zh")
THEIRS = {"presentation-role-conflict": "[data-testid=stFileUploaderDropzone]"}
"""What Streamlit itself does wrong, by rule and by where: the drop zone is told to mean nothing, and is named all the same."""
WRONG = """([theirs, options]) => axe.run(document, options).then(found => found.violations.flatMap(rule => rule.nodes
  .filter(node => !(theirs[rule.id] && document.querySelector(node.target[0])?.matches(theirs[rule.id])))
  .map(node => [rule.id, node.target.join(' '), node.html.slice(0, 120)].join(' | '))))"""
ONLY_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
FOLDED = "[...document.querySelectorAll('[data-testid=stMain] details')].slice(0, 2).forEach(each => each.open = true)"
DRAWN_IN = "background => getComputedStyle(document.querySelector('.stApp')).backgroundColor === background"
DESCRIPTIONS = "all => all.map(e => e.getAttribute('aria-label') || e.querySelector('[aria-label]')?.ariaLabel || '')"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(17, 22, 29)"


def wrong(page, options):
    return page.evaluate(WRONG, [THEIRS, options])


def in_theme(page, scheme, background):
    """Streamlit follows the machine while the page is open."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(DRAWN_IN, arg=background)


def faults(page, look):
    """By page and theme, and what `look` says of each page. Colours are all that a theme changes: a page has all rules in the
    theme it is drawn in, and those of colours in the other, in which the next one is drawn.
    """
    page.evaluate(Axe().axe_script)
    found = {}
    here, other = ("light", LIGHT), ("dark", DARK)
    in_theme(page, *here)
    for name in walk(page):
        found[name, "shown"] = look(page)
        page.evaluate(FOLDED)
        found[name, here[0]] = wrong(page, {"resultTypes": ["violations"]})
        in_theme(page, *other)
        found[name, other[0]] = wrong(page, ONLY_COLOURS)
        here, other = other, here
    return {where: told for where, told in found.items() if told}


@pytest.mark.slow
def test_every_page_of_the_plan_as_it_ships(desk, app):
    described = []

    def look(page):
        expect(page.locator(FAULTS)).to_have_count(0)
        descriptions = page.locator("[data-testid=stPlotlyChart]").evaluate_all(DESCRIPTIONS)
        described.extend(descriptions)
        demo = ["called a demonstration"] if page.get_by_text("本库数字均为虚构").count() else []
        return demo + [f"not described: {text}" for text in descriptions if len(text) <= 10]

    assert faults(desk.open(app), look) == {}
    assert described


@pytest.mark.slow
def test_every_page_of_the_demonstration(desk, demo):
    """Which each of them says it is."""

    def look(page):
        expect(page.get_by_role("alert").get_by_text(ZH("page.demo").replace("**", ""))).to_be_visible()
        expect(page.locator(FAULTS)).to_have_count(0)

    assert faults(desk.open(demo), look) == {}


def test_axe_sees_what_is_wrong(desk, app):
    """A picture without a word, letters too pale, a heading that jumps: each is found, so that none of them is not there."""
    page = desk.open(f"{app}/query")
    page.evaluate(Axe().axe_script)
    page.evaluate(
        """() => document.querySelector('[data-testid=stMain] h1').insertAdjacentHTML('afterend',
        '<img src="data:,"><p style="color: #aaa; background: #fff">pale</p>')"""
    )
    assert {each.split(" | ")[0] for each in wrong(page, {})} == {"image-alt", "color-contrast"}
