"""axe-core looks over every page, light and dark, of the plan as it ships and of the demonstration: nothing wrong is ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from kpi.i18n import texts
from tests.browser.conftest import walk

ZH = texts("zh")
THEIRS = {"presentation-role-conflict": "[data-testid=stFileUploaderDropzone]"}
"""What Streamlit itself does wrong, by rule and by where: the drop zone is told to mean nothing, and is named all the same."""
WRONG = """([theirs, options]) => axe.run(document, options).then(found => found.violations.flatMap(rule => rule.nodes
  .filter(node => !(theirs[rule.id] && document.querySelector(node.target[0])?.matches(theirs[rule.id])))
  .map(node => [rule.id, node.target.join(' '), node.html.slice(0, 120)].join(' | '))))"""
ONLY_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
FOLDED = "[...document.querySelectorAll('[data-testid=stMain] details')].slice(0, 2).forEach(each => each.open = true)"
DRAWN_IN = "background => getComputedStyle(document.querySelector('.stApp')).backgroundColor === background"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(17, 22, 29)"


def wrong(page, options):
    return page.evaluate(WRONG, [THEIRS, options])


def in_theme(page, scheme, background):
    """Streamlit follows the machine while the page is open."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(DRAWN_IN, arg=background)


def faults(page):
    """By page and theme; colours are all that a theme changes."""
    page.evaluate(Axe().axe_script)
    found = {}
    for name in walk(page):
        page.evaluate(FOLDED)
        in_theme(page, "light", LIGHT)
        found[name, "light"] = wrong(page, {"resultTypes": ["violations"]})
        in_theme(page, "dark", DARK)
        found[name, "dark"] = wrong(page, ONLY_COLOURS)
    return {where: told for where, told in found.items() if told}


@pytest.mark.slow
def test_every_page_of_the_plan_as_it_ships(desk, app):
    assert faults(desk.open(app)) == {}


@pytest.mark.slow
def test_every_page_of_the_demonstration(desk, serve, ready_made, tmp_path):
    database = ready_made.place(tmp_path / "demo.duckdb", demo=True)
    with serve(KPI_DATABASE=str(database)) as address:
        assert faults(desk.open(address)) == {}


def test_axe_sees_what_is_wrong(desk, app):
    """A picture without a word, letters too pale, a heading that jumps: each is found, so that none of them is not there."""
    page = desk.open(f"{app}/query")
    page.evaluate(Axe().axe_script)
    page.evaluate(
        """() => document.querySelector('[data-testid=stMain] h1').insertAdjacentHTML('afterend',
        '<img src="data:,"><p style="color: #aaa; background: #fff">pale</p>')"""
    )
    assert {each.split(" | ")[0] for each in wrong(page, {})} == {"image-alt", "color-contrast"}
