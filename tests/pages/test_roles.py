"""Pages by their direct address: who may not open one is told so and sees nothing of it; who may see a part sees that part."""

import shutil

import pytest

from kpi import services
from kpi.access import GIVEN, ROLES
from kpi.i18n import texts
from kpi.model import Actor, Grant
from kpi.store import Outcome
from kpi.web import session
from kpi.web.address import PAGES as SPECS
from tests.databases import TINY
from tests.pages.conftest import PAGES, shown
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow
ZH = texts("zh")
NEEDED = {spec.name: spec.needs for spec in SPECS}
GUARDED = [name for name, needed in NEEDED.items() if any(needed not in ROLES[role] for role in GIVEN)]

GIVEN_AT_WORK = ["publisher", "reporter", "reviewer"]
ABOUT_THE_WHOLE = ["users", "plans", "templates", "audit"]


@pytest.fixture
def as_(monkeypatch, tiny, visit):
    """Opens a page of the tiny plan as somebody who has signed in."""
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")

    def open_page(name, *grants, **parameters):
        monkeypatch.setattr(session, "_actor", lambda: Actor("某人", frozenset(grants), "mou"))
        return visit(name, **parameters)

    return open_page


@pytest.fixture
def tiny_waits(monkeypatch, tmp_path):
    """The tiny plan in which what is sent in waits for approval, from when this is called before anything is opened."""

    def wait():
        folder = shutil.copytree(TINY, tmp_path / "waiting" / TINY.name)
        (folder / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
        monkeypatch.setenv("KPI_CATALOG", str(folder))

    return wait


def refused(app):
    """The one sentence of a page that shows nothing else but what it is called, and how one gets in."""
    (sentence,) = app.main.error
    (name,) = [each.value for each in app.main.title]
    assert (shown(app), list(app.main.button), list(app.main.text_input)) == ([ZH("page.closed"), name], [], [])
    assert name in {ZH(f"page.{each}") for each in NEEDED}
    return sentence.value


def links(app):
    """Where the sidebar leads."""
    (offered,) = [each.value for each in app.sidebar.html if "<nav" in each.value] or [""]
    return {name for name in NEEDED if f'href="/{name}' in offered}


@pytest.mark.parametrize("name", GUARDED)
def test_whoever_has_every_role_but_those_it_takes_is_told_so(as_, name):
    """What all of them together are refused, each of them is."""
    lacking = [Grant(role.value) for role in GIVEN if NEEDED[name] not in ROLES[role]]
    app = as_(name, *lacking)
    assert "某人" in refused(app)
    assert name not in links(app)
    assert {"measure", "account"} <= links(app)


@pytest.mark.parametrize("name", ABOUT_THE_WHOLE)
@pytest.mark.parametrize("part", [{"unit": "云溪市城市管理局"}, {"regions": ("990101",)}], ids=["unit", "region"])
def test_a_role_for_a_part_opens_no_page_about_the_whole(as_, name, part):
    app = as_(name, *(Grant(role.value, **part) for role in GIVEN))
    assert "某人" in refused(app)
    assert name not in links(app)


@pytest.mark.parametrize("name", ["overview", "account"])
def test_whoever_has_no_role_sees_nothing(as_, name):
    app = as_(name)
    assert "某人" in refused(app)
    assert links(app) == set()


@pytest.mark.parametrize("name", ["overview", "export", "audit", "users"])
def test_one_opening_leaves_one_refusal(as_, name):
    """The sidebar and its fields ask as well, before the page and after it; it is the page that is refused."""
    as_(name)
    entries = session._usual().store.audit_entries()
    refusals = [(one.actor, one.action) for one in entries if one.outcome is Outcome.REFUSED]
    assert refusals == [("某人", str(NEEDED[name]))]


NOT_IN_PART = {"issued", "query", "reminders"}
"""What only who may look at the whole plan may look at, and what is offered to nobody else."""
SECRETS = "5222", "62.5", "1.05万", "420吨", "420 吨", "北岸机密"


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ABOUT_THE_WHOLE])
def test_every_page_shows_somebody_of_one_district_that_district_alone(as_, name):
    """The east's 6111 may stand there; nothing of the city, of the west, or of the file with both."""
    as_("account", Grant("viewer"))
    opened = session._usual()
    load(opened, table(row("volunteers_trained", "6111", "人次", year=2023, region="东岸"), name="东岸.csv"))
    load(opened, table(row("volunteers_trained", "5222", "人次", year=2023, region="西岸"), name="北岸机密.csv"))
    roles = [Grant(role.value, regions=("990101",)) for role in GIVEN]
    for parameters in ({}, {"region": "990102"}):
        app = as_(name, *roles, **parameters)
        told = "\n".join([*shown(app), *(str(each.value) for each in (*app.sidebar.html, *app.main.error, *app.main.metric))])
        assert [secret for secret in SECRETS if secret in told] == []
        assert bool(app.main.error) is (name in NOT_IN_PART)
        assert NOT_IN_PART & links(app) == set()
        assert name != "measure" or "行动计划 · 东岸区 · 数据截至" in told


def found(app, name):
    """The pages that the search leads to by what a page is called."""
    app.sidebar.text_input(key="find").set_value(ZH(f"page.{name}")).run()
    (told,) = [each.value for each in app.sidebar.html if "kpi-found" in each.value]
    return {name for name in NEEDED if f'href="/{name}' in told}


SOMEBODY = {
    "a viewer": [Grant("viewer")],
    "a publisher": [Grant("publisher")],
    "an administrator": [Grant("administrator")],
    "a clerk of one district": [Grant("reporter", regions=("990101",))],
}


@pytest.mark.parametrize("who", SOMEBODY)
@pytest.mark.parametrize("approval", [False, True])
def test_what_is_searched_for_is_what_the_sidebar_offers(as_, tiny_waits, who, approval):
    """Each page by its own name: found if the sidebar leads there, and else not."""
    if approval:
        tiny_waits()
    app = as_("account", *SOMEBODY[who])
    offered = links(app)
    assert ("query" in offered) is (who in ("a publisher", "an administrator") or (who == "a viewer" and not approval))
    sought = {"query", "users", "audit", "reminders", "issued", "upload", "review", "todo", "account", "gaps"}
    assert {name for name in sought if name in found(app, name)} == sought & offered


def test_a_role_taken_away_is_gone_from_the_search_of_a_page_that_is_open(as_, monkeypatch):
    app = as_("account", Grant("administrator"))
    assert "users" in found(app, "users")
    monkeypatch.setattr(session, "_actor", lambda: Actor("某人", frozenset({Grant("viewer")}), "mou"))
    assert "users" not in found(app, "users")


def test_who_sees_what_is_published_is_told_that_queries_are_closed(as_, tiny_waits):
    tiny_waits()
    app = as_("query", Grant("viewer"))
    assert ([each.value for each in app.main.error], list(app.main.text_area)) == ([ZH("error.sql_unpublished")], [])


def test_where_nobody_signs_in_nothing_in_the_navigation_is_about_people(visit):
    """Their addresses say so; the periods that are locked are reached from the batches."""
    app = visit("batches")
    assert {"review", "account"} & links(app) == set()
    assert {"batches", "todo"} <= links(app)
    assert any("section=locks" in each.value for each in app.main.html)
    assert [each.value for each in visit("account").info] == [ZH("page.account_none")]
    assert ZH("page.review_off") in [each.value for each in visit("review").info]


def test_who_signs_in_is_led_to_review_and_account(as_):
    assert {"review", "account"} <= links(as_("batches", Grant("reviewer")))


def test_who_may_remind_is_led_from_what_is_missing_to_reminding(as_):
    led = {role: any("/reminders" in each.value for each in as_("progress", Grant(role)).main.html) for role in GIVEN_AT_WORK}
    assert led == {"publisher": True, "reporter": False, "reviewer": False}


@pytest.mark.parametrize("everything", [False, True])
def test_an_administrator_is_offered_what_the_services_would_not_refuse(as_, everything):
    as_("account", Grant("viewer"))
    opened = session._usual()
    for account, name in (("li", "李明"), ("zhao", "赵六")):
        services.add_user(opened, ZHANG, account, name, [Grant("viewer"), Grant("viewer", opened.plan_id)])
    own = Grant("administrator", "" if everything else opened.plan_id)
    app = as_("users", own)
    offered = {button.label for button in app.main.button}
    of_accounts = {ZH(f"page.users_{each}") for each in ("add", "set_password", "sign_out", "disable")}
    assert offered & of_accounts == (of_accounts if everything else set())
    assert ZH("page.users_give") in offered
    assert [button.label for button in app.main.button].count(ZH("page.users_take")) == (2 if everything else 1)
    assert (ZH("page.users_whole") in app.selectbox(key="more_reach").options) is everything
    assert (ZH("page.users_of_plan") in shown(app)) is not everything
    handing = [each.label for each in as_("progress", own).main.expander]
    assert (ZH("duties.hand_over") in handing) is everything


def test_who_helps_finds_it_below_what_they_owe(as_):
    """教育局 helps with the volunteers: three figures of the bureau's, told under their own heading, not to be filled in."""
    as_("account", Grant("viewer"))
    opened = session._usual()
    said = {"volunteers_trained": {"owner": "云溪市城市管理局", "co_owners": "教育局"}}
    services.make_revision(opened, ZHANG, services.check_owners(opened, ZHANG, said, note="分工"))
    services.add_user(opened, ZHANG, "mou", "某人", [Grant("reporter", opened.plan_id, "教育局")])
    app = as_("todo", Grant("reporter", opened.plan_id, "教育局"))
    told = "\n".join(each.value for each in app.main.html)
    assert "协办：另有3项数据由其他单位填报，本单位协办，不须填报" in told
    assert (told.count("协办：教育局"), list(app.main.get("download_button"))) == (3, [])
    assert [each.value for each in app.main.success] == [ZH("duties.none_mine")]


WRITES = {"leader": "remarks.begin", "reviewer": "remarks.begin_matter", "reporter": "remarks.begin_matter", "viewer": None}


@pytest.mark.parametrize("role", WRITES)
def test_the_way_to_write_about_a_target_is_called_what_one_may_write(as_, role):
    app = as_("measure", Grant(role), measure="landfill_daily")
    called = {popover.proto.popover.label for popover in app.main.get("popover")}
    every = {ZH(key) for key in ("remarks.begin", "remarks.begin_matter", "remarks.begin_remark")}
    assert called & every == ({ZH(WRITES[role])} if WRITES[role] else set())
