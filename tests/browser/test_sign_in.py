"""Signing in and out as people do: in two tabs, barred while at work, and by way of an identity provider."""

import contextlib
import re
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import texts
from kpi.model import Grant
from tests.browser.conftest import PHONE
from tests.databases import LETTER, copied
from tools.browser import free_port, quiet, serving, settled

PASSWORD, LATER = "绿水青山就是金山银山26", "不忘初心牢记使命26"
ZH = texts("zh")
ADMINISTRATOR, VIEWER = Grant("administrator"), Grant("viewer")


@pytest.fixture(scope="module")
def database(ready_made, tmp_path_factory):
    """A closed one with an administrator and somebody who reads, with passwords of their own, and a third with a first one."""
    path = ready_made.place(tmp_path_factory.mktemp("people") / "kpi.duckdb")
    opened = services.open_workspace(path, LETTER)
    try:
        for account, name, grant in (("li", "李四", ADMINISTRATOR), ("zhang", "张三", VIEWER), ("wang", "王五", VIEWER)):
            services.add_user(opened, LOCAL_USER, account, name, [grant], PASSWORD)
        for account in ("li", "zhang"):
            services.People(opened).change_password(account, PASSWORD, LATER)
    finally:
        opened.close()
    return path


@pytest.fixture(scope="module")
def office(serve, database):
    """A server of an office where people sign in."""
    own = copied(database, database.with_name("office.duckdb"))
    with serve(KPI_SIGN_IN="accounts", KPI_DATABASE=str(own)) as address:
        yield address


def enter(page, account, password=LATER):
    page.get_by_label(ZH("sign_in.name"), exact=True).fill(account)
    page.get_by_label(ZH("sign_in.password"), exact=True).fill(password)
    page.get_by_role("button", name=ZH("sign_in.do"), exact=True).click()


def at_the_door(page):
    """That a tab has come to the page to sign in, which says that the visit has ended."""
    page.wait_for_url("**/sign-in?why=ended**")
    expect(page.get_by_role("status")).to_have_text(ZH("sign_in.ended"))


def test_one_signs_in_where_one_wanted_to_and_out_of_every_tab(desk, office):
    first = desk.arrive(f"{office}/gaps?as_of=2023-12-31")
    assert not Axe().run(first).violations_count
    enter(first, "zhang", "wrong-password")
    expect(first.get_by_role("alert")).to_contain_text("口令不对")
    desk.console.clear()  # the browser says of every page that it was refused
    enter(first, "zhang")
    settled(first)
    assert first.url.endswith("/gaps?as_of=2023-12-31")
    expect(first.locator(".kpi-who-name")).to_have_text("张三")
    second = desk.open(f"{office}/sheet")
    first.get_by_role("link", name=ZH("sign_in.out")).click()
    expect(first.get_by_role("status")).to_have_text(ZH("sign_in.went_out"))
    at_the_door(second)
    desk.console.clear()  # it may have asked once more for its connection before it left, and was refused
    enter(second, "zhang")
    settled(second)
    assert re.search(r"/sheet(\?|$)", second.url)


def test_whoever_is_barred_at_work_is_out_at_once(desk, office):
    """The first password is changed before anything else; then an administrator bars the account on the page."""
    page = desk.arrive(f"{office}/sheet")
    enter(page, "wang", PASSWORD)
    expect(page.get_by_role("status")).to_have_text(ZH("sign_in.must_change"))
    assert not Axe().run(page).violations_count
    page.goto(f"{office}/sheet")
    page.wait_for_url("**/sign-in-account**")
    for label, typed in (("old_password", PASSWORD), ("new_password", LATER), ("new_password_again", LATER)):
        page.get_by_label(ZH(f"sign_in.{label}"), exact=True).fill(typed)
    page.get_by_role("button", name=ZH("sign_in.change_password")).click()
    settled(page)
    assert re.search(r"/sheet(\?|$)", page.url)
    administrator = desk.arrive(f"{office}/users?account=wang", PHONE)
    enter(administrator, "li")
    quiet(settled(administrator)).get_by_role("button", name=ZH("page.users_disable")).click()
    at_the_door(page)
    enter(page, "wang")
    expect(page.get_by_role("alert")).to_have_text(ZH("sign_in.disabled"))
    desk.console.clear()


PROVIDER = """
import sys, oidc_provider_mock
from jinja2 import ChoiceLoader, DictLoader
app = oidc_provider_mock.app()
base = "<!doctype html><link rel=icon href='data:,'><title>Provider</title>{% block content %}{% endblock %}"
plain = DictLoader({"_base.html": base})
app.jinja_env.loader = ChoiceLoader([plain, app.jinja_env.loader])
app.run("127.0.0.1", int(sys.argv[1]), debug=False)
"""
"""Its own pages would fetch their style from elsewhere; and what it stands on warns of what it uses."""


@contextlib.contextmanager
def provider(log):
    """An identity provider of this machine."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-c", PROVIDER, str(port)]
    with serving(command, port, log, "/.well-known/openid-configuration") as address:
        yield address


@pytest.fixture
def by_provider(database, contexts, tmp_path):
    """A server that sends people to the provider."""
    secret, port = tmp_path / "secret", free_port()
    secret.write_text("0123456789abcdef")
    secret.chmod(0o600)
    with provider(tmp_path / "provider.log") as issuer:
        settings = {
            "KPI_SIGN_IN": "oidc",
            "KPI_DATABASE": str(database),
            "KPI_OIDC_ISSUER": issuer,
            "KPI_OIDC_CLIENT": "kpi",
            "KPI_OIDC_SECRET_FILE": str(secret),
            "KPI_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
            "NO_PROXY": "127.0.0.1",
        }
        command = [sys.executable, "tools/serve.py", "--port", str(port)]
        with serving(command, port, tmp_path / "log", "/healthz", **settings) as address:
            try:
                yield address
            finally:
                contexts.forget(address)


def test_whom_the_provider_names_is_in_and_has_no_role_until_given_one(desk, by_provider):
    page = desk.arrive(f"{by_provider}/sheet")
    for account, lands in (("zhao", "/sign-in-account"), ("li", "/sheet")):
        page.get_by_role("link", name=ZH("sign_in.to_provider")).click()
        page.locator("input[name=sub]").fill(account)
        page.get_by_role("button", name="Authorize").click()
        page.wait_for_url(f"**{lands}**")
        if account == "zhao":
            expect(page.get_by_text(ZH("sign_in.whom_to_ask", names="李四"))).to_be_visible()
            page.get_by_role("button", name=ZH("sign_in.out")).click()
            page.get_by_role("link", name=ZH("sign_in.out_at_provider")).click()
            page.get_by_role("button", name="End session").click()
            page.wait_for_url(f"{by_provider}/sign-in")
            page.goto(f"{by_provider}/sheet")
    expect(settled(page).locator(".kpi-who-name")).to_have_text("李四")
