"""The audit log: an entry with every event, in its own transaction, and a chain that shows what was done to it afterwards."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError
from kpi.model import Actor
from kpi.store import Outcome, Store, broken_links, restore
from kpi.store.files.journal import journal_of
from tests.store.helpers import ACTOR, figure, moment, opened, rehash, upload

WANG = Actor("王五", ACTOR.grants, user_id="wang", door="page", address="本机")


def told(store: Store) -> list[tuple[str, str, str, str, str]]:
    return [(e.user_id, e.address, e.action, str(e.outcome), e.subject) for e in store.audit_entries()]


def test_every_event_is_in_the_log_and_what_is_no_event_too(tmp_path: Path) -> None:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    before = len(store.audit_entries())
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=WANG, at=moment(1))
    store.audit(WANG, "issue", subject="tiny", outcome=Outcome.REFUSED, at=moment(2))
    store.withdraw(2, actor=WANG, note="重报", at=moment(3))
    assert told(store)[before:] == [
        ("wang", "本机", "commit", "done", "batch 2"),
        ("wang", "本机", "issue", "refused", "tiny"),
        ("wang", "本机", "withdraw", "done", "batch 2"),
    ]
    assert len(store.events()) == len(store.audit_entries()) - 1
    assert store.verify() == []
    store.close()


def test_what_is_rolled_back_is_in_no_log(tmp_path: Path) -> None:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    before = told(store)
    with pytest.raises(KpiError, match="key_twice"):
        store.commit_batches([upload("1.csv", figure("a", "15"), figure("a", "16"))], actor=WANG, at=moment(1))
    assert told(store) == before
    store.close()


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A database whose log has entries 1 (the figures) and 2 to 4."""
    path = tmp_path / "kpi.duckdb"
    store = opened(path, figure("a", "10"))
    for hours, action in enumerate(("sign_in", "export", "sign_out"), start=1):
        store.audit(WANG, action, subject="报告", detail="docx", at=moment(hours))
    store.close()
    return path


DAMAGE = {
    "somebody else did it": ("update audit_log set actor = '李四' where entry_id = 3", [3]),
    "at another time": ("update audit_log set happened_at = happened_at + interval 1 second where entry_id = 3", [3]),
    "a refusal that was none": ("update audit_log set outcome = 'done', detail = 'pdf' where entry_id = 4", [4]),
    "one left out": ("delete from audit_log where entry_id = 3", [4]),
    "the first left out": ("delete from audit_log where entry_id = 1", [2]),
    "left out and renumbered": (
        "delete from audit_log where entry_id = 3; update audit_log set entry_id = 3 where entry_id = 4",
        [3],
    ),
    "one put in between": ("insert into audit_log select * replace ('李四' as actor) from audit_log where entry_id = 2", [2]),
}


BEHIND = {
    "the last entry left out": ["delete from audit_log where entry_id = 4"],
    "all that changed nothing left out": ["delete from audit_log where entry_id > 1"],
    "the last but one left out and all rehashed": ["delete from audit_log where entry_id = 3", "rehash"],
    "somebody else did it, and all rehashed": ["update audit_log set actor = '李四' where entry_id = 2", "rehash"],
    "cut off and written on": ["delete from audit_log where entry_id > 2", "append"],
}


@pytest.mark.file_only("a lake has no journal that would know")
@pytest.mark.parametrize("damage", BEHIND)
def test_what_was_acknowledged_of_the_log_cannot_be_cut_off_or_rewritten(three: Path, damage: str) -> None:
    """The chain proves: that is what is wrong with a chain alone. The journal beside the database knows how far it went."""
    with duckdb.connect(str(three)) as connection:
        for step in BEHIND[damage]:
            rehash(connection) if step == "rehash" else step == "append" or connection.execute(step)
    store = Store.open(three, at=moment(8))
    if "append" in BEHIND[damage]:
        for hours in (8, 9):
            store.audit(WANG, "sign_in", at=moment(hours))
    assert list(broken_links(store.audit_entries())) == []
    found = [(problem.code, problem.values["subject"]) for problem in store.verify()]
    assert [problem.code for problem in store.notices] == ["store_journal_log"]
    store.close()
    first = {"the last entry left out": 4, "all that changed nothing left out": 2, "cut off and written on": 3}
    first |= {"the last but one left out and all rehashed": 3, "somebody else did it, and all rehashed": 2}
    assert found == [("store_journal_log", first[damage])]
    again = Store.open(three, at=moment(9))
    assert [problem.code for problem in again.verify()] == ["store_journal_log"], "opening takes nothing for granted"
    again.close()


@pytest.mark.file_only("a lake has no journal")
def test_what_only_looks_leaves_no_mark(three: Path) -> None:
    before = journal_of(three).read_bytes()
    for _ in range(2):
        store = Store.open(three, at=moment(8))
        assert store.verify() == []
        store.close()
    assert journal_of(three).read_bytes() == before


def left_by_an_earlier_version(path: Path, _: Path) -> None:
    """Neither does the journal mark how far the log goes, nor the log say how the journal stood."""
    journal = journal_of(path)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(line for line in lines if b'"log"' not in line))
    with duckdb.connect(str(path)) as connection:
        connection.execute("update audit_log set journal = ''")
        rehash(connection)


def restored(path: Path, copies: Path) -> None:
    """The journal has a mark of an entry that the backup was made before."""
    store = Store.open(path, at=moment(8))
    copy = store.backup(copies, at=moment(8))
    store.audit(WANG, "sign_in", at=moment(8))
    store.close()
    restore(copy, path, moment(9))


@pytest.mark.file_only("a lake has no journal")
@pytest.mark.parametrize("begins", [left_by_an_earlier_version, restored], ids=lambda begins: begins.__name__)
def test_a_log_is_known_from_where_the_journal_begins_to_mark_it(
    three: Path, tmp_path: Path, begins: Callable[[Path, Path], None]
) -> None:
    """What was before is taken as it is; what is cut off later is found."""
    begins(three, tmp_path / "copies")
    store = Store.open(three, at=moment(9))
    assert (store.notices, store.verify()) == ((), [])
    store.close()
    with duckdb.connect(str(three)) as connection:
        connection.execute("delete from audit_log where entry_id = 4")
    store = Store.open(three, at=moment(9))
    assert [problem.code for problem in store.verify()] == ["store_journal_log"]
    store.close()


CUT = {
    "emptied": ("delete from audit_log", ["#1", "#2"]),
    "cut at the end": ("delete from audit_log where entry_id > 1", ["#2"]),
    "an event that another is said to have done": ("update audit_log set actor = '李四' where entry_id = 2", ["#2"]),
}


@pytest.mark.parametrize("damage", CUT)
def test_verify_names_the_events_of_which_the_log_says_nothing(tmp_path: Path, damage: str) -> None:
    statement, events = CUT[damage]
    path = tmp_path / "kpi.duckdb"
    store = opened(path, figure("a", "10"))
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=WANG, at=moment(1))
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
    store = Store.open(path, at=moment(9))
    found = [problem.value for problem in store.verify() if problem.code == "store_audited"]
    store.close()
    assert found == events


@pytest.mark.parametrize("damage", DAMAGE)
def test_verify_names_where_the_chain_is_broken(three: Path, damage: str) -> None:
    statement, entries = DAMAGE[damage]
    with duckdb.connect(str(three)) as connection:
        connection.execute(statement)
    store = Store.open(three, at=moment(9))
    found = [problem.value for problem in store.verify() if problem.code == "store_audit_log"]
    store.close()
    assert {f"audit_log #{number}" for number in entries} <= set(found)


def test_fields_cannot_be_shifted_into_each_other(tmp_path: Path) -> None:
    """One entry says subject “ab”, the other subject “a” and detail “b”: their hashes differ."""
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    store.audit(WANG, "export", subject="ab", at=moment(1))
    store.audit(WANG, "export", subject="a", detail="b", at=moment(1))
    one, other = store.audit_entries()[-2:]
    store.close()
    assert one.sha256 != other.sha256
    assert other.previous == one.sha256
