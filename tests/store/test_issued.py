"""The ledger of issued reports: bytes as they left, numbers in a row, nothing lost, nothing changed, nothing outdated."""

from dataclasses import replace
from datetime import UTC, date

import duckdb
import pytest

from kpi.errors import NotFound, PreviewOutdated
from kpi.store import NewFile, NewReport, Store, restore
from tests.store.helpers import ACTOR, figure, moment, opened, upload

WORD = NewFile("docx", "报告.docx", "application/word", b"the very bytes")
TABLE = NewFile("csv", "报告.csv", "text/csv", b"\xef\xbb\xbfa,b\r\n")


@pytest.fixture
def store(tmp_path):
    """One baseline batch, so data version 1."""
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    yield store
    store.close()


def report(number=1, **changes):
    values = {
        "report_id": number, "title": f"第{number}份", "parameters": "{}", "statement": "[]", "data_version": 1,
        "catalog_sha256": "catalog", "as_of": date(2023, 12, 31), "known_at": None, "note": "送市府办", "files": [WORD, TABLE],
    }  # fmt: skip
    return NewReport(**values | changes)


@pytest.mark.slow
def test_an_issued_report_comes_back_as_it_was(store):
    store.issue([report()], actor=ACTOR, at=moment(1))
    (record,) = store.issued()
    assert (record.report_id, record.title, record.note, record.issued_by) == (1, "第1份", "送市府办", "审核人")
    assert (record.issued_at, record.known_at, record.as_of) == (moment(1), moment(1), date(2023, 12, 31))
    assert [(each.format, each.file, each.size) for each in record.files] == [("docx", "报告.docx", 14), ("csv", "报告.csv", 8)]
    assert store.issued_file(1, "docx") == ("报告.docx", "application/word", b"the very bytes")
    assert store.issued_file(1, "csv")[2] == TABLE.content


@pytest.mark.slow
def test_the_moment_it_looks_back_from_is_kept_if_it_was_asked_for(store):
    store.issue([report(known_at=moment(0))], actor=ACTOR, at=moment(5))
    (record,) = store.issued()
    assert (record.known_at, record.issued_at, record.known_at.tzinfo) == (moment(0), moment(5), UTC)


@pytest.mark.slow
def test_several_are_numbered_one_after_the_other_and_listed_newest_first(store):
    store.issue([report(1), report(2)], actor=ACTOR, at=moment(1))
    store.issue([report(3)], actor=ACTOR, at=moment(2))
    assert [each.report_id for each in store.issued()] == [3, 2, 1]
    assert store.next_report_id == 4


@pytest.mark.slow
def test_issuing_changes_no_figure_and_is_an_event(store):
    store.issue([report()], actor=ACTOR, at=moment(1))
    assert store.data_version == 1
    event = store.events()[0]
    assert (event.action, event.detail, event.actor) == ("issue", "1 第1份", "审核人")


def test_a_report_made_of_older_figures_is_not_issued(store):
    store.commit_batches([upload("x.csv", figure("a", "11"))], actor=ACTOR, at=moment(1))
    with pytest.raises(PreviewOutdated):
        store.issue([report()], actor=ACTOR, at=moment(2))
    assert store.issued() == []


def test_a_number_that_was_given_meanwhile_is_not_given_twice_and_nothing_of_the_rest_stays(store):
    store.issue([report(1)], actor=ACTOR, at=moment(1))
    with pytest.raises(PreviewOutdated):
        store.issue([report(2), report(2)], actor=ACTOR, at=moment(2))
    assert [each.report_id for each in store.issued()] == [1]


def test_what_was_never_issued_is_not_found(store):
    store.issue([report()], actor=ACTOR, at=moment(1))
    for number, fmt in ((1, "pdf"), (2, "docx")):
        with pytest.raises(NotFound):
            store.issued_file(number, fmt)


@pytest.mark.slow
def test_a_copy_holds_the_ledger(store, tmp_path):
    store.issue([report()], actor=ACTOR, at=moment(1))
    restored = tmp_path / "restored.duckdb"
    restore(store.backup(tmp_path / "copies", at=moment(2)), restored, moment(3), by=ACTOR)
    copied = Store.open(restored, at=moment(3))
    assert copied.issued_file(1, "docx")[2] == WORD.content
    assert copied.verify() == []
    copied.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "subject"),
    [
        ("update issued_files set content = 'other'::blob where format = 'docx'", "issued_files #1 docx"),
        ("delete from issued_files", "issued_reports #1"),
        ("delete from issued_reports", "issued_files #1 csv"),
        ("insert into issued_reports from issued_reports", "issued_reports #1"),
        ("insert into issued_files from issued_files where format = 'csv'", "issued_files #1 csv"),
        ("update events set detail = 'x' where action = 'issue'", "issued_reports #1"),
        ("update issued_reports set issued_at = issued_at + interval 1 hour", "issued_reports #1"),
        ("update issued_reports set title = 'x'", "issued_reports #1"),
    ],
)
def test_what_no_key_guards_is_found_by_verify(store, damage, subject):
    store.issue([replace(report(), files=[WORD, TABLE])], actor=ACTOR, at=moment(1))
    path = store.path
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    again = Store.open(path, at=moment(3))
    found = [(each.code, each.values["subject"]) for each in again.verify()]
    again.close()
    assert ("store_issued", subject) in found


def test_an_older_database_gets_an_empty_ledger(store):
    """Migration 4 adds tables and touches nothing else."""
    assert store.issued() == []
    assert store.next_report_id == 1
