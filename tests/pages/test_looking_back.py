"""Every page by `known_at` in the address: what was known then, kept from page to page, said, and left by one button."""

import re
from datetime import UTC, date, datetime

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.i18n import texts
from kpi.model import Actor, end_of_day
from kpi.services import ReportRequest, UploadFile, Workspace
from kpi.web import session
from kpi.web.address import PAGES as SPECS
from tests.databases import LETTER
from tests.pages.conftest import PAGES, shown

ZH = texts("zh")
THEN = "2024-01-31"
"""The plan is loaded on 3 July 2023, a return of 2023 on 1 March 2024."""
LOADED, RETURNED = datetime(2023, 7, 3, 1, tzinfo=UTC), datetime(2024, 3, 1, 1, tzinfo=UTC)
TRAINED = "指标代码,年份,数值,单位\r\nsubsidized_training,2023,6.2,万人次\r\n"
NOW_ONLY = (
    "upload",
    "reading",
    "sources",
    "issued",
    "plans",
    "query",
    "templates",
    "audit",
    "users",
    "account",
    "todo",
    "progress",
    "reminders",
    "review",
)


@pytest.fixture(scope="module")
def returned(tmp_path_factory, ready_made):
    """A database in which something came in between then and now."""
    database = ready_made.place(tmp_path_factory.mktemp("returned") / "kpi.duckdb", LETTER, LOADED)
    opened = services.open_workspace(database, LETTER, now=lambda: LOADED)
    later = Workspace(opened.store, lambda: RETURNED, opened.plan_id)
    preview = services.check_upload(later, Actor("张三", OWNER), [UploadFile("2023.csv", TRAINED.encode())])
    services.import_files(later, Actor("张三", OWNER), preview, note="年报", accept_warnings=True)
    opened.close()
    return database


@pytest.fixture
def begins_as(returned):
    return returned


def said(app):
    return [each.value for each in app.main.info]


def told_on(app):
    return "\n".join(shown(app)).replace("\\", "")


def moment_told():
    return ZH.moment(end_of_day(date(2024, 1, 31)))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_back_or_says_that_it_does_not(visit, page):
    key = "page.past_only_now" if page in NOW_ONLY else "page.past_view"
    app = visit(page, known_at=THEN)
    assert ZH(key, moment=moment_told()) in said(app)
    assert app.query_params["known_at"] == THEN
    assert [button.label for button in app.main.button if button.key == "past_leave"] == [ZH("page.past_leave")]


def test_the_pages_that_are_about_now_are_those_that_write_or_list_what_is_in_use():
    assert {each.name for each in SPECS if not each.looks_back} == set(NOW_ONLY)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["overview", "measure", "gaps", "lamps", "export", "batches"])
def test_what_came_later_is_not_on_a_page_that_looks_back(visit, page):
    """6.2万 of 5万 in 2023 came in March 2024: it counts now and did not then."""
    more = {"measure": "subsidized_training"} if page == "measure" else {}
    then, now = told_on(visit(page, known_at=THEN, **more)), told_on(visit(page, **more))
    assert now != then
    assert [later for later in ("6.2万人次", "2023.csv") if later in then] == []


@pytest.mark.slow
def test_the_moment_is_kept_from_page_to_page_and_left_by_the_button(visit):
    app = visit(known_at=THEN)
    app.query_params.clear()
    app.switch_page(PAGES["gaps"]).run()
    assert app.query_params["known_at"] == THEN
    assert ZH("page.past_view", moment=moment_told()) in said(app)
    app.button(key="past_leave").click().run()
    assert "known_at" not in app.query_params
    assert ZH("page.past_view", moment=moment_told()) not in said(app)


@pytest.mark.slow
def test_the_field_in_the_sidebar_sets_it_and_takes_it_back(visit):
    app = visit()
    app.sidebar.text_input(key="known_at_typed").set_value("2024-01-31T09:30").run()
    moment = datetime.fromisoformat("2024-01-31T09:30:00+08:00")
    assert (app.query_params["known_at"], said(app)) == ("2024-01-31T09:30", [ZH("page.past_view", moment=moment)])
    app.sidebar.text_input(key="known_at_typed").set_value("").run()
    assert ("known_at" in app.query_params, said(app)) == (False, [])


def test_a_moment_still_to_come_shows_now_and_says_so(visit):
    app = visit(known_at="2999-01-01")
    assert said(app) == [ZH("page.past_not_yet", moment=end_of_day(date(2999, 1, 1)))]
    assert "6.2万人次" in told_on(app)


@pytest.mark.parametrize("nonsense", ["gestern", "2024-13-01", "2024-01-31T25h"])
def test_what_is_no_moment_is_named_and_left_aside(visit, nonsense):
    app = visit(known_at=nonsense)
    assert said(app) == []
    assert ZH("page.misread", value=nonsense) in [each.value.replace("\\", "") for each in app.sidebar.info]


@pytest.mark.slow
def test_nothing_is_taken_back_while_looking_back(visit):
    """The batch came later than January; by the end of March it was there and still counted, and stays untouched."""
    assert ZH("page.no_uploads") in [each.value for each in visit("batches", known_at=THEN).main.caption]
    then, now = visit("batches", known_at="2024-03-31"), visit("batches")
    label = ZH("page.withdraw")
    assert label not in [each.label for each in then.main.button]
    assert label in [each.label for each in now.main.button]


@pytest.mark.slow
def test_links_to_other_pages_carry_the_moment(visit):
    links = [text for text in shown(visit(known_at=THEN)) if "/measure?" in text]
    assert links
    assert all("known_at=2024-01-31" in text for text in links)


@pytest.mark.slow
def test_a_report_that_was_issued_leads_to_the_view_of_its_day(visit):
    opened = session.workspace()
    services.issue_report(opened, Actor("张三", OWNER), ReportRequest(), ["csv"])
    (link,) = [each.value for each in visit("issued").main.html if ZH("page.go_as_known") in each.value]
    assert re.search(r'href="/\?as_of=2023-12-31&amp;known_at=\d{4}-', link)


@pytest.mark.slow
def test_the_picture_of_the_first_page_has_an_alternative_text(visit):
    app = visit("export")
    (picture,) = app.main.get("image")
    told = picture.proto.imgs[0].alt
    view = services.status(session.workspace(), Actor("张三", OWNER), services.Query())
    assert view.headline in told
    assert told.startswith("报告首页：差距分析报告（")
