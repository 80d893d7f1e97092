"""Accounts, roles, passwords and tokens: who may manage them, what is refused, and what ends at once."""

from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, StoreUnusable
from kpi.i18n import texts
from kpi.model import Actor, Grant
from kpi.services import Checked, People
from kpi.services.people import passwords
from tests.unit.services.conftest import ZHANG

ADMINISTRATOR, REPORTER = Grant("administrator"), Grant("reporter", regions=("990101",))
GOOD = "river-Lantern 42"


@pytest.fixture(autouse=True, scope="module")
def quick_proofs():
    """Proofs that take no time: how hard they are is the library's matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", cache(lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
        yield


@pytest.fixture
def people(tiny):
    """An administrator, wang, and a clerk of one district, li."""
    services.add_user(tiny, ZHANG, "wang", "王芳", [ADMINISTRATOR], GOOD)
    services.add_user(tiny, ZHANG, "li", "李明", [REPORTER], GOOD)
    return People(tiny)


def user(workspace, user_id):
    return next(one for one in services.users(workspace, ZHANG) if one.user_id == user_id)


def test_an_account_is_kept_as_it_is_told_and_its_password_is_not(tiny, people):
    wang, li = user(tiny, "wang"), user(tiny, "li")
    assert ([role.text for role in wang.roles], [role.text for role in li.roles]) == (["管理"], ["填报（东岸区）"])
    assert (li.name, li.must_change, li.disabled) == ("李明", True, False)
    assert GOOD not in str(tiny.store.people())
    assert GOOD not in str(tiny.store.audit_entries())


@pytest.mark.parametrize("typed", ["WANG", " ｗａｎｇ ", "wang"])
def test_names_that_look_alike_are_one(tiny, people, typed):
    with pytest.raises(KpiError, match="user_known"):
        services.add_user(tiny, ZHANG, typed, "另一人")
    assert people.check(typed, GOOD) == (Checked.RIGHT, "wang")


@pytest.mark.parametrize("typed", ["", "a", "王芳", "a b", "../x", "a\nb", "<b>", "a" * 65, ".ab", "a;b"])
def test_what_is_no_account_name_is_refused(tiny, typed):
    with pytest.raises(KpiError, match="bad_account"):
        services.add_user(tiny, ZHANG, typed, "某人")


@pytest.mark.parametrize("name", ["", " ", "a" * 41, "a\u202eb", "\x00", "\u200b"])
def test_what_is_no_name_is_refused(tiny, name):
    with pytest.raises(KpiError, match="bad_person_name"):
        services.add_user(tiny, ZHANG, "somebody", name)


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("short-1!", "password_short"),
        ("x" * 129, "password_long"),
        ("river\u200bLantern", "password_unseen"),
        ("my-wang-2026!", "password_named"),
        ("王芳王芳的口令很长", "password_short"),
        ("这是王芳的一个口令呀", "password_named"),
        ("aaaaaaaaaaaa", "password_common"),
        ("1234567890", "password_common"),
        ("abcdefghijkl", "password_common"),
        ("Password!2026", "password_common"),
        ("dongguan2025", "password_common"),
        ("13800138000", "password_common"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(tiny, password, error):
    with pytest.raises(KpiError, match=error):
        services.add_user(tiny, ZHANG, "wang", "王芳", [], password)
    assert services.users(tiny, ZHANG) == ()


def test_a_password_is_right_or_wrong_and_a_strangers_is_looked_at_as_well(tiny, people, monkeypatch):
    looked_at = []
    monkeypatch.setattr(passwords, "_nobodys", lambda: "x")
    hasher = SimpleNamespace(verify=lambda kept, _: looked_at.append(kept))
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    people.check("nobody", GOOD)
    assert looked_at == ["x"]


def test_wrong_disabled_and_right(tiny, people):
    assert people.check("li", "wrong-Password 1") == (Checked.WRONG, "li")
    assert people.check("nobody", GOOD) == (Checked.WRONG, "")
    services.disable_user(tiny, ZHANG, "li")
    assert people.check("li", GOOD) == (Checked.DISABLED, "li")
    assert people.check("li", "wrong-Password 1") == (Checked.WRONG, "li")
    services.enable_user(tiny, ZHANG, "li")
    assert people.check("li", GOOD) == (Checked.RIGHT, "li")


def visits_left(people):
    return {visit.person.user_id for visit in people.live().values()}


ENDING = {
    "disabled": lambda ws: services.disable_user(ws, ZHANG, "li"),
    "other password": lambda ws: services.set_password(ws, ZHANG, "li", "another-Lantern 7"),
    "a role more": lambda ws: services.give_role(ws, ZHANG, "li", Grant("reviewer")),
    "a role less": lambda ws: services.take_role(ws, ZHANG, user(ws, "li").roles[0].grant_id),
    "signed out": lambda ws: services.sign_out_user(ws, ZHANG, "li"),
    "own password": lambda ws: People(ws).change_password("li", GOOD, "quite-Another 9"),
}


@pytest.mark.parametrize("what", ENDING)
def test_every_visit_of_somebody_ends_at_once(tiny, people, what):
    """Two visits of li's end; wang's goes on."""
    for user_id in ("li", "li", "wang"):
        people.begin(user_id, "")
    assert visits_left(people) == {"li", "wang"}
    ENDING[what](tiny)
    assert visits_left(people) == {"wang"}


CHANGES = (
    lambda ws: services.disable_user(ws, ZHANG, "li"),
    lambda ws: services.enable_user(ws, ZHANG, "li"),
    lambda ws: services.rename_user(ws, ZHANG, "li", "李月"),
    lambda ws: services.give_role(ws, ZHANG, "li", Grant("reviewer")),
    lambda ws: services.take_role(ws, ZHANG, user(ws, "li").roles[0].grant_id),
    lambda ws: services.add_user(ws, ZHANG, "sun", "孙七"),
)


def test_what_was_made_of_people_is_made_anew_after_every_change_of_them(tiny, people):
    seen = [tiny.store.people_version]
    for change in CHANGES:
        change(tiny)
        seen.append(tiny.store.people_version)
    assert seen == sorted(set(seen))


def test_the_visit_of_somebody_without_an_account_is_nothing_wrong(tiny, people):
    people.begin("fremder", "")
    assert tiny.store.verify() == []


def test_a_visit_is_known_by_its_token_and_not_by_what_is_kept(tiny, people):
    token = people.begin("li", "")
    (key,) = people.live()
    assert people.key_of(token) == key
    assert people.key_of(key) != key
    assert token not in str(tiny.store.live_visits())
    people.end(key)
    assert people.live() == {}


def test_ones_own_password_needs_the_old_one(tiny, people):
    with pytest.raises(NotAllowed, match="wrong_password"):
        people.change_password("li", "wrong-Password 1", "another-Lantern 7")
    with pytest.raises(KpiError, match="password_same"):
        people.change_password("li", GOOD, GOOD)
    people.change_password("li", GOOD, "another-Lantern 7")
    assert not user(tiny, "li").must_change
    assert people.check("li", "another-Lantern 7") == (Checked.RIGHT, "li")


def test_there_is_always_an_administrator_left(tiny, people):
    (role,) = user(tiny, "wang").roles
    for leave in (lambda: services.disable_user(tiny, ZHANG, "wang"), lambda: services.take_role(tiny, ZHANG, role.grant_id)):
        with pytest.raises(KpiError, match="last_administrator"):
            leave()
    services.give_role(tiny, ZHANG, "li", ADMINISTRATOR)
    services.disable_user(tiny, ZHANG, "wang")
    assert people.has_administrator()
    with pytest.raises(KpiError, match="last_administrator"):
        services.take_role(tiny, ZHANG, user(tiny, "li").roles[1].grant_id)


@pytest.mark.parametrize(
    ("grant", "error"),
    [
        (Grant("owner"), "no_such_role"),
        (Grant("root"), "no_such_role"),
        (Grant("viewer", "no such plan"), "no_such_plan"),
        (Grant("viewer", regions=("000000",)), "no_such_region"),
        (Grant("viewer", unit="无此单位"), "no_such_unit"),
    ],
)
def test_a_role_of_nothing_is_not_given(tiny, people, grant, error):
    with pytest.raises(KpiError, match=error):
        services.give_role(tiny, ZHANG, "li", grant)


def test_an_administrator_of_one_plan_gives_no_role_beyond_it(tiny, people):
    one_plan = Actor("甲", frozenset({Grant("administrator", tiny.plan_id)}), "jia")
    services.give_role(tiny, one_plan, "li", Grant("viewer", tiny.plan_id))
    for beyond in (
        lambda: services.give_role(tiny, one_plan, "li", Grant("viewer")),
        lambda: services.disable_user(tiny, one_plan, "li"),
    ):
        with pytest.raises(NotAllowed):
            beyond()


def test_an_administrator_of_one_plan_sees_no_role_of_another_and_takes_none_beyond_it(tiny, people):
    elsewhere, here = Grant("reviewer", "elsewhere"), Grant("viewer", tiny.plan_id)
    for grant in (elsewhere, here):
        tiny.store.give("li", grant, actor=ZHANG, at=tiny.now())
    one_plan = Actor("甲", frozenset({Grant("administrator", tiny.plan_id)}), "jia")
    of = {one.user_id: one.roles for one in services.users(tiny, one_plan)}
    assert {(role.grant, role.may_take) for role in of["li"]} == {(REPORTER, False), (here, True)}
    assert [(role.grant, role.may_take) for role in of["wang"]] == [(ADMINISTRATOR, False)]
    assert services.manages_accounts(tiny, one_plan) is False
    for role in of["li"]:
        with pytest.raises(NotAllowed) if not role.may_take else nullcontext():
            services.take_role(tiny, one_plan, role.grant_id)
    assert {(role.grant, role.may_take) for role in user(tiny, "li").roles} == {(REPORTER, True), (elsewhere, True)}
    assert services.manages_accounts(tiny, ZHANG) is True


def test_a_token_reaches_as_far_as_both_it_and_its_owner(tiny, people):
    """Made for as much as li has; as soon as that is less, it is good for nothing."""
    li = people.actor("li", "page")
    narrow = services.add_token(tiny, li, "上报程序", REPORTER, 30)
    assert people.actor_of_token(narrow).grants == frozenset({REPORTER})
    assert people.actor_of_token(narrow).door == "api"
    services.take_role(tiny, ZHANG, user(tiny, "li").roles[0].grant_id)
    services.give_role(tiny, ZHANG, "li", replace(REPORTER, regions=("990102",)))
    assert people.actor_of_token(narrow).grants == frozenset()
    assert narrow not in str(tiny.store.tokens()) + str(tiny.store.audit_entries())


BEYOND = {
    "another role": (ADMINISTRATOR, "李明没有角色“管理”，不能建立这个角色的令牌；现有角色：填报（东岸区）。"),
    "for everything": (Grant("reporter"), "李明没有角色“填报”，不能建立这个角色的令牌；现有角色：填报（东岸区）。"),
    "another region": (
        replace(REPORTER, regions=("990102",)),
        "李明没有角色“填报（西岸区）”，不能建立这个角色的令牌；现有角色：填报（东岸区）。",
    ),
    "a region more": (
        replace(REPORTER, regions=("990101", "990102")),
        "李明没有角色“填报（东岸区、西岸区）”，不能建立这个角色的令牌；现有角色：填报（东岸区）。",
    ),
}


@pytest.mark.parametrize("grant", BEYOND)
@pytest.mark.parametrize("by", ["li", "administrator"])
def test_no_token_is_made_for_a_role_that_its_owner_lacks(tiny, people, grant, by):
    asked, told = BEYOND[grant]
    maker = people.actor("li", "page") if by == "li" else ZHANG
    written = len(tiny.store.audit_entries())
    with pytest.raises(NotAllowed) as refused:
        services.add_token(tiny, maker, "越权程序", asked, 30, "li")
    assert texts("zh").message(refused.value.message) == told
    (entry,) = tiny.store.audit_entries()[written:]
    assert (entry.action, str(entry.outcome), entry.subject, entry.actor) == ("token_add", "refused", "li", maker.name)
    assert tiny.store.tokens() == []


def test_who_has_no_role_and_who_has_no_account_get_no_token(tiny, people):
    services.add_user(tiny, ZHANG, "sun", "孙七")
    with pytest.raises(NotAllowed) as refused:
        services.add_token(tiny, ZHANG, "程序", REPORTER, 30, "sun")
    assert texts("en").message(refused.value.message) == (
        "孙七 holds no role, so no token can be made for the role “Report (East Bank)”."
    )
    with pytest.raises(NotFound, match="no_such_user"):
        services.add_token(tiny, ZHANG, "程序", REPORTER, 30, "nobody")


def test_a_program_makes_no_token_that_is_wider_than_its_own(tiny, people):
    """Wang administers everything and reports; a program that may report alone does not come to administer by a new token."""
    services.give_role(tiny, ZHANG, "wang", REPORTER)
    program = people.actor_of_token(services.add_token(tiny, ZHANG, "程序", REPORTER, 30, "wang"))
    assert services.add_token(tiny, program, "又一个", REPORTER, 30)
    with pytest.raises(NotAllowed, match="token_beyond"):
        services.add_token(tiny, program, "更宽的", ADMINISTRATOR, 30)


def used(workspace):
    entries = workspace.store.audit_entries()
    return [(one.user_id, one.door, one.address, one.detail) for one in entries if one.action == "token_use"]


def test_the_use_of_a_token_is_on_record_once_an_hour(tiny, people, clock):
    li = people.actor("li", "page")
    one, other = (services.add_token(tiny, li, label, REPORTER, 30) for label in ("手机", "台式机"))
    people.actor_of_token(one, "桌一")
    clock.wind(minutes=59)
    people.actor_of_token(one, "桌一")
    people.actor_of_token(other, "桌一")
    clock.wind(minutes=1)
    People(tiny).actor_of_token(one, "桌一")
    assert used(tiny) == [("li", "api", "桌一", told) for told in ("1 手机", "2 台式机", "1 手机")]


def test_a_calendar_handed_out_is_on_record_once_an_hour(tiny, people, clock):
    li = people.actor("li", "api", "桌一")

    def taken():
        entries = tiny.store.audit_entries()
        return [(one.user_id, one.subject, one.detail, one.address) for one in entries if one.action == "download"]

    for minutes in (0, 30, 29, 1):
        clock.wind(minutes=minutes)
        services.duty_calendar(tiny, li)
    own = ("li", "tiny_catalog", "calendar.ics", "桌一")
    assert taken() == [own, own]
    services.duty_calendar(tiny, people.actor("li", "api", "桌二"))
    assert taken() == [own, own, (*own[:3], "桌二")]


def test_a_calendar_that_cannot_be_put_on_record_is_not_handed_out(tiny, people, monkeypatch):
    li = people.actor("li", "api", "桌一")
    with monkeypatch.context() as patch:
        patch.setattr(type(tiny.store), "audit", lambda *_, **__: _raise(StoreUnusable("journal_unwritable", path="")))
        with pytest.raises(StoreUnusable):
            services.duty_calendar(tiny, li)
    services.duty_calendar(tiny, li)
    assert [one.detail for one in tiny.store.audit_entries() if one.action == "download"] == ["calendar.ics"]


def _raise(error):
    raise error


def test_a_token_ends(tiny, people, clock):
    li = people.actor("li", "page")
    token = services.add_token(tiny, li, "上报程序", REPORTER, 1)
    (shown,) = services.tokens(tiny, li)
    clock.wind(days=2)
    with pytest.raises(NotAllowed, match="token_refused"):
        people.actor_of_token(token)
    again = services.add_token(tiny, li, "上报程序", REPORTER, 1)
    services.withdraw_token(tiny, li, shown.token_id + 1)
    for refused in (again, "", "kpi_", "x" * 9000):
        with pytest.raises(NotAllowed, match="token_refused"):
            people.actor_of_token(refused)


def test_a_disabled_persons_token_is_worth_nothing(tiny, people):
    token = services.add_token(tiny, people.actor("li", "page"), "上报程序", REPORTER, 1)
    services.disable_user(tiny, ZHANG, "li")
    with pytest.raises(NotAllowed, match="account_disabled"):
        people.actor_of_token(token)


def test_nobody_sees_or_ends_anothers_token(tiny, people):
    services.add_token(tiny, people.actor("li", "page"), "上报程序", REPORTER, 1)
    zhao = Actor("赵", frozenset({Grant("reporter")}), "zhao")
    assert services.tokens(tiny, zhao) == ()
    with pytest.raises(NotAllowed):
        services.withdraw_token(tiny, zhao, 1)
    with pytest.raises(NotAllowed):
        services.add_token(tiny, zhao, "冒名", REPORTER, 1, "li")


@pytest.mark.parametrize("role", ["viewer", "leader", "reporter", "reviewer", "publisher", "auditor"])
def test_only_administrators_manage_people(tiny, people, role):
    somebody = Actor("某人", frozenset({Grant(role)}), "mou")
    tries = [
        lambda: services.users(tiny, somebody),
        lambda: services.add_user(tiny, somebody, "new", "新人"),
        lambda: services.rename_user(tiny, somebody, "li", "新名"),
        lambda: services.set_password(tiny, somebody, "li", GOOD),
        lambda: services.give_role(tiny, somebody, "mou", ADMINISTRATOR),
        lambda: services.take_role(tiny, somebody, 1),
        lambda: services.enable_user(tiny, somebody, "li"),
        lambda: services.sign_out_user(tiny, somebody, "li"),
        lambda: services.tokens(tiny, somebody, everybodys=True),
    ]
    for attempted in tries:
        with pytest.raises(NotAllowed):
            attempted()


def test_somebody_who_has_no_account_here_has_no_role(tiny, people):
    stranger = people.actor("someone@example", "page")
    assert (stranger.grants, people.person("someone@example").has_account) == (frozenset(), False)
    with pytest.raises(NotAllowed):
        services.board(tiny, stranger, services.Query())


def test_every_change_is_on_record_by_whom_and_of_whom(tiny, people):
    before = len(tiny.store.audit_entries())
    services.give_role(tiny, ZHANG, "li", Grant("reviewer"))
    services.rename_user(tiny, ZHANG, "li", "李明远")
    services.disable_user(tiny, ZHANG, "li")
    told = [(entry.actor, entry.action, entry.subject, entry.detail) for entry in tiny.store.audit_entries()[before:]]
    assert told == [
        ("张三", "role_give", "li", "reviewer"),
        ("张三", "user_rename", "li", "李明远"),
        ("张三", "user_disable", "li", ""),
    ]
    assert services.verify(tiny, ZHANG) == ()


def test_a_role_that_somebody_has_is_not_given_twice_nor_by_two_at_once(tiny, people, clock):
    """The store asks again as it writes: what a service saw before is too old where two press at once."""
    with pytest.raises(KpiError, match="role_had"):
        services.give_role(tiny, ZHANG, "li", REPORTER)
    with pytest.raises(KpiError, match="role_had"):
        tiny.store.give("li", REPORTER, actor=ZHANG, at=clock.moment)
    assert [given.grant for given in tiny.store.given("li")] == [REPORTER]
