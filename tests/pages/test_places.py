"""地区 and one place's own page, as pages: squares and bars that lead there, the way to a form, and what is not drawn."""

import re
import shutil

import pytest

from kpi.i18n import texts
from kpi.web.analyses.places import shortened
from tests.databases import TINY
from tests.pages.conftest import shown
from tests.pages.test_analyses import load, plain, said

ZH = texts("zh")
QINGXI, LAKE = "441900115", "441900401"


def block(app, begins):
    """The one block of ours that begins with a class."""
    (found,) = [each.value for each in app.main.html if begins in each.value]
    return found


def links(html, css):
    """Where the links of a class lead, and what they are called."""
    return re.findall(rf'<a class="{css} [^"]*"[^>]* href="([^"]+)" title="([^"]*)"', html)


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
def test_a_square_and_a_bar_for_every_place(visit):
    """35 places, of which 32 have reported; each square leads to the place's page."""
    app = visit("regions")
    html = block(app, "kpi-places")
    squares, bars = links(html, "kpi-square"), links(html, "kpi-bar")
    assert (len(squares), len(bars)) == (35, 32)
    assert {address.partition("?")[0] for address, _ in squares} == {"/regions"}
    assert len({address for address, _ in squares}) == 35
    assert html.count('class="kpi-square kpi-square-silent"') == 3
    assert {title.partition("：")[0] for address, title in squares if f"place={LAKE}" in address} == {"松山湖"}
    assert "已报32／35" in html
    assert "kpi-bar-goal" in html
    assert [each.label for each in app.main.get("download_button")] == [ZH("place.form_places")]


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
def test_a_place_has_a_page_of_its_own(visit):
    """Its heading is its name, whatever the language."""
    app = visit("regions", place=QINGXI)
    assert [each.value for each in app.main.title] == ["清溪镇"]
    html = block(app, "kpi-place-values")
    assert html.count("<tr>") == 7
    assert "第1名（共32个）" in html
    assert 'href="/regions?region="' in html
    assert f"region={QINGXI}" in html
    assert not app.main.dataframe
    assert [each.value for each in visit("regions", place=QINGXI, lang="en").main.title] == ["Qingxi"]


def test_before_a_third_have_reported_there_is_no_map_but_the_way_to_the_form(visit):
    app = visit("regions")
    html = block(app, "kpi-places")
    assert 'href="/upload"' in html
    assert "已报1／35" in html
    assert 'class="kpi-square ' not in html
    assert html.count("kpi-places-other ") == 34
    assert ZH("place.not_enough") in html


def test_of_many_bars_the_first_and_the_last_are_shown():
    """Of 100, 40 and 20."""
    assert shortened(list(range(60))) == list(range(60))
    assert shortened(list(range(100))) == [*range(40), None, *range(80, 100)]


@pytest.mark.usefixtures("tiny")
def test_members_that_are_no_places_have_bars_and_no_pages(visit):
    html = block(visit("regions", dimension="audience"), "kpi-places")
    assert (html.count('class="kpi-bar kpi-bar-reached'), html.count("href=")) == (1, 0)


@pytest.mark.usefixtures("tiny")
def test_a_place_there_is_none_of_is_overlooked(visit):
    for code in ("000", "990100"):
        assert [each.value for each in visit("regions", place=code).main.title] == [ZH("page.regions")]


@pytest.mark.slow
@pytest.mark.usefixtures("tiny")
def test_without_squares_there_are_bars_alone(visit):
    visit()
    load(("东岸", "0.3"), ("西岸", "0.6"))
    app = visit("regions")
    html = block(app, "kpi-places")
    assert "kpi-map" not in html
    assert html.index("西岸区") < html.index("东岸区")
    assert "西岸区居首，0.6万人次；东岸区居末，0.3万人次。" in said(app)
    assert not [text for text in shown(app) if "kpi-places-button" in plain(text)]


@pytest.mark.slow
@pytest.mark.usefixtures("tiny")
def test_tables_of_numbers_say_which_of_them_have_marks(visit):
    visit()
    load(("东岸", "≥0.3"), ("西岸", "0.6"))
    told = said(visit("regions"))
    assert "名次按数值排，其中东岸区 ≥0.3万人次。" in told
    assert ZH("place.marked_in_heat", number=1, count=1) in told


@pytest.fixture
def own_target(monkeypatch, tmp_path):
    """The tiny plan in which the east is asked for 0.5万 a year as well."""
    folder = shutil.copytree(TINY, tmp_path / "catalog")
    path = folder / "targets.csv"
    own = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("G2,"))
    line = own.replace("G2,", "G9,", 1).replace(",990100,", ",990101,").replace(",12000,", ",5000,")
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")
    monkeypatch.setenv("KPI_CATALOG", str(folder))


@pytest.mark.slow
@pytest.mark.usefixtures("own_target")
def test_a_target_of_its_own_has_its_lamp_in_both_places(visit):
    """0.6 of 0.5 asked: met."""
    visit()
    load(("东岸", "0.6"), ("西岸", "0.3"))
    board = block(visit("regions"), "kpi-places")
    assert board.count("kpi-is-met") == 1
    place = block(visit("regions", place="990101"), "kpi-place-targets")
    assert (place.count("kpi-is-met"), place.count('class="kpi-mark" src="data:image/svg+xml')) == (1, 2)
    assert "≥0.5万人次" in place
