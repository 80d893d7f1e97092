"""一览 as a page: which categories it shows, and where its charts lead."""

import re

HEADING = re.compile(r'<section class="kpi-sheet" aria-label="([^"]+)">')


def blocks(app):
    return [each.value for each in app.main.html if "kpi-sheet" in each.value]


def shown(app):
    return [name for each in blocks(app) for name in HEADING.findall(each)]


def test_every_category_has_one_block_with_a_chart_for_each_target(visit):
    app = visit("sheet")
    assert len(shown(app)) == 7
    assert sum(each.count("<img ") for each in blocks(app)) == 31
    assert all('alt=""' not in each for each in blocks(app))


def test_the_address_says_which_category_is_shown(visit):
    app = visit("sheet", category="竞赛")
    assert shown(app) == ["竞赛"]
    assert len(blocks(app)) == 2  # the choice of categories, and the sheet
    assert blocks(app)[0].count('aria-current="true"') == 1


def test_an_unknown_category_shows_all(visit):
    assert len(shown(visit("sheet", category="没有"))) == 7


def test_a_chart_leads_to_its_measure_in_the_same_view(visit):
    app = visit("sheet", category="激励", as_of="2022-12-31")
    (link,) = re.findall(r'href="(/measure\?[^"]+)"', blocks(app)[1])
    assert set(link.partition("?")[2].replace("amp;", "").split("&")) == {
        "as_of=2022-12-31",
        "measure=leading_skilled_talents",
    }


def test_a_region_without_targets_says_so(visit):
    app = visit("sheet", region="441900003")
    assert shown(app) == []
    assert app.info
