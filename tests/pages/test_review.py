"""The page of approval, the button that sends in, and what pages say of how far they go."""

import re

import pytest

from kpi import services
from kpi.i18n import texts
from kpi.model import Stage
from kpi.web import session
from tests.databases import TINY
from tests.hostile import HOSTILE
from tests.pages.conftest import PAGES, shown
from tests.unit.services.approval.conftest import (
    ADMINISTRATOR,
    BOTH,
    CLERK,
    DAILY,
    LEADER,
    PUBLISHER,
    REVIEWER,
    SECOND,
    approved,
    sent,
)
from tests.unit.services.conftest import HEADER, row

pytestmark = pytest.mark.slow
ZH = texts("zh")


@pytest.fixture
def as_(monkeypatch, tmp_path, visit):
    """Opens a page as somebody, of the tiny plan where it waits for approval."""
    folder = tmp_path / "approving"
    folder.mkdir()
    for file in TINY.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    monkeypatch.setenv("KPI_CATALOG", str(folder))
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")

    def open_page(actor, name="review", **parameters):
        monkeypatch.setattr(session, "_actor", lambda: actor)
        return visit(name, **parameters)

    return open_page


def opened():
    """The plan as the pages have it open, whole."""
    return session.workspace().seen_by(CLERK)


def button(app, key):
    return next((each for each in app.button if each.label == ZH(key)), None)


def press(app, key):
    app = button(app, key).click().run()
    assert not app.exception
    return app


def said(app):
    return [
        each.value.replace("\\", "") for kind in ("success", "info", "warning", "error") for each in getattr(app.main, kind)
    ]


def everything(app):
    return "\n".join(shown(app)).replace("\\", "")


def drop(app, *rows, name="填报.csv"):
    app.file_uploader[0].set_value([(name, ("\n".join([HEADER, *rows]) + "\n").encode(), "text/csv")]).run()
    assert not app.exception
    return app


def test_the_button_sends_in_and_the_list_of_the_reviewer_has_it(as_):
    app = drop(as_(CLERK, "upload"), DAILY)
    assert button(app, "page.commit") is None
    app = press(app, "page.submit")
    assert any("已上报，编号1" in text for text in said(app))
    assert opened().store.data_version == 1
    app = as_(REVIEWER)
    assert "填报.csv" in everything(app)
    assert "待审核 1" in everything(app) or any("待审核 1" in str(each.options) for each in app.main.get("button_group"))


def test_a_reviewer_sees_the_effect_sends_back_and_the_sender_corrects_under_the_same_number(as_):
    as_(CLERK)
    number = sent(opened(), DAILY)
    app = as_(REVIEWER, submission=str(number))
    text = everything(app)
    assert "仅有基期" in text
    assert "严重滞后" in text
    app = press(app, "page.send_back")
    assert said(app) == [ZH("error.reason_missing")]
    next(each for each in app.text_area).set_value("应为日均数")
    app = press(app, "page.send_back")
    assert any("已退回" in text for text in said(app))
    app = as_(CLERK, "upload", submission=str(number))
    assert any("退回原因：应为日均数" in text for text in said(app))
    app = press(drop(app, row("landfill_daily", "414", "吨", year=2024), name="更正.csv"), "page.submit")
    assert any("已上报，编号1" in text for text in said(app))
    assert services.submission(opened(), CLERK, number).version == 2
    app = press(as_(REVIEWER, submission=str(number)), "page.approve")
    assert any("载入为批次2" in text for text in said(app))
    assert opened().store.data_version == 2


def test_nobody_is_offered_to_approve_their_own(as_):
    as_(BOTH)
    number = sent(opened(), DAILY, actor=BOTH)
    app = as_(BOTH, submission=str(number))
    assert button(app, "page.approve") is None
    assert button(app, "page.take_back") is not None
    app = press(app, "page.take_back")
    assert services.submission(opened(), BOTH, number).stage is Stage.TAKEN_BACK


def test_who_comes_second_is_told_and_a_button_pressed_twice_does_nothing_twice(as_):
    as_(REVIEWER)
    number = sent(opened(), DAILY)
    app = as_(REVIEWER, submission=str(number))
    approved(opened(), number, actor=SECOND)
    app = button(app, "page.approve").click().run()
    assert button(app, "page.approve") is None
    assert "另一审核员" in everything(app)
    assert len(opened().store.batches()) == 2


def test_figures_that_changed_since_are_shown_before_anything_is_approved(as_):
    as_(REVIEWER)
    number, other = sent(opened(), DAILY), sent(opened(), row("landfill_daily", "418", "吨", year=2023), name="另.csv")
    app = as_(REVIEWER, submission=str(number))
    approved(opened(), other, actor=SECOND)
    app = press(app, "page.approve")
    assert ZH("error.preview_outdated") in said(app)
    assert services.submission(opened(), CLERK, number).stage is Stage.WAITING
    press(app, "page.approve")
    assert services.submission(opened(), CLERK, number).stage is Stage.APPROVED


def test_leaders_see_what_is_published_and_the_page_says_so(as_):
    as_(CLERK)
    approved(opened(), sent(opened(), DAILY))
    app = as_(LEADER)
    assert len(app.error) == 1
    text = everything(as_(LEADER, "measure", measure="landfill_daily"))
    assert "尚未发布，所示为" in text
    assert "415" not in text
    app = as_(PUBLISHER, section="publish")
    assert "415吨" in everything(app)
    next(each for each in app.text_input if each.key == "publish_note").set_value("月报").run()
    app = press(app, "page.publish")
    assert any(text.startswith("已发布") for text in said(app))
    text = everything(as_(LEADER, "measure", measure="landfill_daily"))
    assert "415" in text
    assert "发布" in text


def test_a_publisher_locks_and_reopens(as_):
    app = as_(PUBLISHER, section="locks")
    app.main.text_input[0].set_value("去年")
    app.main.text_input[1].set_value("年报定稿")
    app = press(app, "page.lock")
    assert any("不是能封账的期间" in text for text in said(app))
    app.main.text_input[0].set_value("2024-3")
    app = press(app, "page.lock")
    assert any("2024年3月已封账" in text for text in said(app))
    assert button(as_(CLERK, section="locks"), "page.lock") is None
    app = as_(PUBLISHER, section="locks")
    app.main.text_input[-1].set_value("统计局修订")
    app = press(app, "page.reopen")
    assert "统计局修订" in everything(app)


def test_a_revision_is_sent_in_from_its_form_and_approved_with_its_effect(as_):
    app = as_(ADMINISTRATOR, "plans", section="revise", target="G3")
    typed = {"revise_G3_value": "280", "revise_document": "8号", "revise_day": "2024-06-01", "revise_note": "调整"}
    for field in app.main.text_input:
        name = field.key.rpartition("_")[0]
        if name in typed:
            field.set_value(typed[name])
    app = press(app.run(), "page.submit")
    assert any("已上报，编号1" in text for text in said(app))
    app = as_(REVIEWER, submission="1")
    assert "≤280吨" in everything(app)
    app = press(app, "page.approve")
    assert any("保存为修订2" in text for text in said(app))


def test_switching_approval_off_is_a_revision_that_another_approves(as_):
    app = as_(ADMINISTRATOR, "plans", section="approval")
    assert "已启用审核发布" in everything(app)
    app.main.get("button_group")[-1].set_value("off")
    next(each for each in app.main.text_input if each.key.startswith("approval_note")).set_value("试行结束")
    app = press(app.run(), "page.submit")
    assert any("编号1" in text for text in said(app))
    assert opened().catalog.approval
    app = press(as_(REVIEWER, submission="1"), "page.approve")
    assert any("保存为修订2" in text for text in said(app))
    assert not opened().catalog.approval


def test_alone_there_is_no_approval_and_the_pages_say_so(visit, tiny):
    assert "不经审核" in everything(visit("review"))
    assert button(drop(visit("upload"), DAILY), "page.commit") is not None


@pytest.mark.parametrize("text", [each for each in HOSTILE if each.isprintable()][::9])
def test_hostile_notes_and_reasons_are_text_on_the_page(as_, text):
    as_(CLERK)
    number = sent(opened(), DAILY, note=text, name="甲<b>.csv")
    services.send_back(opened(), REVIEWER, services.review(opened(), REVIEWER, number), text)
    services.lock_period(opened(), PUBLISHER, "2024", text)
    for app in (as_(CLERK, list="returned"), as_(CLERK, submission=str(number)), as_(CLERK, "upload", submission=str(number))):
        for block in app.main.get("html") or []:
            assert "<img src=http" not in block.proto.body
            assert "<script" not in block.proto.body
        assert not [each for each in app.main.markdown if "](http" in each.value or "<img" in each.value]
    assert not as_(CLERK, section="locks").exception


def test_no_page_shows_a_leader_what_is_not_published(as_):
    """417.3 is a number that no other figure and no date has."""
    as_(CLERK)
    approved(opened(), sent(opened(), row("landfill_daily", "417.3", "吨", year=2024)))
    assert [name for name in PAGES if re.search(r"417|填报\.csv", _said_on(as_(LEADER, name)))] == []
    assert "417" in _said_on(as_(CLERK, "overview"))
    assert "填报.csv" in _said_on(as_(CLERK, "batches"))


def _said_on(app):
    """Everything on a page, blocks as they are sent to the browser too."""
    return everything(app) + "".join(each.proto.body for each in app.main.get("html") or [])


def in_section(app, section, **typed):
    """The form of a section with fields filled in by the beginnings of their keys."""
    for kind in ("text_input", "text_area", "button_group"):
        for each in getattr(app.main, kind):
            for name, value in typed.items():
                if each.key and each.key.startswith(name):
                    each.set_value(value)
    return app.run()


def test_every_change_of_the_plan_is_sent_in_and_shown_to_who_reviews_it(as_):
    """The form is no. 1, the switch no. 2, the plan's own files no. 3; taking revision 2 back is no. 4."""
    app = in_section(as_(ADMINISTRATOR, "plans", section="form"), "form", form_addressee="市政府", form_note="更正")
    assert any("编号1" in text for text in said(press(app, "page.submit")))
    app = in_section(as_(ADMINISTRATOR, "plans", section="approval"), "approval", approval_note="结束", approval_="off")
    assert opened().catalog.approval
    press(app, "page.submit")
    files = services.export_plan(opened(), ADMINISTRATOR, opened().plan_id)
    files["targets.csv"] = files["targets.csv"].replace(b",<=,300,", b",<=,290,")
    app = as_(ADMINISTRATOR, "plans", section="load")
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files.items()]).run()
    app = in_section(app, "load", plan_called=opened().plan_id)
    press(app, "page.submit")
    assert (opened().catalog.form.addressee, opened().catalog.targets["G3"].value) == ("", 300)
    told = {number: everything(as_(REVIEWER, submission=str(number))) for number in (1, 2, 3)}
    assert "主送机关：市政府" in told[1]
    assert ZH("page.approval_switch_off") in told[2]
    assert all(each in told[3] for each in (ZH("page.plan_changed_column"), "G3"))
    press(as_(REVIEWER, submission="1"), "page.approve")
    assert opened().catalog.form.addressee == "市政府"
    app = in_section(as_(ADMINISTRATOR, "plans", section="revisions", revision="2"), "withdraw", withdraw_note="误")
    press(app, "page.plans_withdraw_asked")
    assert opened().catalog.form.addressee == "市政府"
    assert "市政府" in everything(as_(REVIEWER, submission="4"))
    app = press(as_(REVIEWER, submission="4"), "page.approve")
    assert ("修订2已撤回" in "".join(said(app)), opened().catalog.form.addressee) == (True, "")
