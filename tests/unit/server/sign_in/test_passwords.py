"""Signing in by name and password: forms that others send, guessing, planted cookies, and changing the password."""

import pytest

from kpi.server.sign_in.safeguards import forms
from kpi.server.sign_in.safeguards.forms import Forms
from kpi.server.sign_in.safeguards.guesses import LOCKED_SECONDS, WRONG_FROM_AN_ADDRESS, WRONG_OF_A_NAME
from kpi.server.sign_in.safeguards.limits import Limit
from tests.hostile import HOST
from tests.unit.server.sign_in.few import PASSWORD

NEW = "不忘初心-2026-冬"
OLD_COOKIE = "kpi-session"


def filled(door, browser, **changed):
    return {**door.form(browser), "name": "zhang", "password": PASSWORD, **changed}


def sent_twice(door, browser):
    sent = filled(door, browser)
    assert browser.post("/sign-in", data=sent).status_code == 303
    browser.post("/sign-out", data=door.form(browser, "/sign-out"))
    door.form(browser)
    return browser.post("/sign-in", data=sent)


def shown_to_another(door, browser):
    door.form(browser)
    return browser.post("/sign-in", data=filled(door, door.browser()))


def without_the_cookie(door, browser):
    sent = filled(door, browser)
    browser.cookies.clear()
    return browser.post("/sign-in", data=sent)


def too_late(door, browser):
    sent = filled(door, browser)
    made = door.keeper.forms._clock()
    door.keeper.forms._clock = lambda: made + forms.LIFETIME_SECONDS + 1
    return browser.post("/sign-in", data=sent)


def of_a_visit(door, browser):
    """A form to sign out with is none to sign in with."""
    other = door.inside("li")
    door.form(browser)
    return browser.post("/sign-in", data=filled(door, browser) | door.form(other, "/sign-out"))


UNSIGNED = {"token": ""}
FOREIGN = {
    "sent twice": sent_twice,
    "shown to another browser": shown_to_another,
    "without the cookie": without_the_cookie,
    "too late": too_late,
    "of a visit": of_a_visit,
    "no token": lambda door, browser: browser.post("/sign-in", data=filled(door, browser) | UNSIGNED),
    "made up": lambda door, browser: browser.post("/sign-in", data=filled(door, browser) | {"token": "a.1.b.c"}),
    "Chinese": lambda door, browser: browser.post("/sign-in", data=filled(door, browser) | {"token": "张三"}),
    "from another site": lambda door, browser: browser.post(
        "/sign-in", data=filled(door, browser), headers={"origin": f"http://{HOST}"}
    ),
    "from nowhere": lambda door, browser: browser.post("/sign-in", data=filled(door, browser), headers={"origin": "null"}),
    "two of a field": lambda door, browser: browser.post("/sign-in", data={**filled(door, browser), "name": ["zhang", "li"]}),
    "too long": lambda door, browser: browser.post("/sign-in", data=filled(door, browser, more="x" * 20_000)),
    "no form": lambda door, browser: browser.post("/sign-in", content=b"\xff\xfe"),
    "too many fields": lambda door, browser: browser.post(
        "/sign-in", data=filled(door, browser) | {f"a{number}": "" for number in range(20)}
    ),
}


@pytest.mark.parametrize("how", FOREIGN)
def test_a_form_is_sent_once_by_whom_it_was_shown_to(door, how):
    browser = door.browser()
    answer = FOREIGN[how](door, browser)
    assert answer.status_code == 403
    assert browser.get("/_stcore/host-config").status_code == 401
    assert door.people.looked_at.count("zhang") == (1 if how == "sent twice" else 0)


@pytest.mark.parametrize("name", ["zhang", "nobody", " ZHANG ", "ｚｈａｎｇ", "' or 1=1 --", "x" * 500])
def test_who_guesses_is_locked_out_whether_there_is_such_a_name_or_not(door, name):
    browser = door.browser()
    answers = [door.enter(browser, name, f"wrong-{number}") for number in range(WRONG_OF_A_NAME)]
    assert [answer.status_code for answer in answers] == [403] * WRONG_OF_A_NAME
    assert len({answer.text.count("口令不对") for answer in answers}) == 1
    looked_at = len(door.people.looked_at)
    locked = door.enter(browser, name, PASSWORD)
    assert (locked.status_code, "15分钟" in locked.text, len(door.people.looked_at)) == (429, True, looked_at)
    assert door.enter(door.browser("::1"), name.strip().lower(), PASSWORD).status_code == 429
    assert door.enter(browser, "li").status_code == 303


def test_a_lock_opens_in_time_and_a_right_password_forgives(door):
    moments = [0.0]
    door.keeper.guesses.of_a_name._clock = lambda: moments[0]
    browser = door.browser()
    for _ in range(3):
        for number in range(WRONG_OF_A_NAME - 1):
            door.enter(browser, "zhang", f"wrong-{number}")
        assert door.enter(door.browser()).status_code == 303
    for number in range(WRONG_OF_A_NAME):
        door.enter(browser, "zhang", f"wrong-{number}")
    moments[0] = LOCKED_SECONDS - 1
    assert door.enter(browser).status_code == 429
    moments[0] = LOCKED_SECONDS
    assert door.enter(browser).status_code == 303


def test_an_address_that_guesses_many_names_is_locked_out(door):
    browser = door.browser()
    for number in range(WRONG_FROM_AN_ADDRESS):
        assert door.enter(browser, f"name{number}", "wrong").status_code == 403
    assert door.enter(browser).status_code == 429
    assert door.enter(door.browser("::1")).status_code == 303


def test_whoever_signs_in_over_somebody_else_ends_that_visit(door):
    """A cookie that was planted before is worth nothing after, also not the visit that it named."""
    browser, other = door.browser(), door.inside("li")
    sent = filled(door, browser)
    planted = other.cookies[OLD_COOKIE]
    entered = browser.post(
        "/sign-in", data=sent, headers={"cookie": f"kpi-session={planted}; kpi-form={browser.cookies['kpi-form']}"}
    )
    assert (entered.status_code, entered.cookies[OLD_COOKIE] != planted) == (303, True)
    assert other.get("/_stcore/host-config").status_code == 401
    assert [visit[0] for visit in door.people.visits.values()] == ["zhang"]


def test_whoever_is_disabled_is_told_so_only_with_the_right_password(door):
    door.people.change("zhang", disabled=True)
    browser = door.browser()
    assert "已停用" not in door.enter(browser, "zhang", "wrong").text
    assert "已停用" in door.enter(browser).text
    assert browser.get("/_stcore/host-config").status_code == 401


def account(door, browser, **changed):
    """What comes of a change of password."""
    sent = {**door.form(browser, "/sign-in-account"), "old": PASSWORD, "new": NEW, "again": NEW, **changed}
    return browser.post("/sign-in-account", data=sent)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"old": "wrong"}, "原口令不对"),
        ({"again": NEW + "x"}, "不一样"),
        ({"new": "kurz", "again": "kurz"}, ""),
        ({"token": "x"}, "已过期"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_twice_the_new_one_and_a_form_of_ours(door, changed, told):
    browser = door.inside()
    refused = account(door, browser, **changed)
    assert (refused.status_code, told in refused.text, door.people.passwords["zhang"]) == (403, True, PASSWORD)


def test_a_changed_password_ends_every_other_visit_and_renews_this_one(door):
    door.people.change("zhang", must_change=True)
    browser, elsewhere = door.browser(), door.browser()
    for each in (browser, elsewhere):
        assert door.enter(each).headers["location"] == "./"
    before = browser.cookies[OLD_COOKIE]
    assert "请先修改口令" in browser.get("/sign-in-account").text
    sent = {**door.form(browser, "/sign-in-account"), "old": PASSWORD, "new": NEW, "again": NEW}
    changed = browser.post("/sign-in-account?lang=en&next=/overview%3Flang%3Den", data=sent)
    assert changed.headers["location"] == "./overview?lang=en"
    assert browser.cookies[OLD_COOKIE] != before
    assert [each.get("/_stcore/host-config").status_code for each in (browser, elsewhere)] == [200, 401]
    assert door.enter(door.browser(), "zhang", NEW).status_code == 303


def test_old_passwords_are_not_guessed_at_that_form_either(door):
    browser = door.inside()
    for number in range(WRONG_OF_A_NAME):
        account(door, browser, old=f"wrong-{number}")
    assert "15分钟" in account(door, browser).text


def test_signing_out_needs_a_form_of_that_visit(door):
    browser = door.inside()
    others = door.form(door.inside("li"), "/sign-out")
    assert browser.get("/sign-out").status_code == 200
    assert browser.post("/sign-out", data=others).status_code == 403
    assert browser.get("/_stcore/host-config").status_code == 200
    left = browser.post("/sign-out", data=door.form(browser, "/sign-out"))
    assert (left.status_code, left.headers["location"]) == (303, "./sign-in?lang=zh&why=out")
    assert browser.get("/_stcore/host-config").status_code == 401
    assert "已退出" in browser.get("/sign-in?why=out").text


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "asked", [f"/sign-in?next=/overview?a={HOSTILE}", f"/sign-in?why={HOSTILE}", f"/sign-in?lang={HOSTILE}"]
)
def test_what_an_address_says_is_never_part_of_the_page(door, asked):
    shown = door.browser().get(asked)
    assert "<script" not in shown.text
    assert "script-src" not in shown.headers["content-security-policy"]


def test_a_name_that_was_typed_comes_back_as_text(door):
    shown = door.enter(door.browser(), HOSTILE, "wrong").text
    assert "&gt;&lt;script&gt;" in shown
    assert "<script" not in shown


@pytest.mark.parametrize(("lang", "title", "tag"), [("zh", "登录", "zh-CN"), ("en", "Sign in", "en")])
def test_the_page_is_in_the_language_of_the_page_that_was_asked_for(door, lang, title, tag):
    led = door.browser().get(f"/overview?lang={lang}").headers["location"]
    shown = door.browser().get(led.removeprefix(".")).text
    assert f"<h1>{title}</h1>" in shown
    assert f'<html lang="{tag}">' in shown


def test_a_flood_of_names_opens_no_lock(monkeypatch):
    monkeypatch.setattr("kpi.server.sign_in.safeguards.limits.MOST_KEYS", 3)
    limit = Limit(2, 10.0, 10.0, lambda: 0.0)
    for key in ("a", "a", "b", "c", "d", "e"):
        limit.count(key)
    assert [limit.seconds_left(key) for key in "abcde"] == [10.0, 0.0, 0.0, 0.0, 0.0]
    assert list(limit._tries) == ["a", "d", "e"]


def test_forms_that_were_sent_are_forgotten_when_they_would_not_count_any_more():
    moments = [0.0]
    made = Forms(b"k" * 32, lambda: moments[0])
    first = made.token("holder")
    assert made.spend(first, "holder")
    moments[0] = forms.LIFETIME_SECONDS + 1.0
    assert made.spend(made.token("holder"), "holder")
    assert len(made._spent) == 1
    assert not made.spend(first, "holder")
