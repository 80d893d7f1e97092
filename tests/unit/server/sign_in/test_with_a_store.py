"""The gate before the people of a real database: what services change counts at the door at once, and all is on record."""

from base64 import b64encode
from functools import cache

import pytest
from argon2 import PasswordHasher

from kpi import services
from kpi.access import LOCAL_USER
from kpi.errors import NotStarted
from kpi.i18n import LANGUAGES, texts
from kpi.model import Actor, Grant
from kpi.server.sign_in import SignIn, keeper_of
from kpi.server.sign_in.modes import Mode
from kpi.services.people import passwords
from tests.databases import TINY
from tests.unit.server.sign_in.few import PASSWORD, Door

OWN = PASSWORD + "乙"
AUDITOR = Actor("审计员", frozenset({Grant("auditor")}))


class Office(Door):
    """A door with a database behind it."""

    def __init__(self, loop, workspace):
        super().__init__(loop)
        self.workspace = workspace
        self.people = services.People(workspace)
        self.keeper.people = self.keeper.visits._people = self.people

    def again(self):
        """What is known is looked at anew, as half a second later."""
        self.keeper.visits._looked = float("-inf")


@pytest.fixture
def office(loop, ready_made, tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", cache(lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    opened = services.open_workspace(ready_made.place(tmp_path / "kpi.duckdb", TINY), TINY)
    services.add_user(opened, LOCAL_USER, "zhang", "张三", [Grant("viewer")], PASSWORD)
    services.People(opened).change_password("zhang", PASSWORD, OWN)
    yield Office(loop, opened)
    opened.close()


def started(mode, monkeypatch, tmp_path, **named):
    """The state of a gate as the server makes it, before a database without anybody unless somebody is named."""
    for name, value in {"KPI_DATABASE": tmp_path / "kpi.duckdb", "KPI_CATALOG": TINY}.items():
        monkeypatch.setenv(name, str(value))
    opened = services.hold(str(tmp_path / "kpi.duckdb"), str(TINY))
    try:
        for account, password in named.items():
            services.add_user(opened, LOCAL_USER, account, "李四", [Grant("administrator")], password)
        return keeper_of(SignIn(mode), print)
    finally:
        opened.close()


@pytest.mark.slow
def test_the_server_starts_only_where_somebody_can_let_others_in(ready_made, tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", cache(lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    ready_made.place(tmp_path / "kpi.duckdb", TINY)
    assert keeper_of(SignIn(Mode.NONE), print) is None
    with pytest.raises(NotStarted) as refused:
        started(Mode.ACCOUNTS, monkeypatch, tmp_path)
    assert all("user add" in texts(lang).message(refused.value.message) for lang in LANGUAGES)
    assert started(Mode.PROXY, monkeypatch, tmp_path).sign_in.mode is Mode.PROXY
    assert started(Mode.ACCOUNTS, monkeypatch, tmp_path, li=PASSWORD).key == (tmp_path / "kpi.duckdb.sign-in.key").read_bytes()
    monkeypatch.setenv("KPI_KEY_FILE", str(tmp_path / "nowhere" / "key"))
    with pytest.raises(NotStarted, match="key_unusable"):
        started(Mode.PROXY, monkeypatch, tmp_path)


CHANGES = {
    "user_disable": lambda opened: services.disable_user(opened, LOCAL_USER, "zhang"),
    "role_give": lambda opened: services.give_role(opened, LOCAL_USER, "zhang", Grant("auditor")),
    "visits_end": lambda opened: services.sign_out_user(opened, LOCAL_USER, "zhang"),
    "user_password": lambda opened: services.set_password(opened, LOCAL_USER, "zhang", PASSWORD),
}
"""What ends the visits of somebody, by what the log calls it."""


@pytest.mark.slow
def test_what_is_changed_of_somebody_ends_their_visits_and_is_on_record(office):
    for change in CHANGES.values():
        browser = office.browser()
        assert office.enter(browser, "ZHANG", OWN).status_code == 303
        assert browser.get("/_stcore/host-config").status_code == 200
        change(office.workspace)
        office.again()
        assert browser.get("/_stcore/host-config").status_code == 401
        services.enable_user(office.workspace, LOCAL_USER, "zhang")
    browser = office.inside("zhang")
    browser.post("/sign-out", data=office.form(browser, "/sign-out"))
    assert office.enter(browser, "zhang", OWN).status_code == 403
    entries = [entry for entry in office.workspace.store.audit_entries() if entry.action in {*CHANGES, "sign_in", "sign_out"}]
    told = [(entry.action, str(entry.outcome), entry.actor, entry.address) for entry in entries][2:]
    came = ("sign_in", "done", "张三", "127.0.0.1")
    changed = [(action, "done", "本机用户", "") for action in CHANGES]
    assert told[:8] == [each for pair in zip([came] * 4, changed, strict=True) for each in pair]
    assert told[8:] == [came, ("sign_out", "done", "张三", "127.0.0.1"), ("sign_in", "refused", "张三", "127.0.0.1")]
    assert services.audit_chain(office.workspace, AUDITOR).broken == ()
    (refused,) = services.audit_view(office.workspace, AUDITOR, services.audit_asked(outcome="refused")).lines
    assert (refused.account, refused.detail) == ("zhang", "口令不对")


WORTHLESS = {
    "barred": lambda opened: services.disable_user(opened, LOCAL_USER, "zhang"),
    "withdrawn": lambda opened: services.withdraw_token(opened, LOCAL_USER, 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("how", WORTHLESS)
def test_the_calendar_is_closed_to_a_token_once_its_owner_is_barred_or_it_is_withdrawn(office, how):
    """Also in place of a password, and under the name of somebody who may."""
    services.add_user(office.workspace, LOCAL_USER, "wang", "王五", [Grant("viewer")])
    token = services.add_token(office.workspace, office.people.actor("zhang", "page"), "日历", Grant("viewer"), 9)
    names = {name: b64encode(f"{name}:{token}".encode()).decode() for name in ("zhang", "wang")}
    shown = [f"Bearer {token}", *(f"Basic {told}" for told in names.values())]
    browser = office.browser()
    asked = [browser.get("/calendar.ics", headers={"authorization": each}) for each in shown]
    assert {each.json()["acting"] for each in asked if each.status_code == 200} == {"zhang api"}
    WORTHLESS[how](office.workspace)
    office.again()
    refused = [browser.get("/calendar.ics", headers={"authorization": each}) for each in shown]
    assert {each.status_code for each in refused} == {401}
    assert not any("acting" in each.text for each in refused)
