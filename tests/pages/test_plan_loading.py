"""A plan is brought to the page as a workbook: looked at, refused or loaded."""

import io

import openpyxl
import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.catalog import read_folder
from kpi.i18n import texts
from kpi.ingest import plan_workbook
from kpi.web import session
from tests.databases import TINY
from tests.pages.conftest import shown

pytestmark = pytest.mark.slow

ZH = texts("zh")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YUNXI = plan_workbook(read_folder(TINY).tables, ZH)


def drop(app, content=YUNXI, name="yunxi.xlsx"):
    app.file_uploader[0].set_value([(name, content, XLSX)]).run()
    assert not app.exception
    return app


def load_button(app):
    return next((each for each in app.button if each.key == "plan_load"), None)


def changed(heading, value):
    """The workbook with another value in row 2 of 目标."""
    book = openpyxl.load_workbook(io.BytesIO(YUNXI))
    column = next(cell.column for cell in book["目标"][1] if cell.value == heading)
    book["目标"].cell(2, column).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def revisions():
    return [(each.plan_id, each.document_number, each.note) for each in session.workspace().store.revisions()]


def test_a_workbook_is_shown_before_and_loaded_once_it_is_confirmed(visit):
    app = drop(visit("plans", section="load"))
    assert any("云溪市生活垃圾分类三年行动计划" in text and "yunxi" in text for text in shown(app))
    (table,) = app.table
    assert list(table.value.iloc[:, 0])[:3] == ["**单位**", "**指标**", "**地区**"]
    assert len(revisions()) == 1
    next(each for each in app.text_input if each.key == "plan_load_note").set_value("新规划").run()
    load_button(app).click().run()
    assert [each.value for each in app.success] == ["规划“yunxi”已载入，修订编号 2。"]
    assert revisions()[0] == ("yunxi", "", "新规划")
    assert app.file_uploader[0].value == []


def test_a_workbook_with_a_mistake_says_where_and_offers_no_button(visit):
    app = drop(visit("plans", section="load"), changed("考核方式", "尽快"))
    assert load_button(app) is None
    assert [each.value for each in app.error] == [ZH("page.plan_refused")]
    row = app.table[0].value.iloc[0]
    assert "目标" in row.iloc[1]
    assert ("2" in row.iloc[2], row.iloc[3], "尽快" in row.iloc[5]) == (True, "考核方式", True)


@pytest.mark.usefixtures("tiny")
def test_verdicts_that_change_and_what_is_there_already_are_said(visit):
    """62.5% of December 2022 reaches 60%; the plan's own workbook brings nothing new."""
    app = visit("plans", section="load")
    next(each for each in app.text_input if each.label == ZH("page.plan_called")).set_value("tiny_catalog").run()
    drop(app)
    assert [each.value for each in app.info] == [ZH("page.plan_is_loaded", plan="云溪市生活垃圾分类三年行动计划")]
    drop(app, changed("目标值", "60%"))
    assert "G1" in app.table[-1].value.iloc[0, 4]
    assert load_button(app) is not None


@pytest.mark.usefixtures("tiny")
def test_a_preview_that_somebody_overtook_is_shown_anew_before_it_counts(visit):
    app = visit("plans", section="load")
    next(each for each in app.text_input if each.label == ZH("page.plan_called")).set_value("tiny_catalog").run()
    drop(app, changed("目标值", "60%"))
    opened = session.workspace()
    told = {"document": "1号", "note": "调整", "effective_on": opened.today}
    services.make_revision(opened, LOCAL_USER, services.check_revision(opened, LOCAL_USER, "G2", {"value": "13000"}, **told))
    load_button(app).click().run()
    assert [each.value for each in app.warning] == [ZH("page.plan_outdated")]
    assert len(revisions()) == 2
    load_button(app).click().run()
    assert len(revisions()) == 3


def test_the_plan_and_the_empty_workbook_may_be_taken_away(visit):
    app = visit("plans", section="load")
    assert [each.label for each in app.get("download_button")][:2] == [
        ZH("page.plan_empty_workbook"),
        ZH("page.plan_this_workbook", plan=session.workspace().catalog.plan_name("zh")),
    ]
