"""数据质量 and what a report may not be issued for, as pages show them."""

import re

import pytest

from kpi import services
from tests.databases import TINY
from tests.pages.conftest import shown
from tests.unit.services.conftest import load, row, table

SLIPPED = row("volunteers_trained", "1.2", "万人次", year=2023), row("volunteers_trained", "120", "万人次", year=2024)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The tiny plan with a figure a hundred times too large, and its database."""
    folder = tmp_path_factory.mktemp("slipped")
    workspace = services.open_workspace(folder / "kpi.duckdb", TINY)
    load(workspace, table(*SLIPPED), accept_warnings=True)
    workspace.close()
    return folder / "kpi.duckdb"


@pytest.fixture
def begins_as(request, loaded, monkeypatch):
    if "slipped" not in request.fixturenames:
        return None
    monkeypatch.setenv("KPI_CATALOG", str(TINY))
    return loaded


@pytest.fixture
def slipped():
    """The test begins with the figure in doubt."""


def rows(app):
    """Every line of every table, as the texts of its cells."""
    lines = [line for table_ in app.table for line in table_.value.itertuples(index=False)]
    return [[cell.replace("\\", "") for cell in line] for line in lines]


@pytest.mark.slow
def test_a_doubt_is_told_with_its_source_and_what_to_check(visit, slipped):
    app = visit("quality")
    (doubt,) = [line for line in rows(app) if line[0] == "单位或位数"]
    assert doubt[3:6] == [
        "**120万人次**",
        "120万人次，约为相邻的1.2万人次（2023年）的100倍，可能单位错了或多写了一位。",
        "核对单位和位数。",
    ]
    assert "填报.csv" in doubt[6]
    assert any(text.startswith("#### ") and "另有疑点1处" in text for text in shown(app))


def test_the_letter_has_no_doubt_and_its_years_are_laid_out(visit):
    app = visit("quality")
    assert any("没有数值疑点" in caption.value for caption in app.caption)
    (years,) = [block for block in shown(app) if "kpi-years" in block]
    (share,) = [line for line in years.split("<tr>") if ">技能人才占就业人员比例</a>" in line]
    assert re.findall(r"kpi-there-\w+\">([^<]*)<", share) == ["", "", "● 有", "未到期", "未到期"]
    # three targets run through 2022: subsidised and project training, of which there is none, and 领军人才, which is there
    assert re.findall(r"<span>2022</span> <small>([^<]*)<", years) == ["1／3"]
    (carriers,) = [line for line in rows(app) if line[0] == "I03"]
    assert carriers[3:] == ["205个", "等于205个", "0个", "0个", "相符"]


@pytest.mark.slow
def test_the_export_page_says_why_nothing_may_be_issued(visit, monkeypatch):
    monkeypatch.setenv("KPI_LEAST_COVERAGE", "0.6")
    app = visit("export")
    assert any("本报告只供核对，不得印发。" in warning.value for warning in app.warning)
    assert not [button for button in app.button if "登记" in button.label]


@pytest.mark.slow
def test_below_nothing_it_offers_to_issue(visit):
    assert [button.label for button in visit("export").button if "登记" in button.label] == ["登记发出", "生成并登记发出"]


def test_of_very_many_identities_the_first_are_listed_and_the_rest_counted(visit, monkeypatch):
    monkeypatch.setattr("kpi.web.quality.SHOWN", 2)
    app = visit("quality")
    (holding,) = [each for each in app.expander if each.label.startswith("相符的")]
    count = int(holding.label.removeprefix("相符的").removesuffix("处"))
    (listed,) = holding.table
    assert len(listed.value) == 2 < count
    assert [each.value for each in holding.caption] == [f"只列前2处，另有{count - 2}处；命令 quality --json 列出全部。"]
