"""Wrong tries outlive a restart: of a name, of nobody's, from an address; and what is kept of them tells nothing."""

import pytest

from kpi import services
from kpi.access import LOCAL_USER, MEGABYTE
from kpi.errors import KpiError, NotStarted
from kpi.model import Grant
from kpi.server.sign_in import starting
from kpi.server.sign_in.modes import Mode, SignIn
from kpi.server.sign_in.safeguards.guesses import LOCKED_SECONDS, WRONG_FROM_AN_ADDRESS, WRONG_OF_A_NAME, Guesses
from tests.databases import TINY
from tests.unit.server.sign_in.few import PASSWORD, Door

KEY = b"k" * 32
ELSEWHERE = "::1"


def restarted(door):
    """A server that has just started with what the one before it had written down."""
    again = Door(door.loop)
    again.people.wrong, again.people.moment = door.people.wrong, door.people.moment
    again.keeper.guesses = Guesses(again.people, KEY)
    return again


@pytest.mark.parametrize("name", ["zhang", "nobody", "ＺＨＡＮＧ", PASSWORD])
def test_a_name_that_is_locked_stays_so_whether_it_is_anybodys_or_not(door, name):
    for number in range(WRONG_OF_A_NAME):
        assert door.enter(door.browser(), name, f"wrong-{number}").status_code == 403
    again = restarted(door)
    assert again.enter(again.browser(ELSEWHERE), name, PASSWORD).status_code == 429
    assert again.people.looked_at == []
    assert again.enter(again.browser(ELSEWHERE), "li").status_code == 303
    again.people.later(seconds=LOCKED_SECONDS)
    third = restarted(again)
    assert third.enter(third.browser(ELSEWHERE), "zhang").status_code == 303


def test_tries_before_and_after_a_restart_add_up(door):
    for _ in range(WRONG_OF_A_NAME - 1):
        door.enter(door.browser(), "zhang", "wrong")
    again = restarted(door)
    assert again.enter(again.browser(), "zhang", "wrong").status_code == 403
    assert again.enter(again.browser(), "zhang").status_code == 429


def test_a_right_password_makes_up_for_the_wrong_ones_after_a_restart_too(door):
    for _ in range(WRONG_OF_A_NAME - 1):
        door.enter(door.browser(), "zhang", "wrong")
    again = restarted(door)
    assert again.enter(again.browser(), "zhang").status_code == 303
    third = restarted(again)
    for _ in range(WRONG_OF_A_NAME - 1):
        assert third.enter(third.browser(), "zhang", "wrong").status_code == 403
    assert third.enter(third.browser(), "zhang").status_code == 303


def test_an_address_that_guessed_many_names_or_tokens_is_still_not_heard(door):
    for number in range(WRONG_FROM_AN_ADDRESS - 1):
        door.enter(door.browser(), f"name{number}", "wrong")
    door.browser().get("/calendar.ics", headers={"authorization": "Bearer kpi_wrong"})
    again = restarted(door)
    assert again.enter(again.browser()).status_code == 429
    assert again.browser().get("/calendar.ics", headers={"authorization": "Bearer kpi_wrong"}).status_code == 429
    assert again.enter(again.browser(ELSEWHERE)).status_code == 303


def test_what_is_kept_names_neither_name_nor_address_and_cannot_be_guessed_without_the_key(door):
    door.enter(door.browser(ELSEWHERE), PASSWORD, "wrong")
    kept = {mark for _, mark, _ in door.people.wrong}
    assert not any(text in f"{kept}" for text in (PASSWORD, ELSEWHERE, "wrong"))
    other = Door(door.loop)
    other.keeper.guesses = Guesses(other.people, b"x" * 32)
    other.enter(other.browser(ELSEWHERE), PASSWORD, "wrong")
    assert kept.isdisjoint(mark for _, mark, _ in other.people.wrong)


def test_where_nothing_can_be_written_the_count_goes_on_in_memory(door, monkeypatch):
    def full(_marks):
        raise KpiError("store_unusable", path="x")

    monkeypatch.setattr(door.people, "note_wrong", full)
    for _ in range(WRONG_OF_A_NAME):
        assert door.enter(door.browser(), "zhang", "wrong").status_code == 403
    assert door.enter(door.browser(), "zhang").status_code == 429


@pytest.fixture
def database(tmp_path, ready_made):
    return ready_made.place(tmp_path / "kpi.duckdb", TINY)


def test_the_database_keeps_them_from_one_process_to_the_next(database, loop):
    """Four wrong in one, one in the next, and the third does not listen."""
    for wrong in (WRONG_OF_A_NAME - 1, 1, 0):
        workspace = services.open_workspace(database, TINY)
        guesses = Guesses(services.People(workspace), KEY)
        assert bool(guesses.seconds_left("甲处", "zhang")) is (wrong == 0)
        for _ in range(wrong):
            guesses.count("甲处", "zhang")
            loop.call(guesses.was_wrong, "甲处", "zhang")
        if not wrong:
            assert LOCKED_SECONDS - 60 < guesses.seconds_left("乙处", "zhang") <= LOCKED_SECONDS
        workspace.close()


def test_who_is_in_often_enough_is_told_so_at_the_door(database, monkeypatch, door):
    """The page says what the limit is; whoever signs out makes room."""
    monkeypatch.setenv("KPI_VISITS_PER_PERSON", "1")
    workspace = services.open_workspace(database, TINY)
    services.add_user(workspace, LOCAL_USER, "zhang", "张三", [Grant("viewer")], PASSWORD)
    door.people = services.People(workspace)
    door.keeper.__init__(SignIn(Mode.ACCOUNTS), door.people, KEY, door.closed.append)
    first, second = door.browser(), door.browser()
    assert door.enter(first).status_code == 303
    refused = door.enter(second)
    assert (refused.status_code, "每人最多同时登录1处，现已登录1处" in refused.text) == (429, True)
    assert second.get("/media/1").status_code == 401
    first.post("/sign-out", data=door.form(first, "/sign-out"))
    assert door.enter(second).status_code == 303
    workspace.close()


def test_the_server_does_not_start_with_a_limit_that_is_no_number(monkeypatch, tmp_path):
    monkeypatch.setenv("KPI_DATABASE", str(tmp_path / "none.duckdb"))
    monkeypatch.setenv("KPI_EVIDENCE_MB_PER_DAY", f"{MEGABYTE} MB")
    with pytest.raises(NotStarted) as refused:
        starting.keeper_of(SignIn(Mode.ACCOUNTS), print)
    assert refused.value.message.values["name"] == "KPI_EVIDENCE_MB_PER_DAY"
    assert not (tmp_path / "none.duckdb").exists()
