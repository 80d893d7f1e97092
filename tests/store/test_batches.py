"""Batches in, batches out: what counts now, what counted then, and that nothing is half loaded."""

import dataclasses
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi.errors import KpiError, NotFound, PreviewOutdated
from kpi.store import Store
from kpi.store.database import Database
from tests.store.helpers import ACTOR, figure, load_figures, moment, opened, upload, values


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"), figure("b", "20"), catalog="catalog-1")
    yield store
    store.close()


@pytest.mark.slow
def test_the_baseline_is_batch_one(store: Store) -> None:
    assert [(batch.batch_id, batch.kind, batch.rows) for batch in store.batches()] == [(1, "baseline", 2)]
    assert values(store.current()) == {"a 2023": 10, "b 2023": 20}
    assert store.data_version == 1


def test_an_unchanged_catalog_adds_nothing(store: Store) -> None:
    assert load_figures(store, [figure("a", "10"), figure("b", "20")], "catalog-1", actor=ACTOR, at=moment(1)) is None
    assert load_figures(store, [figure("b", "20"), figure("a", "10")], "reordered", actor=ACTOR, at=moment(1)) is None
    assert store.data_version == 1


def test_a_changed_catalog_becomes_a_batch_of_what_changed(store: Store) -> None:
    now = [figure("a", "11"), figure("c", "30")]
    batch_id = load_figures(store, now, "catalog-2", actor=ACTOR, at=moment(1))
    assert batch_id == 2
    assert store.batches()[0].rows == 3  # a changed, c is new, b is removed
    assert values(store.current()) == {"a 2023": 11, "c 2023": 30}


@pytest.mark.slow
def test_an_upload_stays_current_over_a_later_catalog(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    load_figures(store, [figure("a", "12")], "catalog-2", actor=ACTOR, at=moment(2))
    assert values(store.current()) == {"a 2023": 15}
    store.withdraw(2, actor=ACTOR, at=moment(3), note="报错")
    assert values(store.current()) == {"a 2023": 12}


@pytest.mark.slow
def test_the_newest_upload_counts_and_withdrawal_brings_back_the_one_before(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.commit_batches([upload("2.csv", figure("a", "16"))], actor=ACTOR, at=moment(2))
    assert values(store.current())["a 2023"] == 16
    store.withdraw(3, actor=ACTOR, at=moment(3), note="口径有误")
    assert values(store.current())["a 2023"] == 15
    store.withdraw(2, actor=ACTOR, at=moment(4), note="口径有误")
    assert values(store.current())["a 2023"] == 10
    withdrawn = {batch.batch_id: (batch.withdrawn_by, batch.withdrawal_note) for batch in store.batches() if batch.withdrawn_at}
    assert withdrawn == {3: ("审核人", "口径有误"), 2: ("审核人", "口径有误")}
    assert [event.action for event in store.events()] == ["withdraw", "withdraw", "commit", "commit", "commit"]


@pytest.mark.slow
def test_as_known_at_a_moment(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(2))
    store.withdraw(2, actor=ACTOR, at=moment(4), note="报错")
    known = [values(store.known_at(moment(hour))).get("a 2023") for hour in (0, 1, 2, 3, 4, 5)]
    assert known == [10, 10, 15, 15, 10, 10]


@pytest.mark.slow
def test_a_breakdown_is_another_key(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "4", member="senior"))], actor=ACTOR, at=moment(1))
    assert sorted(store.current()["value"]) == [4, 10, 20]


def test_decimals_are_kept_to_the_last_digit(store: Store) -> None:
    exact = "12345678901234567890.12345678"
    store.commit_batches([upload("1.csv", figure("x", exact), figure("y", "98700.00000000"))], actor=ACTOR, at=moment(1))
    stored = dict(
        row[:8:7] for row in store._database.rows("current_of_places", {"places": None, "measures": None}) if row[0] in "xy"
    )
    assert {name: str(value) for name, value in stored.items()} == {"x": exact, "y": "98700.00000000"}


@pytest.mark.slow
def test_several_files_are_one_transaction(store: Store) -> None:
    ids = store.commit_batches(
        [upload("1.csv", figure("a", "1")), upload("2.csv", figure("b", "2"))], actor=ACTOR, at=moment(1)
    )
    assert ids == [2, 3]
    assert values(store.current()) == {"a 2023": 1, "b 2023": 2}


def test_one_key_in_two_files_refuses_both(store: Store) -> None:
    files = [upload("1.csv", figure("a", "1")), upload("2.csv", figure("a", "2"))]
    with pytest.raises(KpiError, match="key_twice"):
        store.commit_batches(files, actor=ACTOR, at=moment(1))
    assert len(store.batches()) == 1
    assert values(store.current())["a 2023"] == 10


@pytest.mark.slow
def test_figures_that_changed_since_the_preview_refuse_the_commit(store: Store) -> None:
    seen = store.data_version
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    with pytest.raises(PreviewOutdated):
        store.commit_batches([upload("2.csv", figure("a", "99"))], actor=ACTOR, at=moment(2), expected_version=seen)
    assert values(store.current())["a 2023"] == 15


@pytest.mark.slow
def test_of_two_commits_from_one_preview_one_is_told_that_it_is_outdated(store: Store) -> None:
    seen, start, outcomes = store.data_version, threading.Barrier(2), []

    def commit(name: str) -> None:
        start.wait()
        try:
            file = upload(name, figure("a", "15"))
            outcomes.append(store.commit_batches([file], actor=ACTOR, at=moment(1), expected_version=seen))
        except PreviewOutdated as outdated:
            outcomes.append(dict(outdated.message.values))

    threads = [threading.Thread(target=commit, args=(name,)) for name in ("1.csv", "2.csv")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [[2], {"expected": seen, "found": seen + 1}]


def test_a_version_that_a_commit_overtakes_while_it_is_read_is_not_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is read, another commits, and only then is it told: it was right when asked, and is asked anew."""
    number, asked = Database.number, []

    def overtaken(database: Database, name: str) -> int:
        read = number(database, name)
        asked.append(name)
        if len(asked) == 1:
            store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
        return read

    monkeypatch.setattr(Database, "number", overtaken)
    assert [store.data_version for _ in range(4)] == [1, 2, 2, 2]
    assert asked == ["data_version"] * 2


@pytest.mark.slow
def test_the_versions_say_what_a_view_must_be_made_anew_for(store: Store) -> None:
    def versions() -> tuple[int, int]:
        return store.data_version, store.documents_version

    assert versions() == (1, 0)
    store.commit_batches([upload("1.csv", figure("a", "1")), upload("2.csv", figure("b", "1"))], actor=ACTOR, at=moment(1))
    assert versions() == (3, 0)
    store.withdraw(2, actor=ACTOR, at=moment(2), note="报错")
    assert versions() == (4, 0)
    number = store.attach_document("letter", "函.txt", "text/plain", b"abc", "abc", actor=ACTOR, at=moment(3))
    assert versions() == (4, 1)
    store.remove_document(number, actor=ACTOR, at=moment(4))
    assert versions() == (4, 2)
    load_figures(store, [figure("a", "10"), figure("b", "20")], "targets changed only", actor=ACTOR, at=moment(5))
    assert versions() == (4, 2)


@pytest.mark.slow
def test_a_refused_commit_leaves_nothing_of_its_other_files(store: Store) -> None:
    bad = dataclasses.replace(upload("2.csv", figure("b", "2")), sha256="0" * 64)
    with pytest.raises(KpiError, match="hash_differs"):
        store.commit_batches([upload("1.csv", figure("a", "1")), bad], actor=ACTOR, at=moment(1))
    assert [batch.batch_id for batch in store.batches()] == [1]
    assert [event.action for event in store.events()] == ["commit"]
    with pytest.raises(NotFound):
        store.original(2)
    assert store.verify() == []


def test_only_a_catalog_removes_figures(store: Store) -> None:
    file = dataclasses.replace(upload("1.csv", figure("b", "2")), removed=(figure("a", "10"),))
    with pytest.raises(ValueError, match="removes nothing"):
        store.commit_batches([file], actor=ACTOR, at=moment(1))
    assert values(store.current()) == {"a 2023": 10, "b 2023": 20}


def test_a_catalog_that_names_a_key_twice_is_refused(store: Store) -> None:
    with pytest.raises(KpiError, match="key_twice"):
        load_figures(store, [figure("a", "11"), figure("a", "12")], "twice", actor=ACTOR, at=moment(1))
    assert values(store.current()) == {"a 2023": 10, "b 2023": 20}


@pytest.mark.slow
def test_only_the_source_of_a_figure_changing_is_a_change_too(store: Store) -> None:
    corrected = [dataclasses.replace(figure("a", "10"), section="二"), figure("b", "20")]
    assert load_figures(store, corrected, "catalog-2", actor=ACTOR, at=moment(1)) == 2
    assert store.current()[["section", "batch_id"]].to_dict("list") == {"section": ["", "二"], "batch_id": [1, 2]}


@pytest.mark.slow
def test_a_figure_back_in_the_catalog_counts_again(store: Store) -> None:
    load_figures(store, [figure("b", "20")], "without a", actor=ACTOR, at=moment(1))
    assert values(store.current()) == {"b 2023": 20}
    load_figures(store, [figure("a", "10"), figure("b", "20")], "catalog-1", actor=ACTOR, at=moment(2))
    assert values(store.current()) == {"a 2023": 10, "b 2023": 20}
    assert [batch.rows for batch in store.batches()] == [1, 1, 2]


@pytest.mark.slow
def test_no_later_baseline_is_withdrawn_either(store: Store) -> None:
    load_figures(store, [figure("a", "11")], "catalog-2", actor=ACTOR, at=moment(1))
    with pytest.raises(KpiError, match="baseline_stays"):
        store.withdraw(2, actor=ACTOR, at=moment(2), note="不要")


@pytest.mark.slow
def test_confirmed_warnings_and_notes_are_kept(store: Store) -> None:
    file = dataclasses.replace(upload("1.csv", figure("a", "1"), note="补报"), warnings=("第2行：数值是上年的10倍", "“约”"))
    store.commit_batches([file], actor=ACTOR, at=moment(1))
    batch = store.batches()[0]
    assert (batch.note, batch.warnings, batch.user) == ("补报", ("第2行：数值是上年的10倍", "“约”"), "审核人")


@pytest.mark.slow
def test_the_same_file_is_recognised_until_it_is_withdrawn(store: Store) -> None:
    file = upload("1.csv", figure("a", "15"))
    store.commit_batches([file], actor=ACTOR, at=moment(1))
    found = store.batch_with_hash(hashlib.sha256(b"1.csv").hexdigest())
    assert found is not None
    assert found.batch_id == 2
    with pytest.raises(KpiError, match="file_loaded"):
        store.commit_batches([file], actor=ACTOR, at=moment(2))
    store.withdraw(2, actor=ACTOR, at=moment(3), note="重报")
    assert store.commit_batches([file], actor=ACTOR, at=moment(4)) == [3]


@pytest.mark.slow
def test_the_original_comes_back_byte_for_byte(store: Store) -> None:
    store.commit_batches([upload("表 1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    assert store.original(2) == ("表 1.csv", "表 1.csv".encode())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("batch_id", "note", "error"),
    [(1, "不要", "baseline_stays"), (9, "不要", "no_such_batch"), (2, "  ", "note_needed")],
)
def test_what_cannot_be_withdrawn(store: Store, batch_id: int, note: str, error: str) -> None:
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    with pytest.raises((KpiError, NotFound), match=error):
        store.withdraw(batch_id, actor=ACTOR, at=moment(2), note=note)
    assert values(store.current())["a 2023"] == 15


@pytest.mark.slow
def test_a_batch_is_withdrawn_once(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.withdraw(2, actor=ACTOR, at=moment(2), note="报错")
    with pytest.raises(KpiError, match="already_withdrawn"):
        store.withdraw(2, actor=ACTOR, at=moment(3), note="报错")


@pytest.mark.slow
def test_versions_name_their_batches(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    versions = store.versions("a", "1")
    assert list(versions["value"]) == [15, 10]
    assert list(versions["batch_id"]) == [2, 1]


@pytest.mark.slow
def test_documents_stay_beside_their_source_until_removed(store: Store) -> None:
    number = store.attach_document("letter", "函.txt", "text/plain", b"abc", "abc", actor=ACTOR, at=moment(1))
    assert [(each.document_id, each.source_id, each.text) for each in store.documents()] == [(number, "letter", "abc")]
    assert store.document(number) == ("函.txt", "text/plain", b"abc")
    before = store.documents_version
    store.remove_document(number, actor=ACTOR, at=moment(2))
    assert store.documents() == []
    assert store.documents_version == before + 1
    with pytest.raises(NotFound):
        store.document(number)
    with pytest.raises(NotFound):
        store.remove_document(number, actor=ACTOR, at=moment(3))
    assert store.attach_document("letter", "函.txt", "text/plain", b"x", "x", actor=ACTOR, at=moment(4)) == number + 1
    assert store.verify() == []
