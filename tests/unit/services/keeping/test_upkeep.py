"""Copies that bring everything back, and that never mix fiction with real figures."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, StoreUnusable
from kpi.model import Actor, Grant
from kpi.services import Query
from kpi.services.keeping.upkeep import newest_backup
from tests.databases import TINY
from tests.unit.services.conftest import ZHANG, load, row, standing, table


@pytest.mark.slow
def test_a_copy_brings_back_what_was(opened, tmp_path, clock):
    workspace = opened(TINY)
    load(workspace, table(row("landfill_daily", "390", "吨", year=2023)))
    services.backup(workspace, ZHANG, tmp_path / "copies")
    clock.wind(hours=1)
    load(workspace, table(row("landfill_daily", "111", "吨", year=2024)))
    workspace.close()
    kept = services.restore(ZHANG, tmp_path / "copies", tmp_path / "kpi.duckdb", now=clock)
    back = opened(TINY)
    assert standing(services.status(back, ZHANG, Query()), "G3").current.text == "390吨"
    assert services.verify(back, ZHANG) == ()
    back.close()
    before = services.open_workspace(kept, TINY, now=clock)
    assert standing(services.status(before, ZHANG, Query()), "G3").current.text == "111吨"
    before.close()


@pytest.mark.slow
def test_a_copy_may_be_restored_where_nothing_is(opened, tmp_path, clock):
    workspace = opened(TINY)
    copy = services.backup(workspace, ZHANG, tmp_path / "copies")
    assert services.restore(ZHANG, copy, tmp_path / "new.duckdb", now=clock) is None
    assert standing(services.status(opened(TINY, "new.duckdb"), ZHANG, Query()), "G3").current.text == "420吨"


def test_the_newest_copy_of_the_same_database_is_taken(tmp_path):
    names = ["kpi-20260301T080000Z", "kpi-20260302T080000Z", "demo-20260303T080000Z"]
    for name in names:
        (tmp_path / f"{name}.duckdb").touch()
    assert newest_backup(tmp_path, tmp_path / "kpi.duckdb").stem == "kpi-20260302T080000Z"
    assert newest_backup(tmp_path, tmp_path / "other.duckdb").stem == "demo-20260303T080000Z"


def test_a_folder_without_copies(tmp_path):
    with pytest.raises(NotFound):
        services.restore(ZHANG, tmp_path, tmp_path / "kpi.duckdb")


@pytest.mark.parametrize("content", [b"", b"a,b\r\n1,2\r\n", b"\x00" * 8 + b"DUCK" + b"\x00" * 400])
def test_what_is_no_copy_changes_nothing(opened, tmp_path, clock, content):
    opened(TINY).close()
    before = (tmp_path / "kpi.duckdb").read_bytes()
    (tmp_path / "copy.duckdb").write_bytes(content)
    with pytest.raises(StoreUnusable):
        services.restore(ZHANG, tmp_path / "copy.duckdb", tmp_path / "kpi.duckdb", now=clock)
    assert (tmp_path / "kpi.duckdb").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(("source_is_demo", "place_is_demo"), [(True, False), (False, True)])
def test_fiction_and_real_figures_never_take_each_others_place(opened, tmp_path, clock, source_is_demo, place_is_demo):
    opened(TINY, "source.duckdb", demo=source_is_demo).close()
    opened(TINY, "place.duckdb", demo=place_is_demo).close()
    with pytest.raises(KpiError):
        services.restore(ZHANG, tmp_path / "source.duckdb", tmp_path / "place.duckdb", now=clock)
    assert services.status(opened(TINY, "place.duckdb"), ZHANG, Query()).demo is place_is_demo


@pytest.mark.slow
def test_a_backup_takes_the_place_of_a_database_that_is_beyond_opening(opened, tmp_path, clock):
    workspace = opened(TINY, "kpi.duckdb")
    copy = services.backup(workspace, ZHANG, tmp_path / "safe")
    workspace.close()
    (tmp_path / "kpi.duckdb").write_bytes(b"damaged" * 4096)
    services.restore(ZHANG, copy, tmp_path / "kpi.duckdb", now=clock)
    assert services.verify(opened(TINY, "kpi.duckdb"), ZHANG) == ()


def killed_once_it_is(database):
    """A `Path.replace` after which the process is no more, where it put something in the place of the database."""

    replace = Path.replace

    def put(self, place):
        replace(self, place)
        if Path(place) == database:
            raise KeyboardInterrupt

    return put


@pytest.mark.parametrize("stops", [False, True], ids=["whole", "stopped after the copy took the place"])
def test_a_restore_lets_nobody_in_by_what_was_good_on_the_backups_day(opened, tmp_path, clock, monkeypatch, stops):
    """Li is disabled after the backup, her token withdrawn, her visit over; the backup knows nothing of that."""
    workspace = opened(TINY)
    services.add_user(workspace, ZHANG, "li", "李明", [Grant("viewer")], "river-Lantern 42")
    services.People(workspace).change_password("li", "river-Lantern 42", "river-Lantern 43")
    people = services.People(workspace)
    visit, li = people.begin("li", "桌一"), people.actor("li", "page")
    token = services.add_token(workspace, li, "手机", Grant("viewer"), 9)
    copy = services.backup(workspace, ZHANG, tmp_path / "copies")
    services.disable_user(workspace, ZHANG, "li")
    workspace.close()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt) if stops else nullcontext():
        if stops:
            patch.setattr(Path, "replace", killed_once_it_is(tmp_path / "kpi.duckdb"))
        services.restore(ZHANG, copy, tmp_path / "kpi.duckdb", now=clock)
    restored = services.open_workspace(tmp_path / "kpi.duckdb", TINY, now=clock)
    people = services.People(restored)
    for way_in in (lambda: people.visitor(visit, ""), lambda: people.actor_of_token(token)):
        with pytest.raises(NotAllowed):
            way_in()
    assert people.check("li", "river-Lantern 43")[0] is services.Checked.RIGHT, "accounts are as they were"
    told = [(one.action, one.subject) for one in restored.store.audit_entries()][-3:]
    assert told == [("restore", copy.name), ("visits_end", "li"), ("token_withdraw", "li")]
    assert services.verify(restored, ZHANG) == ()
    restored.close()


@pytest.mark.parametrize("there", [True, False])
def test_a_restore_refused_is_on_record_where_a_database_is(opened, tmp_path, clock, there):
    """Whoever restores has no database open: the one that was to be replaced is told, and none is made to be told."""
    opened(TINY).close()
    place = tmp_path / ("kpi.duckdb" if there else "absent.duckdb")
    reader = Actor("李四", frozenset({Grant("viewer")}), "li", "api")
    with pytest.raises(NotAllowed):
        services.restore(reader, tmp_path / "copies", place, now=clock)
    assert place.exists() is there
    kept = opened(TINY)
    told = kept.store.audit_entries()
    refused = [(one.user_id, one.action, one.subject) for one in told if one.outcome == "refused"]
    assert refused == [("li", "administer", "restore")] * there
