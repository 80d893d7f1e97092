"""People, rules of reporting and what goes out, in the store: whatever of them is not as the audit log has it is found."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from kpi.model import Actor, Attachment, Channel, Grant, NewMessage, Severity
from kpi.store import ProgramAnswer, Store
from kpi.store.files.journal import journal_of
from tests.store.helpers import ACTOR, figure, made_once, moment, opened, rehash, upload

WANG = Actor("王芳", ACTOR.grants, "wang")
MARCH = {"frequency": "monthly", "days_after": 0, "measure_id": "a", "unit": "", "region_code": "", "each_place": True}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Grants 1 (everything), 2 (a part, handed over), 3 (taken) and 4 (got by handover); rules 1 (replaced), 2, 3 (removed)."""
    made_once(tmp_path, fill)
    return tmp_path / "kpi.duckdb"


def fill(folder: Path) -> None:
    store = opened(folder / "kpi.duckdb", figure("a", "10"))
    hours = _hours()
    reporter, viewer = Grant("reporter", "p", "", ("1", "2")), Grant("viewer", "", "教育局")
    store.add_person(
        "wang", "王芳", "x", must_change=True, grants=[Grant("administrator")], actor=ACTOR, at=moment(next(hours))
    )
    store.add_person("li", "李明", "", must_change=False, grants=[reporter], actor=WANG, at=moment(next(hours)))
    store.add_person("zhao", "赵六", "", must_change=False, grants=[], actor=WANG, at=moment(next(hours)))
    store.give("li", viewer, actor=WANG, at=moment(next(hours)))
    store.take(3, actor=WANG, at=moment(next(hours)))
    store.hand_over("li", "zhao", "调离", plans=["p"], actor=WANG, at=moment(next(hours)))
    for disabled in (True, True, False, True):
        store.set_disabled("li", disabled, actor=WANG, at=moment(next(hours)))
    until = moment(99) + timedelta(days=9)
    store.add_token("wang", "日 历", "abc", Grant("viewer"), until, actor=WANG, at=moment(next(hours)))
    store.add_token("wang", "旧", "abd", reporter, until, actor=WANG, at=moment(next(hours)))
    store.withdraw_token(2, actor=WANG, at=moment(next(hours)))
    store.set_duty_rule("p", MARCH, "", actor=WANG, at=moment(next(hours)))
    store.set_duty_rule("p", MARCH | {"days_after": 5}, "", actor=WANG, at=moment(next(hours)))
    store.set_duty_rule("p", MARCH | {"unit": "教育局", "each_place": False}, "", actor=WANG, at=moment(next(hours)))
    store.remove_duty_rule("p", 3, actor=WANG, at=moment(next(hours)))
    store.set_contact("p", "教育局", "", "a@b.cn", actor=WANG, at=moment(next(hours)))
    store.set_contact("p", "", "1", "c@d.cn", actor=WANG, at=moment(next(hours)))
    letter = Attachment("函.docx", "application/octet-stream", b"letter")
    message = NewMessage("key", Channel.FILE, "教育局", "", "催办", "请报", 1, (letter,))
    store.queue_messages("p", [message], actor=WANG, at=moment(next(hours)))
    store.set_password("zhao", "proof of one", must_change=True, actor=WANG, at=moment(next(hours)))
    store.begin_visit("first", actor=WANG, at=moment(next(hours)))
    store.end_visits_of("wang", actor=WANG, at=moment(next(hours)))
    store.begin_visit("second", actor=WANG, at=moment(next(hours)))
    store.rename_person("zhao", "赵六一", actor=WANG, at=moment(next(hours)))
    sent = upload("2.csv", figure("a", "15"))
    loaded, again = ProgramAnswer("loaded", "0" * 64, 201, b"2"), ProgramAnswer("again", "1" * 64, 200, b"")
    store.commit_batches([sent], actor=WANG, at=moment(next(hours)), answering=lambda _: loaded)
    store.keep_program_answer(again, actor=WANG, at=moment(next(hours)))
    store.close()


def _hours() -> Iterator[int]:
    return iter(range(1, 99))


DAMAGE = {
    # nobody comes in or gets a role without an entry
    "update people set user_id = 'mallory' where user_id = 'zhao'": "people people mallory",
    "update people set disabled_at = null": "people people li",
    "update people set disabled_at = now()::timestamp where user_id = 'zhao'": "people people zhao",
    "insert into grants by name select * replace (9 as grant_id, 'administrator' as role) from grants where grant_id = 4": (
        "people grants #9"
    ),
    "update grants set role = 'auditor' where grant_id = 1": "people grants #1",
    "update grants set plan_id = '' where grant_id = 4": "people grants #4",
    "update grants set regions = ['1', '3'] where grant_id = 4": "people grants #4",
    "update grants set user_id = 'wang' where grant_id = 4": "people grants #4",
    "update grants set taken_at = null where grant_id = 3": "people audit_log #8",
    "update grants set taken_at = given_at, taken_by = given_by where grant_id = 1": "people grants #1",
    "delete from grants where grant_id = 1": "people audit_log #3",
    "update tokens set role = 'administrator' where token_id = 1": "people tokens #1",
    "update tokens set withdrawn_at = null": "people audit_log #17",
    # what no entry says in words, but by its hash
    "update people set name = '赵七' where user_id = 'zhao'": "proven people zhao",
    "update people set password = 'proof of mine' where user_id = 'zhao'": "proven people zhao",
    "update people set must_change = false where user_id = 'zhao'": "proven people zhao",
    "update people set name = '王芳 ' where user_id = 'wang'": "proven people wang",
    "delete from people where user_id = 'zhao'": "proven people zhao",
    "update tokens set expires_at = expires_at + interval 9 year where token_id = 1": "proven tokens #1",
    "update tokens set sha256 = 'mine' where token_id = 1": "proven tokens #1",
    "update tokens set withdrawn_at = made_at where token_id = 1": "proven tokens #1",
    "delete from tokens where token_id = 1": "proven tokens #1",
    "delete from tokens where token_id = 2": "proven tokens #2",
    "update grants set grant_id = 7 where grant_id = 2": "proven grants #2",
    "delete from grants where grant_id = 4": "proven grants #4",
    "update duty_rules set note = '改过' where rule_id = 2": "proven duty_rules #2",
    "update contact_log set address = 'mine@b.cn' where entry_id = 1": "proven contact_log #1",
    # nobody is in who did not come in
    "insert into visits select * replace ('mine' as visit_key) from visits where visit_key = 'second'": "proven visits mine",
    "insert into visits select * replace ('mine' as visit_key, started_at + interval 1 second as started_at) from visits": (
        "people visits mine"
    ),
    "insert into contact_log select * replace (3 as entry_id, 'mine@b.cn' as address) from contact_log where entry_id = 1": (
        "proven contact_log #3"
    ),
    "insert into grants by name select * replace (9 as grant_id) from grants where grant_id = 4": "proven grants #9",
    "update visits set visit_key = 'mine' where visit_key = 'second'": "proven visits second",
    "update visits set user_id = 'zhao' where visit_key = 'second'": "proven visits second",
    "update visits set ended_at = null where visit_key = 'first'": "people visits first",
    # what a program was answered, and would be again
    "update program_answers set content = 'x'::blob where status = 201": "program_answers program_answers wang loaded",
    "update program_answers set status = 422 where request_key = 'loaded'": "program_answers program_answers wang loaded",
    "update program_answers set fingerprint = repeat('2', 64) where request_key = 'again'": (
        "program_answers program_answers wang again"
    ),
    "update program_answers set request_key = 'mine' where request_key = 'again'": "program_answers program_answers wang mine",
    "update program_answers set user_id = 'li' where request_key = 'loaded'": "program_answers program_answers li loaded",
    "update program_answers set made_at = made_at + interval 1 second where request_key = 'loaded'": (
        "program_answers program_answers wang loaded"
    ),
    "insert into program_answers from program_answers where status = 200": "program_answers program_answers wang again",
    # what is asked of whom
    "update duty_rules set days_after = 300 where rule_id = 2": "duty_rules duty_rules #2",
    "update duty_rules set each_place = false where rule_id = 1": "duty_rules duty_rules #1",
    "update duty_rules set made_by = '李明' where rule_id = 2": "duty_rules duty_rules #2",
    "update duty_rules set removed_at = made_at + interval 9 minute where rule_id = 2": "duty_rules duty_rules #2",
    "update duty_rules set rule_id = 7 where rule_id = 3": "duty_rules duty_rules #7",
    "delete from duty_rules where rule_id = 3": "duty_rules audit_log #20",
    # what went out, and where to
    "update outbox_attachments set content = 'other'::blob": "outbox outbox_attachments #1/1",
    "update outbox_attachments set message_id = 2": "outbox outbox_attachments #2/1",
    "update contact_log set unit = '财政局' where entry_id = 1": "outbox contact_log #1",
    "update contact_log set made_by = '李明' where entry_id = 2": "outbox contact_log #2",
    "insert into contact_log select * replace (3 as entry_id, now()::timestamp as made_at) from contact_log limit 1": (
        "outbox contact_log #3"
    ),
    "delete from contact_log where entry_id = 2": "outbox events #3",
}


def findings(path: Path) -> list[str]:
    store = Store.open(path, at=moment(99))
    found = [f"{problem.code.removeprefix('store_')} {problem.values['subject']}" for problem in store.verify()]
    store.close()
    return found


def test_an_office_that_nobody_touched_is_whole(path: Path) -> None:
    assert findings(path) == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_was_changed_past_the_program_is_found(path: Path, damage: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    assert DAMAGE[damage] in findings(path)


def as_an_earlier_version_left_it(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("update audit_log set proves = '', journal = ''")
        rehash(connection)
    journal_of(path).unlink()


@pytest.mark.file_only
def test_what_is_from_before_is_called_unproven_and_not_false(path: Path) -> None:
    """Accounts 3, roles not taken 2, token 1, visit 1, rule 1, addresses 2: changed since or not, nobody can tell."""
    as_an_earlier_version_left_it(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update people set name = '赵七' where user_id = 'zhao'")
    assert findings(path) == []
    store = Store.open(path, at=moment(99))
    note = store.unproven()
    assert note is not None
    assert (note.severity, note.values["count"]) == (Severity.NOTE, 10)
    store.rename_person("zhao", "赵六一", actor=WANG, at=moment(99))
    note = store.unproven()
    assert note is not None
    assert note.values["count"] == 9, "what is changed now is proven from now on"
    assert "people zhao" not in note.values["subject"]
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("update people set name = '赵七' where user_id = 'zhao'")
    assert findings(path) == ["proven people zhao"]


def test_of_a_database_that_never_was_another_version_s_everything_is_proven(path: Path) -> None:
    store = Store.open(path, at=moment(99))
    assert store.unproven() is None
    store.close()


def test_no_entry_holds_what_it_proves(path: Path) -> None:
    """Only names of rows and hashes: no proof of a password, no address, no proof of a token."""
    store = Store.open(path, at=moment(99))
    lines = [line for entry in store.audit_entries() for line in entry.proves.splitlines()]
    store.close()
    assert len(lines) > 20
    assert all(re.fullmatch(r"(people|grants|tokens|visits|duty_rules|contact_log) \S+ [0-9a-f]{64}", line) for line in lines)
