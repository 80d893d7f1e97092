"""What pages show to whoever has used up a quota: the reason, and no way to what would be refused."""

import pytest

from kpi import services
from kpi.i18n import texts
from kpi.web import session
from tests.pages.test_sign_in import people, told  # noqa: F401 - fixtures

ZH = texts("zh")


@pytest.fixture
def zhang(told, people):  # noqa: F811 - the fixtures
    """Who is at the page, as the services know them."""
    told[0] = people.begin("zhang", "甲处")
    return people.visitor(*told)


def offered(app):
    """What the buttons for files say besides, by whether they can be pressed."""
    return {(button.proto.disabled, button.proto.help) for button in app.get("download_button")}


def test_files_are_offered_until_as_many_were_taken_as_may_be(zhang, visit, monkeypatch):
    monkeypatch.setenv("KPI_DOWNLOADS_PER_HOUR", "1")
    assert offered(visit("export")) == {(False, "")}
    services.handed_out(session._usual(), zhang, "a.csv")
    ((disabled, reason),) = offered(visit("export"))
    assert disabled
    assert reason.startswith(ZH("quota.limit_downloads", most=ZH("quota.amount_downloads", count=1)))


def test_where_no_report_is_left_the_page_says_why_there_is_no_first_page(zhang, visit, monkeypatch):
    monkeypatch.setenv("KPI_REPORTS_PER_HOUR", "1")
    services.gap_report(session._usual(), zhang, services.ReportRequest(), "csv")
    app = visit("export")
    limit = ZH("quota.limit_reports", most=ZH("quota.amount_reports", count=1))
    assert any(info.value.startswith(limit) for info in app.info)
    assert all(disabled and reason.startswith(limit) for disabled, reason in offered(app))
