"""对比 by its address: two changes, two days, first publications; and the last changes at the end of the overview."""

from datetime import UTC, datetime

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.i18n import texts
from kpi.model import Actor
from kpi.services import UploadFile, Workspace
from tests.databases import LETTER, PROJECT, copied
from tests.pages.conftest import shown

ZH = texts("zh")
LOADED, FIRST, SECOND = (datetime(2024, month, 1, 1, tzinfo=UTC) for month in (1, 3, 6))
TRAINED = "指标代码,年份,数值,单位\r\nsubsidized_training,2023,{value},万人次\r\n"


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """4.9万 of 5万 for 2023 (batch 2), and a correction to 6.2万 (batch 3). The sum since 2021 goes with it."""
    database = tmp_path_factory.mktemp("reported") / "kpi.duckdb"
    opened = services.open_workspace(database, LETTER, now=lambda: LOADED)
    for at, name, value in ((FIRST, "年报.csv", "4.9"), (SECOND, "更正.csv", "6.2")):
        later = Workspace(opened.store, lambda at=at: at, opened.plan_id)
        actor = Actor("张三", OWNER)
        preview = services.check_upload(later, actor, [UploadFile(name, TRAINED.format(value=value).encode())])
        services.import_files(later, actor, preview, note="年报", accept_warnings=True)
    opened.close()
    return database


@pytest.fixture
def visited(visit, reported, tmp_path):
    copied(reported, tmp_path / "kpi.duckdb")
    return visit


def told(app):
    return "\n".join(shown(app)).replace("\\", "").replace("::small[]", ":")


@pytest.mark.slow
def test_the_last_change_is_shown_without_a_question(visited):
    app = visited("compare")
    text = told(app)
    assert len(app.get("selectbox")) == 4
    assert "未完成 4.9万人次，尚差0.1万人次" in text
    assert "已达标 6.2万人次" in text
    assert "批次3 更正.csv（张三，2024年6月1日 09:00，年报）" in text
    assert ZH("page.compare_verdicts", count=2) in [each.value for each in app.subheader]


@pytest.mark.slow
def test_batches_in_the_address_are_the_sides(visited):
    app = visited("compare", **{"from": "2", "to": "3"})
    assert "批次2载入后" in told(app)
    assert "批次3载入后" in told(app)
    assert not app.error


@pytest.mark.slow
def test_two_days_are_told_with_what_the_day_alone_does(visited):
    app = visited("compare", by="days", from_day="2023-06-30", to_day="2024-06-30")
    assert "现在（评价日期2023年6月30日）" in told(app)
    assert any("只因评价日期不同" in each.label for each in app.get("expander"))


@pytest.mark.slow
def test_what_is_the_same_is_said_to_be(visited):
    app = visited("compare", **{"from": "3"})
    assert [each.value for each in app.success] == [ZH("page.compare_none")]


def test_without_vintages_that_is_said(visited):
    assert ZH("page.compare_no_vintages") in [each.value for each in visited("compare", by="vintages").info]


@pytest.mark.slow
def test_english_has_no_chinese_but_names(visited):
    app = visited("compare", lang="en")
    assert "Batch 3 更正.csv (张三, 1 June 2024 09:00, 年报)" in told(app)
    assert "Targets that stand differently (2)" in [each.value for each in app.subheader]


@pytest.mark.slow
def test_the_overview_ends_with_the_last_changes_and_the_way_to_them(visited):
    app = visited()
    assert app.subheader[-1].value == ZH("page.recent")
    text = told(app)
    assert text.count("2024年6月1日　批次3 更正.csv（张三，年报）：") == 1  # over all that it changed
    assert "未完成 → **已达标**" in text
    assert text.index("批次3 更正.csv") < text.index("批次2 年报.csv")


def test_a_plan_without_changes_ends_without_them(visit):
    assert ZH("page.recent") not in [each.value for each in visit().subheader]


@pytest.mark.slow
def test_first_publications_are_held_against_the_revised_ones(visit, monkeypatch):
    monkeypatch.setenv("KPI_CATALOG", str(PROJECT / "data" / "examples" / "national" / "14th"))
    text = told(visit("compare", by="vintages"))
    assert "按首次公布的数" in text
    assert "首次公布8.1%（2022年2月28日，国家统计局，初步数） → 现行8.4%（2022年12月27日，新华社，最终数）" in text


def test_where_there_is_nothing_to_compare_the_page_still_says_whose_plan_it_is(visit):
    app = visit("compare")
    assert [each.value for each in app.info] == [ZH("page.compare_nothing_before")]
    assert any("数据截至2023年6月30日" in text for text in shown(app))
