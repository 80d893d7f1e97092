"""Several plans in one database: which one a page shows, and how another is chosen."""

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from tests.databases import LETTER, TINY
from tests.pages.conftest import shown


@pytest.fixture
def both(tmp_path, ready_made):
    """The letter's database, into which the tiny plan was loaded too."""
    workspace = services.open_workspace(ready_made.place(tmp_path / "kpi.duckdb"), LETTER)
    services.load_plan(workspace, LOCAL_USER, services.check_plan(workspace, LOCAL_USER, TINY))
    workspace.close()


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
