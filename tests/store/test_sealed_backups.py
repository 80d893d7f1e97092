"""Backups that only a key opens, and files that only their owner reads."""

import stat
from pathlib import Path

import duckdb
import pytest

from kpi.errors import KpiError
from kpi.store import Store, new_key, restore
from tests.store.helpers import ACTOR, figure, moment, opened, upload, values


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened_store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    opened_store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    return opened_store


@pytest.mark.slow
@pytest.mark.parametrize("with_public_key_alone", [False, True])
def test_a_sealed_backup_comes_back_whole(tmp_path: Path, store: Store, with_public_key_alone: bool) -> None:
    secret, public = new_key()
    sealed = store.backup(tmp_path / "safe", at=moment(2), key=public if with_public_key_alone else secret)
    store.close()
    assert sealed.name.endswith(".duckdb.age")
    assert sealed.read_bytes().startswith(b"age-encryption.org/v1")
    assert [path.name for path in (tmp_path / "safe").iterdir()] == [sealed.name]
    assert list((tmp_path / "scratch").iterdir()) == []
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(sealed), read_only=True)
    restore(sealed, tmp_path / "kpi.duckdb", moment(3), secret)
    again = Store.open(tmp_path / "kpi.duckdb", at=moment(4))
    assert values(again.current()) == {"a 2023": 15}
    assert again.verify() == []
    again.close()


def _cut(content: bytes) -> bytes:
    return content[:-40]


def _flipped(content: bytes) -> bytes:
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


@pytest.mark.slow
def test_what_does_not_open_leaves_the_database_as_it_is(tmp_path: Path, store: Store) -> None:
    (secret, public), (other, _) = new_key(), new_key()
    sealed = store.backup(tmp_path / "safe", at=moment(2), key=public)
    store.commit_batches([upload("2.csv", figure("a", "99"))], actor=ACTOR, at=moment(3))
    store.close()
    whole = sealed.read_bytes()
    tries = [("backup_sealed", "", whole), ("backup_not_opened", other, whole), ("backup_key_unusable", public, whole)]
    tries += [("backup_not_opened", secret, damage(whole)) for damage in (_cut, _flipped, lambda _: b"", lambda _: b"DUCK" * 9)]
    for error, key, content in tries:
        sealed.write_bytes(content)
        with pytest.raises(KpiError, match=error):
            restore(sealed, tmp_path / "kpi.duckdb", moment(4), key)
    again = Store.open(tmp_path / "kpi.duckdb", at=moment(5))
    assert values(again.current()) == {"a 2023": 99}
    assert list((tmp_path / "scratch").iterdir()) == []
    again.close()


@pytest.mark.parametrize("key", ["x", "age1nonsense", "AGE-SECRET-KEY-1NONSENSE"])
def test_without_a_usable_key_there_is_no_backup(tmp_path: Path, store: Store, key: str) -> None:
    with pytest.raises(KpiError, match="backup_key_unusable"):
        store.backup(tmp_path / "safe", at=moment(2), key=key)
    store.close()
    assert list((tmp_path / "safe").iterdir()) == []


@pytest.mark.file_only
def test_database_journal_and_backup_are_their_owners_alone(tmp_path: Path, store: Store) -> None:
    copy = store.backup(tmp_path / "safe", at=moment(2))
    store.close()
    files = [tmp_path / "kpi.duckdb", tmp_path / "kpi.duckdb.journal", copy]
    (tmp_path / "kpi.duckdb").chmod(0o644)
    Store.open(tmp_path / "kpi.duckdb", at=moment(3)).close()
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600] * 3
