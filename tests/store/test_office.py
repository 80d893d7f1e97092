"""People, rules of reporting and what goes out, in the store: whatever of them is not as the audit log has it is found."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from kpi.model import Actor, Attachment, Channel, Grant, NewMessage
from kpi.store import Store
from tests.store.helpers import ACTOR, figure, made_once, moment, opened

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
