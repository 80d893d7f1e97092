"""Pages where people sign in: each is that of whoever the visit is of, asked anew at every run, and of nobody else."""

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import texts
from kpi.model import Grant
from kpi.web import session

ZH = texts("zh")


@pytest.fixture
def told(monkeypatch):
    """What the gate tells pages: at first nothing, as where there is no gate."""
    told = ["", "甲处"]
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    monkeypatch.setattr(session, "_told", lambda: tuple(told))
    monkeypatch.setattr(session, "_MOMENT_SECONDS", 0.0)
    return told


@pytest.fixture
def people():
    """Those of the app's own database, with somebody who reads and an administrator."""
    opened = session._usual()
    for account, name, role in (("zhang", "张三", "viewer"), ("li", "李四", "administrator")):
        services.add_user(opened, LOCAL_USER, account, name, [Grant(role)])
    return services.People(opened)


def side(app):
    return "".join(block.proto.body for block in app.sidebar if block.type == "html")


def refusals(app):
    return [error.value for error in app.error]


def test_the_sidebar_says_who_is_in_and_the_way_out(told, people, visit):
    told[0] = people.begin("zhang", "甲处")
    shown = side(visit("overview"))
    assert all(each in shown for each in ("张三", ZH("page.account"), 'href="/sign-out?lang=zh"', "data-sign-out"))
    assert people.visitor(*told).address == "甲处"


def test_the_local_user_is_told_of_no_way_out(visit):
    assert "sign-out" not in side(visit("overview"))


@pytest.mark.parametrize("token", ["", "zhang"])
def test_a_token_of_no_visit_shows_nothing(told, people, visit, token):
    told[0] = token
    app = visit("overview")
    assert refusals(app) == [ZH("error.signed_out")]
    assert "张三" not in side(app)


def test_who_is_barred_between_two_runs_gets_nothing_in_the_second(told, people, visit):
    told[0] = people.begin("zhang", "甲处")
    app = visit("overview")
    assert refusals(app) == []
    services.disable_user(session._usual(), LOCAL_USER, "zhang")
    app.run()
    assert refusals(app) == [ZH("error.signed_out")]
    assert not app.get("html") or "kpi-wall" not in "".join(block.proto.body for block in app.get("html"))


def test_a_role_in_the_address_gives_none(told, people, visit):
    told[0] = people.begin("zhang", "甲处")
    app = visit("upload", role="administrator", user="li", session="x")
    assert refusals(app) == [ZH("error.not_allowed", actor="张三", action="upload")]
