"""规划与目标: each form, what it says before it saves, what it refuses, and what was typed staying where it is."""

from datetime import date

import pandas as pd
import pytest
import streamlit as st

from kpi import services
from kpi.access import LOCAL_USER
from kpi.model import Actor, Status
from kpi.services import Query
from kpi.web import session
from tests.pages.conftest import shown


def opened():
    """The plan that the app has open."""
    return session.workspace()


def fill(app, **texts):
    """Types into fields by the beginnings of their keys."""
    for name, text in texts.items():
        (field,) = [each for each in (*app.main.text_input, *app.main.text_area) if each.key.startswith(f"{name}_")]
        field.set_value(text)
    return app.run()


def save(app):
    (button,) = [each for each in app.main.button if each.key.startswith("save_")]
    return button.click().run()


def said(app):
    return [each.value.replace("\\", "") for each in (*app.main.error, *app.main.warning, *app.main.success, *app.main.caption)]


def cells(app):
    return [str(cell).replace("\\", "") for table in app.main.table for row in table.value.to_numpy().tolist() for cell in row]


def standing_of(target):
    view = services.status(opened(), LOCAL_USER, Query())
    return next(each for each in view.standings if each.target.target_id == target)


REVISED = {
    "revise_T01_value": "29",
    "revise_document": "东府〔2026〕9号",
    "revise_day": "2026-01-01",
    "revise_note": "年度调整",
}


@pytest.mark.slow
def test_a_revision_shows_its_effect_is_saved_once_and_taken_back(visit):
    app = fill(visit("plans", section="revise", target="T01"), **REVISED)
    assert any("不超过4.2个百分点 → **不超过3.2个百分点**" in cell for cell in cells(app))
    assert opened().store.data_version == 1
    app = save(app)
    assert any("已保存为修订 2" in text for text in said(app))
    assert standing_of("T01").goal.text == "≥29%"
    assert [each.value for each in app.main.text_input if "T01_value" in each.key] == [""]
    assert not [each for each in app.main.button if each.key.startswith("save_")]
    app = visit("plans", revision="2")
    assert any("目标值30% → 29%" in text.replace("\\", "") for text in shown(app))
    app = fill(app, withdraw_note="文号有误")
    (button,) = [each for each in app.main.button if "撤回这次修订" in each.label]
    app = button.click().run()
    assert any("修订 2 已撤回" in text for text in said(app))
    assert standing_of("T01").goal.text == "≥30%"


@pytest.mark.slow
def test_the_form_of_reports_is_said_once_for_all_of_them(visit):
    app = visit("plans", section="form")
    assert "还要填写：公文格式、原因" in [each.value for each in app.main.caption]
    app = save(fill(app, form_addressee="各镇人民政府", form_signatory="—", form_note="定稿"))
    assert any("已保存为修订 2" in text for text in said(app))
    form = services.official_form(opened(), LOCAL_USER)
    assert (form.addressee, form.signatory, form.copy_to) == ("各镇人民政府", "—", "")
    assert "各镇人民政府" in [each.value for each in app.main.text_input]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"revise_document": ""}, "还要填写：文号"),
        ({"revise_day": "2023-06-29"}, "早于目标本身的文件"),
        ({"revise_day": "某天"}, "还要填写：生效日期"),
        ({"revise_T01_value": "很多"}, "读不成数"),
        ({"revise_T01_value": "30%"}, "没有要改的"),
        ({"revise_T01_value": "300%"}, "占比应在 0 到 1 之间"),
    ],
)
def test_what_cannot_be_revised_is_said_and_the_typed_text_stays(visit, changed, told):
    app = fill(visit("plans", section="revise", target="T01"), **REVISED | changed)
    assert any(told in text for text in said(app))
    kept = {each.key.rsplit("_", 1)[0]: each.value for each in app.main.text_input}
    assert {name: kept[name] for name in REVISED} == REVISED | changed
    assert opened().store.data_version == 1


@pytest.mark.slow
def test_who_fills_a_form_sees_what_another_saved_meanwhile_and_may_go_on(visit):
    app = fill(visit("plans", section="revise", target="T01"), **REVISED | {"revise_note": ""})
    paper = {"document": "东府〔2026〕1号", "effective_on": date(2026, 1, 1), "note": "先改"}
    first = services.check_revision(opened(), Actor("李四", LOCAL_USER.grants), "T01", {"value": "0.28"}, **paper)
    services.make_revision(opened(), Actor("李四", LOCAL_USER.grants), first)
    app = fill(app, revise_note="年度调整")
    assert any("李四已于" in text and "目标值30% → 28%" in text for text in said(app))
    assert not [each for each in app.main.button if each.key.startswith("save_")]
    (go_on,) = [each for each in app.main.button if each.key.startswith("go_on_")]
    app = save(go_on.click().run())
    assert standing_of("T01").goal.text == "≥29%"


@pytest.mark.slow
def test_what_was_not_on_screen_is_not_saved(visit):
    app = fill(visit("plans", section="revise", target="T01"), **REVISED)
    (field,) = [each for each in app.main.text_input if "T01_value" in each.key]
    field.set_value("28")
    app = save(app)
    assert opened().store.data_version == 1
    assert any("已重新计算" in each.value for each in app.main.info)
    save(app)
    assert standing_of("T01").goal.text == "≥28%"


@pytest.mark.slow
def test_an_answer_makes_a_target_judged_at_once(visit):
    """Q11 asks for deadlines: with one, T13 is no longer 不评价 but a target without figures."""
    app = visit("plans", section="answer", question="Q11")
    (kind,) = [each for each in app.main.selectbox if each.key.startswith("answer_Q11_T13_period_type")]
    kind.set_value("by_date")
    app = fill(app, answer_Q11_T13_deadline="2025-12-31", answer_document="东人社函〔2026〕1号", answer_note="2025年底前")
    assert any("不评价 → **无数据**" in cell for cell in cells(app))
    save(app)
    assert standing_of("T13").status is Status.NO_DATA
    assert all(each.question_id != "Q11" for each in opened().catalog.questions)


@pytest.mark.slow
def test_an_answer_that_contradicts_the_print_is_refused(visit):
    app = visit("plans", section="answer", question="Q01")
    app = fill(app, answer_Q01_F_VOUCHER_value="300", answer_document="东人社函〔2026〕1号", answer_note="核减")
    assert any("原文印的是" in text for text in said(app))
    assert opened().store.data_version == 1


@pytest.mark.slow
def test_a_person_judges_and_the_overview_says_so(visit):
    app = visit("plans", section="judge", target="T13")
    (verdict,) = [each for each in app.main.button_group if each.key.startswith("judge_verdict")]
    verdict.set_value("met")
    app = fill(app, judge_reason_T13="压力测试通过", judge_evidence_T13="东人社函〔2026〕12号", judge_who="王五")
    save(app)
    overview = "\n".join(shown(visit("overview"))).replace("\\", "")
    assert "其中人工认定1项" in overview
    assert "已达标（人工认定）" in overview
    assert "由王五于" in overview


@pytest.mark.slow
def test_only_what_no_rule_can_judge_is_offered(visit):
    app = visit("plans", section="judge")
    (targets,) = [each for each in app.main.selectbox if each.key == "target"]
    assert [each.split(" ")[0] for each in targets.options] == ["T13", "T21", "T28", "T31", "T32"]


@pytest.fixture
def typed(monkeypatch):
    """Fills the table of a page, which AppTest cannot type into."""
    rows = []

    def editor(data, **_):
        return pd.DataFrame(rows, columns=data.columns) if rows and len(data) == 0 else data

    monkeypatch.setattr(st, "data_editor", editor)
    return rows


NEW = {
    "target_id": "T40", "measure_id": "skilled_talent_total", "comparator": ">=", "value": "150", "period_type": "by_date",
    "deadline": "2025-12-31", "source": "东府〔2026〕3号",
}  # fmt: skip


@pytest.mark.slow
def test_rows_are_added_together_and_their_problems_are_told_by_row(visit, typed):
    typed += [NEW, NEW | {"target_id": "T41", "measure_id": "nothing"}]
    app = fill(visit("plans", section="add", kind="targets"), targets_note="新增目标")
    assert any(text.startswith("第2行") for text in said(app))
    assert not [each for each in app.main.button if each.key.startswith("save_")]
    typed[1] = NEW | {"target_id": "T41", "value": "160"}
    save(app.run())
    assert [standing_of(each).goal.text for each in ("T40", "T41")] == ["≥150万人", "≥160万人"]


@pytest.mark.parametrize("section", ["revisions", "revise", "answer", "judge", "add"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_section_opens_in_both_languages(visit, section, lang):
    app = visit("plans", section=section, lang=lang)
    assert not app.error


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("section", ["revisions", "revise", "answer", "judge", "add"])
def test_another_plan_needs_no_other_code(visit, section):
    assert not visit("plans", section=section).error
