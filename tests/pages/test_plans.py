"""Several plans in one database: which one a page shows, and how another is chosen."""

from datetime import date

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from tests.databases import LETTER, TINY
from tests.pages.conftest import shown


@pytest.fixture(scope="module")
def both(tmp_path_factory, ready_made):
    """The letter's database, into which the tiny plan was loaded too."""
    database = ready_made.place(tmp_path_factory.mktemp("both") / "kpi.duckdb")
    workspace = services.open_workspace(database, LETTER)
    services.load_plan(workspace, LOCAL_USER, services.check_plan(workspace, LOCAL_USER, TINY))
    workspace.close()
    return database


@pytest.fixture
def begins_as(request):
    """What a test names of `both` and `revised`."""
    return next((request.getfixturevalue(each) for each in ("both", "revised") if each in request.fixturenames), None)


@pytest.mark.slow
@pytest.mark.usefixtures("both")
def test_the_plan_of_the_folder_is_shown_until_another_is_chosen(visit):
    app = visit("overview")
    assert any("技能人才之都" in text for text in shown(app))
    assert app.sidebar.selectbox(key="plan").options[0].startswith("东莞市")
    app.sidebar.selectbox(key="plan").set_value("tiny_catalog").run()
    assert app.query_params["plan"] == "tiny_catalog"
    assert any("云溪市生活垃圾分类" in text for text in shown(app))


@pytest.mark.usefixtures("both")
def test_a_plan_in_the_address_is_shown_and_one_that_is_not_there_is_said(visit):
    assert any("云溪市生活垃圾分类" in text for text in shown(visit("gaps", plan="tiny_catalog")))
    app = visit("overview", plan="no_such_plan")
    assert any("技能人才之都" in text for text in shown(app))
    assert any("no" in each.value for each in app.sidebar.info)


def test_one_plan_needs_no_choice(visit):
    assert [each.key for each in visit("overview").sidebar.selectbox if each.key == "plan"] == []


@pytest.fixture(scope="module")
def revised(tmp_path_factory, ready_made):
    """The letter's database, in which one target was revised."""
    database = ready_made.place(tmp_path_factory.mktemp("revised") / "kpi.duckdb")
    workspace = services.open_workspace(database, LETTER)
    paper = {"document": "东府〔2024〕1号", "effective_on": date(2024, 5, 1), "note": "调整"}
    checked = services.check_revision(workspace, LOCAL_USER, "T01", {"value": "0.29"}, **paper)
    services.make_revision(workspace, LOCAL_USER, checked)
    workspace.close()
    return database


@pytest.mark.slow
@pytest.mark.usefixtures("revised")
def test_pages_judge_by_the_revised_targets_or_by_the_original_ones(visit):
    app = visit("overview")
    assert any("原定30%，经东府〔2024〕1号调整为29%" in text for text in shown(app))
    first = visit("overview", targets="original")
    assert any("按原定目标" in text for text in shown(first))
    assert not any("调整为29%" in text for text in shown(first))
