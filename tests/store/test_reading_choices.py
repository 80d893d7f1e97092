"""Accepted spellings and saved mappings: kept, found again, taken out of use, never lost; and the column of a figure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError, NotFound
from kpi.model import NamedThing
from kpi.store import Store, migrating, restore
from kpi.store.engines.file import FileEngine
from tests.store.helpers import ACTOR, figure, moment, opened, upload


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "kpi.duckdb")
    yield store
    store.close()


def accept(store: Store, spelling: str, code: str = "441900003", thing: NamedThing = NamedThing.REGION, at: int = 1) -> int:
    return store.accept_alias(thing, spelling, code, actor=ACTOR, at=moment(at))


def test_a_spelling_is_kept_with_who_and_when(store: Store) -> None:
    assert accept(store, " 东城 ") == 1
    (alias,) = store.aliases()
    assert (alias.thing, alias.spelling, alias.code, alias.accepted_by, alias.accepted_at) == (
        NamedThing.REGION,
        "东城",
        "441900003",
        ACTOR.name,
        moment(1),
    )
    assert (store.reading_version, store.data_version) == (1, 0)
    assert [(event.action, event.detail) for event in store.events()] == [("accept_alias", "东城 → 441900003")]


def test_the_same_spelling_again_is_no_event_and_for_another_it_is_refused(store: Store) -> None:
    first = accept(store, "东城")
    assert accept(store, "东  城".replace("  ", "")) == first
    assert accept(store, "ＤＣ") == accept(store, "dc")
    with pytest.raises(KpiError) as refused:
        accept(store, "东城", code="441900004")
    assert refused.value.message.values == {"spelling": "东城", "code": "441900003"}
    assert accept(store, "东城", code="m", thing=NamedThing.MEASURE) == 3
    assert store.reading_version == 3
    with pytest.raises(KpiError, match="alias_empty"):
        accept(store, " ")


@pytest.mark.slow
def test_a_removed_spelling_is_free_again_and_its_row_stays(store: Store) -> None:
    accept(store, "东城")
    store.remove_alias(1, actor=ACTOR, at=moment(2))
    assert store.aliases() == []
    assert accept(store, "东城", code="441900004", at=3) == 2
    with pytest.raises(NotFound):
        store.remove_alias(1, actor=ACTOR, at=moment(4))
    assert store.verify() == []


@pytest.mark.slow
def test_a_mapping_of_the_same_name_takes_the_place_of_the_first(store: Store) -> None:
    store.save_profile("月报", "{1}", actor=ACTOR, at=moment(1))
    store.save_profile("季报", "{2}", actor=ACTOR, at=moment(2))
    assert store.save_profile(" 月报 ", "{3}", actor=ACTOR, at=moment(3)) == 3
    assert [(each.name, each.definition) for each in store.profiles()] == [("季报", "{2}"), ("月报", "{3}")]
    store.remove_profile(2, actor=ACTOR, at=moment(4))
    assert [each.profile_id for each in store.profiles()] == [3]
    with pytest.raises(NotFound):
        store.remove_profile(1, actor=ACTOR, at=moment(5))
    with pytest.raises(KpiError, match="profile_unnamed"):
        store.save_profile("", "{}", actor=ACTOR, at=moment(5))
    assert (store.reading_version, store.verify()) == (4, [])


@pytest.mark.slow
def test_a_copy_holds_them_too(store: Store, tmp_path: Path) -> None:
    accept(store, "东城")
    store.save_profile("月报", "{1}", actor=ACTOR, at=moment(2))
    copy = store.backup(store.path.parent / "backups", at=moment(3))
    restored = tmp_path / "restored.duckdb"
    restore(copy, restored, moment(4), by=ACTOR)
    opened = Store.open(restored, at=moment(4))
    try:
        assert ([each.spelling for each in opened.aliases()], [each.name for each in opened.profiles()]) == (["东城"], ["月报"])
        assert opened.verify() == []
    finally:
        opened.close()


@pytest.mark.slow
def test_a_double_spelling_is_found_by_verify(store: Store) -> None:
    accept(store, "东城")
    accept(store, "南城")
    path = store.path
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("update aliases set spelling_key = '东城'")
        connection.execute("insert into profiles values (1, 'x', '{}', 'y', timestamp '2024-01-01', '', null)")
    again = Store.open(path, at=moment(2))
    try:
        assert {problem.code for problem in again.verify()} == {"store_aliases", "store_profiles"}
    finally:
        again.close()


@pytest.mark.slow
def test_the_column_of_a_figure_and_what_its_file_was_taken_for_come_back(store: Store) -> None:
    batch = replace(upload("1.csv", replace(figure("a", "5"), column="D")), taken_for="宽表")
    store.commit_batches([batch], actor=ACTOR, at=moment(1))
    assert store.current()["column"].tolist() == ["D"]
    assert store.versions("a", "1")["column"].tolist() == ["D"]
    assert store.batches()[0].taken_for == "宽表"


@pytest.mark.slow
def test_a_database_from_before_has_figures_without_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kpi.duckdb"
    with duckdb.connect(str(path)) as connection:
        with monkeypatch.context() as patched:
            patched.setattr(migrating, "_MIGRATIONS", migrating._MIGRATIONS[:2])
            migrating.migrate(connection, FileEngine(path), moment(0))
        connection.execute(
            "insert into batches values (1, 'baseline', '', 'x', 'u', '', 1, timestamp '2024-01-01', null, '', '', '[]')"
        )
        key = "a\x1f1\x1f\x1f\x1f\x1f\x1f2023-12-31"
        row = [1, 0, key, False, "a", "1", "", "", None, None, date(2023, 12, 31), 5, "eq", "stated", *[""] * 3, 0, *[""] * 4]
        for table in ("observation_log", "current_observations"):
            connection.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)  # noqa: S608 - two constants
        connection.execute("insert into events values (1, timestamp '2024-01-01', 'u', 'commit', 1, '')")
    opened = Store.open(path, at=moment(1))
    try:
        assert opened.current()[["column", "value"]].to_numpy().tolist() == [["", 5.0]]
        assert opened.batches()[0].taken_for == ""
        assert opened.verify() == []
    finally:
        opened.close()
