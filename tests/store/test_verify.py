"""Every rule that no key of the schema guards: broken by hand, and found."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from kpi.i18n import LANGUAGES, texts
from kpi.model import Severity
from kpi.store import Store, verifying
from tests.store.helpers import ACTOR, figure, load_figures, made_once, moment, noisy_upload, opened, upload

KEY = "a / 1 / 2023-01-01 / 2023-12-31"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Batches 1 (catalog), 2 (upload, withdrawn), 3 (upload); one document; events 1 to 5."""
    made_once(tmp_path, fill)
    return tmp_path / "kpi.duckdb"


def fill(folder: Path) -> None:
    store = opened(folder / "kpi.duckdb", figure("a", "10"), figure("b", "20"))
    store.commit_batches([upload("2.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.commit_batches([upload("3.csv", figure("a", "16"))], actor=ACTOR, at=moment(2))
    store.withdraw(2, actor=ACTOR, at=moment(3), note="报错")
    store.attach_document("letter", "函.txt", "text/plain", b"abc", "abc", actor=ACTOR, at=moment(4))
    store.close()


def findings(path: Path) -> list[tuple[str, object]]:
    store = Store.open(path, at=moment(9))
    found = [(problem.code.removeprefix("store_"), problem.values["subject"]) for problem in store.verify()]
    store.close()
    return found


@pytest.mark.slow
def test_a_sound_database_has_no_findings(path: Path) -> None:
    assert findings(path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("update current_observations set value = 11 where measure_id = 'a'", ("projection", KEY)),
        ("update current_observations set printed = 'x' where measure_id = 'a'", ("projection", KEY)),
        ("delete from current_observations where measure_id = 'a'", ("projection", KEY)),
        ("update observation_log set value = 17 where batch_id = 3", ("projection", KEY)),
        ("insert into current_observations from current_observations where measure_id = 'a'", ("unique_keys", KEY)),
        ("update observation_log set member = 'x' where batch_id = 2", ("key_texts", f"{KEY} / #2")),
        ("update observation_log set window_start = null where batch_id = 2", ("key_texts", f"{KEY} / #2")),
        ("insert into observation_log from observation_log where batch_id = 2", ("unique_keys", f"{KEY} / #2")),
        ("delete from originals where batch_id = 2", ("references", "batches #2")),
        ("delete from batches where batch_id = 2", ("references", "observation_log #2")),
        ("update events set batch_id = 9 where event_id = 3", ("references", "events #3")),
        ("update batches set batch_id = 3 where batch_id = 2", ("batches", "batches #3")),
        ("update batches set kind = 'upload' where batch_id = 1", ("batches", "batches #1")),
        (
            "update batches set withdrawn_at = approved_at, kind = 'baseline' where batch_id = 3",
            ("batches", "batches #3"),
        ),
        (
            "update batches set withdrawn_at = null, sha256 = (select sha256 from batches where batch_id = 3) "
            "where batch_id = 2",
            ("batches", "batches #3"),
        ),
        ("update batches set row_count = 7 where batch_id = 2", ("row_counts", "batches #2")),
        ("delete from observation_log where batch_id = 2", ("row_counts", "batches #2")),
        ("delete from events where event_id = 5", ("documents", "documents #1")),
        ("delete from events where event_id = 2", ("events", "events #3")),
        ("update events set event_id = 1 where event_id = 2", ("events", "events #1")),
        ("update events set happened_at = timestamp '2025-01-01' where event_id = 5", ("events", "events #5")),
        ("update batches set approved_at = approved_at + interval 1 second where batch_id = 3", ("events", "batches #3")),
        ("update batches set withdrawn_at = null where batch_id = 2", ("events", "events #4")),
        ("update batches set withdrawn_at = withdrawn_at + interval 1 day where batch_id = 2", ("events", "batches #2")),
        ("update originals set content = 'other'::blob where batch_id = 2", ("originals", "originals #2")),
        ("insert into originals from originals where batch_id = 3", ("originals", "originals #3")),
        ("update documents set content = 'other'::blob", ("documents", "documents #1")),
        ("insert into documents from documents", ("documents", "documents #1")),
    ],
)
def test_damage_is_found_where_it_is(path: Path, damage: str, found: tuple[str, str]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    assert found in findings(path)


OF_EVERY_ROW = (
    "update current_observations set value = 11 where measure_id = 'a'",
    "update current_observations set printed = 'x' where measure_id = 'b'",
    "update current_observations set region_code = '3' where measure_id = 'b'",
    "delete from current_observations where measure_id = 'c'",
    "update observation_log set value = 17 where batch_id = 3",
    "update observation_log set removed = true where measure_id = 'c'",
    "insert into current_observations from current_observations where measure_id = 'a'",
    "insert into observation_log from observation_log where batch_id = 2",
)


@pytest.mark.slow
@pytest.mark.parametrize("damage", OF_EVERY_ROW)
def test_some_places_at_a_time_the_same_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """Each of three places by itself, and all at once: of many rows only some are held against each other at a time."""
    path = tmp_path / "kpi.duckdb"
    b, c = replace(figure("b", "20"), region_code="2"), replace(figure("c", "30"), region_code="3")
    store = opened(path, figure("a", "10"), b, c)
    store.commit_batches([upload("2.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.commit_batches([upload("3.csv", figure("a", "16"), replace(b, value=Decimal(21)))], actor=ACTOR, at=moment(2))
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    whole = findings(path)
    monkeypatch.setattr(verifying, "MOST_ROWS", 1)
    assert whole
    assert sorted(findings(path)) == sorted(whole)


@pytest.mark.file_only
@pytest.mark.slow
def test_bytes_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    path, file = tmp_path / "kpi.duckdb", noisy_upload("big.csv", 2_000_000, figure("a", "15"))
    store = Store.open(path, at=moment(0))
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    store.commit_batches([file], actor=ACTOR, at=moment(1))
    store.close()
    content = bytearray(path.read_bytes())
    place = content.find(file.content[1_000_000:1_000_064])
    content[place : place + 64] = bytes(64)
    path.write_bytes(content)
    assert place > 0
    assert ("unreadable", "originals") in findings(path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_its_sentence(lang: str) -> None:
    words = texts(lang)
    for check in (*verifying.CHECKS, "unreadable"):
        assert "batches #2" in words(f"problem.store_{check}", subject="batches #2")


@pytest.mark.file_only
@pytest.mark.slow
def test_findings_are_errors_in_the_database_by_name(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("update batches set row_count = 7 where batch_id = 2")
    store = Store.open(path, at=moment(9))
    (problem,) = store.verify()
    store.close()
    assert (problem.severity, problem.file, problem.value) == (Severity.ERROR, "kpi.duckdb", "batches #2")
