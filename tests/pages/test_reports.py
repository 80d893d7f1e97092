"""The pages about reports: scope and preview, issuing, many at once, and the ledger against today."""

import io
import zipfile
from datetime import date

import pytest

from kpi import services
from kpi.access import LOCAL_USER, READER
from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Actor
from kpi.services import Query, ReportRequest
from kpi.web import session
from tests.pages.conftest import shown

pytestmark = pytest.mark.slow

ZH = texts("zh")


def opened():
    """The plan that the app has open."""
    return session.workspace()


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def test_every_format_can_be_taken_and_the_first_page_is_shown(visit):
    app = visit("export")
    labels = [each.proto.label for each in app.get("download_button")]
    assert labels == [ZH("page.export_usual"), *(ZH(f"page.export_{kind}") for kind in services.REPORT_FORMATS)]
    assert len(app.get("image")) == 1


def test_a_report_is_issued_with_the_form_typed_for_it(visit):
    app = visit("export")
    fields = {each.key.split(" ")[0]: each for each in app.text_input}
    fields["form_addressee"].set_value("各镇人民政府")
    fields["form_signed_on"].set_value("2025年7月18日")
    app.run()
    press(app, ZH("page.issue_now"))
    form = services.issued_reports(opened(), LOCAL_USER)[0].request.form
    assert (form.addressee, form.signed_on, form.signatory) == ("各镇人民政府", date(2025, 7, 18), "")


def test_a_category_has_a_headline_of_its_own(visit):
    """The plan has 31 targets; those of training are fewer, and the headline counts them."""
    app = visit("export", group="培训")
    request = ReportRequest(Query(), services.Grouping.CATEGORY, "培训")
    headline = services.scope_of(opened(), LOCAL_USER, request).view.headline
    assert headline in [text.replace("\\", "") for text in shown(app)]
    assert "31项目标" not in headline


def test_without_a_chinese_font_the_page_says_so_and_all_else_works(visit, monkeypatch):
    def refused(*_):
        raise KpiError("no_format_chosen")

    monkeypatch.setattr(services, "report_preview", refused)
    app = visit("export")
    assert ZH("error.no_format_chosen") in [info.value for info in app.info]
    assert len(app.get("download_button")) == 1 + len(services.REPORT_FORMATS)


def test_issuing_writes_the_ledger_once(visit):
    app = visit("export")
    app.text_input(key="issue_remark").set_value("送市府办")
    press(app, ZH("page.issue_now"))
    (view,) = services.issued_reports(opened(), LOCAL_USER)
    assert [file.format for file in view.record.files] == ["docx", "pdf"]
    assert (view.record.note, view.record.report_id) == ("送市府办", 1)
    assert any("编号 1" in success.value for success in app.success)
    app.run()
    assert len(services.issued_reports(opened(), LOCAL_USER)) == 1


def test_nothing_is_issued_without_a_format(visit):
    app = visit("export")
    app.button_group(key="issue_formats_gap").set_value([])
    press(app, ZH("page.issue_now"))
    assert [error.value for error in app.error] == [ZH("error.no_format_chosen")]
    assert services.issued_reports(opened(), LOCAL_USER) == ()


def test_who_may_not_issue_is_told_and_may_still_take_a_draft(visit, monkeypatch):
    monkeypatch.setattr(session, "_actor", lambda: Actor("读者", READER))
    app = visit("export")
    assert ZH("page.issue_now") not in [button.label for button in app.button]
    assert ZH("page.issue_not_allowed") in [caption.value for caption in app.caption]
    assert len(app.get("download_button")) == 1 + len(services.REPORT_FORMATS)


def test_many_at_once_are_one_archive(visit):
    """The plan has seven categories with targets."""
    app = visit("export")
    app.selectbox(key="series_each").set_value("category")
    press(app, ZH("page.series_make"))
    _, _, made = app.session_state["series_made"]
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert len(archive.namelist()) == 7
    labels = [each.proto.label.replace("\\", "") for each in app.get("download_button")]
    assert ZH("page.series_take", name=made.name) in labels


def test_an_archive_of_older_figures_is_not_offered(visit):
    app = visit("export")
    app.selectbox(key="series_each").set_value("category")
    press(app, ZH("page.series_make"))
    with_it = len(app.get("download_button"))
    table = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n".encode()
    preview = services.check_upload(opened(), LOCAL_USER, [services.UploadFile("填报.csv", table)])
    services.import_files(opened(), LOCAL_USER, preview, note="新", accept_warnings=True)
    app.run()
    assert len(app.get("download_button")) == with_it - 1


def test_an_empty_ledger_leads_to_the_export(visit):
    app = visit("issued")
    assert [info.value for info in app.info] == [ZH("page.none_issued")]


def test_the_ledger_holds_a_report_against_today(visit):
    """6.2万 of 5万 in 2023 was not there when the report was issued."""
    visit()
    services.issue_report(opened(), LOCAL_USER, ReportRequest(), ["csv"], "<script>alert(1)</script>")
    table = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n".encode()
    preview = services.check_upload(opened(), LOCAL_USER, [services.UploadFile("填报.csv", table)])
    services.import_files(opened(), LOCAL_USER, preview, note="新", accept_warnings=True)
    app = visit("issued")
    text = "\n".join(shown(app)).replace("\\", "")
    assert "6.2万人次" in text
    assert ZH("status.met") in text
    assert "alert(1)" in text
    assert not app.get("html") or all("<script" not in each.proto.body for each in app.get("html"))
    assert [each.proto.label for each in app.get("download_button")] == [ZH("page.export_csv")]
