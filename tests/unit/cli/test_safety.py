"""What a command says where the database lost something, was not closed properly, or cannot be written."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpi.cli import main
from kpi.services import workspace
from tests.databases import LETTER, TINY
from tests.store.helpers import killed_before_checkpoint
from tests.unit.cli.conftest import TRAINED_2023


@pytest.fixture(scope="module")
def made(tmp_path_factory, ready_made):
    """See `imported`."""
    folder = tmp_path_factory.mktemp("imported")
    database, table = ready_made.place(folder / "kpi.duckdb"), folder / "填报.csv"
    shutil.copy(database, folder / "before.duckdb")
    table.write_text(TRAINED_2023, encoding="utf-8")
    assert main(["--database", str(database), "--catalog", str(LETTER), "import", str(table), "--user", "张三"]) == 0
    return folder


@pytest.fixture
def imported(made, tmp_path):
    """The letter's plan with one import; `before.duckdb` is the file as it was before it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "gone", "not_whole"), [("zh", "在数据库中找不到", "核验发现1处问题"), ("en", "is missing", "found 1 problem")]
)
def test_verify_does_not_call_whole_what_lacks_an_acknowledged_import(run, imported, tmp_path, lang, gone, not_whole):
    shutil.copy(tmp_path / "before.duckdb", tmp_path / "kpi.duckdb")
    verified = run("verify", lang=lang)
    assert (verified.code, verified.out) == (1, "")
    assert [verified.err.count(words) for words in (gone, not_whole, "填报.csv", "张三")] == [1, 1, 1, 1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "said"), [('"event": 1', '"event": 9', "第2行已损坏"), ('"events": 0', '"events": 7', "第1行已损坏")]
)
def test_verify_says_once_what_is_wrong_with_the_journal(run, imported, tmp_path, old, new, said):
    journal = tmp_path / "kpi.duckdb.journal"
    text = journal.read_text(encoding="utf-8")
    assert text.count(old) == 1
    journal.write_text(text.replace(old, new), encoding="utf-8")
    verified = run("verify")
    assert (verified.code, verified.err.count(said)) == (1, 1)


@pytest.mark.slow
def test_every_command_says_what_is_gone_and_its_result_stays_clean(run, imported, tmp_path):
    shutil.copy(tmp_path / "before.duckdb", tmp_path / "kpi.duckdb")
    asked = run("status", "--json")
    assert "填报.csv" in asked.err
    assert asked.json()["data_version"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("zh", "确认记录被删除、截短或改写"), ("en", "deleted, cut off or rewritten")])
def test_without_its_journal_a_database_is_not_called_whole(run, imported, tmp_path, lang, words):
    (tmp_path / "kpi.duckdb.journal").unlink()
    verified = run("verify", lang=lang)
    assert (verified.code, words in verified.err, verified.out) == (1, True, "")


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [Path.mkdir, lambda path: path.symlink_to("/nowhere/at/all")])
def test_a_database_whose_journal_cannot_be_kept_is_not_called_whole(run, imported, tmp_path, spoil):
    journal = tmp_path / "kpi.duckdb.journal"
    journal.unlink()
    spoil(journal)
    verified = run("verify")
    assert (verified.code, verified.out, verified.err.count("无法读写确认记录")) == (1, "", 1)
    assert "无法读写确认记录" in run("status").err


@pytest.mark.slow
def test_a_line_taken_out_of_the_journal_is_not_called_an_interruption(run, imported, tmp_path):
    """What happened to the line nobody can tell; that the operation is there is all that is said for certain."""
    journal = tmp_path / "kpi.duckdb.journal"
    *kept, newest, mark = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    assert "填报.csv" in newest
    journal.write_text("".join([*kept, mark]), encoding="utf-8")
    verified = run("verify")
    assert (verified.code, verified.out) == (0, "数据库完整，核验无误。\n")
    assert "操作#3 填报.csv (张三)已在数据库中，而确认记录中没有，现已补记。如果" in verified.err
    assert run("verify").err == ""


@pytest.mark.slow
def test_a_restored_database_is_whole_and_says_since_when(run, imported, tmp_path):
    run("backup", "data/backups")
    assert run("restore", "data/backups").code == 0
    verified = run("verify")
    assert verified.out == "数据库完整，核验无误。\n"
    assert "由备份 kpi-" in verified.err


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("zh", "没有删除"), ("en", "not deleted")])
def test_a_torn_log_is_said_on_stderr(run, tmp_path, lang, words):
    path = tmp_path / "kpi.duckdb"
    killed_before_checkpoint(path, "2.csv", "3.csv")
    log = path.with_name("kpi.duckdb.wal")
    log.write_bytes(log.read_bytes()[:-3])
    listed = run("history", lang=lang)
    assert (listed.code, words in listed.err, "kpi.duckdb.wal.damaged" in listed.err) == (0, True, True)
    assert "2.csv" in listed.out
    assert "3.csv" not in listed.out


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("zh", "其中必有一个不对"), ("en", "One of the two is wrong")])
def test_a_clock_that_was_once_ahead_lets_look_but_not_save(run, file, imported, monkeypatch, lang, words):
    earlier = datetime.now(UTC) - timedelta(days=3)
    monkeypatch.setattr(workspace.open_workspace, "__kwdefaults__", {"now": lambda: earlier, "demo": False})
    looked = run("status", lang=lang)
    assert (looked.code, words in looked.err) == (0, True)
    withdrawn = run("withdraw", "2", "--user", "u", "--note", "n", lang=lang)
    assert (withdrawn.code, words in withdrawn.err) == (1, True)
    assert run("history", "--json").json()[0]["withdrawn_at"] is None


@pytest.mark.slow
def test_a_clock_set_back_by_an_hour_warns_and_saves(run, file, imported, monkeypatch):
    earlier = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr(workspace.open_workspace, "__kwdefaults__", {"now": lambda: earlier, "demo": False})
    withdrawn = run("withdraw", "2", "--user", "u", "--note", "n")
    assert (withdrawn.code, "请校准时钟" in withdrawn.err) == (0, True)


@pytest.mark.slow
def test_a_database_whose_folder_is_missing_gets_one(run, tmp_path):
    assert run("status", catalog=TINY, database=tmp_path / "新的" / "folder" / "kpi.duckdb").code == 0
    assert (tmp_path / "新的" / "folder" / "kpi.duckdb.journal").exists()
