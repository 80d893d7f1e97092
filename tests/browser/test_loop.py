"""The loop that an office lives in, walked by seven people in browsers of their own.

A town's clerk reports, a reviewer sends back, the clerk corrects, the reviewer approves, it is published, a leader sees the
lamp change and writes a 批示, the unit answers, it is closed, the report shows it, and the auditor finds every step.
"""

import re
import shutil

import docx
import pytest
from playwright.sync_api import expect

from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import texts
from kpi.model import Grant
from tests.browser.test_accessible import DARK, LIGHT, Axe, in_theme, wrong
from tests.databases import TINY
from tests.sources import PROJECT
from tools.browser import downloaded, quiet, settled

PASSWORD = "绿水青山就是金山银山26"  # noqa: S105 - of people made up for the test
ZH = texts("zh")
EAST, BUREAU = "990101", "云溪市城市管理局"
PEOPLE = {
    "dong": ("董岸", Grant("reporter", regions=(EAST,))),
    "shen": ("沈核", Grant("reviewer")),
    "fang": ("方布", Grant("publisher")),
    "ling": ("凌领", Grant("leader")),
    "cheng": ("程管", Grant("reporter", unit=BUREAU)),
    "ji": ("季审", Grant("auditor")),
    "guan": ("管理", Grant("administrator")),
}
STEPS = "新增两条转运线，四月底前投运"


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory):
    """A plan with approval in which the east bank has a target of its own: no more than 100 tonnes by the end of 2025."""
    folder = tmp_path_factory.mktemp("loop")
    catalog = shutil.copytree(TINY, folder / "catalog")
    (catalog / "plan.csv").write_text("name_zh,name_en,approval\n云溪市生活垃圾分类三年行动计划,Yunxi,yes\n", encoding="utf-8")
    with (catalog / "targets.csv").open("a", encoding="utf-8") as file:
        file.write(
            "G4,landfill_daily,990101,<=,100,by_date,,,,2025-12-31,,aspiration,云城管〔2023〕7号,,,primary,,plan,三,100吨\n"
        )
    opened = services.open_workspace(folder / "kpi.duckdb", catalog)
    try:
        for account, (name, grant) in PEOPLE.items():
            services.add_user(opened, LOCAL_USER, account, name, [grant], PASSWORD + "初")
            services.People(opened).change_password(account, PASSWORD + "初", PASSWORD)
    finally:
        opened.close()
    with serve(KPI_SIGN_IN="accounts", KPI_DATABASE=str(folder / "kpi.duckdb"), KPI_CATALOG=str(catalog)) as address:
        yield address


@pytest.fixture
def person(chromium, office):
    """Opens the page of an address for somebody, in a browser of their own that is kept."""
    contexts = {}

    def page_of(account, path):
        first = account not in contexts
        if first:
            contexts[account] = chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
        page = contexts[account].new_page()
        page.goto(f"{office}/{path}")
        if first:
            page.get_by_label(ZH("sign_in.name"), exact=True).fill(account)
            page.get_by_label(ZH("sign_in.password"), exact=True).fill(PASSWORD)
            page.get_by_role("button", name=ZH("sign_in.do"), exact=True).click()
        return settled(page)

    yield page_of
    for context in contexts.values():
        context.close()


def hand_in(page, folder, value, day="2025-12-31"):
    """Drops a file with one figure of the east bank and sends it in."""
    file = folder / f"{value}.csv"
    file.write_text(f"指标代码,截止日期,地区,数值,单位\nlandfill_daily,{day},东岸区,{value},吨\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".kpi-moved")).to_be_visible()
    quiet(page).get_by_role("button", name=ZH("page.submit")).click()
    expect(page.get_by_text(ZH("page.submitted", number=1))).to_be_visible()


def write(page, label, text, event="", due=""):
    """Fills a form about a matter and writes it down; `event` is what is then said to have been done."""
    page.get_by_label(label, exact=True).fill(text)
    if due:
        page.get_by_label(ZH("remarks.due"), exact=True).fill(due)
    page.get_by_role("button", name=ZH("remarks.write")).click()
    if event:
        expect(page.get_by_text(ZH("remarks.written", number=1, event=ZH(f"remarks.event_{event}")))).to_be_visible()


def lamp(page):
    """What the overview says of the east bank's one target."""
    return page.get_by_test_id("stMain").locator("table.kpi-score tbody tr").first


def test_the_whole_loop(person, tmp_path):
    leader = person("ling", f"?region={EAST}")
    expect(lamp(leader)).not_to_contain_text("未完成")

    clerk = person("dong", "upload")
    hand_in(clerk, tmp_path, 1200)
    reviewer = person("shen", "review?submission=1")
    reviewer.get_by_label(ZH("page.return_reason")).fill("多写了一个零，请核对")
    reviewer.get_by_role("button", name=ZH("page.send_back")).click()
    expect(reviewer.get_by_text(ZH("page.sent_back", number=1))).to_be_visible()

    clerk = person("dong", "review?submission=1")
    expect(clerk.get_by_test_id("stMain")).to_contain_text("多写了一个零，请核对")
    expect(clerk.get_by_role("button", name=ZH("page.approve"))).to_have_count(0)
    clerk.get_by_role("link", name=ZH("page.review_correct")).click()
    settled(clerk)
    hand_in(clerk, tmp_path, 120)

    reviewer = person("shen", "review?submission=1")
    expect(reviewer.get_by_test_id("stMain")).to_contain_text("120吨")
    quiet(reviewer).get_by_role("button", name=ZH("page.approve"), exact=True).click()
    expect(reviewer.get_by_text(ZH("page.approved_batches", number=1, made="2"))).to_be_visible()

    leader = person("ling", f"?region={EAST}")
    expect(leader.get_by_test_id("stMain").get_by_text("120吨")).to_have_count(0)
    publisher = person("fang", "review?section=publish")
    publisher.get_by_label(ZH("page.publish_note")).fill("2025年数据")
    publisher.get_by_label(ZH("page.publish_note")).press("Enter")
    quiet(publisher).get_by_role("button", name=ZH("page.publish"), exact=True).click()
    expect(publisher.get_by_text(re.compile("已发布：截至"))).to_be_visible()

    leader = person("ling", f"?region={EAST}")
    expect(lamp(leader)).to_contain_text("未完成")
    leader = person("ling", f"measure?measure=landfill_daily&region={EAST}")
    leader.get_by_role("button", name=ZH("remarks.begin")).click()
    write(leader, ZH("remarks.note_of_instruct"), "请城管局一周内提出措施")
    expect(leader.get_by_text(ZH("remarks.begun", number=1))).to_be_visible()

    unit = person("cheng", f"actions?matter=1&region={EAST}")
    expect(unit.get_by_test_id("stMain")).to_contain_text("请城管局一周内提出措施")
    write(unit, ZH("remarks.steps"), STEPS, "answer", due="2099-04-30")
    unit = person("cheng", f"actions?matter=1&region={EAST}")
    unit.get_by_role("radio", name=ZH("remarks.event_finish")).or_(
        unit.get_by_role("button", name=ZH("remarks.event_finish"))
    ).first.click()
    quiet(unit).locator("input[type=file]").set_input_files(PROJECT / "kpi" / "web" / "icon.png")
    quiet(unit)
    write(unit, ZH("remarks.note_of_finish"), "两条转运线已投运", "finish")

    reviewer = person("shen", f"actions?matter=1&region={EAST}")
    write(reviewer, ZH("remarks.note_of_close"), "现场核实", "close")

    publisher = person("fang", f"export?region={EAST}")
    got = downloaded(publisher, publisher.get_by_test_id("stDownloadButton").locator("button").first)
    told = " ".join(paragraph.text for paragraph in docx.Document(got.path()).paragraphs)
    assert "已销号1项" in told

    auditor = person("ji", "audit")
    main = auditor.get_by_test_id("stMain")
    told = [
        ZH(f"audit.action_{each}") for each in ("submit", "send_back", "approve_submission", "commit", "publish", "download")
    ]
    events = [ZH(f"remarks.event_{event}") for event in ("instruct", "answer", "evidence", "finish", "close")]
    told += [ZH("audit.told_step", number=1, step=step, event=event) for step, event in enumerate(events, start=1)]
    for each in told:
        expect(main.locator("table tbody tr", has_text=each).first).to_be_visible()
    for account in ("dong", "shen", "fang", "ling", "cheng", "ji"):
        rows = main.locator("table tbody tr", has_text=ZH("audit.action_sign_in"))
        expect(rows.filter(has_text=PEOPLE[account][0]).first).to_be_visible()
    auditor.get_by_role("button", name=ZH("page.audit_prove")).click()
    expect(auditor.get_by_text(re.compile("首尾相接，均与写入时一致"))).to_be_visible()


SEEN = {
    "guan": ("users", "account", "reminders", "progress"),
    "dong": ("todo", "upload"),
    "shen": ("review", "actions"),
    "ji": ("audit",),
}


@pytest.mark.slow
def test_axe_finds_nothing_wrong_where_people_are_signed_in(person):
    """What the pages of people hold once an office has used them: the machine's own user sees them empty."""
    found = {}
    for account, pages in SEEN.items():
        for name in pages:
            page = person(account, name)
            expect(page.locator("h1")).to_be_visible()
            page.evaluate(Axe().axe_script)
            for scheme, background in (("light", LIGHT), ("dark", DARK)):
                in_theme(page, scheme, background)
                found[name, scheme] = wrong(page, {"resultTypes": ["violations"]})
            page.close()
    assert {where: told for where, told in found.items() if told} == {}
