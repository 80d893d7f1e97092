"""Every page on the national 14th plan: changes, breaks, readings, targets without a number, figures that were revised."""

import re

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
    assert not app.error
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
    assert all("如按“逐年”理解（非规划原文）" in text for text in missed)


@pytest.mark.slow
def test_the_sources_say_who_published_what_and_what_is_to_be_checked(visit):
    blocks = shown(visit("sources"))
    sources = [block for block in blocks if 'class="kpi-source"' in block or "kpi-source-check" in block]
    assert any(">国家统计局 · 印发于2025年10月21日 · 刊载：央视（2025-10-21）<" in block for block in sources)
    asked = [block for block in sources if "kpi-source-check" in block]
    policies = next(text for text in blocks if text.startswith("- ") and "核对" in text)
    assert len(asked) + policies.count("原文。") == 87  # 52 reached through reposts, 30 through copies, 5 in repositories
    days = re.findall(r'<td data-label="公布">(.*?)</td>', " ".join(sources))
    assert "2021-12-17、最终数" in days


def test_readings_of_one_target_have_names_of_their_own(visit):
    cells = " ".join(shown(visit(as_of="2025-12-31"))).replace("\\", "")
    assert "一种读法：城镇调查失业率（全年平均）（逐年）" in cells
    assert "一种读法：城镇调查失业率（全年平均）（只看2025年）" in cells
    notes = [text.replace("\\", "") for text in shown(visit("measure", measure="urban_unemployment"))]
    assert "目标说明（逐年）：读法之一，不是规划原文：逐年按全年平均评价。" in notes


def test_the_cards_begin_with_the_worst_and_go_on_with_the_headline_measures(visit):
    cards = next(text for text in shown(visit(as_of="2025-12-31")) if "kpi-cards" in text)
    assert re.findall(r'kpi-card-name">(?:<b>最差</b>：)?(.*?)</span>', cards) == [
        "单位GDP二氧化碳排放变动率",
        "常住人口城镇化率",
        "全社会研发经费投入增长",
        "每万人口高价值发明专利拥有量",
    ]
