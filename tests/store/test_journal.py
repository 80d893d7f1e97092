"""The journal: what was acknowledged is asked for again, and every way the two files can part is told as it is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kpi.errors import StoreUnusable
from kpi.i18n import LANGUAGES, texts
from kpi.model import Problem
from kpi.store import Store, restore
from kpi.store.database import Database
from kpi.store.engines.file import FileEngine
from kpi.store.files import journal, journaling
from tests.store.helpers import (
    ACTOR,
    figure,
    killed_before_checkpoint,
    load_figures,
    made_once,
    moment,
    opened,
    rehash,
    upload,
    values,
)

pytestmark = pytest.mark.file_only


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Events 1 (catalog, a is 10), 2 (2.csv, 15) and 3 (3.csv, 16), all acknowledged."""
    made_once(tmp_path, live)
    return tmp_path / "live" / "kpi.duckdb"


def live(folder: Path) -> None:
    store = opened(folder / "live" / "kpi.duckdb", figure("a", "10"))
    store.commit_batches([upload("2.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.close()
    shutil.copy(store.path, folder / "before.duckdb")
    store = Store.open(store.path, at=moment(0))
    store.commit_batches([upload("3.csv", figure("a", "16"))], actor=ACTOR, at=moment(2))
    store.close()


@pytest.fixture
def older(path: Path, tmp_path: Path) -> Path:
    """A backup from before 3.csv."""
    store = opened(tmp_path / "other" / "kpi.duckdb", figure("a", "10"))
    store.commit_batches([upload("2.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    copy = store.backup(tmp_path / "copies", at=moment(1))
    store.close()
    return copy


def told(path: Path) -> tuple[list[str], list[str], str]:
    """Codes of what is said on opening, of what verify finds, and of what limits it."""
    store = Store.open(path, at=moment(9))
    try:
        since = store.verified_since()
        return _codes(store.notices), _codes(store.verify()), _codes([since])[0] if since else ""
    finally:
        store.close()


def _codes(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    return [problem.code.removeprefix("store_").removeprefix("journal_") for problem in problems]


def lines(path: Path) -> list[str]:
    return journal.journal_of(path).read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
def test_every_acknowledged_event_has_its_line(path: Path) -> None:
    assert told(path) == ([], [], "")
    written = journal.read(journal.journal_of(path)).lines
    store = Store.open(path, at=moment(9))
    batches = {batch.batch_id: batch for batch in store.batches()}
    store.close()
    assert [type(line).__name__ for line in written] == ["Anchor", *["JournalEntry", "LogMark"] * 3]
    assert written[5] == journal.JournalEntry(3, "2026-01-01T02:00:00", "审核人", "commit", 3, "3.csv", batches[3].sha256)


@pytest.mark.slow
def test_the_line_is_on_the_disk_before_anybody_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    append, fsync = journal.append, journal.os.fsync
    monkeypatch.setattr(journal, "append", lambda *given: steps.append("line") or append(*given))
    monkeypatch.setattr(journal.os, "fsync", lambda number: steps.append("disk") or fsync(number))
    store = Store.open(path, at=moment(3))
    secure = store._database._secure

    def secured(cursor: duckdb.DuckDBPyConnection, mark: journal.LogMark | None) -> None:
        steps.append("committed")
        secure(cursor, mark)

    monkeypatch.setattr(store._database, "_secure", secured)
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(3))
    steps.append("told")
    store.close()
    assert steps == ["committed", "line", "disk", "told"]


@pytest.mark.slow
def test_a_commit_that_is_gone_is_named_and_the_database_not_called_whole(path: Path, tmp_path: Path) -> None:
    """The file as it was before the last commit, sound in itself: as when that commit never got into it."""
    shutil.copy(tmp_path / "before.duckdb", path)
    for _ in range(2):
        assert told(path) == (["missing"], ["missing"], "")
    store = Store.open(path, at=moment(9))
    assert values(store.current()) == {"a 2023": 15}
    assert store.verify()[0].values["subject"] == ("#3 3.csv (审核人)",)
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(9))
    store.close()
    assert told(path) == (["missing"], ["missing"], "")


@pytest.mark.slow
def test_a_database_put_back_by_hand_is_not_called_whole(path: Path, older: Path) -> None:
    shutil.copy(older, path)
    assert told(path) == (["missing"], ["missing"], "")


@pytest.mark.slow
def test_a_database_of_another_history_is_not_called_whole(path: Path, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "third" / "kpi.duckdb", at=moment(0))
    load_figures(other, [figure("b", "1")], "catalog", actor=ACTOR, at=moment(5))
    other.close()
    shutil.copy(tmp_path / "third" / "kpi.duckdb", path)
    assert told(path) == (["missing", "found"], ["missing"] * 3, "")


@pytest.mark.slow
def test_a_database_that_was_deleted_and_made_anew_is_not_called_whole(path: Path) -> None:
    path.unlink()
    assert told(path) == (["missing"], ["missing"] * 3, "")


@pytest.mark.slow
def test_a_restore_is_written_down_and_leaves_a_whole_database(path: Path, older: Path) -> None:
    kept = restore(older, path, moment(5))
    assert told(path) == ([], [], "since_restored")
    assert len(lines(path)) == 9
    assert isinstance(kept, Path)
    assert told(kept) == ([], [], "")
    store = Store.open(path, at=moment(6))
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(6))
    store.close()
    assert told(path) == ([], [], "since_restored")


@pytest.mark.slow
def test_what_is_lost_after_a_restore_is_found_too(path: Path, older: Path) -> None:
    restore(older, path, moment(5))
    before = path.read_bytes()
    store = Store.open(path, at=moment(6))
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(6))
    store.close()
    path.write_bytes(before)
    assert told(path) == (["missing"], ["missing"], "since_restored")


@pytest.mark.slow
def test_a_restore_that_stops_before_its_last_step_leaves_the_old_database_whole(path: Path, older: Path) -> None:
    """As when the machine loses its power between the journal's line and the new file."""
    copied = Database(FileEngine(older, journaled=False), moment(5))
    journaling.record_restore(path, copied.entries(), copied.log_hashes(), older.name, moment(5))
    copied.close()
    assert told(path) == ([], [], "since_restored")
    store = Store.open(path, at=moment(6))
    assert values(store.current()) == {"a 2023": 16}
    store.close()


@pytest.mark.slow
def test_a_restore_whose_last_step_fails_takes_its_line_back(path: Path, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, before = Path.replace, lines(path)

    def fail(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise OSError("no")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Exception, match="restore_failed"):
        restore(older, path, moment(5))
    monkeypatch.undo()
    assert lines(path) == before
    assert told(path) == ([], [], "")


@pytest.mark.slow
def test_a_database_that_never_had_a_journal_says_what_it_cannot_know(path: Path) -> None:
    """As an earlier version left it: no entry of the audit log says that there was one."""
    journal.journal_of(path).unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("update audit_log set journal = ''")
        rehash(connection)
    assert told(path) == (["begun"], [], "since_begun")
    assert told(path) == ([], [], "since_begun")


LOST: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "all of it": lambda _: [],
    "its marks": lambda lines: [line for line in lines if b'"log"' not in line],
    "its anchor": lambda lines: lines[1:],
    "its events": lambda lines: [line for line in lines if b'"event"' not in line],
    "all but its anchor": lambda lines: lines[:1],
    "an anchor of today in its place": lambda lines: [lines[0].replace(b"2026", b"2027")],
    "an event from its middle": lambda lines: lines[:3] + lines[5:],
}


@pytest.mark.slow
@pytest.mark.parametrize("lost", LOST)
def test_a_journal_that_lost_something_is_named_and_not_made_good_by_going_on(path: Path, lost: str) -> None:
    """The audit log says how the journal stood before each entry: beside another one the database is never called whole."""
    file = journal.journal_of(path)
    kept = b"".join(LOST[lost](file.read_bytes().splitlines(keepends=True)))
    file.write_bytes(kept) if kept else file.unlink()
    on_opening, found, _ = told(path)
    assert "changed" in on_opening or "unreadable" in on_opening
    assert set(found) <= {"changed", "unreadable"}
    assert found
    store = Store.open(path, at=moment(9))
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(9))
    store.close()
    assert told(path)[:2] == (found, found)


@pytest.mark.slow
def test_a_journal_deleted_while_the_database_is_open_is_named(path: Path) -> None:
    store = Store.open(path, at=moment(3))
    journal.journal_of(path).unlink()
    assert _codes(store.verify()) == ["changed"]
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(3))
    assert _codes(store.verify()) == ["changed"]
    store.close()
    assert told(path)[:2] == (["changed", "found", "found", "found"], ["changed"])


@pytest.mark.slow
@pytest.mark.parametrize("same_place", [True, False])
def test_a_backup_restored_settles_a_lost_journal(path: Path, tmp_path: Path, same_place: bool) -> None:
    """What the sentence tells to do, and what is done after a disk was lost: the entry of the restore says what it found."""
    journal.journal_of(path).unlink()
    store = Store.open(path, at=moment(3))
    copy = store.backup(tmp_path / "copies", at=moment(3))
    store.close()
    place = path if same_place else tmp_path / "new machine" / "kpi.duckdb"
    restore(copy, place, moment(4), by=ACTOR)
    assert told(place) == ([], [], "since_restored")
    store = Store.open(place, at=moment(5))
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(5))
    store.close()
    assert told(place) == ([], [], "since_restored")
    journal.journal_of(place).unlink()
    assert told(place)[:2] == (["changed"], ["changed"])


@pytest.mark.slow
def test_a_database_copied_without_its_journal_says_so(path: Path, tmp_path: Path) -> None:
    """Nothing tells such a copy from a database whose journal somebody deleted."""
    copy = tmp_path / "copy.duckdb"
    shutil.copy(path, copy)
    assert told(copy) == (["changed"], ["changed"], "since_begun")


def test_a_database_moved_with_its_journal_is_whole(path: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(path.parent, tmp_path / "moved")) / "kpi.duckdb"
    assert told(moved) == ([], [], "")


@pytest.mark.slow
@pytest.mark.parametrize("cut", [1, 20])
@pytest.mark.parametrize("of_the_event", [False, True])
def test_a_torn_last_line_is_set_aside_and_what_it_said_kept(path: Path, cut: int, of_the_event: bool) -> None:
    """The last line is the mark of the log; where that never came about, the last one is the event's."""
    file = journal.journal_of(path)
    content = file.read_bytes()
    cut += of_the_event * len(content.splitlines(keepends=True)[-1])
    file.write_bytes(content[:-cut])
    assert told(path) == (["torn", "found"] if of_the_event else ["torn"], [], "")
    assert file.with_name("kpi.duckdb.journal.damaged").read_bytes() == content[:-cut].rpartition(b"\n")[2]
    assert told(path) == ([], [], "")
    assert file.read_bytes() == content


@pytest.mark.slow
def test_a_flipped_line_is_an_error_wherever_it_is(path: Path) -> None:
    file = journal.journal_of(path)
    content = file.read_bytes()
    ends = [place for place, byte in enumerate(content) if byte == 10]
    for place in [*range(5, len(content), 41), ends[1], ends[2]]:
        flipped = bytearray(content)
        flipped[place] ^= 4
        file.write_bytes(flipped)
        on_opening, found, _ = told(path)
        assert "unreadable" in on_opening, place
        assert "unreadable" in found, place


@pytest.mark.slow
def test_a_commit_without_its_line_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "kpi.duckdb"
    killed_before_checkpoint(path, "2.csv")
    assert len(lines(path)) == 3
    assert told(path) == (["found"], [], "")
    assert told(path) == ([], [], "")


@pytest.mark.slow
def test_a_line_that_cannot_be_written_is_told_and_made_up_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, append = Store.open(path, at=moment(3)), journal.append

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(journal, "append", fail)
    with pytest.raises(StoreUnusable, match="store_unsecured"):
        store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(3))
    assert values(store.current()) == {"a 2023": 17}
    monkeypatch.setattr(journal, "append", append)
    store.commit_batches([upload("5.csv", figure("a", "18"))], actor=ACTOR, at=moment(4))
    store.close()
    assert len(lines(path)) == 1 + 2 * 3 + 3, "two events and the log as far as both brought it"
    assert told(path) == ([], [], "")


def test_a_full_disk_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = journal.journal_of(path)
    before = file.read_bytes()

    def full(number: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(journal.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        journal.append(file, [journal.JournalEntry(4, "2026-01-01T03:00:00", "u", "commit", 4, "4.csv", "x")])
    assert file.read_bytes() == before


@pytest.mark.slow
def test_where_the_journal_cannot_be_written_nothing_is_begun(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in its place does as well as a missing permission, which tests run by root do not have."""
    file = journal.journal_of(path)
    file.unlink()
    file.mkdir()
    store = Store.open(path, at=moment(3))
    assert _codes(store.notices) == ["unwritable"]
    with pytest.raises(StoreUnusable, match="journal_unwritable"):
        store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(3))
    assert values(store.current()) == {"a 2023": 16}
    assert _codes(store.verify()) == ["unwritable"]
    file.rmdir()
    store.commit_batches([upload("4.csv", figure("a", "17"))], actor=ACTOR, at=moment(3))
    store.close()
    assert told(path) == (["changed"], ["changed"], "since_begun"), "the test took the journal away"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", ["missing", "anchor", "log", "changed", "unreadable", "torn", "found", "begun", "unwritable"])
def test_everything_the_journal_says_has_its_sentence(lang: str, what: str) -> None:
    values: dict[str, object] = {"path": "数据/kpi.duckdb.journal", "kept": "k", "subject": "#3", "count": 1, "at": moment(0)}
    words: Callable[..., str] = texts(lang)
    assert "{" not in words(f"problem.store_journal_{what}", **values)
