"""Pages of a plan whose targets count changes, lie between two values or stand below another."""

import json
import shutil

import pytest

from kpi import services
from tests.databases import TINY
from tests.pages.conftest import shown
from tests.unit.services.changes import FIGURES, with_changes
from tests.unit.services.conftest import load


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The plan, and its database with figures."""
    folder = tmp_path_factory.mktemp("changing")
    catalog = with_changes(shutil.copytree(TINY, folder / "catalog"))
    workspace = services.open_workspace(folder / "kpi.duckdb", catalog)
    load(workspace, FIGURES, accept_warnings=True)
    workspace.close()
    return catalog, folder / "kpi.duckdb"


@pytest.fixture
def begins_as(loaded, monkeypatch):
    catalog, database = loaded
    monkeypatch.setenv("KPI_CATALOG", str(catalog))
    return database


def drawn(app):
    """Every trace of the charts on a page."""
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return [trace for chart in charts for trace in chart["data"]]


@pytest.mark.parametrize("page", ["overview", "gaps", "lamps", "regions", "sources", "export", "upload"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_opens(visit, page, lang):
    assert not visit(page, lang=lang).error


def test_the_overview_lists_steps_below_their_target_and_filters_by_nature(visit):
    texts = shown(visit())
    assert any("其中约束性2项" in text for text in texts)
    assert any("└ " in text for text in texts)
    (table,) = [text for text in shown(visit(nature="binding")) if "kpi-score" in text]
    assert "填埋量增长率（约束性）" in table
    assert "（预期性）" not in table


def test_gaps_are_filtered_by_nature(visit):
    """H2 is expected, G1 and H1 are binding; of the waste only the one that is asked for is told."""
    every, expected = shown(visit("gaps")), shown(visit("gaps", nature="expected"))
    assert any("填埋量增长率" in text for text in every)
    assert not any("填埋量增长率" in text for text in expected)
    assert any("（预期性）" in text for text in expected)


@pytest.mark.parametrize(
    ("measure", "sentence", "told"),
    [
        ("waste_growth", "年均下降2.8%", "2023—2024年年均 −2.8%"),
        ("landfill_daily", "累计下降5.4%", "2024年12月31日 下降5.4%"),
        ("sorted_share", "80%—90%", "到2024年底 ≥80% 已达标"),
    ],
)
def test_a_measure_shows_what_is_counted(visit, measure, sentence, told):
    app = visit("measure", measure=measure)
    assert any(sentence in text.replace("\\", "") for text in shown(app))
    assert any(told in json.dumps(trace, ensure_ascii=False) for trace in drawn(app))
