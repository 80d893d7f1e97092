"""Every page on the national 14th plan: changes, breaks, readings, targets without a number, figures that were revised."""

import pytest

from tests.databases import PROJECT
from tests.pages.conftest import PAGES, shown


@pytest.fixture(autouse=True)
def _the_14th_plan(monkeypatch):
    monkeypatch.setenv("KPI_CATALOG", str(PROJECT / "data" / "examples" / "national" / "14th"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(visit, page, lang):
    app = visit(page, lang=lang)
    assert app.title
    assert [text for text in shown(app) if "NaN" in text] == []


@pytest.mark.parametrize(
    "measure",
    ["gdp_growth", "disposable_income_growth", "life_expectancy", "energy_intensity_change_new", "rd_expenditure_growth"],
)
def test_a_measure_opens(visit, measure):
    texts = shown(visit("measure", measure=measure))
    assert texts
    assert [text for text in texts if "NaN" in text] == []


def test_twenty_targets_are_counted(visit):
    texts = " ".join(shown(visit("overview", as_of="2025-12-31")))
    assert "20项目标中，已达标4项、未完成1项、待核定9项、口径不可比2项、不评价4项" in texts


def test_a_reading_says_that_it_is_one(visit):
    texts = shown(visit("measure", measure="urban_unemployment", as_of="2025-12-31"))
    missed = [text for text in texts if "2022年" in text and "未完成" in text]
    assert missed
    assert all("按一种读法（非规划原文）" in text for text in missed)
