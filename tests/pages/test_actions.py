"""整改台账 and the block of a measure: writing begins on the measure, goes on in the list, and is refused in words."""

import re

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import texts
from kpi.model import MatterEvent
from kpi.services import Draft, Query
from kpi.web import session
from tests.pages.conftest import shown

ZH = texts("zh")


@pytest.fixture
def matter(tmp_path):
    """Matter 1 about G3, late by a day tomorrow; the test has a database of its own."""
    del tmp_path
    workspace = session.workspace()
    said = Draft(note="抓紧整改", unit="城管局", due=workspace.today)
    return services.begin_matter(workspace, LOCAL_USER, "G3", None, MatterEvent.INSTRUCT, said)


def field(app, kind, label):
    return next(each for each in app.get(kind) if each.label == ZH(label))


@pytest.mark.usefixtures("tiny", "tmp_path")
def test_an_instruction_is_written_on_the_page_of_its_measure(visit):
    app = visit("measure", measure="landfill_daily")
    field(app, "text_area", "remarks.note_of_instruct").set_value("本月拿出方案")
    field(app, "text_input", "remarks.due").set_value("2099年12月31日")
    next(each for each in app.button if each.label == ZH("remarks.write")).click().run()
    assert not app.exception
    assert any("本月拿出方案" in text for text in shown(app))
    (matter,) = services.matters(session.workspace(), LOCAL_USER, Query()).matters
    assert (matter.key, str(matter.due)) == (("G3", None), "2099-12-31")


@pytest.mark.usefixtures("tiny")
def test_a_matter_shows_its_steps_and_the_form_for_the_next(visit, matter):
    app = visit("actions", matter=str(matter))
    assert any("抓紧整改" in text and "当时判定" in text for text in shown(app))
    (chosen,) = [each for each in app.get("button_group") if each.label == ZH("remarks.what")]
    assert chosen.value == str(MatterEvent.ANSWER)
    field(app, "text_area", "remarks.steps").set_value("增设收集点")
    next(each for each in app.button if each.label == ZH("remarks.write")).click().run()
    assert [each.value for each in app.success] == [ZH("remarks.written", number=matter, event=ZH("remarks.event_answer"))]
    assert any("增设收集点" in text for text in shown(app))


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(("typed", "told"), [("明天", "不是日期"), ("2099-01-01", "责任单位只能提前")])
def test_what_is_refused_is_said_and_what_was_typed_stays(visit, matter, typed, told):
    app = visit("actions", matter=str(matter))
    steps, due = field(app, "text_area", "remarks.steps"), field(app, "text_input", "remarks.due")
    steps.set_value("增设收集点")
    due.set_value(typed)
    next(each for each in app.button if each.label == ZH("remarks.write")).click().run()
    assert any(told in each.value for each in app.error)
    assert field(app, "text_area", "remarks.steps").value == "增设收集点"
    assert services.matters(session.workspace(), LOCAL_USER, Query()).matters[0].version == 1


@pytest.mark.usefixtures("tiny")
def test_the_overview_and_the_list_tell_it_in_a_line(visit, matter):
    lead = services.matters(session.workspace(), LOCAL_USER, Query()).lead
    assert lead == "未销号整改事项1项。"
    assert any(lead in text and "actions" in text for text in shown(visit()))
    listed = visit("actions")
    assert any(f"matter={matter}" in text and "城管局" in text for text in shown(listed))
    assert any("第9号" in each.value for each in visit("actions", matter="9").info)


@pytest.mark.usefixtures("tiny", "tmp_path")
def test_where_nothing_is_to_be_put_right_the_overview_says_nothing_of_it(visit):
    assert not any("kpi-matters-line" in text for text in shown(visit()))


@pytest.mark.usefixtures("tiny")
def test_where_there_is_no_matter_the_page_leads_to_where_they_begin(visit):
    told = "\n".join(shown(visit("actions")))
    assert ZH("remarks.none") in told
    assert re.search(rf'href="[^"]*/gaps[^"]*">{ZH("board.way_gaps")} →', told)
