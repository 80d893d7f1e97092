"""Quotas as services ask for them: what costs is counted before it is done, across tabs and restarts, and refused with why.

The clock of these tests stands at 16:30 of 2 March 2026 in Asia/Shanghai.
"""

import threading
from dataclasses import replace

import pytest

from kpi import services
from kpi.access import OWNER, Quota
from kpi.errors import KpiError, QuotaSpent
from kpi.i18n import texts
from kpi.model import Actor, Channel, MatterEvent
from kpi.services import Each, Query, ReportRequest, UploadFile
from kpi.services.keeping import quotas
from kpi.services.outbox import reminding
from kpi.services.outbox.delivering.told import sent as delivered
from kpi.store import AuditAsked
from tests.databases import TINY
from tests.unit.services.approval.conftest import CLERK, REVIEWER, approving, sent  # noqa: F401 - a fixture
from tests.unit.services.conftest import ZHANG, row, table
from tests.unit.services.remarks.test_marks import value

WANG, LIU = Actor("王五", OWNER, "wang", "page", "甲处"), Actor("刘六", OWNER, "liu")
FILE = table(row("landfill_daily", "415", "吨", year=2024))
ASKED = "select 1"


def limited(monkeypatch, **limits):
    for name, most in limits.items():
        monkeypatch.setenv(f"KPI_{name}", str(most))


def told(refused, lang="zh"):
    return texts(lang).message(refused.value.message)


def on_record(workspace):
    found = workspace.store.audit_found(AuditAsked(action="quota"))
    return [(each.user_id, each.address, str(each.outcome), each.subject, each.detail) for each in found]


def counted(workspace, actor=WANG):
    """By quota how much of it is written down for somebody."""
    uses = [each for each in workspace.store.quota_uses(workspace.now() - quotas.LONGEST) if each.who == actor.user_id]
    return {quota: sum(use.amount for use in uses if use.quota == quota) for quota in dict.fromkeys(use.quota for use in uses)}


class Quietly:
    """A driver that hands over whatever it is given."""

    def deliver(self, out):
        return delivered("ok")


def remind(workspace, actor):
    return services.remind(workspace, actor, ["unit:云溪市城市管理局"], "file")


def matter(workspace, actor, *files):
    number = services.begin_matter(workspace, actor, "G3", None, MatterEvent.BEGIN, services.Draft(note="整改"))
    if files:
        draft = services.Draft(note="材料", files=files)
        services.move_matter(workspace, actor, number, MatterEvent.EVIDENCE, draft, 1)


def issued(workspace, actor):
    return services.issue_report(workspace, actor, ReportRequest(), ["csv"], "").record.report_id


SHOWN = UploadFile("证明.txt", "已办结。".encode())
USES = {
    "a file": (lambda ws, who: services.check_upload(ws, who, [FILE]), {"uploads": 1, "upload_bytes": len(FILE.content)}),
    "two files": (
        lambda ws, who: services.check_upload(ws, who, [FILE, FILE]),
        {"uploads": 2, "upload_bytes": 2 * len(FILE.content)},
    ),
    "a report": (lambda ws, who: services.gap_report(ws, who, ReportRequest(), "csv"), {"reports": 1}),
    "a series": (lambda ws, who: services.report_archive(ws, who, ReportRequest(), Each.REGION, "csv"), {"reports": 2}),
    "issuing": (issued, {"reports": 1}),
    "comparing": (lambda ws, who: services.compare_issued(ws, who, issued(ws, ZHANG)), {"reports": 2}),
    "working out again": (lambda ws, who: services.recomputed(ws, who, issued(ws, ZHANG)), {"reports": 1}),
    "a download": (lambda ws, who: services.handed_out(ws, who, "a.csv"), {"downloads": 1}),
    "a question": (lambda ws, who: services.ask(ws, who, ASKED), {"queries": 1}),
    "a calendar": (services.duty_calendar, {"calendars": 1}),
    "a reminder": (remind, {"messages": 1}),
    "a matter": (matter, {"remarks": 1}),
    "evidence": (lambda ws, who: matter(ws, who, SHOWN), {"remarks": 2, "evidence_bytes": len(SHOWN.content)}),
    "a document": (
        lambda ws, who: services.attach_document(ws, who, "plan", "a.txt", b"text"),
        {"uploads": 1, "upload_bytes": 4},
    ),
    "a template": (
        lambda ws, who: services.check_office_template(ws, who, "a.docx", b"no document"),
        {"uploads": 1, "upload_bytes": 11, "reports": 1},
    ),
    "a plan": (
        lambda ws, who: services.check_plan(ws, who, [UploadFile("plan.csv", b"a,b\n")]),
        {"uploads": 1, "upload_bytes": 4},
    ),
}


@pytest.fixture
def quietly(monkeypatch):
    monkeypatch.setattr(reminding, "channels", lambda _: dict.fromkeys(Channel, Quietly()))


@pytest.mark.parametrize("what", USES)
def test_what_costs_is_counted_for_who_has_it_and_nobody_else(opened, quietly, what):
    workspace = opened(TINY)
    do, uses = USES[what]
    do(workspace, WANG)
    assert counted(workspace) == uses
    assert counted(workspace, LIU) == {}


@pytest.mark.parametrize("what", USES)
def test_nothing_is_counted_for_who_works_alone(opened, quietly, monkeypatch, what):
    limited(monkeypatch, **{rule.setting.removeprefix("KPI_"): 1 for rule in quotas.RULES.values()})
    workspace = opened(TINY)
    for _ in range(2):
        try:
            USES[what][0](workspace, ZHANG)
        except QuotaSpent:
            raise
        except KpiError:
            continue  # a second matter of the same target, say
    assert workspace.store.quota_uses(workspace.now() - quotas.LONGEST) == []


LIMITS = {
    "a file": ("UPLOADS_PER_HOUR", "uploads"),
    "a report": ("REPORTS_PER_HOUR", "reports"),
    "a download": ("DOWNLOADS_PER_HOUR", "downloads"),
    "a question": ("QUERIES_PER_HOUR", "queries"),
    "a calendar": ("CALENDARS_PER_HOUR", "calendars"),
}


@pytest.mark.parametrize("what", LIMITS)
def test_whoever_has_had_enough_is_told_when_there_is_more_and_gets_it_then(opened, clock, monkeypatch, what):
    """Two an hour: at 16:30 and 16:40; the third at 16:50 waits until half past five."""
    setting, quota = LIMITS[what]
    limited(monkeypatch, **{setting: 2})
    workspace, do = opened(TINY), USES[what][0]
    do(workspace, WANG)
    clock.wind(minutes=10)
    do(workspace, WANG)
    clock.wind(minutes=10)
    with pytest.raises(QuotaSpent) as refused:
        do(workspace, WANG)
    words = texts("zh")
    allowed, amount = (words(f"quota.amount_{quota}", count=count) for count in (2, 1))
    assert told(refused) == (
        f"{words(f'quota.limit_{quota}', most=allowed)}：过去一小时已有{allowed}，这次还要{amount}。"
        "2026年3月2日 17:30起有余量；不够用的，请找系统管理员。"
    )
    assert "There is room again from 2 March 2026 17:30" in told(refused, "en")
    assert on_record(workspace) == [("wang", "甲处", "refused", quota, "2 + 1 > 2")]
    do(workspace, LIU)
    clock.wind(minutes=40)
    do(workspace, WANG)


def test_the_minute_named_is_one_that_has_begun_when_there_is_room(opened, clock, monkeypatch):
    """Used at 16:30:20, free at 17:30:20: at 17:30 that would not be true yet, at 17:31 it is."""
    limited(monkeypatch, QUERIES_PER_HOUR=1)
    clock.wind(seconds=20)
    workspace = opened(TINY)
    services.ask(workspace, WANG, ASKED)
    with pytest.raises(QuotaSpent) as refused:
        services.ask(workspace, WANG, ASKED)
    assert "2026年3月2日 17:31起" in told(refused)


def test_what_never_fits_says_so_and_uses_nothing(opened, monkeypatch):
    limited(monkeypatch, UPLOADS_PER_HOUR=2)
    workspace = opened(TINY)
    with pytest.raises(QuotaSpent) as refused:
        services.check_upload(workspace, WANG, [FILE] * 3)
    assert told(refused) == "读取上传的文件，每人每小时最多2个，这次一次就要3个，请分几次做。"
    assert counted(workspace) == {}


def test_bytes_are_counted_by_the_day_and_told_in_megabytes(opened, clock, monkeypatch):
    """One megabyte and a half of two; then another one does not fit until 24 hours after the first."""
    limited(monkeypatch, UPLOAD_MB_PER_DAY=2)
    workspace = opened(TINY)
    services.check_upload(workspace, WANG, [UploadFile("大.csv", b"x" * (3 * quotas.MEGABYTE // 2))])
    clock.wind(hours=23)
    with pytest.raises(QuotaSpent) as refused:
        services.check_upload(workspace, WANG, [UploadFile("大.csv", b"x" * quotas.MEGABYTE)])
    assert told(refused) == (
        "读取上传的文件，每人每天最多 2 MB：过去24小时已有 1.5 MB，这次还要 1 MB。"
        "2026年3月3日 16:30起有余量；不够用的，请找系统管理员。"
    )
    assert counted(workspace)["uploads"] == 1
    clock.wind(hours=1)
    services.check_upload(workspace, WANG, [UploadFile("大.csv", b"x" * quotas.MEGABYTE)])


def test_a_restart_forgets_nothing_and_old_uses_leave_no_rows(opened, clock, monkeypatch):
    limited(monkeypatch, QUERIES_PER_HOUR=1)
    opened(TINY).close()
    workspace = opened(TINY)
    services.ask(workspace, WANG, ASKED)
    workspace.close()
    again = opened(TINY)
    with pytest.raises(QuotaSpent):
        services.ask(again, WANG, ASKED)
    clock.wind(hours=25)
    services.ask(again, WANG, ASKED)
    kept = again.store.quota_uses(clock.moment - 9 * quotas.LONGEST)
    assert [(use.who, use.quota, use.amount, use.used_at) for use in kept] == [("wang", "queries", 1, clock.moment)]


def test_many_tabs_at_once_get_no_more_than_one_would(opened, monkeypatch):
    limited(monkeypatch, QUERIES_PER_HOUR=5, AT_ONCE_PER_PERSON=0)
    workspace, begin, done = opened(TINY), threading.Barrier(12), []

    def tab():
        begin.wait()
        try:
            services.ask(workspace, WANG, ASKED)
        except QuotaSpent:
            done.append("refused")
        else:
            done.append("answered")

    tabs = [threading.Thread(target=tab) for _ in range(12)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert (done.count("answered"), done.count("refused")) == (5, 7)
    assert counted(workspace) == {"queries": 5}


def test_only_so_much_is_under_way_for_one_person(opened, monkeypatch):
    """While one question is being answered, a second of the same person is refused, and one of another is not."""
    limited(monkeypatch, AT_ONCE_PER_PERSON=1)
    workspace = opened(TINY)
    asking, go_on, answers = threading.Event(), threading.Event(), []

    def slow(*_, **__):
        asking.set()
        go_on.wait(60)
        return "answer"

    monkeypatch.setattr(workspace.store, "ask", slow)
    first = threading.Thread(target=lambda: answers.append(services.ask(workspace, WANG, ASKED)))
    first.start()
    assert asking.wait(60)
    with pytest.raises(QuotaSpent) as refused:
        services.gap_report(workspace, WANG, ReportRequest(), "csv")
    services.gap_report(workspace, LIU, ReportRequest(), "csv")
    go_on.set()
    first.join()
    services.gap_report(workspace, WANG, ReportRequest(), "csv")
    assert "每人同时最多1项，你已有1项正在进行" in told(refused)
    assert answers == ["answer"]
    assert counted(workspace) == {"queries": 1, "reports": 1}
    assert on_record(workspace) == [("wang", "甲处", "refused", "at_once", "1 + 1 > 1")]


def test_what_fails_under_way_is_under_way_no_longer(opened, monkeypatch):
    limited(monkeypatch, AT_ONCE_PER_PERSON=1)
    workspace = opened(TINY)
    for _ in range(2):
        with pytest.raises(KpiError) as wrong:
            services.ask(workspace, WANG, "select * from no_such_view")
        assert not isinstance(wrong.value, QuotaSpent)


def test_where_it_cannot_be_written_down_nothing_is_used(opened, monkeypatch):
    limited(monkeypatch, QUERIES_PER_HOUR=1)
    workspace = opened(TINY)

    def full(*_, **__):
        raise KpiError("store_unusable", path="x")

    with monkeypatch.context() as broken:
        broken.setattr(workspace.store, "use_quotas", full)
        with pytest.raises(KpiError, match="store_unusable"):
            services.ask(workspace, WANG, ASKED)
    services.ask(workspace, WANG, ASKED)


def test_a_flood_of_refusals_is_one_entry_a_minute(opened, clock, monkeypatch):
    limited(monkeypatch, QUERIES_PER_HOUR=1)
    workspace = opened(TINY)
    services.ask(workspace, WANG, ASKED)
    for _ in range(2):
        for _ in range(20):
            with pytest.raises(QuotaSpent):
                services.ask(workspace, WANG, ASKED)
        clock.wind(minutes=1)
    assert len(on_record(workspace)) == 2


def test_reminders_of_a_day_are_counted_once_each(opened, quietly, clock, monkeypatch):
    """The same said again on the same day sends nothing, and uses nothing."""
    limited(monkeypatch, MESSAGES_PER_DAY=1)
    workspace = opened(TINY)
    remind(workspace, WANG)
    remind(workspace, WANG)
    assert counted(workspace) == {"messages": 1}
    clock.wind(hours=10)
    with pytest.raises(QuotaSpent) as refused:
        remind(workspace, WANG)
    assert "2026年3月3日 16:30起" in told(refused)
    assert len(services.outbox(workspace, ZHANG)) == 1


def test_a_mark_is_a_remark(opened, monkeypatch):
    limited(monkeypatch, REMARKS_PER_DAY=2)
    workspace = opened(TINY)
    of = value(workspace)
    number = services.mark_value(workspace, WANG, of, "核对")
    services.lift_mark(workspace, WANG, number, 1)
    with pytest.raises(QuotaSpent):
        services.mark_value(workspace, WANG, of, "核对")
    assert "写批示、整改和跟踪" in services.used_up(workspace, WANG, Quota.REMARKS)


def test_so_many_submissions_of_one_person_wait_and_one_decided_on_makes_room(approving, monkeypatch):  # noqa: F811 - the fixture
    limited(monkeypatch, WAITING_PER_PERSON=1)
    first = sent(approving, row("landfill_daily", "415", "吨", year=2024))
    with pytest.raises(QuotaSpent) as refused:
        sent(approving, row("landfill_daily", "410", "吨", year=2023))
    assert told(refused) == "每人最多同时有1件等待审核，你已有1件。其中一件审核、退回或撤回后，即可再上报。"
    assert on_record(approving) == [(CLERK.user_id, "", "refused", "waiting", "1 + 1 > 1")]
    other = replace(CLERK, name="另一填报员", user_id="id-other")
    sent(approving, row("landfill_daily", "409", "吨", year=2023), actor=other, name="另.csv")
    services.send_back(approving, REVIEWER, services.review(approving, REVIEWER, first), "重报")
    sent(approving, row("landfill_daily", "414", "吨", year=2024), number=first)
    with pytest.raises(QuotaSpent):
        sent(approving, row("landfill_daily", "410", "吨", year=2023))
    services.take_back(approving, CLERK, first)
    sent(approving, row("landfill_daily", "410", "吨", year=2023))


def test_a_review_is_counted_for_the_reviewer_not_for_the_sender(approving):  # noqa: F811 - the fixture
    number = sent(approving, row("landfill_daily", "415", "吨", year=2024))
    services.review(approving, REVIEWER, number)
    services.board(approving, REVIEWER, Query())
    assert {each: counted(approving, each)["uploads"] for each in (CLERK, REVIEWER)} == {CLERK: 1, REVIEWER: 1}


def test_an_account_is_in_at_so_many_places_at_once(opened, monkeypatch):
    limited(monkeypatch, VISITS_PER_PERSON=2)
    workspace = opened(TINY)
    people = services.People(workspace)
    tokens = [people.begin("wang", "甲处") for _ in range(2)]
    with pytest.raises(QuotaSpent) as refused:
        people.begin("wang", "甲处")
    assert "每人最多同时登录2处，现已登录2处" in told(refused)
    assert on_record(workspace) == [("wang", "甲处", "refused", "visits", "2 + 1 > 2")]
    people.begin("liu", "甲处")
    people.end(people.key_of(tokens[0]))
    people.begin("wang", "甲处")


def test_from_one_address_people_sign_in_so_often_an_hour(opened, clock, monkeypatch):
    limited(monkeypatch, SIGN_INS_PER_HOUR=2)
    workspace = opened(TINY)
    people = services.People(workspace)
    for user_id in ("wang", "liu"):
        people.begin(user_id, "甲处")
    with pytest.raises(QuotaSpent) as refused:
        people.begin("zhao", "甲处")
    assert told(refused).startswith("从同一地址登录，每小时最多2次：过去一小时已有2次")
    people.begin("zhao", "乙处")
    clock.wind(hours=1)
    people.begin("zhao", "甲处")


def test_a_page_is_told_what_is_used_up_without_using_any(opened, monkeypatch):
    limited(monkeypatch, DOWNLOADS_PER_HOUR=1, REPORTS_PER_HOUR=1)
    workspace = opened(TINY)
    both = Quota.DOWNLOADS, Quota.REPORTS
    assert services.used_up(workspace, WANG, *both) == services.used_up(workspace, ZHANG, *both) == ""
    services.handed_out(workspace, WANG, "a.csv")
    assert services.used_up(workspace, WANG, *both).startswith("下载文件，每人每小时最多1个")
    assert services.used_up(workspace, WANG, Quota.REPORTS) == ""
    assert services.used_up(workspace, LIU, *both) == ""
    assert counted(workspace) == {"downloads": 1}
