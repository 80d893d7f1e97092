"""Matters and marks in the store: broken by hand and found, kept by a backup, and never one step less."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kpi.errors import NotFound, PreviewOutdated
from kpi.model import Actor, MatterEvent, MatterOf, MatterState, NewEvidence, NewStep, Qualifier, ValueOf
from kpi.store import Store, verifying
from kpi.supervision import NEXT
from tests.store.helpers import ACTOR, figure, made_once, moment, opened

ABOUT = MatterOf("p", "T1", None)
OF = ValueOf("a", "1", "", "", date(2023, 1, 1), date(2023, 12, 31), None)
BEGUN = NewStep(MatterEvent.BEGIN, MatterState.OPEN, note="改")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Matter 1 in three steps, the last with a file; a mark set and lifted."""
    made_once(tmp_path, fill)
    return tmp_path / "kpi.duckdb"


def fill(folder: Path) -> None:
    store = opened(folder / "kpi.duckdb", figure("a", "10"))
    number = store.begin_matter(ABOUT, [BEGUN], actor=ACTOR, at=moment(1))
    answer = NewStep(MatterEvent.ANSWER, MatterState.IN_HAND, steps="办")
    file = NewStep(MatterEvent.EVIDENCE, MatterState.IN_HAND, evidence=NewEvidence("a.txt", "text/plain", b"abc"))
    store.move_matter(number, ABOUT, [answer, file], 1, actor=ACTOR, at=moment(2))
    mark = store.mark_value("p", OF, 10.0, Qualifier.EQ, "看", actor=ACTOR, at=moment(3))
    store.lift_mark("p", mark, "", 1, actor=ACTOR, at=moment(4))
    store.close()


def findings(path: Path) -> list[tuple[str, object]]:
    store = Store.open(path, at=moment(9))
    found = [(problem.code.removeprefix("store_"), problem.values["subject"]) for problem in store.verify()]
    store.close()
    return found


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("select 1", None),
        ("delete from matter_log where version = 2", ("matters", "matter_log #3")),
        ("update matter_log set version = 7 where version = 3", ("matters", "matter_log #3")),
        ("update matter_log set target_id = 'T2' where version = 2", ("matters", "matter_log #2")),
        ("update matter_log set event = 'close' where version = 2", ("matters", "matter_log #2")),
        ("insert into matter_log select * from matter_log where version = 1", ("matters", "matter_log #1")),
        ("update matter_log set made_at = made_at - interval 1 day where version = 3", ("matters", "matter_log #3")),
        ("update follow_log set marked = true", ("matters", "follow_log #2")),
        ("delete from follow_log where version = 1", ("matters", "follow_log #2")),
        ("update matter_evidence set content = 'abd'::blob", ("matter_evidence", "matter_evidence #1")),
        ("delete from matter_evidence", ("matter_evidence", "matter_log #3")),
        ("update matter_evidence set version = 2", ("matter_evidence", "matter_evidence #1")),
        ("update matter_log set state = 'done' where version = 2", ("matters", "matter_log #2")),
        ("update matter_log set state = 'closed' where version = 3", ("matters", "matter_log #3")),
        ("update matter_log set state = 'in_hand' where version = 1", ("matters", "matter_log #1")),
    ],
)
def test_what_is_broken_is_found(path: Path, damage: str, found: tuple[str, str] | None) -> None:
    with duckdb.connect(str(path)) as broken:
        broken.execute(damage)
    assert (found in findings(path)) if found else (findings(path) == [])


LI, ZHAO, LOCAL = (Actor(name, ACTOR.grants, user_id) for name, user_id in (("李明", "li"), ("赵六", "zhao"), ("本机用户", "")))
CLOSED = {
    "another account": (LI, ZHAO, True),
    "the same account": (LI, LI, False),
    "the same account under another name": (LI, replace(LI, name="别名"), False),
    "another account of the same name": (LI, replace(ZHAO, name="李明"), True),
    "by the same name without an account": (LI, replace(LOCAL, name="李明"), False),
    "by another name without an account": (LI, LOCAL, True),
    "whoever works alone": (LOCAL, LOCAL, True),
}


@pytest.mark.parametrize("who", CLOSED)
def test_a_matter_that_was_closed_by_who_said_it_was_done_is_found(path: Path, who: str) -> None:
    """The store writes what it is told; the rule is the services', and this proves that they kept it."""
    finisher, closer, fine = CLOSED[who]
    store = Store.open(path, at=moment(5))
    for version, (by, event, state) in enumerate(
        [
            (finisher, MatterEvent.FINISH, MatterState.DONE),
            (ZHAO, MatterEvent.REOPEN, MatterState.IN_HAND),
            (finisher, MatterEvent.FINISH, MatterState.DONE),
            (closer, MatterEvent.CLOSE, MatterState.CLOSED),
        ],
        start=3,
    ):
        store.move_matter(1, ABOUT, [NewStep(event, state, note="说明")], version, actor=by, at=moment(version + 3))
    assert store.verify() == [] if fine else [problem.values["subject"] for problem in store.verify()] == ["matter_log #7"]
    store.close()


@pytest.mark.parametrize(("state", "event", "after"), [(None, "begin", "open"), ("done", "close", "closed")])
def test_every_step_that_the_rules_allow_is_one_that_verify_allows(state: str | None, event: str, after: str) -> None:
    """Two worked by hand: 列入整改 begins one, 销号 closes what is done."""
    told = verifying.PARAMETERS["matters"]["may_follow"]
    assert f"{state or ''} {event} {after}" in told
    assert len(told) == len(NEXT)


def test_a_step_is_written_after_those_that_were_seen_and_all_or_none(path: Path) -> None:
    store = Store.open(path, at=moment(5))
    with pytest.raises(PreviewOutdated):
        store.move_matter(1, ABOUT, [BEGUN], 2, actor=ACTOR, at=moment(5))
    assert [entry.version for entry in store.matter_entries("p")] == [1, 2, 3]
    assert [entry.version for entry in store.matter_entries("p", moment(1))] == [1]
    assert store.matter_entries("q") == []
    assert store.evidence_content(1) == ("a.txt", "text/plain", b"abc")
    with pytest.raises(NotFound):
        store.evidence_content(2)
    store.close()


def test_what_is_said_changes_no_figure_and_is_a_version_of_its_own(path: Path) -> None:
    store = Store.open(path, at=moment(5))
    figures, said = store.data_version, store.remarks_version
    store.begin_matter(ABOUT, [BEGUN], actor=ACTOR, at=moment(6))
    assert (store.data_version, store.remarks_version) == (figures, said + 1)
    store.close()
