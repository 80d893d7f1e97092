"""Hostile names in a real browser: no request for them, no link to elsewhere, no formula; the words as they were written."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from kpi import services
from kpi.access import OWNER
from kpi.i18n import texts
from kpi.model import Actor
from tests.browser.conftest import walk
from tests.hostile import HOST, HOSTILE
from tests.hostile_plan import add_by_hand, hostile_plan
from tools.browser import quiet, settled

ZH = texts("zh")
ELSEWHERE = """() => [...document.querySelectorAll("a[href], img[src], iframe, script[src], link[href], image")]
  .map(each => each.href?.baseVal ?? each.href ?? each.src ?? "iframe")
  .filter(found => !["data:", "blob:"].some(own => found.startsWith(own)) && !found.startsWith(location.origin + "/"))"""
FOLDED = "[data-testid=stMain] [data-testid=stExpander]"
ACTED_ON = ".katex, [data-testid=stMain] :is(mark, del, iframe), img[alt='Streamlit logo']"


@pytest.fixture(scope="module")
def hostile(serve, tmp_path_factory):
    """A server on the plan with hostile names, with uploads, documents and reports of hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    database, plan = str(folder / "kpi.duckdb"), str(hostile_plan(folder / "plan"))
    opened = services.open_workspace(database, plan)
    add_by_hand(opened, Actor(HOSTILE[1], OWNER))
    opened.close()
    with serve(KPI_DATABASE=database, KPI_CATALOG=plan, KPI_USER=HOSTILE[9]) as address:
        yield address


def nothing_acted_on(page):
    """Whatever the page shows, it shows as text."""
    assert page.evaluate(ELSEWHERE) == []
    assert page.locator(ACTED_ON).count() == 0


def test_no_page_asks_for_or_links_to_what_a_name_says(desk, hostile):
    """The pages without a console error, too: what the policy had to stop would stand there."""
    page = desk.open(hostile)
    for _ in walk(page):
        page.locator(f"{FOLDED} summary").evaluate_all("all => all.forEach(each => each.click())")
        expect(page.locator(f"{FOLDED} details:not([open])")).to_have_count(0)
        nothing_acted_on(settled(page))


def test_names_stand_on_the_page_as_they_were_written(desk, hostile):
    page = desk.open(f"{hostile}/batches")
    words = " ".join(page.get_by_test_id("stMain").inner_text().split())
    for name in (f"{HOSTILE[0]}.csv", HOSTILE[2], HOSTILE[4]):
        assert " ".join(name.split()) in words


def test_files_of_any_name_are_told_as_they_are_named(desk, hostile):
    """All of them at once, each with a row that is not understood, so that names are told back in every table."""
    page = desk.open(f"{hostile}/upload")
    cells = [name.replace('"', "") for name in HOSTILE]
    files = [
        {
            "name": f"{name.replace('/', '∕')}.csv",
            "mimeType": "text/csv",
            "buffer": f'指标,年份,数值\n"{cell}",2024,1\n'.encode(),
        }
        for name, cell in zip(HOSTILE, cells, strict=True)
    ]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_test_id("stMain").get_by_text(ZH("page.refused"))).to_be_visible(timeout=60_000)
    nothing_acted_on(quiet(page))
    expect(page.get_by_test_id("stMain").get_by_text(HOST).first).to_be_visible()


def test_an_address_of_any_kind_is_told_as_it_is(desk, hostile):
    for name in HOSTILE[::8]:
        page = desk.open(f"{hostile}/?{urlencode(dict.fromkeys(('as_of', 'region', 'measure', 'lamps'), name))}")
        nothing_acted_on(page)
        page.close()
